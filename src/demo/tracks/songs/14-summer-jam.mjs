import { each, gradient } from '../artwork.mjs';
import { amplifier, chorus, tremolo } from '../synth/effects.mjs';
import { bassLine, comp, progression } from '../synth/harmony.mjs';
import { ACOUSTIC } from '../synth/kits.mjs';
import { melody } from '../synth/notation.mjs';
import { Studio } from '../synth/studio.mjs';
import { cleanGuitar, fingerBass, soloGuitar } from '../synth/voices.mjs';

export const about = {
  format: 'mp3',
  kbps: 112,
  title: '여름방학 잼',
  artist: '파도치는 옥상',
  album: '선크림 트랙',
  genre: 'Indie Surf',
  date: '2023',
};

const CHORDS = 'G:4 Bm C Cm G Bm C Cm G Em Am7 D7 Em Bm C D G Bm C Cm G';

/** Indie surf: 142 beats a minute, ringing guitars, a spring reverb and a tune for the way to the beach. */
export function compose(sampleRate) {
  const studio = new Studio({
    bpm: 142,
    beats: 84,
    seed: 149,
    sampleRate,
    tail: 2.4,
    slowing: [78, 0.88],
    hall: { seconds: 2.1, size: 0.8, lowCut: 350 },
  });
  const chords = progression(CHORDS);
  const from = (notes, first, last = 80) => notes.filter(({ start }) => start >= first && start < last);

  const jangle = studio.track({
    level: -22,
    pan: -0.55,
    room: 0.2,
    hall: 0.14,
    lowCut: 150,
    inserts: [chorus({ mix: 0.4 })],
  });
  const picking = comp(chords, '1!:.5 3? 4 3? 2 4? 3 4?', { low: 55, high: 76 });
  jangle.play(cleanGuitar, from(picking, 0), { gate: 1.8, loose: 0.007 });
  jangle.play(cleanGuitar, melody('G3+D4+G4+B4+D5!:4'), { at: 80, strum: 0.03 });

  const strummed = studio.track({
    level: -23,
    pan: 0.6,
    room: 0.2,
    lowCut: 160,
    inserts: [amplifier({ gain: 2.2, treble: 5600 })],
  });
  const strokes = comp(chords, 'x!:.5 -:.5 x:.5 x?:.5 -:.5 x?:.5 x!:.5 x?:.5', { low: 50, high: 71 });
  strummed.play(cleanGuitar, from(strokes, 16), { gate: 0.7, strum: 0.011 });
  strummed.play(cleanGuitar, melody('G3+B3+D4+G4!:4'), { at: 80, strum: 0.02 });

  const bass = studio.track({ level: -19 });
  bass.play(fingerBass, from(bassLine(chords, 'R!:.5 R? R 5? R! R? 5 a', 31), 16), { gate: 0.9 });
  bass.play(fingerBass, melody('G1!:4'), { at: 80 });

  const solo = studio.track({
    level: -18.5,
    pan: 0.08,
    hall: 0.42,
    echo: 0.12,
    lowCut: 170,
    inserts: [amplifier({ gain: 2.6, treble: 6000, presence: 1.9 }), tremolo({ rate: 7, depth: 0.25 })],
  });
  const verse = `D5!:1.5 B4:.5 G4:1 B4 | D5:1.5 F#5:.5 D5:2 | E5!:1.5 D5:.5 C5:1 E5 | Eb5!:1.5 D5:.5 C5:1 G4 |
    B4:1 D5 G5! F#5 | E5:1.5 F#5:.5 G5:1 B5! | A5:1 G5:.5 E5 C5:1 E5 | F#5:1 D5:.5 E5 F#5:1 A5!`;
  const bridge = 'B4:1 E5 G5! F#5 | F#5:1.5 D5:.5 B4:2 | E5:1 G5 C6! B5 | A5!:2 F#5';
  const last = `D5!:1.5 B4:.5 G4:1 B4 | D5:1.5 F#5:.5 A5!:2 | G5:1.5 E5:.5 C5:1 E5 | Eb5!:1.5 D5:.5 C5:1 Eb5 | D5!:1 B4 G4:2`;
  solo.play(soloGuitar, melody(`${verse} | ${bridge} | ${last}`), { at: 16, gate: 0.96, legato: true });

  const drums = studio.track({ level: -19, room: 0.22 });
  const surf = { kick: 'X..xX...', snare: '..X..xX.', ride: 'x.x.x.x.' };
  drums.drum(ACOUSTIC, { hat: 'x.x.x.x.' }, { beats: 12, step: 0.5 });
  drums.drum(ACOUSTIC, { snare: 'xxXxxXXXfxxXXXXX', floor: '........xxxxXXXX' }, { at: 12 });
  drums.drum(ACOUSTIC, surf, { at: 16, beats: 30, step: 0.5 });
  drums.drum(ACOUSTIC, { high: 'XX......', mid: '..XX....', floor: '....XXXX' }, { at: 46, beats: 2 });
  drums.drum(
    ACOUSTIC,
    { kick: 'X.....x.', snare: '....X...', open: 'x.x.x.x.', tambourine: 'x.x.x.x.' },
    { at: 48, beats: 14, step: 0.5 },
  );
  drums.drum(ACOUSTIC, { snare: 'XxXxXXXX', floor: 'X...X...' }, { at: 62, beats: 2 });
  drums.drum(ACOUSTIC, { ...surf, tambourine: 'x.x.x.x.' }, { at: 64, beats: 14, step: 0.5 });
  drums.drum(
    ACOUSTIC,
    { snare: 'XXxxXXXX', high: 'XX......', mid: '..XX....', floor: '....XXXX' },
    { at: 78, beats: 2 },
  );
  for (const at of [16, 32, 48, 64, 80]) drums.drum(ACOUSTIC, { crash: 'X', kick: 'X' }, { at, beats: 0.25 });
  return studio.mixdown(-15);
}

/** The cover as SVG, 400 by 400. */
export const draw = (
  random,
) => `  <defs>${gradient('day', '#5cc8e8', '#b5ecf0', '#fff3cf')}${gradient('sea', '#1fa3b8', '#0b5d80')}</defs><rect width="400" height="230" fill="url(#day)"/><circle cx="90" cy="96" r="46" fill="#ffd54a"/>
  ${each(16, (i) => `<rect x="86" y="18" width="7" height="20" rx="3" fill="#ffd54a" transform="rotate(${i * 22.5} 90 96)"/>`)}
  <rect y="210" width="400" height="140" fill="url(#sea)"/><path d="M400 350V120Q300 90 240 160T160 300q40 -70 100 -50 44 16 30 60 60 -10 110 40z" fill="#127c9c"/><path d="M400 120Q300 90 240 160T160 300q40 -70 100 -50" fill="none" stroke="#fff" stroke-width="11" stroke-linecap="round"/>
  ${each(6, (i) => `<path d="M${300 - i * 14} ${150 + i * 8}q${50 - i * 4} 20 ${80 + i * 2} 90" fill="none" stroke="#7fd6e4" stroke-width="3" opacity=".7"/>`)}
  <path d="M0 330q50 -26 100 0t100 0 100 0 100 0v70H0z" fill="#f5d9a0"/><path d="M0 330q50 -26 100 0t100 0 100 0 100 0" fill="none" stroke="#fff" stroke-width="7"/>
  <g transform="rotate(-18 110 300)"><ellipse cx="96" cy="300" rx="24" ry="96" fill="#ff6b5e"/><path d="M90 206q6 -6 12 0v188q-6 6 -12 0z" fill="#fff"/><path d="M73 280h46v14H73z" fill="#ffd54a"/></g>
  ${each(3, (i) => `<path d="M${200 + i * 44} ${60 + i * 18}q12 -14 20 0q8 -14 20 0" fill="none" stroke="#334" stroke-width="3.5"/>`)}${each(60, () => `<circle cx="${random() * 400}" cy="${350 + random() * 50}" r="1.3" fill="#c79f5f"/>`)}`;
