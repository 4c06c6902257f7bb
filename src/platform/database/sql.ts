import type { SqlValue } from './database.js';

/**
 * The part `(?, ?, …)` of an IN condition and its values. Lengths are rounded up to powers of two by repeating the
 * last value, so that lists of any length share a dozen prepared statements.
 */
export function inList(values: readonly SqlValue[]): { sql: string; values: SqlValue[] } {
  const length = 2 ** Math.ceil(Math.log2(Math.max(values.length, 1)));
  const padded = Array.from({ length }, (_, index) => values[Math.min(index, values.length - 1)] ?? null);
  return { sql: `(${padded.map(() => '?').join(', ')})`, values: padded };
}
