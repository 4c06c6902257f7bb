import { each, star } from '../artwork.mjs';
import { chorus, tremolo } from '../synth/effects.mjs';
import { bassLine, comp, progression } from '../synth/harmony.mjs';
import { ACOUSTIC } from '../synth/kits.mjs';
import { melody } from '../synth/notation.mjs';
import { Studio } from '../synth/studio.mjs';
import { brass, cleanGuitar, fingerBass, singingLead, strings } from '../synth/voices.mjs';
import { accordion } from '../synth/winds.mjs';

export const about = {
  format: 'mp3',
  kbps: 112,
  cover: 'png',
  title: '회식은 이제부터',
  artist: '봉만춘과 넥타이',
  album: '이차는 노래방',
  genre: 'Trot',
  date: '2023',
};

const CHORDS = 'Am:4 Dm E7 Am Am Am Dm Am F Dm E7 E7 Am Dm G7 C F Dm:2 E7 Am:4 Am';

const INTRO = 'E5!:.5 A5 A5 B5 C6:1 B5:.5 A5 | F5:1.5 E5:.5 D5:1 F5 | E5:.5 D5 C5 B4 G#4:1 B4 | A4:2 -:2';
const VERSE = `A4!:1 C5:.5 B4 A4:1 E4 | A4:.5 B4 C5 E5 E5:2 | F5!:1 E5:.5 D5 A4:1 D5 | C5:.5 B4 A4 B4 C5:2 |
  A4:1 C5 F5! E5:.5 C5 | D5:1.5 E5:.5 F5:1 A5 | B5!:1 A5:.5 G#5 E5:2 | -:1 E5:.5 F5 E5 D5 C5 B4`;
const CHORUS = `A5!:1.5 A5:.5 C6:1 A5 | F5:1 A5:.5 F5 D5:2 | B4:1 D5:.5 F5 G5!:1 F5 | E5:3 -:.5 E5:.5 |
  F5!:1 A5:.5 C6 A5:1 F5 | D5:1 F5 E5 G#5! | A5:1.5 B5:.5 C6:1 E6! | A5!:.75 -:1.25 A4!:.5 -:1.5`;
const BELOW = `C5:1.5 C5:.5 E5:1 C5 | D5:1 F5:.5 D5 A4:2 | G4:1 B4:.5 D5 B4:1 D5 | C5:3 -:.5 C5:.5 |
  C5:1 F5:.5 A5 F5:1 C5 | A4:1 D5 B4 E5 | E5:1.5 E5:.5 E5:1 C5 | E5:.75 -:1.25 E4:.5 -:1.5`;

/** Trot: 128 beats a minute in two, a voice-like lead with wide vibrato, accordion and a tremolo guitar. */
export function compose(sampleRate) {
  const studio = new Studio({
    bpm: 128,
    beats: 80,
    seed: 103,
    sampleRate,
    tail: 1.8,
    hall: { seconds: 1.7 },
    echo: { beats: 0.5, feedback: 0.3 },
  });
  const chords = progression(CHORDS);
  const from = (notes, first, last = 76) => notes.filter(({ start }) => start >= first && start < last);

  const squeezebox = studio.track({ level: -20.5, pan: 0.3, room: 0.2, hall: 0.12, lowCut: 200 });
  squeezebox.play(accordion({ shake: 14 }), melody(INTRO), { gate: 0.92 });
  const fills = '-:4 | -:2 -:.5 A4:.5 C5 E5 | -:4 | -:2 A5:.5 G5 E5 C5 | -:4 | -:4 | -:2 B4:.5 D5 F5 E5';
  squeezebox.play(accordion({ shake: 10 }), melody(fills), { at: 16, gate: 0.85, velocity: 0.8 });
  squeezebox.play(accordion({ shake: 12 }), melody(BELOW), { at: 48, gate: 0.92, velocity: 0.85 });

  const voice = studio.track({ level: -18.5, hall: 0.24, echo: 0.16, lowCut: 160, highCut: 7500 });
  voice.play(singingLead, melody(`${VERSE} | ${CHORUS}`), { at: 16, gate: 0.94, legato: true });

  const guitar = studio.track({
    level: -24,
    pan: -0.45,
    room: 0.25,
    lowCut: 250,
    inserts: [tremolo({ rate: 8.5, depth: 0.4 })],
  });
  guitar.play(cleanGuitar, from(comp(chords, '-:1 x!:.5 x?:.5', { low: 55, high: 72, voices: 3 }), 0), {
    gate: 0.5,
    strum: 0.01,
  });

  const bass = studio.track({ level: -19.5 });
  bass.play(fingerBass, from(bassLine(chords, 'R!:1 -:.5 R?:.5 d:1 -:1', 33), 0), { gate: 0.8 });
  bass.play(fingerBass, melody('A1!:1 -:1 A1!:1 -:1'), { at: 76, gate: 0.5 });

  const horns = studio.track({ level: -23.5, pan: -0.15, room: 0.25, hall: 0.1 });
  horns.play(brass, melody('-:2 A4!:.25 A4 C5 E5 A5!:.5 -:.5'), { at: 12, gate: 0.75 });
  horns.play(brass, melody('E5!:.5 -:.5 G#5 -:.5 B5!:1 -:1'), { at: 44, gate: 0.75 });
  horns.play(brass, melody('-:3 E5:.5 G5 | -:3 F5:.5 A5 | -:3 D5:.5 F5 | E5!:.5 G5 C6 G5 E5:1 -:1'), {
    at: 48,
    gate: 0.75,
  });
  horns.play(brass, melody('A4+C5+E5!:.5 -:1.5 A4+C5+E5!:.5 -:1.5'), { at: 76 });

  const ensemble = studio.track({ level: -26, hall: 0.35, lowCut: 250, inserts: [chorus()] });
  ensemble.play(strings, from(comp(chords, 'x:2', { low: 60, high: 79, voices: 3 }), 32), { gate: 0.98 });

  const drums = studio.track({ level: -19, room: 0.2 });
  const two = { kick: 'X...x...', snare: '..x...xo', hat: 'xoxoxoxo' };
  drums.drum(ACOUSTIC, two, { beats: 30, step: 0.5 });
  drums.drum(ACOUSTIC, { snare: 'xxXxxXXX', kick: 'X...X...' }, { at: 14, beats: 2 });
  drums.drum(ACOUSTIC, { ...two, tambourine: '..x...x.' }, { at: 32, beats: 14, step: 0.5 });
  drums.drum(ACOUSTIC, { snare: 'XxxXxxXX', mid: 'xx......', floor: '....xx..' }, { at: 46, beats: 2 });
  drums.drum(ACOUSTIC, { ...two, open: '..x...x.', clap: '..x...x.' }, { at: 48, beats: 27, step: 0.5 });
  drums.drum(ACOUSTIC, { snare: 'XXXX' }, { at: 75, beats: 1 });
  drums.drum(ACOUSTIC, { kick: 'X...X', crash: 'X...X', snare: 'X...X' }, { at: 76, beats: 2.5, step: 0.5 });
  for (const at of [0, 16, 48]) drums.drum(ACOUSTIC, { crash: 'x' }, { at, beats: 0.25 });
  return studio.mixdown(-15);
}

/** The cover as SVG, 400 by 400. */
export const draw =
  () => `  <rect width="400" height="400" fill="#d7263d"/>${each(20, (i) => `<path d="M200 214L${200 + 420 * Math.cos((i * Math.PI) / 10)} ${214 + 420 * Math.sin((i * Math.PI) / 10)} ${200 + 420 * Math.cos(((i + 0.5) * Math.PI) / 10)} ${214 + 420 * Math.sin(((i + 0.5) * Math.PI) / 10)}z" fill="#f9c22e"/>`)}
  <circle cx="200" cy="214" r="128" fill="#fff3c4"/><circle cx="200" cy="214" r="116" fill="#1b4965"/>
  ${each(24, (i) => `<circle cx="${200 + 122 * Math.cos((i * Math.PI) / 12)}" cy="${214 + 122 * Math.sin((i * Math.PI) / 12)}" r="7" fill="${i % 2 ? '#d7263d' : '#f9c22e'}"/>`)}
  <g transform="rotate(28 200 214)"><path d="M184 218h32l-9 104h-14z" fill="#2d2d34"/><rect x="180" y="202" width="40" height="18" rx="5" fill="#f9c22e"/><circle cx="200" cy="164" r="44" fill="#dfe3e8"/>
  ${each(6, (i) => `<path d="M158 ${142 + i * 10}h84M${172 + i * 11} 122v84" stroke="#8d99a6" stroke-width="3"/>`)}</g>
  ${each(5, (i) => `<polygon points="${star([60, 340, 48, 352, 200][i], [70, 64, 346, 340, 46][i], 26, 11, 5)}" fill="#fff"/>`)}
  <path d="M262 250h44l-8 68h-28z" fill="#bfe6d0"/><path d="M265 274h38l-5 44h-28z" fill="#fff"/>`;
