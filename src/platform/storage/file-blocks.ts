import { read, readSync } from 'node:fs';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { ByteRange } from '../http/range.js';
import type { BlockPool } from './block-pool.js';
import type { Blocks } from './blocks.js';
import type { OpenFile } from './open-files.js';
import { StorageUnavailable } from './storage.js';

/**
 * The bytes of a range of a file, which it lets go of in the end. It holds one block, and reads the next into the same
 * memory: a thousand listeners who pause hold a thousand small blocks.
 */
export class FileBlocks implements Blocks {
  private position: number;
  private readonly end: number;
  private block: Buffer | null = null;
  private reading = false;
  private closed = false;

  constructor(
    private readonly file: OpenFile,
    private readonly pool: BlockPool,
    { start, end }: ByteRange,
  ) {
    this.position = start;
    this.end = end;
    pool.enter();
  }

  next(): Buffer | null | Promise<Buffer | null> {
    const left = this.end + 1 - this.position;
    this.giveBack();
    if (left === 0 || this.closed) return null;
    this.block = this.pool.take(left);
    const size = Math.min(left, this.block.length);
    if (!this.file.warm.has(this.position, size)) return this.readByThread(this.block, size);
    // One after the other at once would keep everybody else waiting for as long as a fast client takes blocks.
    return size === left ? this.readAtOnce(this.block, size) : this.readInTurn(this.block, size);
  }

  /** All of them as one, instead of `next`; null where that takes a thread, or more than one block. */
  whole(): Buffer | null {
    const size = this.end + 1 - this.position;
    if (!this.file.warm.has(this.position, size)) return null;
    this.block = this.pool.take(size);
    const bytes = size <= this.block.length ? this.readAtOnce(this.block, size) : null;
    return bytes?.length === size ? bytes : null;
  }

  close(): void {
    if (this.closed) return;
    this.closed = true;
    // The system writes into the block as long as a read runs.
    if (!this.reading) this.free();
  }

  private readAtOnce(block: Buffer, size: number): Buffer | null {
    try {
      return this.taken(block, readSync(this.file.descriptor, block, 0, size, this.position));
    } catch (error) {
      throw new StorageUnavailable(error);
    }
  }

  private async readInTurn(block: Buffer, size: number): Promise<Buffer | null> {
    this.reading = true;
    await nextTurn();
    this.reading = false;
    if (!this.closed) return this.readAtOnce(block, size);
    this.free();
    return null;
  }

  private readByThread(block: Buffer, size: number): Promise<Buffer | null> {
    const { file, position } = this;
    this.reading = true;
    return new Promise((resolve, reject) => {
      read(file.descriptor, block, 0, size, position, (error, length) => {
        this.reading = false;
        if (error) reject(new StorageUnavailable(error));
        else file.warm.add(position, length);
        if (this.closed) this.free();
        resolve(this.closed ? null : this.taken(block, length));
      });
    });
  }

  private taken(block: Buffer, length: number): Buffer | null {
    this.position += length;
    // A file that has become shorter ends here; whoever counts its bytes will notice.
    return length === 0 ? null : block.subarray(0, length);
  }

  private free(): void {
    this.giveBack();
    this.pool.leave();
    this.file.release();
  }

  private giveBack(): void {
    if (this.block) this.pool.give(this.block);
    this.block = null;
  }
}
