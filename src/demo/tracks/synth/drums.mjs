import { Filter } from './filters.mjs';

function hit(sampleRate, seconds, sampleAt) {
  const length = Math.ceil(seconds * sampleRate);
  const signal = new Float32Array(length);
  for (let i = 0; i < length; i += 1) {
    const fade = Math.min(1, (length - i) / (0.01 * sampleRate));
    signal[i] = sampleAt(i / sampleRate) * fade;
  }
  return signal;
}

/** A drum skin that drops in pitch: bass drum, tom or a deep electronic bass. Hertz, seconds. */
export function skin({ start = 160, hertz = 52, drop = 0.03, decay = 0.35, click = 0.4, drive = 1.4 } = {}) {
  return (sampleRate, random) => {
    const beater = new Filter(sampleRate, 3200, 0.7);
    let phase = 0;
    return hit(sampleRate, decay * 1.15, (t) => {
      phase += (2 * Math.PI * (hertz + (start - hertz) * Math.exp(-t / drop))) / sampleRate;
      const body = Math.sin(phase) * Math.exp((-5 * t) / decay);
      const tick = beater.band(random() * 2 - 1) * click * Math.exp(-t * 280) * 2;
      return Math.tanh((body + tick) * drive);
    });
  };
}

/** A snare drum: two tones of the skin and the wires' noise. */
export function snare({ hertz = 190, tone = 0.6, decay = 0.2, low = 1400, high = 9000, ring = 0.14 } = {}) {
  return (sampleRate, random) => {
    const bottom = new Filter(sampleRate, low);
    const top = new Filter(sampleRate, high);
    let phase = 0;
    return hit(sampleRate, Math.max(decay, ring) * 1.3, (t) => {
      phase += (2 * Math.PI * hertz * (1 + 0.5 * Math.exp(-t * 90))) / sampleRate;
      const head =
        (Math.sin(phase) + 0.55 * Math.sin(phase * 1.71 + 0.4)) * tone * Math.exp((-5.5 * t) / ring);
      const wires =
        top.low(bottom.high(random() * 2 - 1)) * (Math.exp((-5 * t) / decay) + 0.8 * Math.exp(-t * 160));
      return Math.tanh(1.5 * (head + wires * 0.9));
    });
  };
}

/** Noise between two frequencies with a sharp or a slow start: shaker, brush, clap tail, electronic hat. */
export function noise({ low = 6000, high = 14000, attack = 0.001, decay = 0.08 } = {}) {
  return (sampleRate, random) => {
    const bottom = new Filter(sampleRate, low);
    const top = new Filter(sampleRate, high);
    return hit(sampleRate, attack + decay * 1.2, (t) => {
      const level = t < attack ? t / attack : Math.exp((-5 * (t - attack)) / decay);
      return top.low(bottom.high(random() * 2 - 1)) * level;
    });
  };
}

/** Hands clapping: four short bursts and a tail. */
export function clap({ hertz = 1300, decay = 0.18 } = {}) {
  return (sampleRate, random) => {
    const body = new Filter(sampleRate, hertz, 1.1);
    const air = new Filter(sampleRate, 600);
    return hit(sampleRate, decay * 1.3 + 0.03, (t) => {
      const burst = t < 0.03 ? Math.exp(-(t % 0.0098) * 320) : Math.exp((-5 * (t - 0.03)) / decay) * 0.75;
      const hands = random() * 2 - 1;
      return air.high(body.band(hands) * 1.6 + hands * 0.2) * burst;
    });
  };
}

/**
 * A cymbal or hi-hat as many ringing modes plus a hiss. `seconds` to -60 dB of the slowest mode, `strike` how much of the
 * stick is heard, `hiss` the share of noise.
 */
export function cymbal({
  seconds = 1.2,
  low = 400,
  high = 13000,
  modes = 70,
  hiss = 0.4,
  strike = 0.3,
} = {}) {
  return (sampleRate, random) => {
    const length = Math.ceil(seconds * sampleRate);
    const signal = new Float32Array(length);
    for (let n = 0; n < modes; n += 1) {
      const frequency = low * (high / low) ** ((n + random()) / modes);
      const decay = seconds * (0.35 + 0.65 * random()) * Math.min(1, (2500 / frequency) ** 0.25);
      const fall = Math.exp(-6.9 / (decay * sampleRate));
      const twice = 2 * fall * Math.cos((2 * Math.PI * frequency) / sampleRate);
      let before = 0;
      let now =
        (0.4 + random()) * Math.sin((2 * Math.PI * frequency) / sampleRate) * (frequency / high) ** 0.35;
      for (let i = 0; i < length; i += 1) {
        signal[i] += now;
        const next = twice * now - fall * fall * before;
        before = now;
        now = next;
      }
    }
    const edge = new Filter(sampleRate, Math.max(low, 5000));
    const floor = new Filter(sampleRate, low * 0.9);
    const scale = 1 / Math.sqrt(modes);
    for (let i = 0; i < length; i += 1) {
      const t = i / sampleRate;
      const air =
        edge.high(random() * 2 - 1) * (hiss * Math.exp((-6 * t) / seconds) + strike * Math.exp(-t * 130));
      signal[i] = (floor.high(signal[i] * scale) + air) * Math.min(1, (length - i) / (0.01 * sampleRate));
    }
    return signal;
  };
}

/** A tuned strike: rim, wood block, cow bell, conga, janggu; `partials` are `[hertz, level, decay]`. */
export function strike({ partials, slap = 0.2, slapHertz = 2500, bend = 0 }) {
  return (sampleRate, random) => {
    const skinNoise = new Filter(sampleRate, slapHertz, 0.8);
    const longest = Math.max(...partials.map(([, , decay]) => decay));
    const phases = partials.map(() => 0);
    return hit(sampleRate, longest * 1.1, (t) => {
      let value = skinNoise.band(random() * 2 - 1) * slap * Math.exp(-t * 110) * 2;
      for (let n = 0; n < partials.length; n += 1) {
        const [frequency, level, decay] = partials[n];
        phases[n] += (2 * Math.PI * frequency * (1 + bend * Math.exp(-t * 25))) / sampleRate;
        value += Math.sin(phases[n]) * level * Math.exp((-5.5 * t) / decay);
      }
      return value;
    });
  };
}

/** A sound played backwards, for a swell into a new part. */
export function backwards(sound) {
  return (sampleRate, random) => sound(sampleRate, random).reverse();
}
