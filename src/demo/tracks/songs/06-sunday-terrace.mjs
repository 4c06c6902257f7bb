import { each } from '../artwork.mjs';
import { bassLine, comp, progression } from '../synth/harmony.mjs';
import { ACOUSTIC } from '../synth/kits.mjs';
import { melody } from '../synth/notation.mjs';
import { Studio } from '../synth/studio.mjs';
import { nylonGuitar, strings, uprightBass } from '../synth/voices.mjs';
import { flute } from '../synth/winds.mjs';

export const about = {
  format: 'm4a',
  kbps: 112,
  title: '일요일의 테라스',
  artist: '감귤나무 사중주',
  album: '느긋한 사람들',
  genre: 'Bossa Nova',
  date: '2023',
};

const CHORDS = `Dmaj9:4 Dmaj9 Dmaj9 Fdim7 Em9 A13 F#m7 B7b9 Em9 A7b13
  Gmaj9 Gm6 F#m7 Fdim7 Em9 A13 Dmaj9 Gm6 Dmaj9`;

/** Bossa nova: 126 beats a minute, a nylon guitar against the clave and a flute. */
export function compose(sampleRate) {
  const studio = new Studio({
    bpm: 126,
    beats: 76,
    seed: 61,
    sampleRate,
    slowing: [68, 0.82],
    hall: { seconds: 1.5 },
  });
  const chords = progression(CHORDS);

  const guitar = studio.track({ level: -20.5, pan: -0.25, room: 0.25, hall: 0.1, lowCut: 110 });
  const batida = comp(chords, 'x!:1 x?:.5 x:1 x?:.5 x:.5 p?:.5 -:.5 x:1 x?:1 x:.5 x?:.5 p:.5', {
    low: 52,
    high: 71,
  });
  guitar.play(
    nylonGuitar,
    batida.filter(({ start }) => start < 72),
    { gate: 0.85, strum: 0.007, loose: 0.008 },
  );
  guitar.play(nylonGuitar, melody('D3+A3+C#4+F#4+E5:4'), { at: 72, strum: 0.05 });

  const bass = studio.track({ level: -21.5, room: 0.1 });
  const line = bassLine(chords, 'R:1.5 5?:.5 d:1.5 p?:.5', 33);
  bass.play(
    uprightBass,
    line.filter(({ start }) => start >= 8 && start < 72),
    { gate: 0.95 },
  );
  bass.play(uprightBass, melody('D2:3'), { at: 72 });

  const wind = studio.track({ level: -18.5, pan: 0.15, room: 0.12, hall: 0.28 });
  const tune = `-:.5 A4:.5 C#5 E5 F#5:1.5 E5?:.5 | F5:1.5 D5:.5 B4:2 | -:.5 G4 B4 D5 F#5!:1.5 D5:.5 | E5:1 C#5:.5 G4 F#5:2 |
    -:.5 C#5 E5 A5!:1 F#5:.5 E5:1 | D#5:1 F#5:.5 A5 C6!:1 B5 | B5:1.5 G5:.5 F#5:1 D5 | E5:.5 F5 E5 C#5 A4:2 |
    B4:1 D5 A5!:1.5 F#5:.5 | G5:1 E5:.5 D5 Bb4:2 | A4:1 C#5 F#5!:1.5 E5:.5 | F5:1 D5:.5 B4 G#4:2 |
    G4:.5 B4 D5 F#5 G5:1 B5! | A5:1.5 F#5:.5 E5:1 C#5 | E5:3 -:1 | Bb4:1 D5 E5? G5? | F#5?:4`;
  wind.play(flute(), melody(tune), { at: 8, gate: 0.92, legato: true });

  const pad = studio.track({ level: -29, hall: 0.4, lowCut: 250 });
  pad.play(
    strings,
    comp(chords, 'x?:4', { low: 60, high: 79, voices: 3 }).filter(({ start }) => start >= 40),
    { gate: 1 },
  );

  const drums = studio.track({ level: -23, room: 0.2 });
  drums.drum(ACOUSTIC, { shaker: 'xoxoxoxo' }, { beats: 72, step: 0.5 });
  drums.drum(
    ACOUSTIC,
    { rim: 'x..x..x...x..x..', kick: 'o..oo..oo..oo..o' },
    { at: 8, beats: 60, step: 0.5, velocity: 0.85 },
  );
  drums.drum(ACOUSTIC, { ride: 'o...o.o.' }, { at: 40, beats: 28, step: 0.5, velocity: 0.8 });
  drums.drum(
    ACOUSTIC,
    { conga: '...x..xx', tumba: '......x.' },
    { at: 40, beats: 28, step: 0.5, velocity: 0.8 },
  );
  drums.drum(ACOUSTIC, { crash: 'o' }, { at: 72, beats: 0.5, step: 0.5 });
  return studio.mixdown(-16);
}

/** The cover as SVG, 400 by 400. */
export const draw =
  () => `  <rect width="400" height="400" fill="#f7e6c4"/><circle cx="285" cy="120" r="74" fill="#f2793a"/><rect y="180" width="400" height="80" fill="#1c8c8c"/>
  ${each(5, (i) => `<path d="M0 ${192 + i * 14}q25 -8 50 0t50 0 50 0 50 0 50 0 50 0 50 0 50 0" fill="none" stroke="#f7e6c4" stroke-width="2.5" opacity=".7"/>`)}
  <rect y="258" width="400" height="142" fill="#fffaf0"/>${each(6, (i) => `<path d="M-60 ${282 + i * 24}q40 -34 80 0t80 0 80 0 80 0 80 0 80 0v11q-40 34 -80 0t-80 0 -80 0 -80 0 -80 0 -80 0z" fill="#222" transform="translate(${(i % 2) * 40} 0)"/>`)}
  <g transform="translate(84 250)"><path d="M0 0q10 -90 -14 -170" fill="none" stroke="#6d4526" stroke-width="13"/>
  ${each(7, (i) => `<path d="M-14 -170q${Math.cos(i * 0.9 + 3.4) * 60} ${Math.sin(i * 0.9 + 3.4) * 60 - 24} ${Math.cos(i * 0.9 + 3.4) * 104} ${Math.sin(i * 0.9 + 3.4) * 70 + 24}q${-Math.cos(i * 0.9 + 3.4) * 40} ${-20} ${-Math.cos(i * 0.9 + 3.4) * 104} ${-Math.sin(i * 0.9 + 3.4) * 70 - 24}" fill="${i % 2 ? '#2f7d4f' : '#3fa066'}"/>`)}</g>
  <g transform="rotate(24 290 280)"><path d="M284 150h14v110h-14z" fill="#5b3219"/><circle cx="291" cy="268" r="36" fill="#d98b3f"/><circle cx="291" cy="322" r="48" fill="#d98b3f"/><circle cx="291" cy="290" r="15" fill="#4a2412"/><path d="M288 150v190M294 150v190" stroke="#fff3d6" stroke-width="1.5"/><rect x="270" y="338" width="42" height="8" fill="#4a2412"/></g>`;
