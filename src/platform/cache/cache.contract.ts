import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Cache } from './cache.js';

/** What every cache must do, wherever it keeps things. */
export function cacheContract(
  name: string,
  open: () => Promise<{ cache: Cache; close(): Promise<void> }>,
): void {
  describe(name, () => {
    let cache: Cache;
    let opened: Awaited<ReturnType<typeof open>>;
    const key = (part: string) => `test:${process.pid}:${part}`;

    beforeAll(async () => {
      opened = await open();
      cache = opened.cache;
      // A connection may take a moment; until then everything is a miss.
      await vi.waitFor(async () => {
        await cache.set(key('ready'), true, 60_000);
        expect(await cache.get(key('ready'))).toBe(true);
      });
    });

    afterAll(async () => {
      await cache.delete(key('ready'));
      await opened.close();
    });

    it.each([
      ['text'],
      [0],
      [12.5],
      [false],
      [null],
      [[]],
      [{ nested: [1, { deep: '합주' }] }],
      [[1, 2]],
      [''],
      ['"quoted"'],
    ])('keeps %j', async (value) => {
      await cache.set(key('value'), value, 60_000);
      expect(await cache.get(key('value'))).toEqual(value);
      await cache.delete(key('value'));
      expect(await cache.get(key('value'))).toBeUndefined();
    });

    it('knows nothing of a key that was never set', async () => {
      expect(await cache.get(key('never'))).toBeUndefined();
    });

    it('replaces a value', async () => {
      await cache.set(key('twice'), 1, 60_000);
      await cache.set(key('twice'), 2, 60_000);
      expect(await cache.get(key('twice'))).toBe(2);
      await cache.delete(key('twice'));
    });

    it('forgets after so many milliseconds, not before', async () => {
      await cache.set(key('short'), 1, 30);
      await cache.set(key('long'), 1, 60_000);
      await vi.waitFor(async () => expect(await cache.get(key('short'))).toBeUndefined());
      expect(await cache.get(key('long'))).toBe(1);
      await cache.delete(key('long'));
    });

    it('deletes what is not there without complaint', async () => {
      await expect(cache.delete(key('never'))).resolves.toBeUndefined();
    });
  });
}
