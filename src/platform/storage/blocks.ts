import { Readable } from 'node:stream';

/** The bytes of a range in their order, block by block, for one reader who asks for the next when he has used the last. */
export interface Blocks {
  /** The next block, null after the last one. Its memory is lent: the next call takes it back, and so does `close`. */
  next(): Buffer | null | Promise<Buffer | null>;
  /** Frees what it holds. Idempotent; a block that is being waited for may then be refused. */
  close(): void;
}

/** Bytes in memory that is lent until they are released, once. */
export interface LentBytes {
  readonly bytes: Buffer;
  release(): void;
}

/** Somebody who may leave before he has everything. Hardly anybody does, so a signal is made only for who asks for it. */
export interface Reader {
  readonly hasLeft: boolean;
  /** Aborts when he leaves. */
  readonly signal: AbortSignal;
}

/** The chunks of a stream as blocks; they are nobody else's, so nothing is taken back. */
export function blocksOf(stream: Readable): Blocks {
  // One that fails before it is asked says so when it is.
  stream.on('error', () => undefined);
  const chunks = stream[Symbol.asyncIterator]() as AsyncIterator<Buffer, void>;
  return {
    next: async () => (await chunks.next()).value ?? null,
    close: () => void stream.destroy(),
  };
}

/** Blocks as a stream, whose chunks are copies and so for good. The next one is read when the last one is taken. */
export function streamOf(blocks: Blocks): Readable {
  return new Readable({
    highWaterMark: 0,
    async read() {
      try {
        const block = await blocks.next();
        this.push(block && copyOf(block));
      } catch (error) {
        this.destroy(error as Error);
      }
    },
    destroy(error, done) {
      blocks.close();
      done(error);
    },
  });
}

/** Memory of its own, which may be handed on to another thread. */
function copyOf(block: Buffer): Buffer {
  const copy = Buffer.allocUnsafeSlow(block.length);
  block.copy(copy);
  return copy;
}
