/** How long one waits for a turn, in ms, and how many may wait. */
export interface Patience {
  readonly ms: number;
  readonly most: number;
}

interface Waiting {
  readonly size: number;
  readonly begin: () => void;
}

/**
 * Lets so much work run at once. The rest waits in the order it came, within bounds: a pile that grows while nothing
 * moves would be worked off long after those who wanted it have left.
 */
export class Turns {
  private readonly queue = new Set<Waiting>();

  /** @param left how much may run; @param late makes the error of whoever gets no turn in time */
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

  /** @param size how much of what may run at once this work is; never more than all of it */
  async run<T>(work: () => Promise<T>, size = 1): Promise<T> {
    if (this.queue.size === 0 && size <= this.left) this.left -= size;
    else await this.turn(size);
    try {
      return await work();
    } finally {
      this.left += size;
      this.admit();
    }
  }

  private turn(size: number): Promise<void> {
    return new Promise((resolve, reject) => {
      if (this.queue.size >= this.patience.most) return reject(this.late());
      const begin = () => {
        clearTimeout(timer);
        resolve();
      };
      const waiting = { size, begin };
      const timer = setTimeout(() => {
        this.queue.delete(waiting);
        reject(this.late());
        // Smaller ones may have stood behind it.
        this.admit();
      }, this.patience.ms);
      this.queue.add(waiting);
    });
  }

  private admit(): void {
    for (const next of this.queue) {
      if (next.size > this.left) return;
      this.queue.delete(next);
      this.left -= next.size;
      next.begin();
    }
  }
}
