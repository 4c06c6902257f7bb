import { each, glow, gradient } from '../artwork.mjs';
import { bassLine, comp, progression } from '../synth/harmony.mjs';
import { piano } from '../synth/keys.mjs';
import { melody } from '../synth/notation.mjs';
import { Studio } from '../synth/studio.mjs';
import { strings, uprightBass } from '../synth/voices.mjs';

export const about = {
  format: 'opus',
  kbps: 72,
  title: '마지막 예약',
  artist: '윤서담',
  album: '불 꺼진 방',
  genre: 'Ballad',
  date: '2022',
};

const VERSE = 'Dadd9:4 D:2 A/C# Bm7 F#m7 Gmaj9 D/F# Em9 A9sus4 D A/C# Bm7 F#7 Gmaj9 A7 Dadd9:4';
const REFRAIN = 'Gadd9:2 A/G F#m7 Bm7 Em7 A7 Dadd9:4';

/** A piano ballad: 72 beats a minute, strings that come in for the refrain, slowing into the last chord. */
export function compose(sampleRate) {
  const studio = new Studio({
    bpm: 72,
    beats: 52,
    seed: 53,
    sampleRate,
    tail: 3,
    slowing: [42, 0.62],
    hall: { seconds: 2.8, damping: 4200 },
  });
  const chords = progression(`${VERSE} ${REFRAIN}`);

  const grand = studio.track({ level: -18, hall: 0.3, lowCut: 40 });
  const left = bassLine(chords, 'R:.5 5? 8? 5?', 38);
  grand.play(
    piano(),
    left.filter(({ start }) => start < 48),
    { gate: 2.2, loose: 0.01, velocity: 0.72 },
  );
  const inner = comp(chords, '-:1 12?:1', { low: 57, high: 69, voices: 3 });
  grand.play(
    piano(),
    inner.filter(({ start }) => start >= 4 && start < 48),
    { gate: 1.3, loose: 0.012, velocity: 0.7 },
  );
  const tune = `-:.5 F#4:.5 A4 D5 C#5:1 E5 | D5!:1.5 C#5:.5 A4:2 | B4:.5 A4 B4 D5 F#5!:1 A5 | G5:1.5 F#5:.5 E5:1 D5?:.5 E5 |
    F#5:1 A5! E5 C#5 | D5:1.5 E5:.5 C#5:1 A#4 | B4:.5 D5 F#5 B5! A5:1 G5 | F#5:2 -:.5 D5? E5 F#5 |
    G5!:1 B5! A5 E5 | F#5:1 C#5 D5 F#5 | E5:1 G5 F#5?:.5 E5? C#5?:1 | D5?:4`;
  grand.play(piano({ tone: 1.15 }), melody(tune), { at: 4, gate: 1.15, loose: 0.012 });
  grand.play(piano(), melody('D2+A2+F#3+A3+E4?:4'), { at: 48, strum: 0.1, velocity: 0.8 });

  const ensemble = studio.track({ level: -25, hall: 0.4, lowCut: 150, highCut: 6000 });
  const held = comp(chords, 'x?:2', { low: 55, high: 76, voices: 3 });
  ensemble.play(
    strings,
    held.filter(({ start }) => start >= 20),
    { gate: 1.05 },
  );
  const counter = 'B5?:2 A5 | A5:2 F#5 | G5:2 E5 | F#5?:4';
  ensemble.play(strings, melody(counter), { at: 36, gate: 1 });

  const bass = studio.track({ level: -25, room: 0.1 });
  bass.play(
    uprightBass,
    bassLine(chords, 'R:2', 33).filter(({ start }) => start >= 20 && start < 48),
    { gate: 1 },
  );
  return studio.mixdown(-17);
}

/** The cover as SVG, 400 by 400. */
export const draw = (
  random,
) => `  <defs>${gradient('night', '#10131f', '#232a44', '#0d0f19')}${glow('light', '#ffe9bd')}</defs><rect width="400" height="400" fill="url(#night)"/>
  <path d="M200 0L40 330H360z" fill="#ffe9bd" opacity=".16"/><ellipse cx="200" cy="320" rx="190" ry="90" fill="url(#light)" opacity=".6"/>
  <path d="M178 0h44l14 34h-72z" fill="#c9a25f"/><ellipse cx="200" cy="36" rx="36" ry="8" fill="#fff5d8"/>
  <path d="M70 250q0 -70 90 -82t120 -44q40 -26 62 10t-10 90q-12 26 -12 40z" fill="#05060a"/><path d="M70 250h250v14H70z" fill="#1b1e2b"/>
  <rect x="62" y="262" width="266" height="46" fill="#f7f2e6"/>${each(19, (i) => `<rect x="${62 + i * 14}" y="262" width="1.5" height="46" fill="#9c968a"/>`)}
  ${each(18, (i) => ([2, 6].includes(i % 7) ? '' : `<rect x="${71 + i * 14}" y="262" width="9" height="28" fill="#0a0a0f"/>`))}
  <path d="M92 308v76M300 308v76" stroke="#05060a" stroke-width="14"/><rect x="150" y="338" width="92" height="16" rx="6" fill="#3b2432"/><path d="M162 354v34M230 354v34" stroke="#1c1018" stroke-width="8"/>
  ${each(30, () => `<circle cx="${110 + random() * 180}" cy="${50 + random() * 190}" r="${0.8 + random() * 1.6}" fill="#fff3d0" opacity="${0.2 + random() * 0.5}"/>`)}`;
