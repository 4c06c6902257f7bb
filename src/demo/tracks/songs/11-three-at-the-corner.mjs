import { each } from '../artwork.mjs';
import { comp, bassLine, progression } from '../synth/harmony.mjs';
import { piano } from '../synth/keys.mjs';
import { BRUSHES } from '../synth/kits.mjs';
import { melody } from '../synth/notation.mjs';
import { Studio } from '../synth/studio.mjs';
import { uprightBass } from '../synth/voices.mjs';

export const about = {
  format: 'opus',
  kbps: 80,
  title: '골목 끝 세 사람',
  artist: '문간방 트리오',
  album: '불협화음은 괜찮아',
  genre: 'Jazz',
  date: '2022',
};

const BLUES = 'F13:4 Bb13 F13 Cm9:2 F7b9 Bb13:4 Bdim7 F13 Am7:2 D7b9 Gm9:4 C13 Am7:2 D7b9 Gm9 C7b9';

const HEAD = `-:1 C5:.5 D5 F5! D5:1 C5:.5 | Ab4:1.5 G4:.5 F4:1 -:1 | -:1 C5:.5 D5 F5! D5:1 C5:.5 | Eb5!:1.5 D5:.5 C5 A4 Gb4:1 |
  -:1 F5:.5 G5 Ab5! G5:1 F5:.5 | Ab5:1 F5:.5 D5 B4:1 D5 | C5:1 A4:.5 C5 Eb5! D5:1 C5:.5 | E5:1 C5:.5 A4 F#4 A4 C5 Eb5! |
  D5:1.5 Bb4:.5 A4 Bb4 D5 F5 | E5!:1 D5:.5 Bb4 A4:1 E4 | G4:.5 A4 C5 E5 Eb5!:1 C5 | Bb4:.5 D5 F5 A5 G5 E5 Db5 Bb4`;

const SOLO = `F4:.5 A4? C5 D5? Eb5! D5? C5 A4? | Ab4:.5 Bb4? D5 F5 G5!:1 F5:.5 D5? | C5:1/3 D5 Eb5 D5:.5 C5? A4:1 -:1 |
  Eb5:.5 G5? Bb5! G5? A5 Gb5? Eb5 C5? | D5:1.5 F5?:.5 Ab5!:1/3 G5 F5 D5:1 | F5:.5 D5? B4 Ab4? B4 D5? F5 Ab5 |
  A5!:1 -:.5 C6:.5 A5 G5? F5 D5? | E5:.5 C5? A4 G4? F#4 A4? C5 Eb5 | D5:.5 F5? A5 C6! Bb5:1 A5:.5 G5? |
  E5:.5 G5? Bb5! A5? G5 E5? D5 C5? | C5:1/3 D5 E5 G5!:.5 E5? Eb5 C5? A4 F#4? | G4:.5 Bb4? D5 F5 E5! Db5? Bb4 G4?`;

/** One quarter note to each beat: chord tones, then a semitone into the next chord. */
function walk(chords, random) {
  const steps = { 4: ['R 3 5 a', 'R 5 3 A', 'R 9 3 a', 'R 8 7 A'], 2: ['R a', 'R A', 'R 5'] };
  const bars = chords.map(({ length }) => steps[length][Math.floor(random() * steps[length].length)]);
  return bassLine(chords, bars.join(' '), 29);
}

/** A jazz trio: a blues in F at 160 beats a minute, piano, double bass and brushes. */
export function compose(sampleRate) {
  const studio = new Studio({
    bpm: 160,
    beats: 108,
    swing: 0.64,
    seed: 113,
    sampleRate,
    tail: 2.2,
    slowing: [100, 0.8],
    hall: { seconds: 1.3 },
  });
  const chords = progression(`${BLUES} ${BLUES} F13:4 Gm9:2 C7b9 F69:4`);

  const grand = studio.track({ level: -18.5, room: 0.2, hall: 0.14 });
  grand.play(piano({ tone: 1.3 }), melody(HEAD), { gate: 0.88 });
  grand.play(piano({ tone: 1.3 }), melody(HEAD), { gate: 0.88, transpose: -12, velocity: 0.55 });
  grand.play(piano({ tone: 1.4 }), melody(SOLO), { at: 48, gate: 0.9, velocity: 1.1 });
  const tag = 'A4:1.5 C5:.5 F5!:1 A5 | Bb5:.5 A5? G5 F5? E5 Db5? C5:1 | A4+D5+G5!:4';
  grand.play(piano({ tone: 1.3 }), melody(tag), { at: 96, gate: 0.95 });

  const left = studio.track({ level: -24.5, pan: -0.15, room: 0.2, hall: 0.14 });
  const charleston = comp(chords, 'x!:1.5 x?:2.5 -:1.5 x!:1 p?:1.5 -:.5 x:1 x?:2.5 x!:1 -:1 p:2', {
    low: 51,
    high: 66,
    voices: 3,
  });
  left.play(
    piano(),
    charleston.filter(({ start }) => start < 104),
    { gate: 0.7 },
  );
  left.play(piano(), melody('F3+A3+D4:4'), { at: 104 });

  const bass = studio.track({ level: -20, room: 0.14 });
  const line = walk(chords, studio.random).filter(({ start }) => start < 104);
  bass.play(uprightBass, line, { gate: 0.98, loose: 0.009 });
  bass.play(uprightBass, melody('F1!:4'), { at: 104 });

  const drums = studio.track({ level: -22, room: 0.22 });
  const swing = { sweep: 'x.x.x.x.', tap: '..x...xo', pedal: '..x...x.' };
  drums.drum(BRUSHES, swing, { beats: 46, step: 0.5, loose: 0.008 });
  drums.drum(BRUSHES, { tap: 'xoxX' }, { at: 46, beats: 2, step: 0.5 });
  drums.drum(
    BRUSHES,
    { ride: 'x.xox.xo', pedal: '..x...x.', kick: 'o...o..o', tap: '.......o..o....x' },
    { at: 48, beats: 44, step: 0.5 },
  );
  drums.drum(
    BRUSHES,
    { snare: 'o.xoxoxX', high: '....x...', floor: '......xx' },
    { at: 92, beats: 4, step: 0.5 },
  );
  drums.drum(BRUSHES, swing, { at: 96, beats: 8, step: 0.5 });
  for (const at of [48, 104]) drums.drum(BRUSHES, { crash: 'o', kick: 'x' }, { at, beats: 0.5, step: 0.5 });
  return studio.mixdown(-16.5);
}

/** The cover as SVG, 400 by 400. */
export const draw = (
  random,
) => `  <rect width="400" height="400" fill="#efe3cb"/><rect x="0" y="0" width="150" height="260" fill="#1f4e79"/><rect x="150" y="0" width="130" height="260" fill="#e0a030"/><rect x="280" y="0" width="120" height="260" fill="#b23a2e"/><rect y="260" width="400" height="140" fill="#22201d"/>
  <path d="M16 290q0 -110 60 -118t52 60v70z" fill="#111"/><path d="M16 286h124v16H16z" fill="#efe3cb"/>${each(9, (i) => `<rect x="${24 + i * 13}" y="286" width="6" height="9" fill="#111"/>`)}<path d="M30 302v60M124 302v60" stroke="#111" stroke-width="9"/>
  <g transform="rotate(-9 214 240)"><path d="M209 60h10v110h-10z" fill="#3a2113"/><circle cx="214" cy="58" r="12" fill="none" stroke="#3a2113" stroke-width="6"/><path d="M214 160q44 6 40 46t-8 46q34 20 26 70t-58 50q-50 0 -58 -50t26 -70q-4 -6 -8 -46t40 -46z" fill="#7b3f1d"/><path d="M210 70v250M218 70v250" stroke="#efe3cb" stroke-width="2"/><rect x="194" y="300" width="40" height="9" fill="#22130a"/><path d="M188 236q-9 20 0 38M240 236q9 20 0 38" fill="none" stroke="#22130a" stroke-width="5"/></g>
  <circle cx="342" cy="306" r="48" fill="#efe3cb"/><circle cx="342" cy="306" r="38" fill="#1f4e79"/><ellipse cx="304" cy="232" rx="32" ry="9" fill="#f6c85f"/><path d="M304 232v110" stroke="#efe3cb" stroke-width="4"/><ellipse cx="374" cy="214" rx="28" ry="8" fill="#f6c85f"/><path d="M374 214v70" stroke="#efe3cb" stroke-width="4"/><ellipse cx="342" cy="256" rx="34" ry="11" fill="#e0a030"/>
  <circle cx="200" cy="36" r="15" fill="#efe3cb" opacity=".9"/>${each(7, () => `<rect x="${random() * 400}" y="${376 + random() * 14}" width="${20 + random() * 50}" height="3" fill="#efe3cb" opacity=".5"/>`)}`;
