import { each, glow, gradient } from '../artwork.mjs';
import { noise, strike } from '../synth/drums.mjs';
import { saturation, tapeWow } from '../synth/effects.mjs';
import { bassLine, comp, progression } from '../synth/harmony.mjs';
import { electricPiano, mallet, VIBRAPHONE } from '../synth/keys.mjs';
import { DUSTY } from '../synth/kits.mjs';
import { melody } from '../synth/notation.mjs';
import { Studio } from '../synth/studio.mjs';
import { roundBass } from '../synth/voices.mjs';

export const about = {
  format: 'opus',
  kbps: 72,
  title: '연습실 창가의 비',
  artist: '종이우산 클럽',
  album: '느린 오후',
  genre: 'Lo-Fi',
  date: '2023',
};

const VINYL = {
  tick: {
    sound: strike({ partials: [[2900, 0.2, 0.004]], slap: 0.9, slapHertz: 4200 }),
    gain: 0.6,
    pan: 0.2,
  },
  hiss: { sound: noise({ low: 900, high: 7000, attack: 0.5, decay: 2.4 }), gain: 0.5, pan: 0 },
};

/** Lo-fi hip-hop: 76 beats a minute, dusty drums behind the beat, a vibraphone on a worn tape. */
export function compose(sampleRate) {
  const studio = new Studio({
    bpm: 76,
    beats: 48,
    swing: 0.59,
    swingUnit: 0.25,
    seed: 23,
    sampleRate,
    hall: { seconds: 1.6, damping: 2600 },
  });
  const chords = progression(
    'Bbmaj9:4 C9sus4 Fmaj9 Em7b5:2 A7b9 Dm9:4 Cm9:2 F13 Bbmaj9:4 Am7:2 D7b9 Gm9:4 C9sus4 Fmaj9 Fmaj9',
  );
  const tape = [tapeWow(), saturation(1.8)];

  const keys = studio.track({ level: -20, hall: 0.2, lowCut: 140, highCut: 3800, inserts: tape });
  const chordsPlayed = comp(chords, 'x:1.75 x?:.75 -:.5 x?:.5 1?:.25 3?:.25 x?:1.5 -:.5 x:2', {
    low: 52,
    high: 72,
  });
  keys.play(
    electricPiano({ growl: 0.7, sway: 0.3 }),
    chordsPlayed.filter(({ start }) => start < 44),
    { strum: 0.018, loose: 0.012 },
  );
  keys.play(electricPiano({ growl: 0.7 }), melody('F3+C4+E4+G4+A4?:4'), { at: 44, strum: 0.09 });

  const vibes = studio.track({
    level: -20.5,
    pan: 0.15,
    hall: 0.32,
    echo: 0.18,
    highCut: 5200,
    inserts: [tapeWow()],
  });
  const tune = `-:1 C5:.5 E5 G5:1 A5:.5 G5? | E5:1.5 D5:.5 C#5:1 E5 | D5:2.5 E5?:.5 D5 C5 | Bb4:1 C5:.5 D5 A4:2 |
    -:.5 D5 F5 A5 C6!:1 A5 | G5:1 E5:.5 C5 Eb5:1 D5 | Bb4:.5 D5 F5 A5 G5:2 | F5:1 D5?:.5 C5 D5:2 | A4:1 C5? E5?:2 | -:2 C6?:2`;
  vibes.play(mallet(VIBRAPHONE), melody(tune), { at: 8, gate: 1.4, loose: 0.014 });

  const bass = studio.track({ level: -20.5, highCut: 1400 });
  const line = bassLine(chords, 'R:1.5 R?:.25 8?:.25 -:.5 5:.5 R:.5 a?:.5', 29);
  bass.play(
    roundBass,
    line.filter(({ start }) => start >= 8 && start < 40),
    { gate: 0.9 },
  );
  bass.play(roundBass, melody('F1:3'), { at: 40 });

  const drums = studio.track({ level: -18.5, room: 0.22, highCut: 6500, inserts: [saturation(1.6)] });
  const late = { loose: 0.008, velocity: 0.92 };
  drums.drum(DUSTY, { hat: 'x.o.x.o.x.o.x.o.' }, { at: 4.03, beats: 4, ...late });
  drums.drum(
    DUSTY,
    { kick: 'X......x..x.....', snare: '....X.......X...', rim: '.......o.....o..', hat: 'x.o.x.ooxo..x.o.' },
    { at: 8.03, beats: 28, ...late },
  );
  drums.drum(
    DUSTY,
    {
      kick: 'X..x......x.....',
      snare: '....X..o.o..Xo.o',
      hat: 'x.o.x.o.x.oox...',
      floor: '..............xx',
    },
    { at: 36.03, ...late },
  );
  drums.drum(DUSTY, { kick: 'X', open: 'o' }, { at: 40, beats: 0.25, ...late });

  const vinyl = studio.track({ level: -43, highCut: 7500 });
  vinyl.drum(VINYL, { hiss: 'x' }, { beats: 48, step: 2 });
  for (let i = 0; i < 90; i += 1)
    vinyl.drum(VINYL, { tick: i % 7 === 0 ? 'X' : 'o' }, { at: studio.random() * 47, beats: 0.1 });
  return studio.mixdown(-16);
}

/** The cover as SVG, 400 by 400. */
export const draw = (
  random,
) => `  <defs>${gradient('wall', '#2a2438', '#1a1626')}${gradient('glass', '#31506b', '#5d7f93', '#8b8f8a')}${glow('lamp', '#ffcf87')}</defs>
  <rect width="400" height="400" fill="url(#wall)"/><rect x="50" y="40" width="300" height="270" fill="url(#glass)"/>
  ${each(9, (i) => `<rect x="${56 + i * 33}" y="${190 - random() * 60}" width="27" height="170" fill="#22384c" opacity=".55"/>`)}
  ${each(9, () => `<circle cx="${60 + random() * 280}" cy="${150 + random() * 140}" r="${7 + random() * 12}" fill="${['#ffc06a', '#ff8f70', '#9fd8e8'][Math.floor(random() * 3)]}" opacity=".45"/>`)}
  ${each(90, () => {
    const x = 52 + random() * 296;
    const y = 40 + random() * 240;
    return `<line x1="${x}" y1="${y}" x2="${x - 3}" y2="${y + 10 + random() * 22}" stroke="#dceaf2" stroke-width="1.4" opacity="${0.25 + random() * 0.4}"/>`;
  })}
  <g fill="none" stroke="#d9b98c" stroke-width="11"><rect x="50" y="40" width="300" height="270"/><path d="M200 40V310M50 170H350" stroke-width="7"/></g>
  <rect y="318" width="400" height="82" fill="#8a5a3c"/><rect y="318" width="400" height="7" fill="#b67c52"/><circle cx="300" cy="290" r="150" fill="url(#lamp)" opacity=".55"/>
  <path d="M110 290h64v44q0 22 -22 22h-20q-22 0 -22 -22z" fill="#f4e9d8"/><path d="M174 300q28 0 24 20t-28 16" fill="none" stroke="#f4e9d8" stroke-width="8"/>
  <path d="M128 276q-12 -18 0 -34t0 -34M152 276q-12 -18 0 -34t0 -34" fill="none" stroke="#fff" stroke-width="4" opacity=".5"/>
  <path d="M262 352v-74h-26l18 -52h68l18 52h-26v74z" fill="#e8743b"/><path d="M248 280l12 -48h56l12 48z" fill="#ffd9a0"/>`;
