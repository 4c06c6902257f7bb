import { each, gradient } from '../artwork.mjs';
import { analog } from '../synth/analog.mjs';
import { saturation } from '../synth/effects.mjs';
import { comp, progression } from '../synth/harmony.mjs';
import { electricPiano } from '../synth/keys.mjs';
import { ROCK } from '../synth/kits.mjs';
import { melody } from '../synth/notation.mjs';
import { Studio } from '../synth/studio.mjs';
import { roundBass, softLead, synthPluck, warmPad } from '../synth/voices.mjs';

export const about = {
  format: 'opus',
  kbps: 80,
  title: '첫차를 타고',
  artist: '환승통로',
  album: '새벽 다섯 시 반',
  genre: 'Drum and Bass',
  date: '2025',
};

const growl = analog({
  waves: [
    { shape: 'saw', cents: -14 },
    { shape: 'saw', cents: 14 },
    { shape: 'pulse', level: 0.4, octave: -1 },
  ],
  cutoff: 420,
  sweep: 1.6,
  sweepAttack: 0.12,
  sweepDecay: 0.5,
  sweepSustain: 0.3,
  resonance: 1.6,
  sustain: 0.9,
  release: 0.06,
});

const BREAKS = [
  { kick: 'X.........x.....', snare: '....X..o.o..X..o', hat: 'x.x.x.x.x.x.x.x.' },
  { kick: 'X.x.......x.....', snare: '....X..o.o....X.', hat: 'x.x.x.x.x.x.xox.' },
];

/** Liquid drum and bass: 172 beats a minute, broken drums under slow chords. */
export function compose(sampleRate) {
  const studio = new Studio({
    bpm: 172,
    beats: 104,
    seed: 157,
    sampleRate,
    tail: 3,
    hall: { seconds: 3, damping: 4000 },
    echo: { beats: 1.5, feedback: 0.5 },
  });
  const chords = progression('Fm7:8 Dbmaj9 Fm7 Dbmaj9 Abmaj9 Cm7 Fm7 Dbmaj9 Abmaj9 Cm7 Dbmaj9 Cm7 Fm7');
  const from = (notes, first, last) => notes.filter(({ start }) => start >= first && start < last);

  const pads = studio.track({ level: -22, hall: 0.4, lowCut: 180 });
  pads.play(warmPad, comp(chords, 'x:8', { low: 53, high: 74 }), { gate: 1.02 });

  const keys = studio.track({ level: -22.5, pan: -0.2, hall: 0.25, echo: 0.2, lowCut: 200 });
  keys.play(
    electricPiano(),
    from(comp(chords, 'x!:1.5 x?:1.5 x:2.5 x?:1 x?:1.5', { low: 57, high: 77 }), 16, 96),
    { gate: 0.9, strum: 0.01 },
  );
  keys.play(electricPiano(), melody('F3+Ab3+Eb4+G4+C5!:8'), { at: 96, strum: 0.03 });

  const bass = studio.track({ level: -19.5, lowCut: 45, highCut: 3500, inserts: [saturation(1.8)] });
  const low = (a, b) => `${a}!:1.5 ${a}?:.5 -:1 ${b}:1 | ${a}:2 -:.5 ${b}?:.5 ${a}:1`;
  const line = [low('F1', 'C2'), low('Db2', 'Ab1'), low('Ab1', 'Eb2'), low('C2', 'G1')].join(' | ');
  const sub = studio.track({ level: -20, highCut: 300 });
  for (const [track, voice] of [
    [bass, growl],
    [sub, roundBass],
  ]) {
    track.play(voice, melody(`${line} | ${line}`), { at: 16, gate: 0.92 });
    track.play(voice, melody(`${low('Db2', 'Ab1')} | ${low('C2', 'G1')} | F1!:8`), { at: 80, gate: 0.92 });
  }

  const lead = studio.track({ level: -20.5, pan: 0.12, hall: 0.3, echo: 0.3, lowCut: 250 });
  const tune = `-:1 C5:.5 Eb5 G5!:2 | F5:1.5 Eb5:.5 C5:2 | -:1 C5:.5 Eb5 F5!:2 | Ab5:1.5 F5:.5 Eb5:2 |
    -:1 Eb5:.5 G5 Bb5!:2 | G5:1.5 Eb5:.5 C5:2 | -:1 Bb4:.5 Eb5 G5!:2 | F5:1 Eb5 Bb4 C5`;
  lead.play(softLead, melody(tune), { at: 16, gate: 0.94, legato: true });
  lead.play(softLead, melody(tune), { at: 48, gate: 0.94, legato: true, transpose: 12, velocity: 0.7 });
  lead.play(
    softLead,
    melody('F5:1.5 Ab5:.5 C6!:2 | Ab5:1.5 F5:.5 Eb5:2 | G5:1.5 Bb5:.5 Eb6!:2 | D6:1 Bb5 G5 Eb5 | F5?:4'),
    { at: 80, gate: 0.94, legato: true },
  );

  const sparks = studio.track({ level: -25.5, pan: 0.4, hall: 0.25, echo: 0.35, lowCut: 400 });
  sparks.play(synthPluck, from(comp(chords, '1?:.5 3 2? 4 3? 1? 4 2?', { low: 65, high: 86 }), 48, 96), {
    gate: 0.6,
  });

  const drums = studio.track({ level: -17.5, room: 0.2, inserts: [saturation(1.3)] });
  drums.drum(ROCK, { hat: 'x.o.x.o.', ride: 'o.......' }, { at: 8, beats: 6 });
  drums.drum(ROCK, { snare: 'oxxXxXXX' }, { at: 14, beats: 2 });
  for (let at = 16; at < 94; at += 4) {
    if (at === 44 || at === 76)
      drums.drum(ROCK, { kick: 'X.....x.X.......', snare: '....X..xX.xXxXXX', hat: 'x.x.x.x.' }, { at });
    else drums.drum(ROCK, { ...BREAKS[(at / 4) % 2], ...(at >= 48 ? { ride: 'x...x...' } : {}) }, { at });
  }
  for (const at of [16, 48, 80, 96]) drums.drum(ROCK, { crash: 'X', kick: 'X' }, { at, beats: 0.25 });
  return studio.mixdown(-15);
}

/** The cover as SVG, 400 by 400. */
export const draw = (
  random,
) => `  <defs>${gradient('dawn', '#1a2a52', '#46599c', '#e58c8a', '#ffd9a0')}</defs><rect width="400" height="400" fill="url(#dawn)"/><circle cx="200" cy="262" r="52" fill="#fff0c9"/>
  ${each(40, () => `<rect x="${random() * 400 - 40}" y="${random() * 250}" width="${40 + random() * 130}" height="${1 + random() * 2.5}" fill="#fff" opacity="${0.08 + random() * 0.25}"/>`)}
  <path d="M0 262q60 -40 110 -12t90 -10 90 6 110 -22v60H0z" fill="#2b3157"/><rect y="272" width="400" height="128" fill="#191d36"/>
  <path d="M196 272L40 400H58L198 272zM204 272L360 400H342L202 272z" fill="#aeb8d6"/>${each(9, (i) => `<rect x="${200 - 14 - i * i * 2.4}" y="${278 + i * i * 1.7}" width="${28 + i * i * 4.8}" height="${2 + i}" fill="#6b5a55"/>`)}
  <g><path d="M262 118H420V250H262q-30 0 -30 -34 0 -98 30 -98z" fill="#f4f6fb"/><path d="M234 206H420v20H236z" fill="#17b890"/><path d="M262 138h36v44h-56q2 -34 20 -44z" fill="#26304f"/>${each(3, (i) => `<rect x="${310 + i * 38}" y="138" width="30" height="44" rx="4" fill="${i === 1 ? '#ffe9a8' : '#26304f'}"/>`)}<circle cx="246" cy="196" r="7" fill="#ffe36b"/><path d="M246 190L40 150V250z" fill="#ffe36b" opacity=".22"/></g>`;
