import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import {
  mkdir,
  mkdtemp,
  readFile,
  readdir,
  readlink,
  rename,
  rm,
  stat,
  symlink,
  truncate,
  utimes,
  writeFile,
} from 'node:fs/promises';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ConfigError } from '../config.js';
import { LocalStorage } from './local-storage.js';
import { storageContract } from './storage.contract.js';
import { ObjectNotFound, StorageUnavailable } from './storage.js';

const newRoot = (): Promise<string> => mkdtemp(join(tmpdir(), 'hapju-storage-'));
const removeRoot = (root: string): Promise<void> => rm(root, { recursive: true });
const image = { contentType: 'image/webp' };
const key = 'image/a.webp';

storageContract('the local storage', async () => {
  const root = await newRoot();
  return { storage: await LocalStorage.create(root), close: () => removeRoot(root) };
});

describe('the local storage', () => {
  let root: string;
  let storage: LocalStorage;

  beforeEach(async () => {
    root = await newRoot();
    storage = await LocalStorage.create(root);
  });
  afterEach(() => removeRoot(root));

  const files = async (): Promise<string[]> => (await readdir(root, { recursive: true })).toSorted();

  it('keeps an object as the file of its key, and no other', async () => {
    await storage.put(key, Readable.from([Buffer.from('abc')]), image);
    expect(await files()).toEqual(['.tmp', 'image', 'image/a.webp']);
    expect(await readFile(join(root, key), 'utf8')).toBe('abc');
  });

  it('makes its folder', async () => {
    const nested = join(root, 'data/objects');
    await LocalStorage.create(nested);
    expect((await stat(join(nested, '.tmp'))).isDirectory()).toBe(true);
  });

  it('shows nothing under the key before the last byte', async () => {
    let seen: string[] = [];
    async function* watched(): AsyncGenerator<Uint8Array> {
      yield Buffer.from('abc');
      seen = await readdir(root);
      yield Buffer.from('def');
    }
    await storage.put(key, watched(), image);
    expect(seen).toEqual(['.tmp']);
  });

  it('leaves no temporary file behind a source that fails', async () => {
    async function* failing(): AsyncGenerator<Uint8Array> {
      yield Buffer.from('abc');
      throw new Error('the source failed');
    }
    await expect(storage.put(key, failing(), image)).rejects.toThrow('the source failed');
    expect(await files()).toEqual(['.tmp']);
  });

  it('leaves no temporary file behind an abort while the source hangs', async () => {
    const abort = new AbortController();
    let during: string[] = [];
    async function* hanging(): AsyncGenerator<Uint8Array> {
      yield Buffer.from('abc');
      during = await readdir(join(root, '.tmp'));
      abort.abort();
      await new Promise(() => undefined);
    }
    await expect(storage.put(key, hanging(), { ...image, signal: abort.signal })).rejects.toThrow('aborted');
    expect(during).toHaveLength(1);
    expect(await files()).toEqual(['.tmp']);
  });

  it('leaves nothing where the abort comes while the last bytes go to the disk', async () => {
    const abort = new AbortController();
    async function* leaving(): AsyncGenerator<Uint8Array> {
      yield Buffer.from('abc');
      // After the microtasks that end the source and begin the last write, and before that has ended.
      process.nextTick(() => abort.abort());
    }
    await expect(storage.put(key, leaving(), { ...image, signal: abort.signal })).rejects.toThrow('aborted');
    expect(await files()).toEqual(['.tmp']);
  });

  it('leaves no temporary file behind a taken key', async () => {
    await storage.put(key, Readable.from([Buffer.from('abc')]), image);
    await expect(storage.put(key, Readable.from([Buffer.from('def')]), image)).rejects.toThrow();
    expect(await readdir(join(root, '.tmp'))).toEqual([]);
  });

  it('sweeps temporary files that were last written before the instant, and nothing else', async () => {
    await storage.put(key, Readable.from([Buffer.from('abc')]), image);
    const instant = Date.UTC(2026, 10, 21);
    for (const [path, age] of [
      ['.tmp/old', 1],
      ['.tmp/young', 0],
      [key, 1_000_000_000],
    ] as const) {
      await writeFile(join(root, path), 'abc');
      await utimes(join(root, path), new Date(instant - age), new Date(instant - age));
    }
    await mkdir(join(root, '.tmp/folder'));
    expect(await storage.sweep(instant)).toBe(1);
    expect(await files()).toEqual(['.tmp', '.tmp/folder', '.tmp/young', 'image', 'image/a.webp']);
  });

  it('lists what is an object, and no other file', async () => {
    await storage.put(key, Readable.from([Buffer.from('abc')]), image);
    await mkdir(join(root, 'image/.hidden'));
    for (const path of ['.tmp/a', 'image/.hidden/a', 'image/A.webp', 'image/b c']) {
      await writeFile(join(root, path), 'abc');
    }
    await symlink(join(root, key), join(root, 'image/link'));
    const listed: string[] = [];
    for await (const object of storage.list()) listed.push(object.key);
    expect(listed).toEqual([key]);
  });

  it('serves regular files only', async () => {
    await writeFile(join(root, 'secret'), 'abc');
    await symlink(join(root, 'secret'), join(root, 'link'));
    await symlink('loop', join(root, 'loop'));
    execFileSync('mkfifo', [join(root, 'pipe')]);
    await mkdir(join(root, 'folder'));
    for (const name of ['link', 'loop', 'pipe', 'folder']) {
      expect(await storage.stat(name)).toBeNull();
      await expect(storage.open(name)).rejects.toThrow(ObjectNotFound);
      await storage.remove(name);
    }
    expect(await files()).toEqual(['.tmp', 'folder', 'link', 'loop', 'pipe', 'secret']);
  });

  it('gives what is at a key now, though it has just read what was there before', async () => {
    const bytes = async () => (await buffer(await storage.open(key))).toString();
    await storage.put(key, Readable.from([Buffer.from('old')]), image);
    expect(await bytes()).toBe('old');
    const reading = await storage.read(key, { start: 0, end: 2 });
    await storage.remove(key);
    await expect(storage.open(key)).rejects.toThrow(ObjectNotFound);
    await storage.put(key, Readable.from([Buffer.from('newer')]), image);
    expect(await bytes()).toBe('newer');
    // Who reads on has the object he began with.
    expect((await reading.next())?.toString()).toBe('old');
    reading.close();
  });

  it('follows within a moment what another process does to a file', async () => {
    await storage.put(key, Readable.from([Buffer.from('old')]), image);
    const bytes = async () => (await buffer(await storage.open(key))).toString();
    expect(await bytes()).toBe('old');
    await writeFile(join(root, 'other'), 'other');
    await rename(join(root, 'other'), join(root, key));
    await vi.waitFor(async () => expect(await bytes()).toBe('other'), 5000);
    await rm(join(root, key));
    await vi.waitFor(() => expect(storage.open(key)).rejects.toThrow(ObjectNotFound), 5000);
  });

  it('has at hand what was read a moment ago, if one block holds it', async () => {
    const bytes = Buffer.from(Uint8Array.from({ length: 1_000_000 }, (_, at) => (at * 31 + (at >> 8)) % 251));
    const lend = (start: number, end: number) => storage.readAtHand(key, { start, end });
    await storage.put(key, Readable.from([bytes]), image);
    expect(lend(0, 99)).toBeNull();
    await buffer(await storage.open(key, { start: 0, end: 599_999 }));

    const lent = lend(10, 70_000);
    expect(lent?.bytes.equals(bytes.subarray(10, 70_001))).toBe(true);
    const other = lend(0, 69_990);
    expect(other?.bytes.buffer).not.toBe(lent?.bytes.buffer);
    lent?.release();
    const again = lend(11, 70_001);
    expect(again?.bytes.buffer).toBe(lent?.bytes.buffer);
    for (const one of [other, again]) one?.release();

    expect(lend(0, 599_999)).toBeNull();
    expect(lend(700_000, 700_001)).toBeNull();
    expect(lend(999_999, 1_000_000)).toBeNull();
    await truncate(join(root, key), 5);
    expect(lend(0, 9)).toBeNull();
    expect(lend(0, 4)?.bytes.equals(bytes.subarray(0, 5))).toBe(true);
    await storage.remove(key);
    expect(lend(0, 4)).toBeNull();
  });

  it('has no URLs', async () => {
    expect(await storage.signedUrl(key)).toBeNull();
  });

  it('reports a disk that fails, with the cause', async () => {
    await rm(join(root, '.tmp'), { recursive: true });
    const put = storage.put(key, Readable.from([Buffer.from('abc')]), image);
    await expect(put).rejects.toThrow(StorageUnavailable);
    await expect(put).rejects.toMatchObject({ cause: { code: 'ENOENT' } });
  });

  it('reports a folder that cannot be made', async () => {
    await writeFile(join(root, 'file'), '');
    const created = LocalStorage.create(join(root, 'file/objects'));
    await expect(created).rejects.toThrow(ConfigError);
    await expect(created).rejects.toThrow('STORAGE_URL names a folder that cannot be written to (ENOTDIR)');
  });

  describe.runIf(existsSync('/proc/self/fd'))('descriptors', () => {
    const large = (): Readable => Readable.from([Buffer.alloc(3_000_000)]);

    /** Paths below the root that this process holds open. */
    async function held(): Promise<string[]> {
      const paths: string[] = [];
      for (const descriptor of await readdir('/proc/self/fd')) {
        // The descriptor of this very listing is gone by now.
        const path = await readlink(`/proc/self/fd/${descriptor}`).catch(() => '');
        if (path.startsWith(root)) paths.push(path.slice(root.length + 1));
      }
      return paths;
    }

    /** Resolves when none is held any more. */
    const freed = () =>
      vi.waitFor(async () => {
        const paths = await held();
        if (paths.length > 0) throw new Error(`held: ${paths.join()}`);
        return paths;
      }, 5000);

    it('are freed by put, remove, and by every refusal of open', async () => {
      await storage.put(key, large(), image);
      await expect(storage.put(key, large(), image)).rejects.toThrow();
      await expect(storage.open('image')).rejects.toThrow(ObjectNotFound);
      await expect(storage.open(key, { start: 0, end: 3_000_000 })).rejects.toThrow(RangeError);
      await storage.remove(key);
      expect(await freed()).toEqual([]);
    });

    it('are freed when a reader is destroyed early', async () => {
      await storage.put(key, large(), image);
      const stream = await storage.open(key);
      await once(stream, 'readable');
      expect(await held()).toEqual([key]);
      const closed = once(stream, 'close');
      stream.destroy();
      await closed;
      expect(await freed()).toEqual([]);
    });

    it('are freed when the signal aborts', async () => {
      await storage.put(key, large(), image);
      const abort = new AbortController();
      const stream = await storage.open(key, undefined, abort.signal);
      stream.once('error', () => undefined);
      const closed = new Promise((resolve) => stream.once('close', resolve));
      abort.abort();
      await closed;
      expect(await freed()).toEqual([]);
    });

    it('are freed at once when the storage closes', async () => {
      await storage.put(key, large(), image);
      for (let time = 0; time < 3; time += 1) (await storage.read(key, { start: 0, end: 9 })).close();
      expect(await held()).toEqual([key]);
      storage.close();
      await vi.waitFor(async () => expect(await held()).toEqual([]), 500);
    });

    it('are freed by what is at hand when it is released, and by what is not at once', async () => {
      await storage.put(key, large(), image);
      await buffer(await storage.open(key, { start: 0, end: 99 }));
      expect(storage.readAtHand(key, { start: 0, end: 2_999_999 })).toBeNull();
      const lent = storage.readAtHand(key, { start: 0, end: 99 });
      storage.close();
      expect(await held()).toEqual([key]);
      lent?.release();
      expect(await freed()).toEqual([]);
    });

    it('are freed when the object has been read', async () => {
      await storage.put(key, large(), image);
      const stream = await storage.open(key);
      stream.resume();
      await once(stream, 'close');
      expect(await freed()).toEqual([]);
    });
  });
});
