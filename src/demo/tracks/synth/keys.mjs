import { Filter } from './filters.mjs';
import { hertz } from './notation.mjs';

/** Adds a sine that dies by 60 dB in `decay` seconds, as a two-term recursion. */
function addPartial(signal, sampleRate, frequency, amplitude, decay, phase) {
  const angle = (2 * Math.PI * frequency) / sampleRate;
  const fall = Math.exp(-6.9 / (decay * sampleRate));
  const twice = 2 * fall * Math.cos(angle);
  const square = fall * fall;
  let before = (amplitude * Math.sin(phase - angle)) / fall;
  let now = amplitude * Math.sin(phase);
  const end = Math.min(signal.length, Math.ceil(decay * 1.3 * sampleRate));
  for (let i = 0; i < end; i += 1) {
    signal[i] += now;
    const next = twice * now - square * before;
    before = now;
    now = next;
  }
}

function release(signal, sampleRate, seconds, damper) {
  for (let i = Math.floor(seconds * sampleRate); i < signal.length; i += 1) {
    const t = (i / sampleRate - seconds) / damper;
    signal[i] *= Math.exp(-5 * t) * Math.max(0, 1 - t);
  }
}

/** A grand piano: stretched partials of two strings each, a hammer's thump, low notes to the left. */
export function piano({ tone = 1, damper = 0.25 } = {}) {
  return ({ sampleRate, midi, seconds, velocity, random }) => {
    const frequency = hertz(midi);
    const ring = 9 * 2 ** ((48 - midi) / 17);
    const length = Math.ceil((seconds + damper) * sampleRate);
    const left = new Float32Array(length);
    const right = new Float32Array(length);
    const stiffness = 0.00018 * 2 ** ((midi - 48) / 9);
    const side = Math.min(0.35, Math.max(-0.35, (midi - 62) / 60));
    for (let n = 1; n <= 30; n += 1) {
      const partial = frequency * n * Math.sqrt(1 + stiffness * n * n);
      if (partial > 9500) break;
      const hammer = Math.abs(Math.sin((Math.PI * n) / 7.6)) + 0.12;
      const bright = Math.exp((-n * frequency * (1.35 - velocity)) / (2300 * tone));
      const amplitude = 0.4 * hammer * bright * n ** -0.45 * velocity ** 1.4;
      const decay = ring / (1 + 0.16 * (n - 1));
      const phase = random() * 0.6;
      addPartial(left, sampleRate, partial, amplitude * (1 - side) * 0.7, decay * 0.35, phase);
      addPartial(right, sampleRate, partial, amplitude * (1 + side) * 0.7, decay * 0.35, phase + 0.5);
      const beating = partial * (1 + 0.0004 * (random() + 0.2));
      addPartial(left, sampleRate, beating, amplitude * (1 - side) * 0.35, decay, phase + 0.2);
      addPartial(right, sampleRate, beating, amplitude * (1 + side) * 0.35, decay, phase - 0.3);
    }
    const felt = new Filter(sampleRate, 350 + 1400 * velocity, 0.9);
    for (let i = 0; i < Math.min(length, sampleRate * 0.06); i += 1) {
      const thump =
        felt.band(random() * 2 - 1) * 0.14 * velocity * velocity * Math.exp((-i / sampleRate) * 90);
      left[i] += thump;
      right[i] += thump;
    }
    release(left, sampleRate, seconds, damper);
    release(right, sampleRate, seconds, damper);
    return [left, right];
  };
}

/** An electric piano: a struck tine with a bell that dies fast, growling when hit hard, swaying left and right. */
export function electricPiano({ sway = 0.25, swayHertz = 4.6, bell = 1, growl = 1 } = {}) {
  return ({ sampleRate, midi, seconds, velocity, at }) => {
    const frequency = hertz(midi);
    const length = Math.ceil((seconds + 0.18) * sampleRate);
    const left = new Float32Array(length);
    const right = new Float32Array(length);
    const ring = 2.6 * 2 ** ((60 - midi) / 24);
    for (let i = 0; i < length; i += 1) {
      const t = i / sampleRate;
      const turn = 2 * Math.PI * frequency * t;
      const index = growl * (0.25 + 1.5 * velocity * velocity) * Math.exp((-3 * t) / ring);
      const tine = 0.16 * bell * velocity * Math.exp(-t * 14) * Math.sin(turn * 7.02 + Math.sin(turn * 2));
      const tone =
        Math.sin(turn + index * Math.sin(turn)) + 0.2 * Math.sin(turn * 2) * Math.exp(-t * 3) + tine;
      const level = Math.min(1, t / 0.0025) * Math.exp((-4 * t) / ring);
      const value = Math.tanh(tone * 1.1 * velocity) * level;
      const pan = sway * Math.sin(2 * Math.PI * swayHertz * (t + at));
      left[i] = value * (1 + pan);
      right[i] = value * (1 - pan);
    }
    release(left, sampleRate, seconds, 0.18);
    release(right, sampleRate, seconds, 0.18);
    return [left, right];
  };
}

/** Struck bars: vibraphone or bells by the `[ratio, level, decay]` of their partials. */
export function mallet({ partials, tremolo = 0, tremoloHertz = 5, damper = 0.3 }) {
  return ({ sampleRate, midi, seconds, velocity, at }) => {
    const length = Math.ceil((seconds + damper) * sampleRate);
    const signal = new Float32Array(length);
    const frequency = hertz(midi);
    for (const [ratio, level, decay] of partials) {
      if (frequency * ratio > 15000) continue;
      const bright = ratio > 1 ? velocity : 1;
      const ring = decay * 2 ** ((72 - midi) / 30);
      addPartial(signal, sampleRate, frequency * ratio, level * bright * velocity, ring, 0);
    }
    for (let i = 0; i < length; i += 1) {
      const t = i / sampleRate;
      signal[i] *=
        Math.min(1, t / 0.001) *
        (1 - tremolo * (0.5 + 0.5 * Math.sin(2 * Math.PI * tremoloHertz * (t + at))));
    }
    release(signal, sampleRate, seconds, damper);
    return [signal, signal];
  };
}

/** The partials of a vibraphone bar. */
export const VIBRAPHONE = {
  partials: [
    [1, 0.8, 3.5],
    [4, 0.16, 1.2],
    [10, 0.05, 0.35],
  ],
  tremolo: 0.35,
};

/** The partials of a small bell. */
export const BELL = {
  partials: [
    [0.5, 0.2, 3],
    [1, 0.6, 2.6],
    [1.19, 0.12, 1.8],
    [2.0, 0.3, 1.6],
    [2.74, 0.16, 1.1],
    [5.4, 0.1, 0.5],
  ],
  damper: 1.2,
};

/** A drawbar organ through a turning speaker; `bars` are levels of the ratios 0.5, 1.5, 1, 2, 3, 4, 6, 8. */
export function organ({ bars = [0.8, 0.4, 1, 0.5, 0.2, 0.2, 0, 0.1], turn = 6.2 } = {}) {
  const ratios = [0.5, 1.5, 1, 2, 3, 4, 6, 8];
  return ({ sampleRate, midi, seconds, velocity, at }) => {
    const length = Math.ceil((seconds + 0.06) * sampleRate);
    const left = new Float32Array(length);
    const right = new Float32Array(length);
    const frequency = hertz(midi);
    const phases = ratios.map((ratio) => 2 * Math.PI * frequency * ratio);
    for (let i = 0; i < length; i += 1) {
      const t = i / sampleRate;
      const rotor = 2 * Math.PI * turn * (t + at);
      const doppler = 0.00022 * Math.sin(rotor);
      let value = 0;
      for (let n = 0; n < ratios.length; n += 1) value += bars[n] * Math.sin(phases[n] * (t + doppler));
      value *= 0.2 * velocity * Math.min(1, t / 0.006);
      left[i] = value * (1 + 0.2 * Math.cos(rotor));
      right[i] = value * (1 - 0.2 * Math.cos(rotor));
    }
    release(left, sampleRate, seconds, 0.06);
    release(right, sampleRate, seconds, 0.06);
    return [left, right];
  };
}
