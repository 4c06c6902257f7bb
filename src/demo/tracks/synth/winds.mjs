import { Filter } from './filters.mjs';
import { hertz } from './notation.mjs';

/** A flute: few harmonics, breath around the tone, vibrato that comes late; `air` is the share of breath. */
export function flute({ air = 0.25, vibrato = 18, attack = 0.06, dark = 1, scoop = 30 } = {}) {
  return ({ sampleRate, midi, seconds, velocity, random, from }) => {
    const length = Math.ceil((seconds + 0.14) * sampleRate);
    const output = new Float32Array(length);
    const breath = new Filter(sampleRate, hertz(midi) * 2, 1.2);
    const start = from ?? midi - scoop / 100;
    let phase = 0;
    for (let i = 0; i < length; i += 1) {
      const t = i / sampleRate;
      const swell = Math.min(1, Math.max(0, (t - 0.2) / 0.4));
      const sway = Math.sin(2 * Math.PI * 5.1 * t);
      const slide = (start - midi) * Math.exp(-t / 0.035);
      phase += (2 * Math.PI * hertz(midi + slide + (vibrato / 100) * swell * sway)) / sampleRate;
      const over = dark * (0.5 + velocity * 0.6) * (1 + 0.25 * swell * sway);
      const tone =
        Math.sin(phase) +
        0.32 * over * Math.sin(2 * phase + 0.3) +
        0.16 * over * over * Math.sin(3 * phase) +
        0.05 * over * Math.sin(4 * phase);
      const hiss = breath.band(random() * 2 - 1) * air * (0.5 + 1.5 * Math.exp(-t * 18));
      const gate = t < seconds ? Math.min(1, t / attack) : Math.max(0, 1 - (t - seconds) / 0.14);
      output[i] = (tone + hiss) * gate * gate * velocity * (1 + 0.12 * swell * sway);
    }
    return [output, output];
  };
}

/** An accordion: three reeds, two of them tuned apart, each a bright row of harmonics swelling with the bellows. */
export function accordion({ beating = 9, shake = 0 } = {}) {
  return ({ sampleRate, midi, seconds, velocity, from, random }) => {
    const length = Math.ceil((seconds + 0.08) * sampleRate);
    const left = new Float32Array(length);
    const right = new Float32Array(length);
    const box = [new Filter(sampleRate, 1500, 0.9), new Filter(sampleRate, 1700, 0.9)];
    const lid = [new Filter(sampleRate, 5200), new Filter(sampleRate, 5200)];
    const tunings = [2 ** (-beating / 1200), 1, 2 ** (beating / 1200)];
    const phases = tunings.map(() => random());
    for (let i = 0; i < length; i += 1) {
      const t = i / sampleRate;
      const slide = from === undefined ? 0 : (from - midi) * Math.exp(-t / 0.02);
      const swell = Math.min(1, Math.max(0, (t - 0.18) / 0.25));
      const pitch = hertz(midi + slide + (shake / 100) * swell * Math.sin(2 * Math.PI * 6 * t));
      const reeds = tunings.map((tuning, n) => {
        phases[n] = (phases[n] + (pitch * tuning) / sampleRate) % 1;
        // A reed opens briefly each turn: a raised cosine narrowed by its power, rich but free of aliasing.
        return (0.5 + 0.5 * Math.cos(2 * Math.PI * phases[n])) ** 6 - 0.226;
      });
      const bellows = 1 + 0.1 * swell * Math.sin(2 * Math.PI * 6 * t + 1);
      const gate = t < seconds ? 1 - Math.exp(-t / 0.018) : Math.max(0, 1 - (t - seconds) / 0.08);
      const level = gate * bellows * velocity;
      left[i] = lid[0].low(box[0].bell(reeds[0] + 0.7 * reeds[1], 2.2)) * level;
      right[i] = lid[1].low(box[1].bell(reeds[2] + 0.7 * reeds[1], 2.2)) * level;
    }
    return [left, right];
  };
}
