import { each, star } from '../artwork.mjs';
import { saturation } from '../synth/effects.mjs';
import { bassLine, comp, progression } from '../synth/harmony.mjs';
import { organ } from '../synth/keys.mjs';
import { ROCK } from '../synth/kits.mjs';
import { melody } from '../synth/notation.mjs';
import { Studio } from '../synth/studio.mjs';
import { brass, clavinet, cleanGuitar, slapBass } from '../synth/voices.mjs';

export const about = {
  format: 'mp3-vbr',
  title: '두 박자만 더',
  artist: '펑크상회',
  album: '외상 사절',
  genre: 'Funk',
  date: '2025',
};

/** Funk: 106 beats a minute in E, slapped bass, clavinet and horns trading lines. */
export function compose(sampleRate) {
  const studio = new Studio({
    bpm: 106,
    beats: 68,
    seed: 71,
    sampleRate,
    tail: 1.8,
    swing: 0.55,
    swingUnit: 0.25,
  });
  const chords = progression(`${'E9:4 E9 A13 B7#9 '.repeat(4)} E9:4`);
  const from = (notes, first, last = 64) => notes.filter(({ start }) => start >= first && start < last);

  const bass = studio.track({ level: -18.5, inserts: [saturation(1.8)] });
  const groove = bassLine(
    chords,
    'R!:.5 -:.25 8!:.25 -:.25 7:.25 8:.5 R:.25 -:.25 5?:.25 7:.25 8:.25 -:.25 a:.5',
    28,
  );
  bass.play(slapBass, from(groove, 0), { gate: 0.75 });
  bass.play(slapBass, melody('E1!:.5 G1:.25 A1 A#1 B1 D2:.5 E2!:1 -:1'), { at: 64, gate: 0.8 });

  const clav = studio.track({ level: -23.5, pan: -0.4, room: 0.15, lowCut: 200, inserts: [saturation(1.5)] });
  const chops = comp(
    chords,
    'x!:.25 -:.25 1?:.25 x:.25 -:.25 2?:.25 x!:.25 -:.25 -:.25 x:.25 1?:.25 -:.25 x:.5 23?:.25 x?:.25',
    { low: 52, high: 69, voices: 3 },
  );
  clav.play(clavinet, from(chops, 8), { gate: 0.6 });

  const guitar = studio.track({ level: -26, pan: 0.5, room: 0.15, lowCut: 400 });
  const scratch = comp(chords, '-:.5 x!:.25 x?:.25 -:.25 x?:.25 x:.25 -:.25', {
    low: 62,
    high: 78,
    voices: 3,
  });
  guitar.play(cleanGuitar, from(scratch, 16), { gate: 0.4, strum: 0.005 });

  const horns = studio.track({
    level: -20.5,
    pan: 0.1,
    room: 0.28,
    hall: 0.08,
    lowCut: 180,
    inserts: [saturation(1.3)],
  });
  const call = `-:.5 B4:.25 D5 E5!:.5 G5:.25 E5 -:.5 D5?:.25 E5 B4:.5 -:.5 | -:.5 B4:.25 D5 E5:.5 G#5!:.75 F#5:.25 E5:.5 D5 B4 |
    -:.5 C#5:.25 E5 G5!:.5 F#5:.25 G5 -:.5 E5?:.25 C#5 A4:.5 -:.5 | D#5:.5 F#5 A5 D6!:.75 A5:.25 F#5:.5 D#5 B4`;
  for (const at of [16, 48]) {
    horns.play(brass, melody(call), { at, gate: 0.8 });
    horns.play(brass, melody(call), { at, gate: 0.8, transpose: -12, velocity: 0.7 });
  }
  horns.play(brass, from(comp(chords, '-:1.5 x!:.25 x!:.25 -:2', { low: 58, high: 76, voices: 3 }), 32, 48), {
    gate: 0.7,
  });

  const hammond = studio.track({
    level: -21,
    pan: -0.15,
    room: 0.15,
    hall: 0.12,
    lowCut: 120,
    inserts: [saturation(2)],
  });
  const solo = `E5!:.75 D5:.25 B4:.5 D5 E5:.5 G5 F#5:.25 E5 D5 B4 | G4:.25 A4 A#4 B4 D5:.5 E5 G#5!:1 B5:1 |
    A5!:.75 G5:.25 E5:.5 C#5 E5:.25 F#5 G5 E5 C#5:.5 A4 | B4:.25 D5 D#5 F#5 A5:.5 B5 D6!:1.5 B5:.5`;
  hammond.play(organ({ bars: [0.7, 0.5, 1, 0.4, 0.3, 0.1, 0, 0] }), melody(solo), { at: 32, gate: 0.9 });

  const drums = studio.track({ level: -18, room: 0.18 });
  const pocket = {
    kick: 'X.x....x..x..x..',
    snare: '....X..o.o..X..o',
    hat: 'x.xxx.xxx.xxx.x.',
    open: '..............x.',
  };
  drums.drum(ROCK, pocket, { beats: 31 });
  drums.drum(ROCK, { snare: 'fxxX' }, { at: 31, beats: 1 });
  drums.drum(ROCK, { ...pocket, cowbell: 'x...x...' }, { at: 32, beats: 15 });
  drums.drum(ROCK, { snare: 'xX..', high: '..xx' }, { at: 47, beats: 1 });
  drums.drum(ROCK, { ...pocket, tambourine: 'o.x.o.x.' }, { at: 48, beats: 14 });
  drums.drum(ROCK, { snare: 'XoxXoxXX', floor: '......xx', kick: 'X...X...' }, { at: 62, beats: 2 });
  drums.drum(ROCK, { kick: 'X.......X', snare: '..xxxxx.X', crash: '........X' }, { at: 64, beats: 2.25 });
  horns.play(brass, melody('E4!:.5 G4:.25 A4 A#4 B4 D5:.5 E5+G#5+D5!:.75 -:1.25'), { at: 64, gate: 0.8 });
  for (const at of [16, 32, 48]) drums.drum(ROCK, { crash: 'x' }, { at, beats: 0.25 });
  return studio.mixdown(-14.8);
}

/** The cover as SVG, 400 by 400. */
export const draw = () => `  <rect width="400" height="400" fill="#3b1d2a"/>
  ${each(6, (i) => `<path d="M-20 ${420 - i * 4}V${250 - i * 32}Q-20 ${110 - i * 32 + i * 14} 150 ${110 + i * 26}T420 ${60 + i * 26}" fill="none" stroke="${['#ffd23f', '#ff9f1c', '#f2542d', '#c81d5b', '#6a2c8f', '#1f7a8c'][i]}" stroke-width="27"/>`)}
  <polygon points="${star(292, 296, 88, 62, 16)}" fill="#ffd23f"/><circle cx="292" cy="296" r="56" fill="#3b1d2a"/><circle cx="292" cy="296" r="47" fill="none" stroke="#ffd23f" stroke-width="2"/>
  <polygon points="${star(292, 296, 36, 15, 5)}" fill="#f2542d"/>
  ${each(3, (i) => `<g transform="translate(${40 + i * 58} ${318 - i * 6}) rotate(-8)"><ellipse cx="14" cy="40" rx="16" ry="12" fill="#fff2d6"/><path d="M26 40V-26q18 6 22 26" fill="none" stroke="#fff2d6" stroke-width="7"/></g>`)}`;
