import { createHash, randomUUID } from 'node:crypto';
import { type Dirent, constants } from 'node:fs';
import { access, link, lstat, mkdir, open, opendir, rm, unlink } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { type Readable, addAbortSignal } from 'node:stream';
import { ConfigError } from '../config.js';
import type { ByteRange } from '../http/range.js';
import { abortable } from './abortable.js';
import { BlockPool } from './block-pool.js';
import { type Blocks, type LentBytes, streamOf } from './blocks.js';
import { FileBlocks } from './file-blocks.js';
import { OpenFiles } from './open-files.js';
import {
  KeyTaken,
  type ListedObject,
  type ObjectStat,
  ObjectNotFound,
  ObjectStorage,
  StorageUnavailable,
  type StoredObject,
  assertKey,
  assertPrefix,
  isKey,
} from './storage.js';

/** No key can name it, since no segment of a key begins with a dot. */
const TEMP_FOLDER = '.tmp';

/** Objects as files of one folder, which has to be on a single file system with hard links. */
export class LocalStorage extends ObjectStorage {
  private readonly files = new OpenFiles();
  private readonly pool = new BlockPool();

  private constructor(
    private readonly root: string,
    private readonly temp: string,
  ) {
    super();
  }

  /**
   * Makes the folder where it is missing.
   * @throws ConfigError where it cannot be written to
   */
  static async create(root: string): Promise<LocalStorage> {
    const storage = new LocalStorage(resolve(root), join(resolve(root), TEMP_FOLDER));
    try {
      await mkdir(storage.temp, { recursive: true });
      await access(storage.temp, constants.W_OK);
    } catch (error) {
      throw new ConfigError([`STORAGE_URL names a folder that cannot be written to (${codeOf(error)})`]);
    }
    return storage;
  }

  async put(
    key: string,
    body: AsyncIterable<Uint8Array>,
    { signal }: { contentType: string; signal?: AbortSignal },
  ): Promise<StoredObject> {
    const path = this.pathOf(key);
    signal?.throwIfAborted();
    const temp = join(this.temp, randomUUID());
    try {
      const stored = await write(temp, abortable(body, signal));
      signal?.throwIfAborted();
      await this.publish(key, temp, path);
      return stored;
    } finally {
      // One that cannot be removed now goes with the next sweep.
      await rm(temp, { force: true }).catch(() => undefined);
    }
  }

  async stat(key: string): Promise<ObjectStat | null> {
    const stats = await disk(unlessMissing(lstat(this.pathOf(key))));
    return stats?.isFile() ? { size: stats.size, modifiedAt: Math.floor(stats.mtimeMs) } : null;
  }

  async open(key: string, range?: ByteRange, signal?: AbortSignal): Promise<Readable> {
    const blocks = await this.read(key, range);
    if (signal?.aborted) blocks.close();
    signal?.throwIfAborted();
    const stream = streamOf(blocks);
    return signal ? addAbortSignal(signal, stream) : stream;
  }

  async read(key: string, range?: ByteRange): Promise<Blocks> {
    const path = this.pathOf(key);
    const opened = this.files.open(path);
    const file = opened instanceof Promise ? await disk(unlessMissing(opened)) : opened;
    if (!file) throw new ObjectNotFound(key);
    const { start, end } = range ?? { start: 0, end: file.size - 1 };
    if (end >= file.size) {
      file.release();
      throw new RangeError(`${key} ends before byte ${end}`);
    }
    return new FileBlocks(file, this.pool, { start, end });
  }

  override readAtHand(key: string, range: ByteRange): LentBytes | null {
    const file = this.files.atHand(this.pathOf(key));
    if (!file || range.end >= file.size) return null;
    const blocks = new FileBlocks(file.hold(), this.pool, range);
    let bytes: Buffer | null = null;
    try {
      bytes = blocks.whole();
    } finally {
      if (!bytes) blocks.close();
    }
    return bytes && { bytes, release: () => blocks.close() };
  }

  async remove(key: string): Promise<void> {
    const path = this.pathOf(key);
    if ((await this.stat(key)) !== null) await disk(unlessMissing(unlink(path)));
    this.files.forget(path);
  }

  async *list(prefix = ''): AsyncGenerator<ListedObject, void> {
    assertPrefix(prefix);
    for await (const key of this.keysIn(prefix.slice(0, prefix.lastIndexOf('/') + 1))) {
      const stat = key.startsWith(prefix) && isKey(key) ? await this.stat(key) : null;
      if (stat) yield { key, ...stat };
    }
  }

  async sweep(olderThan: number): Promise<number> {
    let swept = 0;
    for await (const { name } of entries(this.temp)) {
      const path = join(this.temp, name);
      const stats = await disk(unlessMissing(lstat(path)));
      if (!stats?.isFile() || stats.mtimeMs >= olderThan) continue;
      await disk(rm(path, { force: true }));
      swept += 1;
    }
    return swept;
  }

  async signedUrl(key: string): Promise<null> {
    assertKey(key);
    return null;
  }

  async check(): Promise<void> {
    await disk(access(this.temp, constants.W_OK));
  }

  close(): void {
    this.files.close();
  }

  private pathOf(key: string): string {
    assertKey(key);
    return `${this.root}/${key}`;
  }

  /** Names of all files under a folder, given with a slash at its end. */
  private async *keysIn(folder: string): AsyncGenerator<string, void> {
    for await (const entry of entries(join(this.root, folder))) {
      if (entry.isFile()) yield folder + entry.name;
      // Temporary files have a folder that no key can name.
      else if (entry.isDirectory() && isKey(entry.name)) yield* this.keysIn(`${folder}${entry.name}/`);
    }
  }

  /** Gives the complete file its name. A link, unlike a rename, never replaces what is there. */
  private async publish(key: string, temp: string, path: string): Promise<void> {
    await disk(mkdir(dirname(path), { recursive: true }));
    try {
      await link(temp, path);
    } catch (error) {
      throw codeOf(error) === 'EEXIST' ? new KeyTaken(key) : new StorageUnavailable(error);
    }
    try {
      // Up to the root, since the folders between may be new as well.
      for (let folder = dirname(path); ; folder = dirname(folder)) {
        await disk(syncFolder(folder));
        if (folder === this.root) return;
      }
    } catch (error) {
      await rm(path, { force: true }).catch(() => undefined);
      throw error;
    }
  }
}

/** Writes the chunks to a new file and waits until the disk has them. */
async function write(path: string, chunks: AsyncIterable<Uint8Array>): Promise<StoredObject> {
  const hash = createHash('sha256');
  let size = 0;
  const file = await disk(open(path, 'wx'));
  try {
    for await (const chunk of chunks) {
      hash.update(chunk);
      size += chunk.byteLength;
      await disk(file.appendFile(chunk));
    }
    await disk(file.sync());
  } finally {
    await disk(file.close());
  }
  return { size, sha256: hash.digest('hex') };
}

/** What a folder holds; nothing where it is missing. */
async function* entries(folder: string): AsyncGenerator<Dirent, void> {
  const opened = await disk(unlessMissing(opendir(folder)));
  if (opened) yield* opened;
}

/** Makes new names in a folder last. */
async function syncFolder(path: string): Promise<void> {
  // Windows cannot open a folder; there the file system's journal has to do.
  if (process.platform === 'win32') return;
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

/** Passes on what the disk says, its errors as `StorageUnavailable`. */
async function disk<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    throw new StorageUnavailable(error);
  }
}

/** Null where there is nothing at the path, or something that a key cannot mean. */
async function unlessMissing<T>(work: Promise<T>): Promise<T | null> {
  try {
    return await work;
  } catch (error) {
    if (['ENOENT', 'ENOTDIR', 'ELOOP'].includes(codeOf(error))) return null;
    throw error;
  }
}

function codeOf(error: unknown): string {
  return String((error as NodeJS.ErrnoException).code);
}
