import { AsyncLocalStorage } from 'node:async_hooks';

/** What the reads of one operation may see. */
export interface Reads {
  /** Whether they may be a few seconds old; false until somebody has found that it harms nobody. */
  mayLag: boolean;
}

const running = new AsyncLocalStorage<Reads>();

/** Does `work`, whose reads may see what `reads` says, also where that is said only later. */
export function readingAs<T>(reads: Reads, work: () => T): T {
  return running.run(reads, work);
}

/** Whether what reads right now may get what is a few seconds old. */
export function mayLag(): boolean {
  return running.getStore()?.mayLag ?? false;
}
