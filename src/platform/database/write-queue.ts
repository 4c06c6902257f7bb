/** Runs work strictly one after the other. SQLite has one writer; two at once lose rows that were reported as kept. */
export class WriteQueue {
  private last: Promise<unknown> = Promise.resolve();
  private taken = 0;

  /** How many run, which is 0 or 1. */
  get running(): number {
    return Math.min(this.taken, 1);
  }

  get waiting(): number {
    return this.taken - this.running;
  }

  run<T>(work: () => Promise<T>): Promise<T> {
    this.taken += 1;
    const turn = this.last.then(work).finally(() => (this.taken -= 1));
    this.last = turn.catch(() => undefined);
    return turn;
  }
}
