/** Sizes are powers of two between the two. */
const smallest = 32 * 1024;
const largest = 512 * 1024;

/** Bytes that all blocks in use may take together before they get smaller, and those that wait to be used again. */
const budget = 8 * 1024 * 1024;

/**
 * Memory that files are read into, used again and again: fresh memory for each block costs more than reading it. Few
 * readers get large blocks, and so the most for the processor time; a thousand get small ones, each less than what
 * his connection takes.
 */
export class BlockPool {
  /** By size, the one that was wanted last at the end. */
  private readonly free = new Map<number, Buffer[]>();
  private freeBytes = 0;
  private readers = 0;

  /** To be called once by whoever begins to read. */
  enter(): void {
    this.readers += 1;
  }

  leave(): void {
    this.readers -= 1;
  }

  /** Memory for `wanted` bytes, or for as many as there are for each of so many readers. */
  take(wanted: number): Buffer {
    const fair = Math.min(largest, budget / this.readers);
    let size = smallest;
    while (size < wanted && size * 2 <= fair) size *= 2;
    const free = this.free.get(size) ?? [];
    this.free.delete(size);
    this.free.set(size, free);
    const block = free.pop();
    if (!block) return Buffer.allocUnsafeSlow(size);
    this.freeBytes -= size;
    return block;
  }

  /** Takes back what nobody reads or writes any more. */
  give(block: Buffer): void {
    this.free.get(block.length)?.push(block);
    this.freeBytes += block.length;
    // The size first that has not been wanted for the longest time: else what nobody wants any more would fill it for ever.
    for (const [size, free] of this.free) {
      while (this.freeBytes > budget && free.pop()) this.freeBytes -= size;
    }
  }
}
