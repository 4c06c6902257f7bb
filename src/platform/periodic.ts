/** Runs work again and again, one run after the other, until it is stopped. */
export class Periodic {
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> = Promise.resolve();

  /** @param onError is told what a run threw; the next run comes all the same */
  constructor(
    private readonly everyMs: number,
    private readonly work: () => Promise<unknown>,
    private readonly onError: (error: unknown) => void,
  ) {}

  start(): void {
    const turn = () => this.work().then(() => undefined, this.onError);
    this.timer = setInterval(() => {
      this.running = this.running.then(turn);
    }, this.everyMs);
    this.timer.unref();
  }

  /** Resolves when the run under way, if any, is over. */
  async stop(): Promise<void> {
    clearInterval(this.timer);
    await this.running;
  }
}
