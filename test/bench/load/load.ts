import { Line, type Request } from './line.js';

/** What a load has seen. */
export interface Seen {
  readonly requests: number;
  readonly seconds: number;
  /** Milliseconds until each answer was there, in order of size. */
  readonly times: readonly number[];
}

/**
 * Sends `count` requests, in their order and from the first again, by so many callers at once.
 * @throws at the first answer that is not as it must be
 */
export async function load(
  port: number,
  requests: readonly Request[],
  count: number,
  callers: number,
): Promise<Seen> {
  const lines = await Promise.all(Array.from({ length: callers }, () => Line.open(port)));
  const times: number[] = [];
  let next = 0;
  const begin = performance.now();
  try {
    await Promise.all(
      lines.map(async (line) => {
        while (next < count) {
          const { bytes, status, length } = requests[next++ % requests.length] as Request;
          const sent = performance.now();
          const answer = await line.send(bytes);
          times.push(performance.now() - sent);
          if (answer.status !== status || (length !== undefined && answer.length !== length)) {
            throw new Error(
              `${answer.status}, ${answer.length} bytes, for ${bytes.toString().slice(0, 300)}`,
            );
          }
        }
      }),
    );
  } finally {
    for (const line of lines) line.close();
  }
  const seconds = (performance.now() - begin) / 1000;
  return { requests: count, seconds, times: times.sort((a, b) => a - b) };
}

/** The value below which this part of sorted values lies. */
export function quantile(sorted: readonly number[], part: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(part * sorted.length))] ?? Number.NaN;
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  return Number.isInteger(middle)
    ? ((sorted[middle - 1] as number) + (sorted[middle] as number)) / 2
    : (sorted[Math.floor(middle)] as number);
}
