import { Filter, transform } from './filters.mjs';
import { hertz } from './notation.mjs';
import { seededRandom } from './random.mjs';

const DEFAULTS = {
  decay: 3,
  brightness: 0.5,
  pick: 0.18,
  softness: 2500,
  damper: 0.12,
  vibrato: 0,
  vibratoHertz: 5.5,
  vibratoDelay: 0.3,
  bend: 0,
  body: [],
};

function cubic(line, position) {
  const size = line.length;
  const index = Math.floor(position);
  const f = position - index;
  const at = (offset) => line[(index + offset + size) % size];
  const [a, b, c, d] = [at(-1), at(0), at(1), at(2)];
  return b + 0.5 * f * (c - a + f * (2 * a - 5 * b + 4 * c - d + f * (3 * (b - c) + d - a)));
}

/**
 * A plucked string (Karplus and Strong, "Digital Synthesis of Plucked-String and Drum Timbres", 1983).
 *
 * `decay` is seconds to -60 dB at middle C, `brightness` 0..1 of what the string keeps per turn, `pick` the place of the
 * finger (a share of the string), `softness` the low-pass of the finger in hertz, `bend` cents the tone starts above
 * its pitch, `body` resonances as `[hertz, gain, q]`.
 */
export function plucked(settings) {
  const patch = { ...DEFAULTS, ...settings };
  return ({ sampleRate, midi, seconds, velocity, from }) => {
    const length = Math.ceil((seconds + patch.damper) * sampleRate);
    const output = new Float32Array(length);
    const period = sampleRate / hertz(midi);
    const line = new Float32Array(2 * Math.ceil(period) + 64);
    const random = seededRandom(midi * 31 + 7);
    const soft = new Filter(sampleRate, patch.softness * (0.4 + 0.9 * velocity));
    const turn = Math.ceil(period);
    const noise = Float32Array.from({ length: turn * 2 }, () => soft.low(random() * 2 - 1));
    const finger = Math.max(1, Math.round(period * patch.pick));
    const excitation = Float32Array.from(
      { length: turn },
      (_, i) => noise[i + turn] - noise[i + turn - finger],
    );
    const mean = excitation.reduce((sum, value) => sum + value, 0) / turn;
    const energy = Math.sqrt(excitation.reduce((sum, value) => sum + (value - mean) ** 2, 0) / turn) || 1;
    const tail = 0.5 - 0.5 * patch.brightness;
    const ring = patch.decay * 2 ** ((60 - midi) / 24);
    const kept = 10 ** ((-3 * period) / (sampleRate * ring));
    const start = from ?? midi;
    let last = 0;
    for (let i = 0; i < length; i += 1) {
      const t = i / sampleRate;
      const swell = Math.min(1, Math.max(0, (t - patch.vibratoDelay) / 0.25));
      const cents =
        patch.vibrato * swell * Math.sin(2 * Math.PI * patch.vibratoHertz * t) +
        patch.bend * Math.exp(-t / 0.05) +
        (start - midi) * 100 * Math.exp(-t / 0.03);
      // The loop filter below delays by `tail` samples.
      const delay = period * 2 ** (-cents / 1200) - tail;
      const echo = cubic(line, i - delay + line.length * 4);
      const damped = t > seconds ? kept * Math.exp(-6.9 / (patch.damper * hertz(midi))) : kept;
      const fed = damped * ((1 - tail) * echo + tail * last);
      last = echo;
      const value = fed + (i < turn ? ((excitation[i] - mean) / energy) * 0.3 : 0);
      line[i % line.length] = value;
      const fade = t > seconds ? 1 - (t - seconds) / patch.damper : 1;
      output[i] = value * velocity * fade;
    }
    for (const [centre, gain, q] of patch.body) {
      const resonance = new Filter(sampleRate, centre, q);
      transform(output, (sample) => resonance.bell(sample, gain));
    }
    return [output, output];
  };
}
