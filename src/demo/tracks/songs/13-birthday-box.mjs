import { each, glow } from '../artwork.mjs';
import { chorus, saturation } from '../synth/effects.mjs';
import { bassLine, comp, progression } from '../synth/harmony.mjs';
import { electricPiano } from '../synth/keys.mjs';
import { ACOUSTIC } from '../synth/kits.mjs';
import { melody } from '../synth/notation.mjs';
import { Studio } from '../synth/studio.mjs';
import { brass, cleanGuitar, singingLead, slapBass, strings } from '../synth/voices.mjs';

export const about = {
  format: 'm4a',
  kbps: 112,
  title: '생일 상자',
  artist: '미러볼 수리점',
  album: '오늘은 네가 주인공',
  genre: 'Disco',
  date: '2024',
};

const LOOP = 'Dm9:4 G13 Em7 Am9 Dm9 G13 Cmaj9 E7#9';

/** Disco: 118 beats a minute, octaves in the bass, sweeping strings and everybody clapping. */
export function compose(sampleRate) {
  const studio = new Studio({ bpm: 118, beats: 76, seed: 131, sampleRate, tail: 2 });
  const chords = progression(`Dm9:4 G13 ${LOOP} ${LOOP} Am9:4`);
  const from = (notes, first, last = 72) => notes.filter(({ start }) => start >= first && start < last);

  const ensemble = studio.track({ level: -20.5, room: 0.15, hall: 0.25, lowCut: 220 });
  const sweep = `A5!:1.5 F5:.5 E5:1 F5 | E5:1 D5 B4 D5 | G5!:1.5 E5:.5 D5:1 E5 | C5:1 B4 A4 E5 |
    F5:.5 G5 A5:1 C6! A5 | B5!:1.5 A5:.5 G5:1 F5 | E5:2 G5:1 B5 | G#5:1 B5 D6! E6`;
  ensemble.play(strings, melody(sweep), { at: 8, gate: 0.95 });
  ensemble.play(strings, melody(sweep), { at: 8, gate: 0.95, transpose: 12, velocity: 0.5 });
  ensemble.play(strings, from(comp(chords, 'x:3.5 -:.5', { low: 62, high: 81, voices: 3 }), 40), {
    velocity: 0.8,
  });
  ensemble.play(strings, melody('E5+A5+B5!:3'), { at: 72 });

  const bass = studio.track({ level: -18.5, inserts: [saturation(1.6)] });
  bass.play(slapBass, from(bassLine(chords, 'R!:.5 8? R 8? R! 8? R:.25 7?:.25 a:.5', 28), 0), { gate: 0.8 });
  bass.play(slapBass, melody('A1!:2'), { at: 72 });

  const guitar = studio.track({
    level: -24.5,
    pan: 0.45,
    room: 0.2,
    lowCut: 350,
    inserts: [chorus({ mix: 0.35 })],
  });
  const wakka = comp(chords, 'x:.25 -:.25 x!:.25 x?:.25 -:.25 x?:.25 x!:.25 x?:.25', {
    low: 60,
    high: 77,
    voices: 3,
  });
  guitar.play(cleanGuitar, from(wakka, 0), { gate: 0.42, strum: 0.006 });

  const keys = studio.track({ level: -24, pan: -0.3, room: 0.2, lowCut: 180 });
  keys.play(
    electricPiano(),
    from(comp(chords, '-:.5 x!:.5 -:.5 x:.5 -:.5 x!:1 p:.5', { low: 54, high: 74 }), 8),
    { gate: 0.75 },
  );

  const lead = studio.track({ level: -19.5, hall: 0.18, echo: 0.2, lowCut: 200 });
  const song = `-:.5 D5:.5 F5 A5! -:.5 G5 F5 E5 | D5:.75 E5:.25 F5:.5 D5 B4:1 -:1 | -:.5 E5:.5 G5 B5! -:.5 A5 G5 E5 |
    C5:.75 D5:.25 E5:.5 C5 A4:1 -:1 | -:.5 F5:.5 A5 C6! -:.5 A5 G5 F5 | D5:.5 F5 B5! A5 G5 F5 D5 B4 |
    C5:1 E5 G5:.5 B5!:1.5 | G#5:.5 B5 D6! B5 G#5 E5:1.5 | A5!:2 -:2`;
  lead.play(singingLead, melody(song), { at: 40, gate: 0.9, legato: true });

  const horns = studio.track({ level: -23, pan: -0.2, room: 0.25, lowCut: 220 });
  horns.play(brass, from(comp(chords, '-:3 x!:.25 x:.25 x!:.5', { low: 60, high: 78, voices: 3 }), 4), {
    gate: 0.75,
  });
  horns.play(brass, melody('A4+C5+E5+B5!:.5'), { at: 72 });

  const drums = studio.track({ level: -18, room: 0.14 });
  drums.drum(ACOUSTIC, { kick: 'X...', hat: 'xoxo', shaker: 'oxox' }, { beats: 7 });
  drums.drum(ACOUSTIC, { snare: 'xxXX', high: '..xx' }, { at: 7, beats: 1 });
  const floor = {
    kick: 'X...',
    snare: '....X...',
    clap: '....x...',
    open: '..x.',
    hat: 'x.oo',
    tambourine: 'oxox',
  };
  drums.drum(ACOUSTIC, floor, { at: 8, beats: 30 });
  drums.drum(
    ACOUSTIC,
    { kick: 'X...X...', snare: 'XxxXxxXX', high: '..xx....', floor: '.....xxx' },
    { at: 38, beats: 2 },
  );
  drums.drum(ACOUSTIC, { ...floor, cowbell: 'x..xx..x', conga: '..x...xx' }, { at: 40, beats: 30 });
  drums.drum(ACOUSTIC, { kick: 'X...X...', snare: 'X.XxXXXX', mid: '..xx..xx' }, { at: 70, beats: 2 });
  for (const at of [8, 40, 72]) drums.drum(ACOUSTIC, { crash: 'X', kick: 'X' }, { at, beats: 0.25 });
  return studio.mixdown(-14.8);
}

/** The cover as SVG, 400 by 400. */
export const draw = (
  random,
) => `  <defs>${glow('shine', '#fff')}</defs><rect width="400" height="400" fill="#5b2a86"/>
  ${each(12, (i) => `<path d="M200 150L${200 + 460 * Math.cos(i * 0.5236)} ${150 + 460 * Math.sin(i * 0.5236)} ${200 + 460 * Math.cos(i * 0.5236 + 0.2)} ${150 + 460 * Math.sin(i * 0.5236 + 0.2)}z" fill="${['#ff5da2', '#38c6f4', '#ffe156'][i % 3]}" opacity=".45"/>`)}
  <line x1="200" y1="0" x2="200" y2="70" stroke="#eee" stroke-width="3"/><clipPath id="ball"><circle cx="200" cy="150" r="82"/></clipPath>
  <g clip-path="url(#ball)">${each(144, (i) => `<rect x="${118 + (i % 12) * 14}" y="${68 + Math.floor(i / 12) * 14}" width="12.5" height="12.5" fill="hsl(${200 + random() * 130}, ${40 + random() * 50}%, ${45 + random() * 45}%)"/>`)}</g><circle cx="172" cy="118" r="34" fill="url(#shine)" opacity=".9"/>
  <path d="M96 290h208v90H96z" fill="#ff5da2"/><path d="M96 290q13 30 26 0t26 0 26 0 26 0 26 0 26 0 26 0 26 0v-18H96z" fill="#fff5e1"/><rect x="70" y="378" width="260" height="10" rx="5" fill="#ffe156"/>
  ${each(5, (i) => `<rect x="${120 + i * 37}" y="238" width="9" height="36" fill="${i % 2 ? '#38c6f4' : '#ffe156'}"/><path d="M${124.5 + i * 37} 214q10 14 0 22q-10 -8 0 -22z" fill="#ff9f1c"/>`)}
  ${each(80, () => `<rect x="${random() * 400}" y="${random() * 400}" width="${4 + random() * 6}" height="${3 + random() * 4}" fill="${['#ffe156', '#38c6f4', '#ff5da2', '#fff', '#7ae582'][Math.floor(random() * 5)]}" transform="rotate(${random() * 60 - 30} 200 200)"/>`)}`;
