/** SQL for a number that looks random and is the same in every fill: 0 to `below` - 1, by the row's number `n`. */
export function pick(n: string, salt: string, below: number | string): string {
  return `(CRC32(CONCAT(${n}, '${salt}')) % ${below})`;
}

/** SQL for one of several, the first ones more often than the last: there are rare districts. */
export function pickOne(n: string, salt: string, values: readonly (string | number)[]): string {
  const list = values.map((value) => (typeof value === 'number' ? value : `'${value}'`)).join(', ');
  return `ELT(1 + FLOOR(${values.length} * POW(${pick(n, salt, 10_000)} / 10000, 1.5)), ${list})`;
}

/** When the row number `n` was made, in milliseconds: one a second, all before any run. */
export function madeAt(n: string): string {
  return `(1700000000000 + 1000 * (${n}))`;
}

/** SQL for the id of row number `n` of a table: a UUIDv7, so that they sort as they were made, as ids of the server do. */
export function idOf(table: string, n: string): string {
  const time = `LPAD(LOWER(HEX(${madeAt(n)})), 12, '0')`;
  const hash = `MD5(CONCAT('${table}', ${n}))`;
  return `CONCAT(INSERT(${time}, 9, 0, '-'), '-7', LEFT(${hash}, 3), '-8', SUBSTR(${hash}, 4, 3), '-', RIGHT(${hash}, 12))`;
}
