import { each, gradient } from '../artwork.mjs';
import { backwards, cymbal, noise } from '../synth/drums.mjs';
import { saturation } from '../synth/effects.mjs';
import { bassLine, comp, progression } from '../synth/harmony.mjs';
import { organ, piano } from '../synth/keys.mjs';
import { ELECTRONIC } from '../synth/kits.mjs';
import { melody } from '../synth/notation.mjs';
import { Studio } from '../synth/studio.mjs';
import { synthPluck, warmPad } from '../synth/voices.mjs';

export const about = {
  format: 'm4a',
  kbps: 112,
  title: '지하 이층',
  artist: '환기구',
  album: '지하 이층',
  genre: 'House',
  date: '2024',
};

const LOOP = 'Fm9:4 Dbmaj9 Bbm9 C7b9';
const RISES = {
  rise: { sound: noise({ low: 1500, high: 11000, attack: 3.6, decay: 0.3 }), gain: 0.5, pan: 0 },
  reverse: { sound: backwards(cymbal({ seconds: 2 })), gain: 0.6, pan: 0 },
};

/** House: 124 beats a minute, piano stabs and an organ bass making way for the kick. */
export function compose(sampleRate) {
  const studio = new Studio({
    bpm: 124,
    beats: 84,
    seed: 41,
    sampleRate,
    swing: 0.53,
    swingUnit: 0.25,
    echo: { beats: 0.75, feedback: 0.5 },
  });
  const chords = progression(`${`${LOOP} `.repeat(5)} Fm9:4`);
  const kicks = Array.from({ length: 80 }, (_, beat) => beat).filter((beat) => beat < 32 || beat >= 48);
  const duck = { beats: kicks, depth: 0.65, recover: 0.16 };
  const groove = (notes) =>
    notes.filter(({ start }) => (start >= 16 && start < 32) || (start >= 48 && start < 80));

  const drums = studio.track({ level: -17.5, room: 0.08 });
  drums.drum(ELECTRONIC, { kick: 'X...', hat: '..o.', shaker: 'o.xo' }, { beats: 8 });
  drums.drum(
    ELECTRONIC,
    { kick: 'X...', open: '..x.', shaker: 'oxxo', clap: '....X...' },
    { at: 8, beats: 24 },
  );
  drums.drum(ELECTRONIC, { shaker: 'oxxo', conga: '...x..x....x..xx' }, { at: 36, beats: 10 });
  drums.drum(ELECTRONIC, { clap: 'x.xxxxXX' }, { at: 46, beats: 2 });
  drums.drum(
    ELECTRONIC,
    {
      kick: 'X...',
      open: '..X.',
      hat: 'xo.o',
      clap: '....X..o....X...',
      conga: '...x..x....x..xx',
      tumba: 'x.........x.....',
    },
    { at: 48, beats: 31 },
  );
  drums.drum(ELECTRONIC, { snare: 'xxXX', kick: 'X...' }, { at: 79, beats: 1 });
  for (const at of [16, 48, 64, 80]) drums.drum(ELECTRONIC, { crash: 'x', kick: 'X' }, { at, beats: 0.25 });

  const rises = studio.track({ level: -28, hall: 0.3 });
  rises.drum(RISES, { rise: 'x' }, { at: 40.3, beats: 1 });
  rises.drum(RISES, { reverse: 'x' }, { at: 44, beats: 1 });

  const bass = studio.track({ level: -19, duck: { ...duck, depth: 0.5 }, inserts: [saturation(1.7)] });
  const deep = organ({ bars: [0.2, 0, 1, 0.3, 0.12, 0, 0, 0] });
  const line = bassLine(chords, 'R:.75 R?:.25 -:.5 R!:.5 -:.25 8?:.25 R:.5 -:.5 a:.5', 29);
  bass.play(deep, groove(line), { gate: 0.8 });
  bass.play(deep, melody('F1!:3'), { at: 80 });

  const stabs = studio.track({ level: -21, room: 0.15, hall: 0.14, lowCut: 170, duck });
  const rhythm = comp(chords, 'x!:.75 x:.75 x!:.5 -:.5 x:.75 p:.75', { low: 56, high: 77 });
  stabs.play(piano({ tone: 1.5 }), groove(rhythm), { gate: 0.6 });
  stabs.play(piano({ tone: 1.2 }), comp(progression(LOOP), 'x?:1.5 x?:1.5 x?:1', { low: 56, high: 77 }), {
    at: 32,
    gate: 0.9,
  });
  stabs.play(piano({ tone: 1.5 }), melody('F3+Ab3+Eb4+G4+C5!:4'), { at: 80 });

  const pad = studio.track({ level: -25, hall: 0.4, lowCut: 200, duck });
  pad.play(warmPad, comp(chords, 'x:4', { low: 56, high: 77 }));

  const lead = studio.track({ level: -22, hall: 0.15, echo: 0.4, lowCut: 250 });
  const hook = `-:.5 C5:.25 Eb5 G5!:.5 Ab5 -:.5 G5?:.25 Eb5 F5:.5 C5 | -:.5 C5:.25 Eb5 F5!:.5 Ab5 -:.5 F5?:.25 Eb5 C5:.5 Ab4 |
    -:.5 Bb4:.25 Db5 F5!:.5 Ab5 -:.5 F5?:.25 Db5 C5:.5 F5 | E5!:.75 G5 Bb5:.5 G5 E5 Eb5 C5`;
  lead.play(synthPluck, melody(`${hook} | ${hook}`), { at: 48, gate: 0.8 });
  const hint =
    'G5?:.75 Eb5 C5:.5 -:2 | F5?:.75 Eb5 C5:.5 -:2 | F5:.75 Db5 Bb4:.5 -:2 | G5:.75 E5 C5:.5 C5 E5 G5 Bb5';
  lead.play(synthPluck, melody(hint), { at: 32, gate: 0.8 });
  lead.play(synthPluck, melody('C6!:.5 G5 Eb5 C5:2.5'), { at: 80, gate: 0.8 });
  return studio.mixdown(-14.5);
}

/** The cover as SVG, 400 by 400. */
export const draw =
  () => `  <defs>${gradient('deep', '#0b1020', '#14233d', '#07101c')}</defs><rect width="400" height="400" fill="url(#deep)"/>
  ${each(10, (i) => `<circle cx="200" cy="186" r="${22 + i * 23}" fill="none" stroke="hsl(${150 + i * 14}, 90%, ${62 - i * 2}%)" stroke-width="${9 - i * 0.5}" stroke-dasharray="${60 + i * 22} ${14 + i * 4}" transform="rotate(${i * 37} 200 186)"/>`)}
  <circle cx="200" cy="186" r="16" fill="#eafff4"/>
  ${each(8, (i) => `<path d="M${40 + i * 12} ${400 - i * 14}H${360 - i * 12}v-7H${40 + i * 12}z" fill="#09131f" stroke="#35f0a0" stroke-width="1.4" opacity="${1 - i * 0.09}"/>`)}
  <g fill="none" stroke="#ffe14d" stroke-width="9" stroke-linejoin="round"><path d="M40 40v56h22q16 0 16 -15t-16 -14h-22M62 67q13 0 13 -13t-13 -14h-22"/><path d="M98 54q2 -15 19 -15t18 15q0 12 -37 42h38"/></g>`;
