import { each, gradient } from '../artwork.mjs';
import { skin, strike } from '../synth/drums.mjs';
import { saturation, tapeWow } from '../synth/effects.mjs';
import { comp, progression } from '../synth/harmony.mjs';
import { BELL, mallet, piano } from '../synth/keys.mjs';
import { DUSTY } from '../synth/kits.mjs';
import { melody } from '../synth/notation.mjs';
import { Studio } from '../synth/studio.mjs';
import { roundBass, strings } from '../synth/voices.mjs';
import { flute } from '../synth/winds.mjs';

export const about = {
  format: 'opus',
  kbps: 72,
  title: '열두 시 합주',
  artist: '밤참',
  album: '편의점 앞에서',
  genre: 'Hip-Hop',
  date: '2024',
};

const KIT = {
  ...DUSTY,
  boom: {
    sound: skin({ start: 150, hertz: 44, drop: 0.05, decay: 0.8, click: 0.2, drive: 2 }),
    gain: 0.9,
    pan: 0,
  },
  tick: {
    sound: strike({ partials: [[3100, 0.2, 0.004]], slap: 0.9, slapHertz: 4500 }),
    gain: 0.05,
    pan: -0.3,
  },
};

/** A hip-hop beat: 88 beats a minute, chopped piano, a deep bass and a flute that answers the bells. */
export function compose(sampleRate) {
  const studio = new Studio({
    bpm: 88,
    beats: 52,
    swing: 0.6,
    swingUnit: 0.25,
    seed: 83,
    sampleRate,
    tail: 2.8,
  });
  const chords = progression('Am9:4 E7b9 Am9 Fmaj9 Dm7 E7b9 Am9 Fmaj9 Dm7 E7b9 Fmaj9 E7b9 Am9');

  const keys = studio.track({
    level: -20,
    room: 0.1,
    hall: 0.14,
    lowCut: 120,
    highCut: 4200,
    inserts: [tapeWow({ depth: 0.0006 }), saturation(2)],
  });
  const chops = comp(chords, 'x!:1.25 x?:.25 -:.5 x:.75 1?:.25 23:.5 x?:.5', { low: 50, high: 70 });
  keys.play(
    piano({ tone: 0.9 }),
    chops.filter(({ start }) => start < 48),
    { gate: 0.85, strum: 0.01 },
  );
  keys.play(piano(), melody('A2+E3+B3+C4+G4:4'), { at: 48, strum: 0.04 });

  const bells = studio.track({ level: -23, pan: 0.25, hall: 0.35, echo: 0.25, highCut: 6500 });
  const hook = `E5!:.75 C5:.25 B4:.5 C5 -:.5 A4? B4 C5 | E5:1 C5:.5 A4 G4:1 A4?:.5 C5 |
    F5!:.75 E5:.25 D5:.5 C5 -:.5 A4? C5 D5 | G#4:1 B4:.5 D5 F5:1 E5`;
  bells.play(mallet(BELL), melody(hook), { at: 8, gate: 1.2 });
  bells.play(mallet(BELL), melody(hook), { at: 24, gate: 1.2 });
  bells.play(mallet(BELL), melody('A5?:1 E5? B4? E5?'), { at: 48 });

  const wind = studio.track({ level: -21.5, pan: -0.2, hall: 0.3, echo: 0.1, highCut: 7000 });
  const answer = `-:2.5 A5:.5 G5 E5 | C5:1.5 D5:.5 E5:2 | -:2.5 A5:.5 C6 A5 | G#5!:2 F5:.5 E5 D5 B4 | C5:1 E5 G5! A5 | B5:1 G#5 F5 D5 | E5?:4`;
  wind.play(flute({ air: 0.4 }), melody(answer), { at: 24, gate: 0.9, legato: true });

  const bass = studio.track({ level: -18.5, highCut: 900, inserts: [saturation(1.8)] });
  const low = (a, b) => `${a}!:1.25 ${a}?:.25 -:.5 ${b}:.75 ${a}?:.25 -:.25 ${a}:.75`;
  const line = [low('A1', 'E2'), low('F1', 'C2'), low('D2', 'A1'), low('E1', 'B1')].join(' | ');
  bass.play(roundBass, melody(`${line} | ${line}`), { at: 8, gate: 0.95 });
  bass.play(roundBass, melody(`${low('F1', 'C2')} | ${low('E1', 'B1')} | A1!:4`), { at: 40 });

  const pad = studio.track({ level: -28, hall: 0.3, lowCut: 300, highCut: 4500 });
  pad.play(
    strings,
    comp(chords, 'x?:4', { low: 57, high: 76, voices: 3 }).filter(({ start }) => start >= 24),
    { gate: 1 },
  );

  const drums = studio.track({ level: -17, room: 0.16, inserts: [saturation(1.5)] });
  drums.drum(KIT, { tick: '..o...x..o....o.o..x.' }, { beats: 50, step: 0.22 });
  drums.drum(KIT, { hat: 'x.x.x.xox.x.x.oo' }, { at: 4, beats: 4 });
  const beat = { kick: 'X.....x..xX.....', snare: '....X.......X...', hat: 'x.xox.x.x.xox.xo' };
  drums.drum(KIT, { ...beat, boom: 'x...............' }, { at: 8, beats: 15 });
  drums.drum(KIT, { snare: 'oxXX' }, { at: 23, beats: 1 });
  drums.drum(
    KIT,
    {
      ...beat,
      kick: 'X..x..x..xX.....',
      open: '......x.........',
      rim: '.......o..o....o',
      boom: 'x...............',
    },
    { at: 24, beats: 16 },
  );
  drums.drum(
    KIT,
    { kick: 'X.........x.....', snare: '....X.......X...', clap: '............x...' },
    { at: 40, beats: 4 },
  );
  drums.drum(
    KIT,
    { kick: 'X.....x.X.......', snare: '....X..x..xxXoXX', mid: '........xx......' },
    { at: 44, beats: 4 },
  );
  drums.drum(KIT, { boom: 'X', kick: 'X', crash: 'o' }, { at: 48, beats: 0.25 });
  return studio.mixdown(-15);
}

/** The cover as SVG, 400 by 400. */
export const draw =
  () => `  <defs>${gradient('desk', '#2b2d42', '#1a1b2b')}</defs><rect width="400" height="400" fill="url(#desk)"/><rect x="24" y="40" width="352" height="320" rx="18" fill="#3d405b"/><rect x="24" y="40" width="352" height="320" rx="18" fill="none" stroke="#f2cc8f" stroke-width="3"/>
  <circle cx="178" cy="200" r="136" fill="#0e0e14"/>${each(16, (i) => `<circle cx="178" cy="200" r="${58 + i * 4.8}" fill="none" stroke="#2a2a36" stroke-width="1.4"/>`)}
  <path d="M178 200L70 120A134 134 0 0 1 118 80zM178 200L286 280A134 134 0 0 1 238 320z" fill="#fff" opacity=".08"/>
  <circle cx="178" cy="200" r="52" fill="#e07a5f"/>${each(12, (i) => `<rect x="176" y="152" width="4" height="${i % 3 ? 7 : 13}" fill="#fff8ea" transform="rotate(${i * 30} 178 200)"/>`)}
  <path d="M174 200L178 158 182 200zM175 202L178 168 181 202z" fill="#1a1b2b"/><circle cx="178" cy="200" r="5" fill="#fff8ea"/>
  <path d="M344 70V196L296 262" fill="none" stroke="#f4f1de" stroke-width="8" stroke-linejoin="round"/><rect x="278" y="254" width="24" height="38" rx="4" fill="#f2cc8f" transform="rotate(36 290 272)"/><circle cx="344" cy="74" r="20" fill="#81b29a"/><circle cx="344" cy="74" r="8" fill="#1a1b2b"/>
  <rect x="338" y="286" width="14" height="58" rx="7" fill="#1a1b2b"/><rect x="333" y="306" width="24" height="10" rx="3" fill="#f4f1de"/>`;
