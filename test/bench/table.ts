import type { Finding } from './measures/measure.js';

/** One row for each finding, the columns in line. */
export function table(findings: Readonly<Record<string, Finding>>): string {
  const rows = [
    ['', 'figure', 'range', ''],
    ...Object.entries(findings).map(([name, { figure, range = '', notes = '' }]) => [
      name,
      figure,
      range,
      notes,
    ]),
  ];
  const widths = [0, 1, 2].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
