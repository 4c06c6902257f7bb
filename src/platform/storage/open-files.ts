import { close, constants, fstat, open, type Stats } from 'node:fs';
import { promisify } from 'node:util';
import { LRUCache } from 'lru-cache';
import { Recent } from '../recent.js';
import { WarmParts } from './warm-parts.js';

/** A symbolic link is not followed, and opening a pipe does not wait for its writer. */
const flags = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;

/** Descriptors that are kept beyond those that are read from. */
const mostKept = 256;

/** How long a file that is gone, or is another one by now, may still be found open. */
const keptMs = 1000;

/** Parts of files that are remembered as read: files of a quarter of a GiB in all, which any system has memory for. */
const mostWarmParts = 4096;

const openFile = promisify(open) as (path: string, flags: number) => Promise<number>;
const statFile = promisify(fstat) as (descriptor: number) => Promise<Stats>;
const closeFile = (descriptor: number) => close(descriptor, () => undefined);

/** A file that several may read at once; it is closed when the last of them has let go of it. */
export class OpenFile {
  private holders = 1;
  private closed = false;

  constructor(
    readonly descriptor: number,
    readonly size: number,
    readonly warm = new WarmParts(size),
  ) {}

  hold(): this {
    this.holders += 1;
    return this;
  }

  release(): void {
    this.holders -= 1;
    // Somebody who has just been given it may still be about to hold it.
    if (this.holders === 0) setImmediate(() => this.closeUnlessHeld());
  }

  private closeUnlessHeld(): void {
    if (this.holders > 0 || this.closed) return;
    this.closed = true;
    closeFile(this.descriptor);
  }
}

/**
 * Opens files, and keeps them open for a second: somebody who plays a track, or seeks in it, asks for it again and
 * again, and opening a file costs more than reading a part of it.
 */
export class OpenFiles {
  private readonly warm = new LRUCache<string, WarmParts>({
    maxSize: mostWarmParts,
    // An empty file has none.
    sizeCalculation: ({ count }) => Math.max(1, count),
  });
  private readonly recent = new Recent((path) => this.openAnew(path), {
    most: mostKept,
    ms: keptMs,
    letGo: (file) => file.release(),
  });

  /** The file at `path`, which the caller must release. @throws as `fs.open`; for what is no regular file as if it were missing */
  open(path: string): OpenFile | Promise<OpenFile> {
    const file = this.recent.get(path);
    return file instanceof Promise ? file.then((opened) => opened.hold()) : file.hold();
  }

  /** The file at `path` where it is open; it is the caller's only as long as he holds it. */
  atHand(path: string): OpenFile | undefined {
    return this.recent.atHand(path);
  }

  /** From now on `path` is opened anew. */
  forget(path: string): void {
    this.recent.forget(path);
    this.warm.delete(path);
  }

  close(): void {
    this.recent.clear();
  }

  /** Held once, by whoever keeps it. */
  private async openAnew(path: string): Promise<OpenFile> {
    const descriptor = await openFile(path, flags);
    try {
      const stats = await statFile(descriptor);
      if (!stats.isFile()) throw Object.assign(new Error(`${path} is no file`), { code: 'ENOENT' });
      const file = new OpenFile(descriptor, stats.size, this.warm.get(path));
      this.warm.set(path, file.warm);
      return file;
    } catch (error) {
      closeFile(descriptor);
      throw error;
    }
  }
}
