import { each, star } from '../artwork.mjs';
import { amplifier, saturation } from '../synth/effects.mjs';
import { ROCK } from '../synth/kits.mjs';
import { melody } from '../synth/notation.mjs';
import { Studio } from '../synth/studio.mjs';
import { driveGuitar, fingerBass, soloGuitar } from '../synth/voices.mjs';

export const about = {
  format: 'mp3',
  kbps: 112,
  title: '앰프를 켜',
  artist: '세번째골목 밴드',
  album: '월세는 내일',
  genre: 'Rock',
  date: '2025',
};

const RIFF = `E2+B2!:.5 E2+B2? G2+D3! E2+B2? A2+E3!:1 G2+D3:.5 E2+B2? | E2+B2!:.5 E2+B2? G2+D3! E2+B2? B2+F#3!:1 A2+E3:.5 G2+D3`;
const ROOTS = ['C3', 'G2', 'D3', 'E2', 'C3', 'G2', 'D3', 'B2'];
const FIFTHS = { C3: 'G3', G2: 'D3', D3: 'A3', E2: 'B2', B2: 'F#3' };

function eighths(root) {
  const chord = `${root}+${FIFTHS[root]}`;
  return `${chord}!:.5 ${chord}? ${chord} ${chord}? ${chord}! ${chord}? ${chord} ${chord}?`;
}

const CHORUS = ROOTS.map(eighths).join(' | ');

/** A rock trio: 146 beats a minute, two tracks of one distorted guitar, bass and loud drums. */
export function compose(sampleRate) {
  const studio = new Studio({
    bpm: 146,
    beats: 84,
    seed: 37,
    sampleRate,
    tail: 2.2,
    slowing: [78, 0.9],
    room: { seconds: 0.7, size: 0.7 },
  });
  const part = [
    [0, `${RIFF} | ${RIFF}`],
    [16, CHORUS],
    [56, RIFF],
    [64, ROOTS.slice(0, 4).map(eighths).join(' | ')],
    [80, 'E2+B2+E3!:4'],
  ];
  for (const [pan, loose] of [
    [-0.8, 0.006],
    [0.8, 0.012],
  ]) {
    const guitar = studio.track({
      level: -23,
      pan,
      room: 0.18,
      lowCut: 90,
      inserts: [amplifier({ gain: 11 })],
    });
    for (const [at, text] of part) guitar.play(driveGuitar, melody(text), { at, gate: 0.93, loose });
  }

  const bass = studio.track({ level: -20, lowCut: 40, inserts: [saturation(2.2)] });
  const lowest = (text) => melody(text).filter((note, i, all) => i === 0 || note.start !== all[i - 1].start);
  for (const [at, text] of [...part, [48, RIFF]]) {
    bass.play(fingerBass, lowest(text), { at, transpose: -12, gate: 0.92 });
  }

  const solo = studio.track({
    level: -19,
    pan: 0.06,
    hall: 0.16,
    echo: 0.2,
    lowCut: 180,
    inserts: [amplifier({ gain: 16, treble: 5200, presence: 2 })],
  });
  const tune = `G4!:1.5 E4:.5 G4:1 C5 | B4:1.5 D5:.5 B4:1 G4 | A4:1.5 F#4:.5 A4:1 D5 | E5!:2 D5:.5 B4 G4 B4 |
    E5!:1.5 D5:.5 E5:1 G5 | F#5:.5 G5 D5:1 B4 D5 | F#5!:1.5 E5:.5 D5:1 A4 | B4:1 D#5 F#5 B5!`;
  solo.play(soloGuitar, melody(tune), { at: 16, gate: 0.97, legato: true });
  const answer = 'E5!:1.5 D5:.5 E5:1 G5 | B5!:1.5 A5:.5 G5:1 D5 | F#5!:1 A5 D6:1.5 C6:.5 | B5!:4 | E5!:4';
  solo.play(soloGuitar, melody(answer), { at: 64, gate: 0.97, legato: true });

  const drums = studio.track({ level: -18, room: 0.3 });
  const beat = { kick: 'X.....x.X.x.....', snare: '....X.......X...', hat: 'X.x.X.x.X.x.X.x.' };
  drums.drum(ROCK, { snare: 'x.x.X.xxX.xxXXXX', floor: '........x.x.X.X.' }, { at: 12 });
  drums.drum(ROCK, { kick: 'X...X...X...X...', hat: 'X...x...X...x...' }, { at: 0, beats: 12 });
  drums.drum(ROCK, { kick: beat.kick, snare: beat.snare, open: 'x.x.x.x.' }, { at: 16, beats: 28 });
  drums.drum(
    ROCK,
    {
      kick: 'X...X...X...X...',
      snare: 'X.xxX.xx........',
      high: '........XX......',
      mid: '..........XX....',
      floor: '............XXXX',
    },
    { at: 44 },
  );
  drums.drum(ROCK, { kick: 'X...X...', floor: 'x.x.x.x.', rim: '....X...' }, { at: 48, beats: 8 });
  drums.drum(ROCK, beat, { at: 56, beats: 7 });
  drums.drum(ROCK, { snare: 'XXXX' }, { at: 63, beats: 1 });
  drums.drum(ROCK, { kick: beat.kick, snare: beat.snare, ride: 'X.x.X.x.' }, { at: 64, beats: 12 });
  drums.drum(ROCK, { snare: 'X.xXX.xXXXxxXXXX', kick: 'X...X...X...X...' }, { at: 76 });
  for (const at of [16, 32, 56, 64, 80]) drums.drum(ROCK, { crash: 'X', kick: 'X' }, { at, beats: 0.25 });
  return studio.mixdown(-14.5);
}

/** The cover as SVG, 400 by 400. */
export const draw = () => `  <rect width="400" height="400" fill="#e6321f"/>
  ${each(400, (i) => {
    const x = (i % 20) * 21;
    const y = Math.floor(i / 20) * 21;
    return `<circle cx="${x + (Math.floor(i / 20) % 2) * 10}" cy="${y}" r="${Math.max(0, 9 - Math.hypot(x - 330, y - 60) / 38)}" fill="#ffb400"/>`;
  })}
  <g transform="rotate(-7 200 230)"><rect x="62" y="120" width="276" height="240" rx="14" fill="#151515"/><rect x="62" y="120" width="276" height="48" rx="14" fill="#2b2b2b"/>
  ${each(6, (i) => `<circle cx="${104 + i * 38}" cy="144" r="11" fill="#f4f0e6"/><line x1="${104 + i * 38}" y1="144" x2="${104 + i * 38 + 9 * Math.cos(i - 2)}" y2="${144 + 9 * Math.sin(i - 2)}" stroke="#151515" stroke-width="3"/>`)}
  <rect x="78" y="180" width="244" height="166" fill="#3a3a3a"/>${each(20, (i) => `<path d="M${78 + i * 12.6} 180v166M78 ${180 + i * 8.5}h244" stroke="#222" stroke-width="2.5"/>`)}
  ${each(2, (i) => `<circle cx="${140 + i * 120}" cy="263" r="54" fill="none" stroke="#111" stroke-width="10" opacity=".7"/>`)}</g>
  <polygon points="${star(300, 105, 92, 46, 11)}" fill="#fff6d8"/><polygon points="320,30 262,118 300,118 276,190 346,92 306,92" fill="#151515"/>`;
