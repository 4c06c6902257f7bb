/** What a reading waits for: so many bytes, consumed, only looked at, or passed over unseen. */
interface Want {
  readonly how: 'take' | 'peek' | 'skip';
  readonly count: number;
}

/** A parser as a coroutine: it asks for bytes, is given them, and never sees where one chunk ends and the next begins. */
export type Reading<T> = Generator<Want, T, Uint8Array | number>;

/** More than any piece that is looked at whole: a page of Ogg has 65,307 bytes at most. */
const mostAtOnce = 128 * 1024;

/** The bytes end, or make no sense, where something should be. */
export class Malformed extends Error {
  override readonly name = 'Malformed';
}

/**
 * The next `count` bytes, up to 128 KiB.
 * @throws Malformed when there are fewer
 */
export function* take(count: number): Reading<Uint8Array> {
  const bytes = yield* ask('take', count);
  if (bytes.length < count) throw new Malformed('the bytes end too early');
  return bytes;
}

/** The next bytes without consuming them: `count`, or what there is before the end. */
export function* peek(count: number): Reading<Uint8Array> {
  return yield* ask('peek', count);
}

/** Passes over `count` bytes without keeping them; returns how many there were. */
export function* skip(count: number): Reading<number> {
  return (yield { how: 'skip', count }) as number;
}

export function* atEnd(): Reading<boolean> {
  return (yield* peek(1)).length === 0;
}

function* ask(how: 'take' | 'peek', count: number): Reading<Uint8Array> {
  if (count > mostAtOnce) throw new Malformed(`${count} bytes are wanted at once`);
  return (yield { how, count }) as Uint8Array;
}

/** Drives a reading with the chunks of a stream. It keeps no more than the reading waits for, and one chunk. */
export class ByteFeed<T> {
  private held: Uint8Array = new Uint8Array();
  private skipped = 0;
  private step: IteratorResult<Want, T>;

  constructor(private readonly reading: Reading<T>) {
    this.step = reading.next(0);
  }

  /** What the reading has returned; undefined while it goes on. */
  get result(): T | undefined {
    return this.step.done ? this.step.value : undefined;
  }

  /** @throws whatever the reading throws */
  push(chunk: Uint8Array): void {
    this.held = this.held.length === 0 ? chunk : Buffer.concat([this.held, chunk]);
    this.run(false);
  }

  /** Tells the reading that there are no more bytes. */
  end(): void {
    this.run(true);
  }

  private run(ended: boolean): void {
    while (!this.step.done) {
      const { how, count } = this.step.value;
      if (how === 'skip') {
        const some = Math.min(count - this.skipped, this.held.length);
        this.skipped += some;
        this.held = this.held.subarray(some);
        if (this.skipped < count && !ended) return;
        const all = this.skipped;
        this.skipped = 0;
        this.step = this.reading.next(all);
      } else {
        if (this.held.length < count && !ended) return;
        const bytes = this.held.subarray(0, count);
        if (how === 'take') this.held = this.held.subarray(bytes.length);
        this.step = this.reading.next(bytes);
      }
    }
    // Nobody will ask for the rest.
    this.held = new Uint8Array();
  }
}

/** A view on big-endian and little-endian numbers in some bytes. */
export function numbers(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

export function ascii(bytes: Uint8Array, start = 0, end = bytes.length): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1', start, end);
}
