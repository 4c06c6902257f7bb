import { AppError, ErrorCode } from '../errors.js';

type Reader<T> = (result: IteratorResult<T, undefined>) => void;

/**
 * What a subscription resolver returns: values are pushed into it as they happen, and read at the client's pace.
 *
 * However it ends, `onEnd` is called exactly once, there and then: an async generator that is given up before its
 * first value was asked for never runs its `finally`. Whoever reads so slowly that more than `most` values wait loses
 * them and gets `UNAVAILABLE`, so that a stalled reader costs no more memory than that.
 */
export class PushIterator<T> implements AsyncIterableIterator<T, undefined> {
  private readonly readers: Reader<T>[] = [];
  private values: T[] = [];
  private failure: Error | null = null;
  private ended = false;

  constructor(
    private readonly onEnd: () => void,
    private readonly most = 1000,
  ) {}

  /** Adds a value; after the end it changes nothing. */
  push(value: T): void {
    if (this.ended) return;
    const reader = this.readers.shift();
    if (reader) reader({ value, done: false });
    else if (this.values.length < this.most) this.values.push(value);
    else {
      this.failure = new AppError(ErrorCode.UNAVAILABLE, 'Events were read too slowly; subscribe again.');
      this.end();
    }
  }

  next(): Promise<IteratorResult<T, undefined>> {
    if (this.values.length > 0) return Promise.resolve({ value: this.values.shift() as T, done: false });
    const { failure } = this;
    this.failure = null;
    if (failure) return Promise.reject(failure);
    if (this.ended) return Promise.resolve({ value: undefined, done: true });
    return new Promise((read) => this.readers.push(read));
  }

  return(): Promise<IteratorResult<T, undefined>> {
    this.end();
    return Promise.resolve({ value: undefined, done: true });
  }

  throw(error: unknown): Promise<IteratorResult<T, undefined>> {
    this.end();
    return Promise.reject(error);
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  private end(): void {
    if (this.ended) return;
    this.ended = true;
    this.values = [];
    for (const read of this.readers.splice(0)) read({ value: undefined, done: true });
    this.onEnd();
  }
}
