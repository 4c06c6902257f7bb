import { each, gradient } from '../artwork.mjs';
import { analog } from '../synth/analog.mjs';
import { chorus } from '../synth/effects.mjs';
import { bassLine, comp, progression } from '../synth/harmony.mjs';
import { ELECTRONIC } from '../synth/kits.mjs';
import { melody } from '../synth/notation.mjs';
import { Studio } from '../synth/studio.mjs';
import { singingLead, synthBass, synthPluck, warmPad } from '../synth/voices.mjs';

export const about = {
  format: 'm4a',
  kbps: 112,
  title: 'Midnight Overpass',
  artist: 'NAMSAN TAPE UNIT',
  album: 'Tail Lights',
  genre: 'Synthwave',
  date: '2025',
};

const superSaw = analog({
  unison: 6,
  spread: 16,
  attack: 0.03,
  release: 0.5,
  cutoff: 1500,
  sweep: 1.4,
  sweepSustain: 0.6,
});

/** Synthwave: 100 beats a minute, a running bass, arpeggios and a gliding lead under a wide sky of saws. */
export function compose(sampleRate) {
  const studio = new Studio({
    bpm: 100,
    beats: 64,
    seed: 97,
    sampleRate,
    tail: 3,
    hall: { seconds: 2.6, size: 1.3 },
    echo: { beats: 0.75, feedback: 0.45 },
  });
  const chords = progression('Am:4 Fmaj7 Am F C G Am F Am F C G F G Esus4:2 E Am:4');
  const kicks = Array.from({ length: 60 }, (_, i) => i).filter((beat) => beat >= 8);
  const duck = { beats: kicks, depth: 0.45, recover: 0.15 };

  const arps = studio.track({ level: -24, pan: 0.3, hall: 0.25, echo: 0.3, lowCut: 250, duck });
  const run = comp(chords, '1:.25 2? 3? 4 3? 2? 4 3?', { low: 57, high: 81 });
  arps.play(
    synthPluck,
    run.filter(({ start }) => start < 60),
    { gate: 0.7 },
  );

  const bass = studio.track({ level: -19, lowCut: 35, duck: { ...duck, depth: 0.6 } });
  const line = bassLine(chords, 'R!:.25 R? R 8 R! R? 8 R', 28);
  bass.play(
    synthBass,
    line.filter(({ start }) => start >= 8 && start < 60),
    { gate: 0.75 },
  );
  bass.play(synthBass, melody('A1!:4'), { at: 60 });

  const pads = studio.track({
    level: -23,
    hall: 0.35,
    lowCut: 180,
    inserts: [chorus({ rate: 0.35, mix: 0.4 })],
    duck,
  });
  pads.play(
    warmPad,
    comp(chords, 'x:4', { low: 52, high: 72 }).filter(({ start }) => start < 40),
  );
  pads.play(
    superSaw,
    comp(chords, 'x:2', { low: 55, high: 76 }).filter(({ start }) => start >= 40),
    { gate: 0.98 },
  );

  const lead = studio.track({ level: -19, hall: 0.25, echo: 0.28, lowCut: 200 });
  const tune = `A4!:1.5 B4:.5 C5:1 E5 | F5!:1.5 E5:.5 C5:2 | E5:1.5 D5:.5 C5:1 G4 | B4:1.5 C5:.5 D5:2 |
    A4:1 C5 E5 A5! | G5:1.5 F5:.5 E5:1 C5`;
  lead.play(singingLead, melody(tune), { at: 8, gate: 0.96, legato: true });
  const high = `E5!:1.5 D5:.5 C5:1 A4 | C5:1 F5 A5!:1.5 G5:.5 | G5:1.5 E5:.5 C5:1 E5 | D5:1 G5 B5!:2 |
    C6!:1.5 B5:.5 A5:1 F5 | B5!:1.5 A5:.5 G5:1 D5 | A5:1 B5 G#5!:2 | A5!:4`;
  lead.play(singingLead, melody(high), { at: 32, gate: 0.96, legato: true });

  const drums = studio.track({ level: -18, hall: 0.1, room: 0.12 });
  drums.drum(ELECTRONIC, { hat: 'x.o.' }, { at: 4, beats: 3 });
  drums.drum(ELECTRONIC, { snare: 'xXxX', floor: 'xxXX' }, { at: 7, beats: 1 });
  drums.drum(ELECTRONIC, { kick: 'X...', snare: '....X...', hat: 'xoxo' }, { at: 8, beats: 22 });
  drums.drum(
    ELECTRONIC,
    { high: 'X.X.....', mid: '..x.X.X.', floor: '......xX', snare: '....X..X', kick: 'X...' },
    { at: 30, beats: 2 },
  );
  drums.drum(
    ELECTRONIC,
    { kick: 'X...', snare: '....X...', open: '..x.', hat: 'xoxo', clap: '....x...', tambourine: 'o.x.' },
    { at: 32, beats: 24 },
  );
  drums.drum(
    ELECTRONIC,
    {
      kick: 'X...',
      snare: 'X..XX.X.XxXxXXXX',
      high: '....XX..........',
      mid: '......XX........',
      floor: '........XX..XX..',
    },
    { at: 56 },
  );
  for (const at of [8, 32, 60]) drums.drum(ELECTRONIC, { crash: 'X', kick: 'X' }, { at, beats: 0.25 });

  const boom = studio.track({ level: -27, hall: 0.7, highCut: 7000 });
  boom.drum(ELECTRONIC, { snare: '....X...' }, { at: 8, beats: 48 });
  return studio.mixdown(-14.8);
}

/** The cover as SVG, 400 by 400. */
export const draw = (
  random,
) => `  <defs>${gradient('dusk', '#0a0626', '#2d0b59', '#a01a7d', '#ff5d8f')}${gradient('disc', '#ffe66d', '#ff8c42', '#ff2e88')}</defs><rect width="400" height="250" fill="url(#dusk)"/>
  ${each(50, () => `<circle cx="${random() * 400}" cy="${random() * 120}" r="${0.5 + random() * 1.3}" fill="#fff" opacity="${0.3 + random() * 0.6}"/>`)}
  <circle cx="200" cy="170" r="96" fill="url(#disc)"/>${each(7, (i) => `<rect x="90" y="${168 + i * 13}" width="220" height="${2 + i * 1.3}" fill="#7d1675"/>`)}
  <path d="M0 250V196L50 150 84 190 130 140 170 204 230 196 282 148 320 190 356 160 400 200V250z" fill="#16062e"/><rect y="248" width="400" height="152" fill="#0b0220"/>
  ${each(25, (i) => `<line x1="${200 + (i - 12) * 9}" y1="250" x2="${200 + (i - 12) * 70}" y2="400" stroke="#19e3ff" stroke-width="1.6"/>`)}${each(9, (i) => `<line x1="0" x2="400" y1="${250 + i * i * 2.1}" y2="${250 + i * i * 2.1}" stroke="#19e3ff" stroke-width="1.6"/>`)}
  <path d="M-10 226Q200 178 410 226v15Q200 193 -10 241z" fill="#2b0f4d"/><path d="M-10 226Q200 178 410 226" fill="none" stroke="#ff4fd8" stroke-width="3"/>${each(4, (i) => `<rect x="${44 + i * 98}" y="222" width="12" height="60" fill="#1d0838"/>`)}`;
