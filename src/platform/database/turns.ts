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
  private readonly waiting = new Set<() => void>();

  /** @param late makes the error of whoever gets no turn in time */
  constructor(
    private free: number,
    private readonly patience: Patience,
    private readonly late: () => Error,
  ) {}

  async run<T>(work: () => Promise<T>): Promise<T> {
    if (this.free > 0) this.free -= 1;
    else await this.turn();
    try {
      return await work();
    } finally {
      this.pass();
    }
  }

  private turn(): Promise<void> {
    return new Promise((resolve, reject) => {
      if (this.waiting.size >= this.patience.most) return reject(this.late());
      const timer = setTimeout(() => {
        this.waiting.delete(begin);
        reject(this.late());
      }, this.patience.ms);
      const begin = () => {
        clearTimeout(timer);
        resolve();
      };
      this.waiting.add(begin);
    });
  }

  private pass(): void {
    const [next] = this.waiting;
    if (!next) {
      this.free += 1;
      return;
    }
    this.waiting.delete(next);
    next();
  }
}
