import { each, glow, gradient } from '../artwork.mjs';
import { analog } from '../synth/analog.mjs';
import { comp, progression } from '../synth/harmony.mjs';
import { BELL, mallet } from '../synth/keys.mjs';
import { melody } from '../synth/notation.mjs';
import { Studio } from '../synth/studio.mjs';
import { flute } from '../synth/winds.mjs';

export const about = {
  format: 'flac',
  title: '방과 방 사이',
  artist: '고요관측소',
  album: '잔향 채집',
  genre: 'Ambient',
  date: '2025',
};

const breath = analog({
  waves: [{ shape: 'triangle' }, { shape: 'saw', level: 0.25 }],
  unison: 3,
  spread: 7,
  attack: 1.6,
  decay: 2,
  sustain: 0.9,
  release: 2.4,
  cutoff: 420,
  sweep: 1,
  sweepAttack: 2,
  sweepSustain: 0.5,
});

const drone = analog({
  waves: [{ shape: 'sine' }, { shape: 'sine', octave: 1, level: 0.3 }],
  attack: 1.5,
  release: 3,
  cutoff: 400,
  sweep: 0,
});

/** Ambient: slow chords that overlap, bells echoing from wall to wall, one breath of a flute. */
export function compose(sampleRate) {
  const studio = new Studio({
    bpm: 60,
    beats: 20,
    seed: 127,
    sampleRate,
    tail: 6,
    hall: { seconds: 5.5, size: 1.5, damping: 2200, before: 0.04 },
    echo: { beats: 1.5, feedback: 0.55, highCut: 2400 },
  });
  const chords = progression('Dmaj9:4 E/D Bm9 Gmaj9 Dadd9');

  const pads = studio.track({ level: -21, hall: 0.5, highCut: 3000 });
  pads.play(breath, comp(chords, 'x:4', { low: 50, high: 71 }), { gate: 1.1, loose: 0.05 });

  const low = studio.track({ level: -26 });
  low.play(drone, melody('D2:8 B1:4 G1:4 D2:4'), { gate: 1.02 });

  const bells = studio.track({ level: -24, pan: 0.2, hall: 0.5, echo: 0.45, highCut: 4500 });
  const drops = `-:1.5 F#5:.5 A5? C#6 -:1 | E6:1 B5? -:.5 G#5:1.5 | -:.5 D6:1 C#6?:.5 F#5:2 | B5:.75 A5? F#5 D5:1.75 | A5?:1 D6? E6? -:1`;
  bells.play(mallet(BELL), melody(drops), { gate: 1.5, loose: 0.02, velocity: 0.85 });

  const wind = studio.track({ level: -24, pan: -0.25, hall: 0.6, echo: 0.2, highCut: 4000 });
  wind.play(
    flute({ air: 0.08, attack: 0.25 }),
    melody('A4:3 C#5:1 | B4:3 -:1 | F#5:2 D5:1 C#5 | B4:3 A4:1 | A4?:3 -:1'),
    {
      gate: 0.98,
      legato: true,
    },
  );
  return studio.mixdown(-18);
}

/** The cover as SVG, 400 by 400. */
export const draw = (
  random,
) => `  <defs>${gradient('air', '#dfe9f3', '#b8c6e0', '#8f8fc0', '#4b4a7d')}${glow('one', '#fff5e6')}${glow('two', '#ffc9de')}${glow('three', '#9fe3e0')}</defs><rect width="400" height="400" fill="url(#air)"/>
  <circle cx="140" cy="150" r="170" fill="url(#one)" opacity=".9"/><circle cx="290" cy="230" r="170" fill="url(#two)" opacity=".7"/><circle cx="150" cy="320" r="160" fill="url(#three)" opacity=".55"/>
  ${each(9, (i) => `<rect x="${60 + i * 15}" y="${50 + i * 15}" width="${280 - i * 30}" height="${330 - i * 15}" fill="none" stroke="#fff" stroke-width="1.6" opacity="${0.75 - i * 0.06}"/>`)}
  <rect x="180" y="170" width="40" height="210" fill="#fffaf0" opacity=".85"/>${each(24, () => `<circle cx="${random() * 400}" cy="${random() * 400}" r="${1 + random() * 2}" fill="#fff" opacity="${0.3 + random() * 0.5}"/>`)}`;
