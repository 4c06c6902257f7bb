import { each, glow, gradient } from '../artwork.mjs';
import { chorus, saturation } from '../synth/effects.mjs';
import { bassLine, comp, progression } from '../synth/harmony.mjs';
import { electricPiano } from '../synth/keys.mjs';
import { ACOUSTIC } from '../synth/kits.mjs';
import { melody } from '../synth/notation.mjs';
import { Studio } from '../synth/studio.mjs';
import { brass, cleanGuitar, singingLead, slapBass } from '../synth/voices.mjs';

export const about = {
  format: 'mp3',
  kbps: 112,
  title: '한강 위 네온',
  artist: '달빛주차장',
  album: '막차 전 노래들',
  genre: 'City Pop',
  date: '2024',
};

const VERSE = 'Fmaj9:4 E7#9 Am9 Gm9:2 C13 Fmaj9:4 E7b9 Am9:2 D13 Dm9:2 G9sus4';
const CHORUS = 'Dm9:4 G13 Em7 A7b9 Fmaj9:2 E7#9 Am9:4 Fmaj9 G9sus4';

/** City pop: 104 beats a minute, a slapped bass and a synthesizer singing over a night drive. */
export function compose(sampleRate) {
  const studio = new Studio({
    bpm: 104,
    beats: 84,
    swing: 0.54,
    swingUnit: 0.25,
    seed: 11,
    sampleRate,
    tail: 2,
  });
  const chords = progression(`Fmaj9:4 E7#9 Am9 C13 ${VERSE} ${CHORUS} Cmaj9:4`);

  const keys = studio.track({
    level: -23,
    room: 0.15,
    hall: 0.18,
    lowCut: 160,
    inserts: [chorus({ mix: 0.45 })],
  });
  keys.play(electricPiano(), comp(chords, 'x!:1.5 x?:.5 -:.5 x:1 p:.5', { low: 55, high: 76 }), {
    gate: 0.92,
    strum: 0.006,
  });

  const bass = studio.track({ level: -20.5, lowCut: 35, inserts: [saturation(1.4)] });
  const groove = bassLine(chords, 'R!:.75 R?:.25 -:.25 8:.25 5:.5 R:.5 -:.25 8?:.25 7:.5 a:.5', 28);
  bass.play(
    slapBass,
    groove.filter(({ start }) => start >= 8 && start < 80),
    { gate: 0.85 },
  );
  bass.play(slapBass, melody('C2!:4'), { at: 80 });

  const guitar = studio.track({
    level: -27,
    pan: 0.5,
    room: 0.2,
    lowCut: 350,
    inserts: [chorus({ rate: 0.9, mix: 0.4 })],
  });
  const cutting = comp(chords, '-:.25 x?:.25 x:.25 -:.5 x?:.25 x!:.25 x?:.25', {
    low: 60,
    high: 79,
    voices: 3,
  });
  guitar.play(
    cleanGuitar,
    cutting.filter(({ start }) => start >= 16 && start < 76),
    { gate: 0.45, strum: 0.008 },
  );

  const lead = studio.track({ level: -19.5, pan: -0.08, room: 0.1, hall: 0.2, echo: 0.22, highCut: 9000 });
  const verse = `-:.5 E5:.5 G5 A5 G5:1 E5 | D5:.5 B4 -:.5 G#4 B4:1 D5 | B4:1.5 C5:.5 A4:1 E4:.5 G4 |
    A4:1 Bb4:.5 A4 G4:1 E5 | -:.5 E5 G5! C6 A5:1 G5 | F5:1 E5:.5 D5 B4:1 G#4 | A4:.5 C5 E5 G5:1 F#5:1.5 |
    E5:1 F5:.5 E5 D5:1.5 -:.5`;
  const chorusLine = `A5!:1.5 G5:.5 F5:.5 E5 F5:1 | E5:1 D5:.5 B4 D5:1 F5 | G5!:1.5 E5:.5 D5 B4 D5:1 | C#5:1 E5:.5 G5 Bb5:1 A5 |
    A5:.5 G5 E5 C5 B4 D5 G#5:1 | A5!:2 G5:.5 E5 C5 B4 | A4:.5 C5 E5 G5 A5:1 C6 | D6!:1.5 C6:.5 A5:1 G5 | E5:4`;
  lead.play(singingLead, melody(`${verse} | ${chorusLine}`), { at: 16, gate: 0.93, legato: true });

  const horns = studio.track({ level: -25.5, pan: -0.35, room: 0.25, hall: 0.1, lowCut: 220 });
  const stabs = comp(chords, '-:2.5 x!:.25 -:.25 x:.5 -:.5', { low: 58, high: 77, voices: 3 });
  horns.play(
    brass,
    stabs.filter(({ start }) => start >= 48 && start < 78),
    { gate: 0.7 },
  );

  const drums = studio.track({ level: -19, room: 0.16 });
  drums.drum(ACOUSTIC, { hat: 'x.o.x.o.x.o.x.oo' }, { beats: 8 });
  drums.drum(
    ACOUSTIC,
    { kick: 'X......x..X.....', snare: '....X.......X..o', hat: 'xoxoxoxoxoxoxoxo' },
    { at: 8, beats: 40 },
  );
  drums.drum(
    ACOUSTIC,
    { kick: 'X.....x.X..x....', snare: '....X..o.o..X...', open: '..x...x...x...x.', tambourine: 'o.x.o.x.' },
    { at: 48, beats: 28 },
  );
  drums.drum(
    ACOUSTIC,
    {
      kick: 'X...X...X.......',
      snare: 'xoxx..X.......XX',
      high: '....xx..........',
      mid: '.......xx.......',
      floor: '..........xxx...',
    },
    { at: 76 },
  );
  for (const at of [16, 48, 80]) drums.drum(ACOUSTIC, { crash: 'X', kick: 'X' }, { at, beats: 0.25 });
  return studio.mixdown(-15);
}

/** The cover as SVG, 400 by 400. */
export const draw = (
  random,
) => `  <defs>${gradient('sky', '#1b1147', '#6b2a7f', '#f2668b', '#ffb26b')}${gradient('water', '#c0506f', '#3a1b5e', '#140b33')}${glow('sun', '#fff1c9')}</defs>
  <rect width="400" height="260" fill="url(#sky)"/><circle cx="270" cy="190" r="130" fill="url(#sun)" opacity=".7"/><circle cx="270" cy="190" r="58" fill="#ffe3a3"/>
  ${each(26, (i) => {
    const height = 50 + random() * 110;
    const lights = each(
      14,
      () =>
        `<rect x="${i * 16 + 2 + Math.floor(random() * 3) * 4}" y="${252 - random() * height}" width="2.5" height="4" fill="${random() > 0.5 ? '#ffd76e' : '#7fe7ff'}"/>`,
    );
    return `<rect x="${i * 16}" y="${260 - height}" width="${13 + random() * 4}" height="${height}" fill="#1d1240"/>${lights}`;
  })}
  <rect y="258" width="400" height="142" fill="url(#water)"/>
  ${each(46, () => `<rect x="${random() * 380}" y="${270 + random() * 125}" width="${10 + random() * 60}" height="2" fill="${['#ff8fa3', '#ffd76e', '#7fe7ff'][Math.floor(random() * 3)]}" opacity="${0.25 + random() * 0.5}"/>`)}
  <rect y="246" width="400" height="9" fill="#0d0726"/>${each(6, (i) => `<path d="M${i * 80 - 40} 255 q40 -52 80 0" fill="none" stroke="#35e0ff" stroke-width="4"/><rect x="${i * 80 - 44}" y="250" width="8" height="34" fill="#0d0726"/>`)}`;
