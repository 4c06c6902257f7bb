import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { OnceStore } from './once-store.js';

/** What every store of things taken once must do. */
export function onceStoreContract(
  name: string,
  open: () => Promise<{ store: OnceStore; close(): Promise<void> | void }>,
): void {
  describe(name, () => {
    let store: OnceStore;
    let opened: Awaited<ReturnType<typeof open>>;
    const key = (part: string) => `test:${process.pid}:${part}`;

    beforeAll(async () => {
      opened = await open();
      store = opened.store;
      // A connection may take a moment.
      await vi.waitFor(() => store.put(key('ready'), true, 1000));
    });

    afterAll(() => opened.close());

    it.each([['text'], [12], [{ accountId: 'a', returnTo: null }]])('gives %j once', async (value) => {
      await store.put(key('value'), value, 60_000);
      expect(await store.take(key('value'))).toEqual(value);
      expect(await store.take(key('value'))).toBeUndefined();
    });

    it('of fifty who take at once gives it to one', async () => {
      await store.put(key('race'), 'prize', 60_000);
      const taken = await Promise.all(Array.from({ length: 50 }, () => store.take(key('race'))));
      expect(taken.filter((value) => value === 'prize')).toHaveLength(1);
      expect(taken.filter((value) => value === undefined)).toHaveLength(49);
    });

    it('knows nothing of a key that was never put', async () => {
      expect(await store.take(key('never'))).toBeUndefined();
    });
  });
}
