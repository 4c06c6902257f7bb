import type { Comparison } from '../measure/compare.js';
import type { Finding } from './measure.js';

/** A comparison as a row of the table. */
export function toFinding(comparison: Comparison, peer: string, notes: readonly string[] = []): Finding {
  const { ratio, range, withDatabase, cpuMs, peerCpuMs, noise, speed } = comparison;
  const all = [
    `CPU ${cpuMs.toFixed(3)} ms, ${peer} ${peerCpuMs.toFixed(3)} (spread ${noise.toFixed(2)})`,
    ...(withDatabase === null ? [] : [`with the database's ${withDatabase.toFixed(2)} x`]),
    `requests/s ${speed.toFixed(2)} x`,
    ...notes,
  ];
  return {
    figure: `${ratio.toFixed(2)} x ${peer}`,
    range: range.map((value) => value.toFixed(2)).join('..'),
    notes: all.join('; '),
    data: comparison,
  };
}
