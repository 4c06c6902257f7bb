import { readdirSync, readFileSync } from 'node:fs';

/** Linux counts processor time for programs in hundredths of a second. */
const ticksPerSecond = 100;

/** Seconds of processor time that a process and all below it have taken so far. */
export function cpuSeconds(pid: number): number {
  const processes = readdirSync('/proc').flatMap((name) =>
    /^\d+$/.test(name) ? (statOf(Number(name)) ?? []) : [],
  );
  const ticksBelow = (id: number): number =>
    processes
      .filter((each) => each.parent === id)
      .reduce((sum, each) => sum + each.ticks + ticksBelow(each.pid), 0);
  const own = processes.find((each) => each.pid === pid)?.ticks ?? 0;
  return (own + ticksBelow(pid)) / ticksPerSecond;
}

/** Mebibytes of memory: as it is now (`VmRSS`), or the most it has been (`VmHWM`). */
export function memoryOf(pid: number, which: 'VmRSS' | 'VmHWM'): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  return Number(new RegExp(`${which}:\\s+(\\d+)`).exec(status)?.[1]) / 1024;
}

/** Null when it has ended meanwhile. */
function statOf(pid: number): { pid: number; parent: number; ticks: number } | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name before may hold anything; fields after it: state, parent, …, utime, stime, and those of children waited for.
    const fields = stat
      .slice(stat.lastIndexOf(')') + 2)
      .split(' ')
      .map(Number);
    const ticks = fields.slice(11, 15).reduce((sum, value) => sum + value, 0);
    return { pid, parent: fields[1] as number, ticks };
  } catch {
    return null;
  }
}
