import { analog } from './analog.mjs';
import { plucked } from './plucked.mjs';

/** Basses. */
export const fingerBass = plucked({
  decay: 2.2,
  brightness: 0.62,
  pick: 0.22,
  softness: 1500,
  damper: 0.06,
  body: [[95, 1.5, 1]],
});

export const slapBass = plucked({
  decay: 1.8,
  brightness: 0.9,
  pick: 0.1,
  softness: 4200,
  damper: 0.05,
  body: [
    [90, 1.6, 1],
    [2600, 1.6, 1.2],
  ],
});

export const uprightBass = plucked({
  decay: 1.1,
  brightness: 0.35,
  pick: 0.3,
  softness: 900,
  damper: 0.09,
  body: [
    [105, 1.8, 1.2],
    [230, 1.3, 1.5],
  ],
});

export const synthBass = analog({
  waves: [{ shape: 'saw' }, { shape: 'pulse', octave: -1, level: 0.7 }],
  cutoff: 260,
  sweep: 3,
  sweepDecay: 0.16,
  sweepSustain: 0.15,
  resonance: 1.3,
  sustain: 0.8,
  release: 0.06,
});

export const roundBass = analog({
  waves: [{ shape: 'triangle' }, { shape: 'sine', level: 0.6 }],
  cutoff: 700,
  sweep: 1,
  sustain: 0.85,
  release: 0.08,
});

/** Guitars, dry; amplifiers are effects of their track. */
export const nylonGuitar = plucked({
  decay: 2.6,
  brightness: 0.52,
  pick: 0.3,
  softness: 2100,
  damper: 0.14,
  body: [
    [115, 1.7, 2],
    [215, 1.6, 2],
    [420, 1.2, 1.5],
  ],
});

export const cleanGuitar = plucked({
  decay: 2.8,
  brightness: 0.8,
  pick: 0.14,
  softness: 4200,
  damper: 0.09,
  body: [
    [900, 1.2, 0.9],
    [2900, 1.5, 1],
  ],
});

export const driveGuitar = plucked({ decay: 6, brightness: 0.86, pick: 0.13, softness: 3600, damper: 0.05 });

export const soloGuitar = plucked({
  decay: 9,
  brightness: 0.84,
  pick: 0.2,
  softness: 3000,
  damper: 0.06,
  vibrato: 22,
  vibratoDelay: 0.22,
});

/** A twelve-stringed silk zither, its tones starting sharp and shaken by the left hand. */
export const gayageum = plucked({
  decay: 2.4,
  brightness: 0.7,
  pick: 0.12,
  softness: 3000,
  damper: 0.25,
  vibrato: 30,
  vibratoHertz: 5.2,
  vibratoDelay: 0.28,
  bend: 28,
  body: [
    [180, 1.5, 2],
    [390, 1.5, 2],
    [1100, 1.3, 1.5],
  ],
});

/** Ensembles. */
export const warmPad = analog({
  unison: 4,
  spread: 11,
  attack: 0.45,
  release: 0.9,
  sustain: 0.85,
  cutoff: 650,
  sweep: 1.2,
  sweepAttack: 0.7,
  sweepDecay: 1.5,
  sweepSustain: 0.6,
});

export const strings = analog({
  unison: 5,
  spread: 13,
  attack: 0.12,
  release: 0.3,
  sustain: 0.9,
  cutoff: 1900,
  sweep: 0.9,
  sweepAttack: 0.15,
  sweepSustain: 0.7,
  vibrato: 10,
  tracking: 0.6,
});

export const brass = analog({
  unison: 3,
  spread: 9,
  width: 0.5,
  attack: 0.018,
  decay: 0.25,
  sustain: 0.75,
  release: 0.09,
  cutoff: 650,
  sweep: 2.6,
  sweepAttack: 0.03,
  sweepDecay: 0.3,
  sweepSustain: 0.55,
  vibrato: 8,
});

/** Leads. */
export const singingLead = analog({
  waves: [{ shape: 'saw' }, { shape: 'pulse', pulse: 0.35, level: 0.5, cents: 6 }],
  cutoff: 1400,
  sweep: 1.6,
  sweepSustain: 0.5,
  resonance: 1.1,
  attack: 0.012,
  sustain: 0.85,
  release: 0.16,
  vibrato: 16,
  glide: 0.06,
});

export const softLead = analog({
  waves: [{ shape: 'triangle' }, { shape: 'pulse', pulse: 0.25, level: 0.25 }],
  cutoff: 1800,
  sweep: 1,
  attack: 0.02,
  sustain: 0.8,
  release: 0.2,
  vibrato: 14,
  glide: 0.05,
});

export const synthPluck = analog({
  waves: [{ shape: 'saw' }, { shape: 'pulse', pulse: 0.4, cents: 7, level: 0.6 }],
  unison: 2,
  spread: 7,
  cutoff: 500,
  sweep: 3.2,
  sweepDecay: 0.2,
  sweepSustain: 0,
  decay: 0.35,
  sustain: 0.1,
  release: 0.15,
});

export const clavinet = analog({
  waves: [
    { shape: 'pulse', pulse: 0.22 },
    { shape: 'pulse', pulse: 0.12, octave: 1, level: 0.35 },
  ],
  cutoff: 1100,
  sweep: 2.2,
  sweepDecay: 0.14,
  sweepSustain: 0.1,
  resonance: 2.2,
  decay: 0.5,
  sustain: 0.25,
  release: 0.03,
});
