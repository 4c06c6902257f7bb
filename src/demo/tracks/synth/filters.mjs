/** A two-pole state variable filter (trapezoidal integration), which stays stable while its frequency moves. */
export class Filter {
  #sampleRate;
  #first = 0;
  #second = 0;
  #band = 0;
  #low = 0;

  constructor(sampleRate, hertz, q = Math.SQRT1_2) {
    this.#sampleRate = sampleRate;
    this.tune(hertz, q);
  }

  tune(hertz, q = Math.SQRT1_2) {
    const g = Math.tan((Math.PI * Math.min(hertz, this.#sampleRate * 0.45)) / this.#sampleRate);
    this.damping = 1 / q;
    this.a1 = 1 / (1 + g * (g + this.damping));
    this.a2 = g * this.a1;
    this.a3 = g * this.a2;
    return this;
  }

  #step(input) {
    const v3 = input - this.#second;
    const band = this.a1 * this.#first + this.a2 * v3;
    const low = this.#second + this.a2 * this.#first + this.a3 * v3;
    this.#first = 2 * band - this.#first;
    this.#second = 2 * low - this.#second;
    this.#band = band;
    this.#low = low;
  }

  low(input) {
    this.#step(input);
    return this.#low;
  }

  high(input) {
    this.#step(input);
    return input - this.damping * this.#band - this.#low;
  }

  /** Unity gain at the centre. */
  band(input) {
    this.#step(input);
    return this.damping * this.#band;
  }

  /** The input with its surroundings of the centre raised (gain > 1) or lowered. */
  bell(input, gain) {
    return input + (gain - 1) * this.band(input);
  }

  /** The input with everything above the frequency times `gain`; `middle` is the gain at the frequency itself. */
  shelf(input, gain, middle = Math.sqrt(gain)) {
    this.#step(input);
    const band = this.damping * this.#band;
    return gain * (input - band - this.#low) + middle * band + this.#low;
  }
}

/** Runs `work(sample, index)` over a signal in place. */
export function transform(signal, work) {
  for (let i = 0; i < signal.length; i += 1) signal[i] = work(signal[i], i);
  return signal;
}
