import { LRUCache } from 'lru-cache';

const partSize = 64 * 1024;

/** A quarter of a GiB in all, which any system keeps in memory for a minute. */
const mostParts = 4096;
const warmMs = 60_000;

/**
 * The parts of files that were read a moment ago, which the system still has in memory: to copy them from there takes less
 * time than to ask a thread for them. A block that is not there any more costs a wait for the disk.
 */
export class WarmParts {
  private readonly parts = new LRUCache<string, true>({ max: mostParts, ttl: warmMs });

  /** Whether all of the bytes were read a moment ago. */
  has(path: string, position: number, size: number): boolean {
    for (let part = Math.floor(position / partSize); part * partSize < position + size; part += 1) {
      if (this.parts.get(`${path}:${part}`) === undefined) return false;
    }
    return true;
  }

  /** Notes what has been read. */
  add(path: string, position: number, size: number): void {
    for (let part = Math.floor(position / partSize); part * partSize < position + size; part += 1) {
      this.parts.set(`${path}:${part}`, true);
    }
  }
}
