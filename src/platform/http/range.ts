/** Inclusive byte positions, 0-based. */
export interface ByteRange {
  readonly start: number;
  readonly end: number;
}

/** A real field has some thirty characters; a longer one than this is not worth reading. */
const MAX_FIELD_LENGTH = 4096;

/** A number of so many digits is exact. */
const MOST_SAFE_DIGITS = 15;

/**
 * What a Range field asks of an object of `size` bytes (RFC 9110, sections 14.1.2 and 14.2): the one range to
 * send, `'unsatisfiable'` for a 416 answer, or null where the field is ignored and the whole object is sent.
 * Ignored are other units, malformed and overlong fields, and fields with more than one satisfiable range.
 */
export function selectRange(field: string, size: number): ByteRange | 'unsatisfiable' | null {
  if (field.length > MAX_FIELD_LENGTH || field.slice(0, 6).toLowerCase() !== 'bytes=') return null;
  let selected: ByteRange | null = null;
  let listed = false;
  for (const [index, element] of field.slice(6).split(',').entries()) {
    // White space belongs to the commas: there is none before the first range.
    const spec = trimEnd(index === 0 ? element : trimStart(element));
    // Empty list elements are skipped (section 5.6.1.2).
    if (spec === '') continue;
    const range = resolve(spec, size);
    if (range === null) return null;
    listed = true;
    if (range === 'unsatisfiable') continue;
    if (selected !== null) return null;
    selected = range;
  }
  if (!listed) return null;
  if (selected === null) return 'unsatisfiable';
  // A suffix of an empty object is satisfiable, but no Content-Range can say so.
  return size === 0 ? null : selected;
}

/** One range-spec against an object of `size` bytes; null where it is malformed. */
function resolve(spec: string, size: number): ByteRange | 'unsatisfiable' | null {
  const [, first, last, suffix] = /^(?:(\d+)-(\d*)|-(\d+))$/.exec(spec) ?? [];
  if (suffix !== undefined) {
    const count = positionOf(suffix);
    if (count < 1) return 'unsatisfiable';
    return { start: count >= size ? 0 : size - Number(count), end: size - 1 };
  }
  if (first === undefined) return null;
  const start = positionOf(first);
  const end = last ? positionOf(last) : null;
  if (end !== null && end < start) return null;
  if (start >= size) return 'unsatisfiable';
  return { start: Number(start), end: end === null || end >= size ? size - 1 : Number(end) };
}

/** Positions may have any number of digits, and are compared exactly before they become numbers. */
function positionOf(digits: string): number | bigint {
  return digits.length <= MOST_SAFE_DIGITS ? Number(digits) : BigInt(digits);
}

function trimStart(text: string): string {
  let start = 0;
  while (isWhiteSpace(text[start])) start += 1;
  return text.slice(start);
}

function trimEnd(text: string): string {
  let end = text.length;
  while (isWhiteSpace(text[end - 1])) end -= 1;
  return text.slice(0, end);
}

/** OWS of RFC 9110, section 5.6.3: `trim()` would take other characters as well. */
function isWhiteSpace(character: string | undefined): boolean {
  return character === ' ' || character === '\t';
}
