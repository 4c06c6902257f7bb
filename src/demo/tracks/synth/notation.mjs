const LETTERS = { C: 0, D: 2, E: 4, F: 5, G: 7, A: 9, B: 11 };

/** The pitch class 0..11 of a note name such as `F#` or `Bb`. */
export function pitchClass(name) {
  const shift = name[1] === '#' ? 1 : name[1] === 'b' ? -1 : 0;
  return (LETTERS[name[0]] + shift + 12) % 12;
}

/** The MIDI number of a note such as `C#4`; middle C is `C4`, 60. */
function midiOf(name) {
  const [, letter, accidental, octave] = /^([A-G])([#b]?)(-?\d)$/.exec(name);
  return LETTERS[letter] + (accidental === '#' ? 1 : accidental === 'b' ? -1 : 0) + 12 * (Number(octave) + 1);
}

/** Hertz of a MIDI number, A4 = 440 Hz; fractions are allowed. */
export function hertz(midi) {
  return 440 * 2 ** ((midi - 69) / 12);
}

/**
 * Reads a line of `symbol:beats` words into `{ symbol, start, length, velocity }`, in beats.
 *
 * A word without a length takes the one before it; `-` is a rest; `!` after the symbol is an accent and `?` a soft
 * note; a length may be a fraction (`1/3`). Bar lines `|` are checked: each closes a multiple of `beatsPerBar`.
 */
export function readLine(text, beatsPerBar = 4) {
  const words = [];
  let start = 0;
  let length = 1;
  for (const word of text.trim().split(/\s+/)) {
    if (word === '|') {
      const beyond = start % beatsPerBar;
      if (Math.min(beyond, beatsPerBar - beyond) > 1e-6)
        throw new Error(`Bar ends at beat ${start}: ${text}`);
      continue;
    }
    const [, symbol, mark, beats] = /^([^:!?]+)([!?]?)(?::(.+))?$/.exec(word);
    if (beats) {
      const [over, under = '1'] = beats.split('/');
      length = Number(over) / Number(under);
    }
    if (symbol !== '-') {
      words.push({ symbol, start, length, velocity: mark === '!' ? 0.95 : mark === '?' ? 0.5 : 0.75 });
    }
    start += length;
  }
  return Object.assign(words, { beats: start });
}

/** A melody: a line whose symbols are notes (`E5`) or, joined by `+`, notes sounding together. */
export function melody(text, beatsPerBar = 4) {
  return readLine(text, beatsPerBar).flatMap(({ symbol, ...note }) =>
    symbol.split('+').map((name) => ({ ...note, midi: midiOf(name) })),
  );
}
