export class PushIterator<T> implements AsyncIterableIterator<T> {
  private readonly waiting: T[] = [];
  private takers: ((result: IteratorResult<T>) => void)[] = [];
  private ended = false;
  constructor(private readonly onEnd: () => void) {}
  push(value: T): void {
    if (this.ended) return;
    const taker = this.takers.shift();
    if (taker) taker({ value, done: false });
    else this.waiting.push(value);
  }
  async next(): Promise<IteratorResult<T>> {
    const value = this.waiting.shift();
    if (value !== undefined) return { value, done: false };
    if (this.ended) return { value: undefined, done: true };
    return new Promise((resolve) => this.takers.push(resolve));
  }
  async return(): Promise<IteratorResult<T>> {
    if (!this.ended) {
      this.ended = true;
      for (const taker of this.takers) taker({ value: undefined, done: true });
      this.onEnd();
    }
    return { value: undefined, done: true };
  }
  [Symbol.asyncIterator]() {
    return this;
  }
}
