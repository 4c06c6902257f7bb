import { Filter, transform } from './filters.mjs';

/** Integrated loudness of a stereo signal in LUFS (ITU-R BS.1770-4, with both gates). */
export function loudness(channels, sampleRate) {
  const slot = Math.round(sampleRate / 10);
  const powers = new Float64Array(Math.floor(channels[0].length / slot));
  for (const signal of channels) {
    const head = new Filter(sampleRate, 1681.974450955533, 0.7071752369554196);
    const bottom = new Filter(sampleRate, 38.13547087602444, 0.5003270373238773);
    const gain = 10 ** (3.999843853973347 / 20);
    for (let i = 0; i < powers.length * slot; i += 1) {
      const weighted = bottom.high(head.shelf(signal[i], gain, gain ** 0.4996667741545416));
      powers[Math.floor(i / slot)] += weighted * weighted;
    }
  }
  const blocks = [];
  for (let i = 3; i < powers.length; i += 1) {
    blocks.push((powers[i] + powers[i - 1] + powers[i - 2] + powers[i - 3]) / (4 * slot));
  }
  const mean = (values) => values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
  const lufs = (power) => -0.691 + 10 * Math.log10(power + 1e-12);
  const heard = blocks.filter((power) => lufs(power) > -70);
  const gate = lufs(mean(heard)) - 10;
  return lufs(mean(heard.filter((power) => lufs(power) > gate)));
}

/** Holds a mix together: gentle 2:1 compression above `threshold` (dB of the louder channel's mean square). */
function glue([left, right], sampleRate, threshold) {
  const attack = Math.exp(-1 / (0.02 * sampleRate));
  const recover = Math.exp(-1 / (0.18 * sampleRate));
  let power = 0;
  for (let i = 0; i < left.length; i += 1) {
    const now = Math.max(left[i] * left[i], right[i] * right[i]);
    const pace = now > power ? attack : recover;
    power = now + (power - now) * pace;
    const over = 10 * Math.log10(power + 1e-12) - threshold;
    if (over > 0) {
      const gain = 10 ** (-over / 2 / 20);
      left[i] *= gain;
      right[i] *= gain;
    }
  }
}

/** Keeps every sample below `ceiling`, easing down before a peak and back after it. */
function limit([left, right], sampleRate, ceiling) {
  const gains = Float32Array.from(left, (sample, i) =>
    Math.min(1, ceiling / Math.max(Math.abs(sample), Math.abs(right[i]), 1e-9)),
  );
  const recover = Math.exp(-1 / (0.09 * sampleRate));
  const ease = Math.exp(-1 / (0.0012 * sampleRate));
  for (let i = 1; i < gains.length; i += 1) gains[i] = Math.min(gains[i], 1 - (1 - gains[i - 1]) * recover);
  for (let i = gains.length - 2; i >= 0; i -= 1) gains[i] = Math.min(gains[i], 1 - (1 - gains[i + 1]) * ease);
  transform(left, (sample, i) => sample * gains[i]);
  transform(right, (sample, i) => sample * gains[i]);
}

function scale(channels, decibels) {
  const gain = 10 ** (decibels / 20);
  for (const signal of channels) transform(signal, (sample) => sample * gain);
}

/** Removes rumble, compresses, brings the mix to `target` LUFS and limits its peaks to -1.6 dBFS. */
export function master(channels, sampleRate, target) {
  for (const signal of channels) {
    const rumble = new Filter(sampleRate, 28);
    transform(signal, (sample) => rumble.high(sample));
  }
  scale(channels, -18 - loudness(channels, sampleRate));
  glue(channels, sampleRate, -15);
  for (let pass = 0; pass < 3; pass += 1) {
    scale(channels, target - loudness(channels, sampleRate));
    limit(channels, sampleRate, 10 ** (-1.6 / 20));
  }
  return channels;
}
