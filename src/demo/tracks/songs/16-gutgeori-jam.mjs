import { each } from '../artwork.mjs';
import { bassLine, comp, progression } from '../synth/harmony.mjs';
import { KOREAN } from '../synth/kits.mjs';
import { melody } from '../synth/notation.mjs';
import { Studio } from '../synth/studio.mjs';
import { fingerBass, gayageum, nylonGuitar, warmPad } from '../synth/voices.mjs';
import { flute } from '../synth/winds.mjs';

export const about = {
  format: 'm4a',
  kbps: 112,
  title: '굿거리 잼',
  artist: '마당과 모듈레이터',
  album: '장단은 열둘',
  genre: 'Gugak Fusion',
  date: '2024',
};

const CHORDS = 'Am7:4 Am7 Am7 Fadd9 Cadd9 Gsus4:2 G Am7:4 Fadd9 Dm9 Am7 Fadd9 Gsus4 Am7';

/** Twelve strokes of the janggu's gutgeori: both heads, flams of the stick, and the rolls between. */
const GUTGEORI = { kung: 'X..x..x..x..', deok: 'x.f.ooo.f.oo' };

/** Korean fusion: the gutgeori rhythm in twelve, a gayageum, a daegeum's breath, guitar and bass. */
export function compose(sampleRate) {
  const studio = new Studio({
    bpm: 78,
    beats: 52,
    seed: 163,
    sampleRate,
    tail: 3,
    slowing: [46, 0.8],
    hall: { seconds: 2.4, damping: 3800 },
  });
  const chords = progression(CHORDS);

  const zither = studio.track({ level: -19.5, pan: -0.25, room: 0.15, hall: 0.25, lowCut: 90 });
  const figures = [
    'A3!:1/3 E4? A4 C5!:2/3 A4:1/3 G4!:1/3 A4? E4 D4:2/3 E4?:1/3',
    'A3!:1/3 E4? A4 E5!:2/3 D5:1/3 C5!:1/3 D5? A4 G4:2/3 A4?:1/3',
    'F3!:1/3 C4? A4 C5!:2/3 A4:1/3 G4!:1/3 A4? E4 C4:2/3 E4?:1/3',
    'C4!:1/3 E4? G4 D5!:2/3 C5:1/3 E5!:1/3 D5? C5 G4:2/3 E4?:1/3',
    'G3!:1/3 D4? G4 C5!:2/3 A4:1/3 B4!:1/3 A4? G4 D4:2/3 G4?:1/3',
    'D4!:1/3 A4? D5 E5!:2/3 D5:1/3 C5!:1/3 A4? G4 E4:2/3 D4?:1/3',
  ];
  const order = [0, 1, 0, 2, 3, 4, 1, 2, 5, 0, 2, 4];
  zither.play(gayageum, melody(order.map((n) => figures[n]).join(' | ')), { gate: 1.6, loose: 0.01 });
  zither.play(gayageum, melody('A3!:1/3 E4 A4 C5 E5 A5 A5?:2'), { at: 48, gate: 2 });

  const daegeum = studio.track({ level: -18.5, pan: 0.15, room: 0.08, hall: 0.34, echo: 0.1 });
  const tune = `A4!:2 C5:2/3 A4:1/3 G4:1 | A4:5/3 C5:1/3 D5!:2 | E5!:1 D5:2/3 E5:1/3 G5:1 E5:2/3 D5:1/3 | D5:1 C5:2/3 A4:1/3 G4:2 |
    E5!:2 G5:2/3 E5:1/3 D5:1 | C5:2/3 D5:1/3 E5:1 C5 A4 | D5!:1 E5:2/3 D5:1/3 C5:2/3 A4:1/3 G4:1 | A4:3 -:1 |
    A5!:1 G5:2/3 E5:1/3 C5:2/3 D5:1/3 E5:1 | D5:1 E5:2/3 D5:1/3 G5!:1 D5 | E5?:2 A4?:2`;
  daegeum.play(flute({ air: 0.45, vibrato: 45, dark: 1.5, scoop: 90 }), melody(tune), {
    at: 8,
    gate: 0.95,
    legato: true,
  });

  const guitar = studio.track({ level: -25, pan: 0.4, room: 0.2, hall: 0.1, lowCut: 140 });
  const strummed = comp(chords, 'x!:1 x?:2/3 x?:1/3', { low: 52, high: 71 });
  guitar.play(
    nylonGuitar,
    strummed.filter(({ start }) => start >= 24 && start < 48),
    { strum: 0.014, gate: 0.9 },
  );

  const bass = studio.track({ level: -20.5 });
  const line = bassLine(chords, 'R!:5/3 5?:1/3 8:2/3 5?:1/3 5:2/3 a?:1/3', 33);
  bass.play(
    fingerBass,
    line.filter(({ start }) => start >= 8 && start < 48),
    { gate: 0.9 },
  );
  bass.play(fingerBass, melody('A1:4'), { at: 48 });

  const pad = studio.track({ level: -27, hall: 0.4, lowCut: 180 });
  pad.play(warmPad, comp(chords, 'x?:4', { low: 55, high: 74, voices: 3 }));

  const drums = studio.track({ level: -19, room: 0.2, hall: 0.06 });
  drums.drum(KOREAN, GUTGEORI, { at: 4, beats: 36, step: 1 / 3, loose: 0.008 });
  drums.drum(KOREAN, { gong: 'X', buk: 'X' }, { at: 8, beats: 16, step: 4 });
  drums.drum(
    KOREAN,
    { gong: 'x..o..x..o..', buk: 'X.....x..x..', shaker: 'xoxxoxxoxxox' },
    { at: 24, beats: 20, step: 1 / 3 },
  );
  drums.drum(KOREAN, { ...GUTGEORI, deok: 'x.foofxoofff' }, { at: 40, beats: 4, step: 1 / 3 });
  drums.drum(
    KOREAN,
    { kung: 'X..X..X.XX.X', deok: 'f.xf.xfxxfxx', buk: 'X..X..X..X.X', gong: 'x..x..x..x..' },
    { at: 44, beats: 4, step: 1 / 3 },
  );
  for (const at of [24, 40, 48])
    drums.drum(KOREAN, { crash: 'x', buk: 'X', gong: 'X' }, { at, beats: 1 / 3, step: 1 / 3 });
  return studio.mixdown(-15.5);
}

/** The cover as SVG, 400 by 400. */
export const draw =
  () => `  <rect width="400" height="400" fill="#f3ead7"/>${each(12, (i) => `<g transform="rotate(${i * 30} 200 200)"><path d="M200 200L164 20Q200 -6 236 20z" fill="${['#c8202f', '#1d4e9e', '#f2b61f', '#1f7d4d'][i % 4]}"/><circle cx="200" cy="42" r="13" fill="#f3ead7"/><circle cx="200" cy="42" r="7" fill="#222"/></g>`)}
  <circle cx="200" cy="200" r="122" fill="#f3ead7"/><circle cx="200" cy="200" r="114" fill="none" stroke="#222" stroke-width="4"/>
  <path d="M112 140q54 14 72 46h32q18 -32 72 -46v120q-54 -14 -72 -46h-32q-18 32 -72 46z" fill="#a8321f"/><ellipse cx="112" cy="200" rx="18" ry="64" fill="#f7efdf" stroke="#222" stroke-width="4"/><ellipse cx="288" cy="200" rx="18" ry="64" fill="#f7efdf" stroke="#222" stroke-width="4"/>
  ${each(4, (i) => `<path d="M118 ${146 + i * 36}L282 ${164 + i * 36 - 18}M118 ${146 + i * 36}L282 ${146 + ((i + 1) % 4) * 36}" stroke="#f2b61f" stroke-width="2.6"/>`)}<rect x="182" y="182" width="36" height="36" rx="4" fill="#1d4e9e"/>
  <path d="M70 330L190 296" stroke="#7a5430" stroke-width="7" stroke-linecap="round"/><circle cx="70" cy="330" r="12" fill="#c8202f"/><path d="M330 326L222 298" stroke="#d6b070" stroke-width="5" stroke-linecap="round"/>`;
