import { pingPong, reverb } from './effects.mjs';
import { Filter, transform } from './filters.mjs';
import { loudness, master } from './mastering.mjs';
import { seededRandom } from './random.mjs';

const STRENGTHS = { X: 1, x: 0.75, o: 0.4, '.': 0, f: 0.9 };

class Track {
  #studio;
  #random;
  #hits = new Map();

  constructor(studio, settings, random) {
    this.#studio = studio;
    this.#random = random;
    this.settings = settings;
    this.channels = [new Float32Array(studio.length), new Float32Array(studio.length)];
  }

  #add([left, right], seconds, gain, pan) {
    const offset = Math.max(0, Math.round(seconds * this.#studio.sampleRate));
    const [intoLeft, intoRight] = this.channels;
    const leftGain = gain * Math.SQRT2 * Math.cos(((1 + pan) * Math.PI) / 4);
    const rightGain = gain * Math.SQRT2 * Math.sin(((1 + pan) * Math.PI) / 4);
    const end = Math.min(left.length, this.#studio.length - offset);
    for (let i = 0; i < end; i += 1) {
      intoLeft[offset + i] += left[i] * leftGain;
      intoRight[offset + i] += right[i] * rightGain;
    }
  }

  /**
   * Plays notes from beat `at` on. `gate` is the share of its length a note is held, `loose` the seconds a player is off
   * the beat at most, `strum` the seconds between the notes of a chord, `legato` lets a note slide from the one before.
   */
  play(
    instrument,
    notes,
    { at = 0, gate = 0.95, loose = 0.006, strum = 0, legato = false, velocity = 1, transpose = 0 } = {},
  ) {
    let previous;
    for (const note of notes) {
      const start = this.#studio.seconds(at + note.start);
      const seconds = this.#studio.seconds(at + note.start + note.length * gate) - start;
      const joined = legato && previous && Math.abs(previous.start + previous.length - note.start) < 1e-6;
      const moved = start + (this.#random() - 0.5) * 2 * loose + strum * (note.order ?? 0);
      const signal = instrument({
        sampleRate: this.#studio.sampleRate,
        midi: note.midi + transpose,
        seconds,
        velocity: Math.min(1, note.velocity * velocity * (0.94 + 0.12 * this.#random())),
        random: this.#random,
        from: joined ? previous.midi + transpose : undefined,
        at: start,
      });
      this.#add(signal, moved, 1, this.settings.pan ?? 0);
      previous = note;
    }
    return this;
  }

  /**
   * Plays rows of a drum pattern, each repeated through `beats`: `X` loud, `x`, `o` soft, `f` a flam, `.` silence, spaces
   * ignored; one character lasts `step` beats.
   */
  drum(kit, rows, { at = 0, beats = 4, step = 0.25, loose = 0.004, velocity = 1 } = {}) {
    for (const [name, row] of Object.entries(rows)) {
      const steps = row.replaceAll(' ', '');
      for (let i = 0; i * step < beats - 1e-6; i += 1) {
        const mark = steps[i % steps.length];
        const strength = STRENGTHS[mark] * velocity * (0.9 + 0.2 * this.#random());
        if (strength === 0) continue;
        const seconds = this.#studio.seconds(at + i * step) + (this.#random() - 0.5) * 2 * loose;
        this.#strike(kit[name], seconds, strength);
        if (mark === 'f') this.#strike(kit[name], seconds - 0.028, strength * 0.4);
      }
    }
    return this;
  }

  #strike(drum, seconds, strength) {
    let takes = this.#hits.get(drum);
    if (!takes) {
      // Three takes of each sound, so that no two strokes in a row need be the same.
      takes = [0, 1, 2].map(() => {
        const signal = drum.sound(this.#studio.sampleRate, this.#random);
        const peak = signal.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0);
        return transform(signal, (sample) => sample / peak);
      });
      this.#hits.set(drum, takes);
    }
    const signal = takes[Math.floor(this.#random() * takes.length)];
    this.#add([signal, signal], seconds, drum.gain * strength ** 1.3, drum.pan);
  }

  /** The track after its effects and filters, at its level in LUFS, silent where `mute` asks. */
  finish() {
    const { inserts = [], lowCut, highCut, level, duck } = this.settings;
    const { sampleRate } = this.#studio;
    let channels = this.channels;
    for (const insert of inserts) channels = insert(channels, sampleRate);
    for (const signal of channels) {
      const low = lowCut && new Filter(sampleRate, lowCut);
      const high = highCut && new Filter(sampleRate, highCut);
      if (low) transform(signal, (sample) => low.high(sample));
      if (high) transform(signal, (sample) => high.low(sample));
    }
    const gain = 10 ** ((level - loudness(channels, sampleRate)) / 20);
    for (const signal of channels) transform(signal, (sample) => sample * gain);
    if (duck) this.#duck(channels, duck);
    return channels;
  }

  #duck(channels, { beats, depth = 0.7, recover = 0.2 }) {
    const { sampleRate } = this.#studio;
    const dips = new Float32Array(this.#studio.length);
    for (const beat of beats) {
      const offset = Math.round(this.#studio.seconds(beat) * sampleRate);
      const span = Math.min(Math.round(recover * 3 * sampleRate), dips.length - offset);
      for (let i = 0; i < span; i += 1) {
        const t = i / sampleRate;
        const dip = depth * Math.min(1, t / 0.004) * Math.exp(-((t / recover) ** 2));
        dips[offset + i] = Math.max(dips[offset + i], dip);
      }
    }
    for (const signal of channels) transform(signal, (sample, i) => sample * (1 - dips[i]));
  }
}

/** A multitrack studio: tracks are added and played, then mixed down to one mastered stereo signal. */
export class Studio {
  #tracks = [];
  #settings;
  #table;

  /**
   * `beats` is the length of the song and `tail` the seconds it rings after; `swing` is the share of a pair of
   * `swingUnit`s (in beats) that the first takes, 0.5 being straight; `slowing` is `[beat, factor]`: from that beat on the
   * tempo falls evenly to `factor` of itself at the end. `room` and `hall` are reverbs, `echo` a delay of that many beats.
   */
  constructor(settings) {
    const {
      bpm,
      beats,
      tail = 2.5,
      swing = 0.5,
      swingUnit = 0.5,
      slowing = [beats, 1],
      sampleRate,
      seed,
    } = settings;
    this.#settings = settings;
    this.sampleRate = sampleRate;
    this.random = seededRandom(seed);
    this.#table = [0];
    const grain = 1 / 64;
    for (let beat = 0; beat < beats + 8; beat += grain) {
      const progress = Math.min(1, Math.max(0, (beat - slowing[0]) / (beats - slowing[0] || 1)));
      this.#table.push(this.#table.at(-1) + (grain * 60) / (bpm * (1 - (1 - slowing[1]) * progress)));
    }
    this.swung = (beat) => {
      const pair = swingUnit * 2;
      const whole = Math.floor(beat / pair + 1e-9);
      const phase = beat / pair - whole;
      return pair * (whole + (phase < 0.5 ? phase * 2 * swing : swing + (phase - 0.5) * 2 * (1 - swing)));
    };
    this.length = Math.ceil((this.seconds(beats) + tail) * sampleRate);
  }

  /** Seconds from the start of the song to a beat, swing and tempo considered. */
  seconds(beat) {
    const place = this.swung(beat) * 64;
    const index = Math.max(0, Math.min(Math.floor(place), this.#table.length - 2));
    return this.#table[index] + (this.#table[index + 1] - this.#table[index]) * (place - index);
  }

  /**
   * A new track: `level` its loudness in LUFS, `pan` -1..1, `room`, `hall` and `echo` how much goes there (0..1),
   * `lowCut` and `highCut` in hertz, `inserts` effects, `duck` `{ beats, depth, recover }` where it makes way.
   */
  track(settings) {
    const track = new Track(this, settings, seededRandom(this.#tracks.length * 977 + this.#settings.seed));
    this.#tracks.push(track);
    return track;
  }

  #silence() {
    return [new Float32Array(this.length), new Float32Array(this.length)];
  }

  /** Mixes every track and returns `[left, right]` at `target` LUFS. */
  mixdown(target) {
    const { room, hall, echo, bpm } = this.#settings;
    const mix = this.#silence();
    const sends = { room: this.#silence(), hall: this.#silence(), echo: this.#silence() };
    const into = (bus, channels, gain) => {
      for (const side of [0, 1]) transform(bus[side], (sample, i) => sample + channels[side][i] * gain);
    };
    for (const track of this.#tracks) {
      const channels = track.finish();
      into(mix, channels, 1);
      for (const [name, bus] of Object.entries(sends)) {
        if (track.settings[name]) into(bus, channels, track.settings[name]);
      }
    }
    const echoes = pingPong({ seconds: ((echo?.beats ?? 0.75) * 60) / bpm, ...echo })(
      sends.echo,
      this.sampleRate,
    );
    into(mix, echoes, 1);
    into(sends.hall, echoes, 0.3);
    into(
      mix,
      reverb({ seconds: 0.5, size: 0.45, damping: 6500, before: 0.004, ...room })(
        sends.room,
        this.sampleRate,
      ),
      1,
    );
    into(
      mix,
      reverb({ seconds: 2.2, size: 1.1, damping: 4800, before: 0.02, ...hall })(sends.hall, this.sampleRate),
      1,
    );
    this.#fadeOut(mix);
    return master(mix, this.sampleRate, target);
  }

  #fadeOut(mix) {
    const span = Math.round(0.9 * this.sampleRate);
    for (const signal of mix) {
      for (let i = 0; i < span; i += 1)
        signal[signal.length - 1 - i] *= Math.sin(((i / span) * Math.PI) / 2) ** 2;
    }
  }
}
