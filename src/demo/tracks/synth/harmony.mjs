import { pitchClass, readLine } from './notation.mjs';

/** Semitones above the root, the tones that give the chord its colour first so that small voicings keep them. */
const QUALITIES = {
  '': [4, 7, 0],
  m: [3, 7, 0],
  5: [0, 7],
  6: [4, 9, 7, 0],
  69: [4, 9, 2, 7],
  m6: [3, 9, 7, 0],
  7: [4, 10, 7, 0],
  m7: [3, 10, 7, 0],
  maj7: [4, 11, 7, 0],
  9: [4, 10, 2, 7],
  m9: [3, 10, 2, 7],
  maj9: [4, 11, 2, 7],
  m11: [3, 10, 5, 2],
  13: [4, 10, 9, 2],
  add9: [4, 2, 7, 0],
  madd9: [3, 2, 7, 0],
  sus4: [5, 7, 0],
  sus2: [2, 7, 0],
  '7sus4': [5, 10, 7, 0],
  '9sus4': [5, 10, 2, 7],
  '7b9': [4, 10, 1, 7],
  '7#9': [4, 10, 3, 7],
  '7b13': [4, 10, 8, 0],
  m7b5: [3, 10, 6, 0],
  dim7: [3, 9, 6, 0],
};

/** Reads a progression such as `Dm9:4 G13:2 C/E:2` into `{ root, bass, tones, third, fifth, start, length }`. */
export function progression(text, beatsPerBar = 4) {
  const line = readLine(text, beatsPerBar);
  const chords = line.map(({ symbol, start, length }) => {
    const [, rootName, quality, , bassName] = /^([A-G][#b]?)([^/]*)(\/([A-G][#b]?))?$/.exec(symbol);
    const intervals = QUALITIES[quality];
    if (!intervals) throw new Error(`Unknown chord ${symbol}`);
    const root = pitchClass(rootName);
    const third = intervals.find((interval) => interval >= 2 && interval <= 5) ?? 7;
    const fifth = intervals.includes(6) && !intervals.includes(7) ? 6 : 7;
    const seventh = intervals.find((interval) => interval >= 9 && interval !== 9) ?? 9;
    return {
      symbol,
      root,
      bass: bassName ? pitchClass(bassName) : root,
      tones: intervals.map((interval) => (root + interval) % 12),
      steps: { 3: third, 5: fifth, 7: seventh, 8: 12, 9: 14 },
      start,
      length,
    };
  });
  return Object.assign(chords, { beats: line.beats });
}

function chordIndexAt(chords, beat) {
  const index = chords.findIndex((chord) => beat < chord.start + chord.length - 1e-6);
  return index < 0 ? chords.length - 1 : index;
}

function placements(tones, low, high) {
  const options = tones.map((tone) => {
    const notes = [];
    for (let midi = low + ((((tone - low) % 12) + 12) % 12); midi <= high; midi += 12) notes.push(midi);
    return notes;
  });
  return options.reduce(
    (partial, notes) => partial.flatMap((set) => notes.map((note) => [...set, note])),
    [[]],
  );
}

function roughness(voicing, centre) {
  let cost = 0.6 * Math.abs(voicing.reduce((sum, note) => sum + note, 0) / voicing.length - centre);
  for (let i = 1; i < voicing.length; i += 1) {
    const gap = voicing[i] - voicing[i - 1];
    if (gap === 0) cost += 30;
    if (gap === 1) cost += i === voicing.length - 1 ? 8 : 3;
    if (gap < 3 && voicing[i - 1] < 53) cost += 4;
    if (gap > 9) cost += gap - 9;
  }
  return cost;
}

/**
 * A voicing (ascending MIDI numbers) for each chord of a progression: of all that fit between `low` and `high`, the
 * one whose voices move least from the chord before and that has no rough or empty spacing.
 */
function voiceLead(chords, { low = 52, high = 74, voices = 4 } = {}) {
  let previous = null;
  return chords.map((chord) => {
    let best = null;
    for (const candidate of placements(chord.tones.slice(0, voices), low, high)) {
      const voicing = candidate.sort((a, b) => a - b);
      let cost = roughness(voicing, (low + high) / 2);
      if (previous) {
        const shared = Math.min(previous.length, voicing.length);
        for (let i = 1; i <= shared; i += 1) {
          cost += Math.abs(voicing[voicing.length - i] - previous[previous.length - i]);
        }
      }
      if (!best || cost < best.cost) best = { voicing, cost };
    }
    previous = best.voicing;
    return best.voicing;
  });
}

function repeated(rhythm, beats) {
  const line = typeof rhythm === 'string' ? readLine(rhythm) : rhythm;
  const words = [];
  for (let offset = 0; offset < beats - 1e-6; offset += line.beats) {
    for (const word of line) {
      if (word.start + offset < beats - 1e-6) words.push({ ...word, start: word.start + offset });
    }
  }
  return words;
}

/**
 * Chords in a rhythm. In the rhythm `x` strikes the chord, `p` pushes the next chord ahead of its beat, and digits
 * such as `1` or `13` sound single voices of the voicing, counted from the lowest.
 */
export function comp(chords, rhythm, range) {
  const voicings = voiceLead(chords, range);
  return repeated(rhythm, chords.beats).flatMap(({ symbol, ...word }) => {
    const index = chordIndexAt(chords, word.start);
    const voicing = voicings[symbol === 'p' ? Math.min(index + 1, voicings.length - 1) : index];
    const notes = /^\d+$/.test(symbol)
      ? [...symbol].map((digit) => voicing[(digit - 1) % voicing.length])
      : voicing;
    return notes.map((midi, order) => ({ ...word, midi, order }));
  });
}

/**
 * A bass line in a rhythm: `R` the bass note, `3 5 7 8 9` that step above it, `a` and `A` a semitone below or above the next
 * chord's root, `p` the next chord's root ahead of its beat, `d` the fifth below.
 */
export function bassLine(chords, rhythm, low = 28) {
  const placed = (tone) => low + ((((tone - low) % 12) + 12) % 12);
  return repeated(rhythm, chords.beats).map(({ symbol, ...word }) => {
    const index = chordIndexAt(chords, word.start);
    const chord = chords[index];
    const next = placed(chords[(index + 1) % chords.length].bass);
    const root = placed(chord.bass);
    const lines = { R: root, a: next - 1, A: next + 1, p: next, d: root - 5 < low - 2 ? root + 7 : root - 5 };
    const above = placed(chord.root) + chord.steps[symbol];
    return { ...word, midi: lines[symbol] ?? (above > root ? above : above + 12) };
  });
}
