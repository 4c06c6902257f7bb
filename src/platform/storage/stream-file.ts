import type { FileHandle } from 'node:fs/promises';
import { Readable } from 'node:stream';
import type { ByteRange } from '../http/range.js';
import { StorageUnavailable } from './storage.js';

/** Bytes that the blocks of all streams may take together before they get smaller. */
const BUDGET = 8 * 1024 * 1024;

/** Each read is a trip to the thread pool: few listeners get large blocks, and so the most for the CPU time. */
const LARGEST_BLOCK = 256 * 1024;

/** Below this a listener's connection takes more memory than his block. */
const SMALLEST_BLOCK = 32 * 1024;

let streams = 0;

/**
 * The bytes of a range of an open file, which it closes in the end. Only one block is in memory at a time, since the
 * next is read when the last one is taken: a thousand listeners who pause hold a thousand small blocks.
 */
export function streamFile(file: FileHandle, { start, end }: ByteRange): Readable {
  let position = start;
  streams += 1;
  const stream = new Readable({
    highWaterMark: 0,
    read() {
      void next();
    },
    destroy(error, done) {
      streams -= 1;
      // It waits for a read that still runs.
      file.close().then(
        () => done(error),
        (reason: Error) => done(error ?? reason),
      );
    },
  });
  const next = async () => {
    const size = Math.min(blockSize(), end + 1 - position);
    if (size === 0) return stream.push(null);
    try {
      const { bytesRead, buffer } = await file.read(Buffer.allocUnsafeSlow(size), 0, size, position);
      position += bytesRead;
      // A file that has become shorter ends here; whoever counts its bytes will notice.
      return stream.push(bytesRead === 0 ? null : buffer.subarray(0, bytesRead));
    } catch (error) {
      return stream.destroy(new StorageUnavailable(error));
    }
  };
  return stream;
}

function blockSize(): number {
  return Math.max(SMALLEST_BLOCK, Math.min(LARGEST_BLOCK, Math.floor(BUDGET / streams)));
}
