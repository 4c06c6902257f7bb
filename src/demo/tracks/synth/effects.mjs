import { Filter } from './filters.mjs';

/** An all-pass delay, which smears a sound without colouring it. */
function allPass(size, gain) {
  const line = new Float32Array(size);
  let index = 0;
  return (input) => {
    const delayed = line[index];
    const fed = input - gain * delayed;
    line[index] = fed;
    index = (index + 1) % size;
    return delayed + gain * fed;
  };
}

const LINE_SECONDS = [0.0297, 0.0371, 0.0411, 0.0437, 0.0533, 0.0619, 0.0713, 0.0799];

/**
 * A room: eight delay lines that feed one another through a Hadamard matrix (Jot's feedback delay network).
 * `seconds` to -60 dB, `size` scales the room, `damping` hertz above which it dies sooner.
 */
export function reverb({ seconds = 1.8, size = 1, damping = 5000, before = 0.012, lowCut = 180 }) {
  return ([left, right], sampleRate) => {
    const lines = LINE_SECONDS.map((line) => new Float32Array(Math.round(line * size * sampleRate)));
    const gains = lines.map((line) => 10 ** ((-3 * line.length) / sampleRate / seconds));
    const softened = Math.exp((-2 * Math.PI * damping) / sampleRate);
    const memory = new Float64Array(8);
    const taps = new Float64Array(8);
    const places = new Int32Array(8);
    const diffuse = [0, 1].map((side) =>
      [0.0047, 0.0036, 0.0127, 0.0093].map((time) =>
        allPass(Math.round((time + side * 0.0007) * sampleRate), 0.6),
      ),
    );
    const cuts = [new Filter(sampleRate, lowCut), new Filter(sampleRate, lowCut)];
    const wait = Math.round(before * sampleRate);
    const outputs = [new Float32Array(left.length), new Float32Array(left.length)];
    for (let i = 0; i < left.length; i += 1) {
      let l = i < wait ? 0 : cuts[0].high(left[i - wait]);
      let r = i < wait ? 0 : cuts[1].high(right[i - wait]);
      for (const step of diffuse[0]) l = step(l);
      for (const step of diffuse[1]) r = step(r);
      for (let n = 0; n < 8; n += 1) {
        memory[n] = lines[n][places[n]] * (1 - softened) + memory[n] * softened;
        taps[n] = memory[n] * gains[n];
      }
      outputs[0][i] = taps[0] - taps[2] + taps[4] - taps[6];
      outputs[1][i] = taps[1] - taps[3] + taps[5] - taps[7];
      for (let span = 1; span < 8; span *= 2) {
        for (let n = 0; n < 8; n += 1) {
          if (n & span) continue;
          const a = taps[n];
          const b = taps[n + span];
          taps[n] = (a + b) * Math.SQRT1_2;
          taps[n + span] = (a - b) * Math.SQRT1_2;
        }
      }
      for (let n = 0; n < 8; n += 1) {
        lines[n][places[n]] = taps[n] + (n % 2 === 0 ? l : r) * 0.5;
        places[n] = (places[n] + 1) % lines[n].length;
      }
    }
    return outputs;
  };
}

/** Echoes that cross from side to side every `seconds`, darker each time. */
export function pingPong({ seconds, feedback = 0.42, highCut = 3600, lowCut = 250 }) {
  return ([left, right], sampleRate) => {
    const size = Math.round(seconds * sampleRate);
    const lines = [new Float32Array(size), new Float32Array(size)];
    const highs = lines.map(() => new Filter(sampleRate, highCut));
    const lows = lines.map(() => new Filter(sampleRate, lowCut));
    const outputs = [new Float32Array(left.length), new Float32Array(left.length)];
    for (let i = 0; i < left.length; i += 1) {
      const place = i % size;
      const [l, r] = [lines[0][place], lines[1][place]];
      outputs[0][i] = l;
      outputs[1][i] = r;
      lines[0][place] = lows[0].high(highs[0].low((left[i] + right[i]) * 0.5 + r * feedback));
      lines[1][place] = lows[1].high(highs[1].low(l * feedback));
    }
    return outputs;
  };
}

function modulatedDelay(signal, sampleRate, delayAt) {
  const output = new Float32Array(signal.length);
  for (let i = 0; i < signal.length; i += 1) {
    const position = i - delayAt(i / sampleRate) * sampleRate;
    const index = Math.floor(position);
    const share = position - index;
    output[i] = (signal[index] ?? 0) * (1 - share) + (signal[index + 1] ?? 0) * share;
  }
  return output;
}

/** A doubled, gently detuned copy to each side. */
export function chorus({ rate = 0.6, depth = 0.0022, mix = 0.5 } = {}) {
  return (channels, sampleRate) =>
    channels.map((signal, side) => {
      const turn = (t) => Math.sin(2 * Math.PI * rate * t + side * 1.9);
      const copy = modulatedDelay(signal, sampleRate, (t) => 0.014 + depth * turn(t));
      return signal.map((sample, i) => sample * (1 - mix * 0.4) + copy[i] * mix);
    });
}

/** The unsteady motor of an old tape machine. */
export function tapeWow({ depth = 0.0012 } = {}) {
  return (channels, sampleRate) =>
    channels.map((signal) =>
      modulatedDelay(
        signal,
        sampleRate,
        (t) => 0.006 + depth * (Math.sin(2 * Math.PI * 0.55 * t) + 0.25 * Math.sin(2 * Math.PI * 5.7 * t)),
      ),
    );
}

/** Volume that trembles, as in an old guitar amplifier. */
export function tremolo({ rate = 5.5, depth = 0.5 } = {}) {
  return (channels, sampleRate) =>
    channels.map((signal) =>
      signal.map((s, i) => s * (1 - depth * (0.5 + 0.5 * Math.sin((2 * Math.PI * rate * i) / sampleRate)))),
    );
}

/** A guitar amplifier: tight low end, four times oversampled clipping, and a loudspeaker's narrow band. */
export function amplifier({ gain = 8, bass = 90, treble = 4600, presence = 1.6 } = {}) {
  return (channels, sampleRate) =>
    channels.map((signal) => {
      const rate = sampleRate * 4;
      const tight = new Filter(sampleRate, bass);
      const smooth = [new Filter(rate, 9000), new Filter(rate, 9000)];
      const cone = [new Filter(sampleRate, treble, 0.9), new Filter(sampleRate, treble * 1.15)];
      const thump = new Filter(sampleRate, 125, 1);
      const bite = new Filter(sampleRate, 2600, 1);
      const output = new Float32Array(signal.length);
      let last = 0;
      for (let i = 0; i < signal.length; i += 1) {
        const now = tight.high(signal[i]) * gain;
        let value = 0;
        for (let n = 1; n <= 4; n += 1) {
          const driven = last + ((now - last) * n) / 4;
          value = smooth[1].low(smooth[0].low(Math.tanh(driven + 0.18) - Math.tanh(0.18)));
        }
        last = now;
        output[i] = cone[1].low(cone[0].low(bite.bell(thump.bell(value, 1.4), presence)));
      }
      return output;
    });
}

/** Warmth: soft clipping that leaves quiet sounds alone. */
export function saturation(amount = 1.5) {
  return (channels) => channels.map((signal) => signal.map((s) => Math.tanh(s * amount) / amount));
}
