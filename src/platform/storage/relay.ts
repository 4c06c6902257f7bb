import { Readable, finished } from 'node:stream';
import { StorageUnavailable } from './storage.js';

export interface RelaySource {
  /** Bytes in all. */
  readonly length: number;
  /** Opens the source again at a byte, counted from where the first began. */
  readonly reopen: (from: number) => Promise<Readable>;
}

/** In milliseconds. */
export interface RelayLimits {
  /** How long the source may be silent while a reader waits. */
  readonly silenceMs: number;
  /** How long the source is kept for a reader who pauses. */
  readonly pauseMs: number;
}

/**
 * The bytes of an answer from a service, `length` of them or an error: a stream that fails with
 * `StorageUnavailable` where the service breaks off, gives fewer or more, or is silent while a reader waits. A
 * reader who pauses is no silence: he is let be, his source is closed after a while, and opened again where he
 * left off. Destroying the stream destroys the source, and with that its socket.
 */
export function relay(
  first: Readable,
  { length, reopen }: RelaySource,
  { silenceMs, pauseMs }: RelayLimits,
): Readable {
  let source: Readable | null = null;
  let received = 0;
  let timer: NodeJS.Timeout | undefined;
  const fail = (cause: unknown): void => void relayed.destroy(new StorageUnavailable(cause));

  const relayed = new Readable({
    // Nothing beyond the chunk that is being taken.
    highWaterMark: 0,
    read() {
      clearTimeout(timer);
      timer = setTimeout(() => fail(new Error(`No byte for ${silenceMs} ms`)), silenceMs);
      if (source) source.resume();
      else if (received === length) this.push(null);
      else reopen(received).then(follow, (error: Error) => this.destroy(error));
    },
    destroy(error, done) {
      clearTimeout(timer);
      source?.destroy();
      done(error);
    },
  });

  /** Until somebody reads. */
  const rest = (): void => {
    clearTimeout(timer);
    source?.pause();
    timer = setTimeout(() => {
      const held = source;
      source = null;
      held?.destroy();
    }, pauseMs);
  };

  const follow = (next: Readable): void => {
    if (relayed.destroyed) return void next.destroy();
    source = next;
    next.on('data', (chunk: Buffer) => {
      received += chunk.length;
      rest();
      relayed.push(chunk);
    });
    finished(next, (error) => {
      if (source !== next) return;
      if (error) fail(error);
      else if (received !== length) fail(new Error(`${received} bytes came instead of ${length}`));
      else relayed.push(null);
    });
  };

  follow(first);
  rest();
  return relayed;
}
