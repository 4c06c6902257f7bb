import { Filter } from './filters.mjs';
import { hertz } from './notation.mjs';

/** Rounds off the step of a sawtooth or pulse so that it does not alias (polynomial band-limited step). */
function blep(phase, increment) {
  if (phase < increment) {
    const t = phase / increment;
    return t + t - t * t - 1;
  }
  if (phase > 1 - increment) {
    const t = (phase - 1) / increment;
    return t * t + t + t + 1;
  }
  return 0;
}

const SHAPES = {
  sine: (phase) => Math.sin(2 * Math.PI * phase),
  triangle: (phase) => 1 - 4 * Math.abs(phase - 0.5),
  saw: (phase, increment) => 2 * phase - 1 - blep(phase, increment),
  pulse: (phase, increment, width) => {
    const fall = (phase + 1 - width) % 1;
    return (phase < width ? 1 : -1) + blep(phase, increment) - blep(fall, increment) + 1 - 2 * width;
  },
};

/** How often (in samples) filters and pitch follow their envelopes. */
const CONTROL = 16;

/** The level of an attack, decay, sustain, release envelope at `t` seconds; the gate closes at `gate`. */
function envelopeAt(t, gate, { attack, decay, sustain, release }) {
  const held = (time) =>
    time < attack ? time / attack : sustain + (1 - sustain) * Math.exp((-4 * (time - attack)) / decay);
  return t < gate ? held(t) : held(gate) * Math.exp((-6.9 * (t - gate)) / release);
}

const DEFAULTS = {
  waves: [{ shape: 'saw' }],
  unison: 1,
  spread: 8,
  width: 0.7,
  attack: 0.005,
  decay: 0.3,
  sustain: 0.7,
  release: 0.15,
  cutoff: 2000,
  sweep: 2,
  sweepAttack: 0.003,
  sweepDecay: 0.25,
  sweepSustain: 0.2,
  resonance: 0.8,
  tracking: 0.4,
  vibrato: 0,
  vibratoHertz: 5.4,
  vibratoDelay: 0.25,
  glide: 0,
  noise: 0,
};

/**
 * A subtractive synthesizer voice. Times are seconds, `spread` and `vibrato` cents, `cutoff` hertz at middle C, `sweep` the octaves
 * the filter opens at full velocity, `tracking` how far the cutoff follows the key.
 */
export function analog(settings) {
  const patch = { ...DEFAULTS, ...settings };
  const loudness = {
    attack: patch.attack,
    decay: patch.decay,
    sustain: patch.sustain,
    release: patch.release,
  };
  const brightness = {
    attack: patch.sweepAttack,
    decay: patch.sweepDecay,
    sustain: patch.sweepSustain,
    release: Math.max(patch.release, 0.05),
  };
  return ({ sampleRate, midi, seconds, velocity, random, from }) => {
    const length = Math.ceil((seconds + patch.release) * sampleRate);
    const left = new Float32Array(length);
    const right = new Float32Array(length);
    const filters = [new Filter(sampleRate, 1000), new Filter(sampleRate, 1000)];
    const oscillators = [];
    for (let copy = 0; copy < patch.unison; copy += 1) {
      const place = patch.unison === 1 ? 0 : (2 * copy) / (patch.unison - 1) - 1;
      for (const wave of patch.waves) {
        oscillators.push({
          run: SHAPES[wave.shape],
          pulse: wave.pulse ?? 0.5,
          tuning: 2 ** ((wave.octave ?? 0) + (place * patch.spread + (wave.cents ?? 0)) / 1200),
          left: (wave.level ?? 1) * Math.cos(((1 + place * patch.width) * Math.PI) / 4),
          right: (wave.level ?? 1) * Math.sin(((1 + place * patch.width) * Math.PI) / 4),
          phase: random(),
        });
      }
    }
    const start = from ?? midi;
    const keyed = patch.cutoff * 2 ** (((midi - 60) / 12) * patch.tracking);
    let frequency = hertz(start);
    let level = 0;
    let step = 0;
    for (let i = 0; i < length; i += 1) {
      if (i % CONTROL === 0) {
        const t = i / sampleRate;
        const slide = patch.glide > 0 ? (start - midi) * Math.exp((-4 * t) / patch.glide) : 0;
        const swell = Math.min(1, Math.max(0, (t - patch.vibratoDelay) / 0.3));
        const wobble = (patch.vibrato / 100) * swell * Math.sin(2 * Math.PI * patch.vibratoHertz * t);
        frequency = hertz(midi + slide + wobble);
        const opening = patch.sweep * (0.35 + 0.65 * velocity) * envelopeAt(t, seconds, brightness);
        for (const filter of filters) filter.tune(Math.min(keyed * 2 ** opening, 17000), patch.resonance);
        step = (envelopeAt(t + CONTROL / sampleRate, seconds, loudness) - level) / CONTROL;
      }
      level += step;
      let l = 0;
      let r = 0;
      for (const oscillator of oscillators) {
        const increment = (frequency * oscillator.tuning) / sampleRate;
        const value = oscillator.run(oscillator.phase, increment, oscillator.pulse);
        l += value * oscillator.left;
        r += value * oscillator.right;
        oscillator.phase = (oscillator.phase + increment) % 1;
      }
      const breath = patch.noise * (random() * 2 - 1);
      left[i] = filters[0].low(l + breath) * level * velocity;
      right[i] = filters[1].low(r + breath) * level * velocity;
    }
    return [left, right];
  };
}
