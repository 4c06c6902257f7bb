/** How long one waits for a turn, in ms, and how many may wait. */
export interface Patience {
  readonly ms: number;
  readonly most: number;
}

/**
 * Lets so many pieces of work run at once. The others wait in the order they came, within bounds: a pile that grows
 * while nothing moves would be worked off long after those who wanted it have left.
 */
export class Turns {
  private readonly queue = new Set<() => void>();

  /** @param left turns that are to be had; @param late makes the error of whoever gets no turn in time */
  constructor(
    private left: number,
    private readonly patience: Patience,
    private readonly late: () => Error,
  ) {}

  get free(): number {
    return this.left;
  }

  get waiting(): number {
    return this.queue.size;
  }

  async run<T>(work: () => Promise<T>): Promise<T> {
    if (this.left > 0) this.left -= 1;
    else await this.turn();
    try {
      return await work();
    } finally {
      this.pass();
    }
  }

  private turn(): Promise<void> {
    return new Promise((resolve, reject) => {
      if (this.queue.size >= this.patience.most) return reject(this.late());
      const timer = setTimeout(() => {
        this.queue.delete(begin);
        reject(this.late());
      }, this.patience.ms);
      const begin = () => {
        clearTimeout(timer);
        resolve();
      };
      this.queue.add(begin);
    });
  }

  private pass(): void {
    const [next] = this.queue;
    if (!next) {
      this.left += 1;
      return;
    }
    this.queue.delete(next);
    next();
  }
}
