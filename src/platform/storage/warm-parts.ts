const partSize = 64 * 1024;

/** Any system keeps in memory for a minute what it has read. */
const warmMs = 60_000;

/**
 * The parts of a file that were read a moment ago, which the system still has in memory: to copy them from there takes less
 * time than to ask a thread for them. A block that is not there any more costs a wait for the disk.
 */
export class WarmParts {
  /** When each part was read last, in ms. */
  private readonly readAt: Float64Array;

  /** @param size of the file, in bytes */
  constructor(size: number) {
    this.readAt = new Float64Array(Math.ceil(size / partSize)).fill(-Infinity);
  }

  get count(): number {
    return this.readAt.length;
  }

  /** Whether all of the bytes were read a moment ago. */
  has(position: number, size: number): boolean {
    const since = performance.now() - warmMs;
    for (let part = Math.floor(position / partSize); part * partSize < position + size; part += 1) {
      if ((this.readAt[part] ?? -Infinity) < since) return false;
    }
    return true;
  }

  /** Notes what has been read. */
  add(position: number, size: number): void {
    const first = Math.floor(position / partSize);
    this.readAt.fill(performance.now(), first, Math.ceil((position + size) / partSize));
  }
}
