import { vi } from 'vitest';
import type { ObjectStorage } from '../src/platform/storage/storage.js';

/** What a storage is busy with. */
export interface WatchedPuts {
  /** Bytes that all its puts have asked for so far. */
  readonly taken: number;
  /** Puts that have not ended, well or not. */
  readonly running: number;
  stop(): void;
}

/** Watches what a storage stores; everything goes on as it would. */
export function watchPuts(storage: ObjectStorage): WatchedPuts {
  const put = storage.put.bind(storage);
  const watched = { taken: 0, running: 0, stop: () => spy.mockRestore() };
  async function* counted(body: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array, void> {
    for await (const chunk of body) {
      watched.taken += chunk.byteLength;
      yield chunk;
    }
  }
  const spy = vi.spyOn(storage, 'put').mockImplementation(async (key, body, options) => {
    watched.running += 1;
    try {
      return await put(key, counted(body), options);
    } finally {
      watched.running -= 1;
    }
  });
  return watched;
}
