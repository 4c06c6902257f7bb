import { createHash, randomUUID } from 'node:crypto';
import { EventEmitter, once } from 'node:events';
import { buffer } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import {
  InvalidKey,
  KeyTaken,
  type ListedObject,
  ObjectNotFound,
  type ObjectStorage,
  StorageUnavailable,
} from './storage.js';

const audio = { contentType: 'audio/mpeg' };
const text = 'abcdefghijklmnopqrstuvwxyz';

const invalidKeys = [
  '',
  '.',
  '..',
  '/',
  '/image/a.webp',
  'image/',
  'image//a.webp',
  '../image/a.webp',
  'image/../a.webp',
  'image/./a.webp',
  'image/..',
  '.tmp/a.webp',
  'image/.a.webp',
  'Image/a.webp',
  'image/A.webp',
  'image/a.webp\0',
  'image/a.webp\n',
  'image/a b.webp',
  'image\\a.webp',
  'image/a%2f.webp',
  'image/a?b',
  'c:/a.webp',
  'image/ü.webp',
  'image/합주.webp',
  `image/${'a'.repeat(195)}`,
];

/**
 * What every driver of the object storage has to do. `open` makes a storage of its own for the suite, and
 * `close` takes it down.
 */
export function storageContract(
  name: string,
  open: () => Promise<{ storage: ObjectStorage; close(): Promise<void> }>,
): void {
  describe(`${name} keeps the storage contract`, () => {
    let storage: ObjectStorage;
    let close: () => Promise<void>;

    beforeAll(async () => {
      ({ storage, close } = await open());
    });
    afterAll(() => close());

    const newKey = (): string => `track/${randomUUID()}.mp3`;
    const read = async (key: string): Promise<Buffer> => buffer(await storage.open(key));

    describe('put', () => {
      it('stores the bytes and returns their size and hash', async () => {
        const key = newKey();
        expect(await storage.put(key, chunks('abc', 'defg'), audio)).toEqual({
          size: 7,
          sha256: '7d1a54127b222502f5b79b5fb0803061152a44f92b37e23c6527baf665d4da9a',
        });
        expect((await read(key)).toString()).toBe('abcdefg');
      });

      it('stores an empty object', async () => {
        const key = newKey();
        expect(await storage.put(key, chunks(), audio)).toEqual({
          size: 0,
          sha256: 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
        });
        expect((await storage.stat(key))?.size).toBe(0);
        expect((await read(key)).length).toBe(0);
      });

      it('stores 5 MB that arrive in uneven chunks', async () => {
        const key = newKey();
        const whole = Buffer.alloc(5_000_000, 'not a multiple of anything');
        async function* uneven(): AsyncGenerator<Uint8Array> {
          for (let at = 0, length = 1; at < whole.length; at += length, length = (length * 7) % 65_537) {
            yield new Uint8Array(whole.subarray(at, at + length));
          }
        }
        const sha256 = createHash('sha256').update(whole).digest('hex');
        expect(await storage.put(key, uneven(), audio)).toEqual({ size: 5_000_000, sha256 });
        expect(whole.equals(await read(key))).toBe(true);
      });

      it('takes the longest key, and keys with and without folders', async () => {
        for (const key of [`image/${'a'.repeat(194)}`, `0-_.${randomUUID()}`, `a/b/c/${randomUUID()}`]) {
          await storage.put(key, chunks(key), audio);
          expect((await read(key)).toString()).toBe(key);
        }
      });

      it('refuses a taken key and leaves the old bytes', async () => {
        const key = newKey();
        await storage.put(key, chunks('old'), audio);
        await expect(storage.put(key, chunks('new'), audio)).rejects.toThrow(KeyTaken);
        expect((await read(key)).toString()).toBe('old');
      });

      it('lets exactly one of several parallel puts win', async () => {
        const key = newKey();
        const results = await Promise.allSettled(
          Array.from({ length: 8 }, (_, writer) => storage.put(key, chunks(`writer ${writer}`), audio)),
        );
        const winners = results.flatMap((result, writer) => (result.status === 'fulfilled' ? [writer] : []));
        const refusals = results.flatMap((result) => (result.status === 'rejected' ? [result.reason] : []));
        expect(winners).toHaveLength(1);
        expect(refusals.map((refusal) => refusal instanceof KeyTaken)).toEqual(Array(7).fill(true));
        expect((await read(key)).toString()).toBe(`writer ${winners[0]}`);
      });

      it('passes on the error of a source that fails half-way, and leaves nothing', async () => {
        const key = newKey();
        const error = new Error('the source failed');
        async function* failing(): AsyncGenerator<Uint8Array> {
          yield Buffer.alloc(100_000);
          throw error;
        }
        await expect(storage.put(key, failing(), audio)).rejects.toBe(error);
        expect(await storage.stat(key)).toBeNull();
        await storage.put(key, chunks('again'), audio);
        expect((await read(key)).toString()).toBe('again');
      });

      it('gives up at once on an abort, though the source hangs, and leaves nothing', async () => {
        const key = newKey();
        const abort = new AbortController();
        const reason = new Error('the client has left');
        async function* hanging(): AsyncGenerator<Uint8Array> {
          yield Buffer.alloc(100_000);
          queueMicrotask(() => abort.abort(reason));
          await new Promise(() => undefined);
        }
        const put = storage.put(key, hanging(), { ...audio, signal: abort.signal });
        await expect(put).rejects.toBe(reason);
        expect(await storage.stat(key)).toBeNull();
      });

      it('leaves nothing where the abort comes with the last byte', async () => {
        const key = newKey();
        const abort = new AbortController();
        const reason = new Error('the client has left');
        async function* leaving(): AsyncGenerator<Uint8Array> {
          yield Buffer.alloc(10);
          abort.abort(reason);
        }
        const put = storage.put(key, leaving(), { ...audio, signal: abort.signal });
        await expect(put).rejects.toBe(reason);
        expect(await storage.stat(key)).toBeNull();
      });

      it('does not begin on a signal that was aborted before', async () => {
        const key = newKey();
        const reason = new Error('the client has left');
        const signal = AbortSignal.abort(reason);
        await expect(storage.put(key, untouched(), { ...audio, signal })).rejects.toBe(reason);
        expect(await storage.stat(key)).toBeNull();
      });
    });

    describe('stat', () => {
      it('tells size and time', async () => {
        const key = newKey();
        // Storages keep whole seconds, or take the time of another clock on the same machine.
        const earliest = Date.now() - 5000;
        await storage.put(key, chunks(text), audio);
        const stat = await storage.stat(key);
        expect(stat?.size).toBe(26);
        expect(stat?.modifiedAt).toSatisfy(Number.isInteger);
        expect(stat?.modifiedAt).toBeGreaterThan(earliest);
        expect(stat?.modifiedAt).toBeLessThan(earliest + 60_000);
      });

      it('is null for a missing object and for a folder', async () => {
        const key = newKey();
        await storage.put(key, chunks(text), audio);
        expect(await storage.stat(newKey())).toBeNull();
        expect(await storage.stat('nowhere')).toBeNull();
        expect(await storage.stat('track')).toBeNull();
        expect(await storage.stat(`${key}/part`)).toBeNull();
      });
    });

    describe('open', () => {
      it.each([
        ['first byte', 0, 0, 'a'],
        ['middle', 2, 4, 'cde'],
        ['last byte', 25, 25, 'z'],
        ['whole', 0, 25, text],
      ])('reads a range: %s', async (_, start, end, expected) => {
        const key = newKey();
        await storage.put(key, chunks(text), audio);
        expect((await buffer(await storage.open(key, { start, end }))).toString()).toBe(expected);
      });

      it('reads a range of a large object', async () => {
        const key = newKey();
        const whole = Buffer.alloc(2_000_000, 'not a multiple of anything');
        await storage.put(key, chunks(whole), audio);
        const part = await buffer(await storage.open(key, { start: 600_001, end: 1_700_000 }));
        expect(whole.subarray(600_001, 1_700_001).equals(part)).toBe(true);
      });

      it.each([
        ['ends beyond the object', 20, 26],
        ['begins beyond the object', 26, 30],
      ])('refuses a range that %s', async (_, start, end) => {
        const key = newKey();
        await storage.put(key, chunks(text), audio);
        await expect(storage.open(key, { start, end })).rejects.toThrow(RangeError);
      });

      it('refuses a missing object and a folder', async () => {
        await storage.put(newKey(), chunks(text), audio);
        for (const key of [newKey(), 'nowhere', 'track']) {
          await expect(storage.open(key)).rejects.toThrow(ObjectNotFound);
          await expect(storage.open(key, { start: 0, end: 0 })).rejects.toThrow(ObjectNotFound);
        }
      });

      it('destroys the stream when the signal aborts', async () => {
        const key = newKey();
        await storage.put(key, chunks(Buffer.alloc(3_000_000)), audio);
        const abort = new AbortController();
        const stream = await storage.open(key, undefined, abort.signal);
        await once(stream, 'readable');
        const failed = once(stream, 'error');
        abort.abort();
        await failed;
        expect(stream.destroyed).toBe(true);
      });

      it('does not begin on a signal that was aborted before', async () => {
        const key = newKey();
        await storage.put(key, chunks(text), audio);
        const reason = new Error('the client has left');
        await expect(storage.open(key, undefined, AbortSignal.abort(reason))).rejects.toBe(reason);
      });

      it('lets a stream be destroyed early', async () => {
        const key = newKey();
        await storage.put(key, chunks(Buffer.alloc(3_000_000)), audio);
        const stream = await storage.open(key);
        await once(stream, 'readable');
        const closed = once(stream, 'close');
        stream.destroy();
        await closed;
        expect((await read(key)).length).toBe(3_000_000);
      });
    });

    describe('read', () => {
      const reader = { hasLeft: false, signal: new AbortController().signal };

      it('gives the bytes of a range block by block, and then nothing more', async () => {
        const key = newKey();
        const whole = Buffer.alloc(2_000_000, 'not a multiple of anything');
        await storage.put(key, chunks(whole), audio);
        for (const [start, end] of [
          [0, 0],
          [600_001, 1_700_000],
          [0, 1_999_999],
        ] as const) {
          const blocks = await storage.read(key, { start, end }, reader);
          const copies: Buffer[] = [];
          for (let block = await blocks.next(); block; block = await blocks.next())
            copies.push(Buffer.from(block));
          expect(Buffer.concat(copies).equals(whole.subarray(start, end + 1))).toBe(true);
          expect(await blocks.next()).toBeNull();
          blocks.close();
          blocks.close();
        }
      });

      it('refuses what is missing, and what lies outside', async () => {
        const key = newKey();
        await storage.put(key, chunks(text), audio);
        await expect(storage.read(newKey(), { start: 0, end: 0 }, reader)).rejects.toThrow(ObjectNotFound);
        await expect(storage.read(key, { start: 20, end: 26 }, reader)).rejects.toThrow(RangeError);
        await expect(storage.read('../a', { start: 0, end: 0 }, reader)).rejects.toThrow(InvalidKey);
      });

      it('may be closed early', async () => {
        const key = newKey();
        await storage.put(key, chunks(Buffer.alloc(3_000_000)), audio);
        const blocks = await storage.read(key, { start: 0, end: 2_999_999 }, reader);
        expect((await blocks.next())?.length).toBeGreaterThan(0);
        blocks.close();
        expect((await read(key)).length).toBe(3_000_000);
      });
    });

    describe('remove', () => {
      it('removes an object, and does nothing the second time', async () => {
        const key = newKey();
        const other = newKey();
        await storage.put(key, chunks(text), audio);
        await storage.put(other, chunks(text), audio);
        await storage.remove(key);
        expect(await storage.stat(key)).toBeNull();
        await expect(storage.open(key)).rejects.toThrow(ObjectNotFound);
        await storage.remove(key);
        expect((await read(other)).toString()).toBe(text);
      });

      it('does nothing for a key that never was, and for a folder', async () => {
        const key = newKey();
        await storage.put(key, chunks(text), audio);
        await storage.remove('nowhere/at-all');
        await storage.remove('track');
        expect((await read(key)).toString()).toBe(text);
      });

      it('frees the key', async () => {
        const key = newKey();
        await storage.put(key, chunks('old'), audio);
        await storage.remove(key);
        await storage.put(key, chunks('new'), audio);
        expect((await read(key)).toString()).toBe('new');
      });
    });

    describe('list', () => {
      const listed = async (prefix?: string): Promise<ListedObject[]> => {
        const objects: ListedObject[] = [];
        for await (const object of storage.list(prefix)) objects.push(object);
        return objects.toSorted((one, other) => (one.key < other.key ? -1 : 1));
      };

      it('tells key, size and time of every object below a prefix', async () => {
        const run = randomUUID();
        const keys = ['a', 'b/c', 'b/cd', 'b/d/e', 'bc'].map((name) => `${run}/${name}`);
        for (const [index, key] of keys.entries()) {
          await storage.put(key, chunks(text.slice(0, index)), audio);
        }
        const expected = await Promise.all(
          keys.map(async (key) => Object.assign({ key }, await storage.stat(key))),
        );
        expect(expected.map(({ size }) => size)).toEqual([0, 1, 2, 3, 4]);
        expect(await listed(run)).toEqual(expected);
        expect(await listed(`${run}/`)).toEqual(expected);
        expect(await listed(`${run}/b`)).toEqual(expected.slice(1));
        expect(await listed(`${run}/b/`)).toEqual(expected.slice(1, 4));
        expect(await listed(`${run}/b/c`)).toEqual(expected.slice(1, 3));
        expect(await listed(`${run}/x/`)).toEqual([]);
        expect(await listed(`${run}/a/`)).toEqual([]);
        expect(await listed()).toEqual(expect.arrayContaining(expected));
      });

      it('forgets what was removed, and knows nothing of what failed', async () => {
        const run = randomUUID();
        await storage.put(`${run}/a`, chunks(text), audio);
        await storage.remove(`${run}/a`);
        async function* failing(): AsyncGenerator<Uint8Array> {
          yield Buffer.alloc(6_000_000);
          throw new Error('the source failed');
        }
        await expect(storage.put(`${run}/b`, failing(), audio)).rejects.toThrow('the source failed');
        expect(await listed(run)).toEqual([]);
      });

      it('lets go of a reader who stops', async () => {
        for await (const { key } of storage.list()) {
          expect(key).toMatch(/^[a-z0-9]/);
          break;
        }
      });

      it.each(['..', '/', 'a//', '../a', '.tmp', 'a/.', 'A'])('refuses the prefix %j', async (prefix) => {
        await expect(listed(prefix)).rejects.toThrow(InvalidKey);
      });
    });

    describe('sweep', () => {
      const hour = 3_600_000;

      it('takes old uploads that have not ended, and leaves young ones and objects', async () => {
        const [key, unfinished] = [newKey(), newKey()];
        await storage.put(key, chunks(text), audio);
        const gate = new EventEmitter();
        async function* slow(): AsyncGenerator<Uint8Array> {
          yield Buffer.alloc(6_000_000);
          await once(gate, 'open');
          yield Buffer.alloc(6_000_000);
        }
        const put = storage.put(unfinished, slow(), audio).catch((error: unknown) => error);
        await vi.waitFor(() => expect(gate.listenerCount('open')).toBe(1), 5000);
        expect(await storage.sweep(Date.now() - hour)).toBe(0);
        await vi.waitFor(async () => expect(await storage.sweep(Date.now() + hour)).toBe(1), 5000);
        expect(await storage.sweep(Date.now() + hour)).toBe(0);
        gate.emit('open');
        expect(await put).toBeInstanceOf(StorageUnavailable);
        expect(await storage.stat(unfinished)).toBeNull();
        expect((await read(key)).toString()).toBe(text);
      });
    });

    it.each(invalidKeys)('refuses the key %j everywhere', async (key) => {
      await expect(storage.put(key, untouched(), audio)).rejects.toThrow(InvalidKey);
      await expect(storage.stat(key)).rejects.toThrow(InvalidKey);
      await expect(storage.open(key)).rejects.toThrow(InvalidKey);
      await expect(storage.remove(key)).rejects.toThrow(InvalidKey);
      await expect(storage.signedUrl(key, 60)).rejects.toThrow(InvalidKey);
    });
  });
}

async function* chunks(...parts: ReadonlyArray<string | Uint8Array>): AsyncGenerator<Uint8Array> {
  for (const part of parts) yield typeof part === 'string' ? Buffer.from(part) : part;
}

/** A source that must not be read. */
function untouched(): AsyncIterable<Uint8Array> {
  return {
    [Symbol.asyncIterator]() {
      throw new Error('the source was read');
    },
  };
}
