/** Until when something must be over, on the clock of `performance.now()`. */
export type Deadline = number;

export const deadlineIn = (ms: number): Deadline => performance.now() + ms;

/** Whole milliseconds until then, 0 when it is past. */
export const leftUntil = (deadline: Deadline): number =>
  Math.max(0, Math.round(deadline - performance.now()));

/**
 * What `work` gives. When the deadline comes first, the work goes on by itself and nobody waits for it any longer.
 * @throws what `late` makes, or what the work throws
 */
export async function before<T>(deadline: Deadline, work: Promise<T>, late: () => Error): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const end = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(late()), leftUntil(deadline));
  });
  return Promise.race([work, end]).finally(() => clearTimeout(timer));
}
