import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { abortable } from './abortable.js';

/** Unlike `once`, it does not mind the error of an early close. */
const closing = (source: Readable) => new Promise((resolve) => source.once('close', resolve));

describe('abortable', () => {
  it('yields all chunks of a source that ends', async () => {
    const { signal } = new AbortController();
    const seen: number[] = [];
    for await (const chunk of abortable(Readable.from([1, 2, 3]), signal)) seen.push(chunk as number);
    expect(seen).toEqual([1, 2, 3]);
  });

  it('throws the reason though the source never answers', async () => {
    const abort = new AbortController();
    const reason = new Error('the client has left');
    const next = abortable(new Readable({ read: () => undefined }), abort.signal).next();
    abort.abort(reason);
    await expect(next).rejects.toBe(reason);
  });

  it('asks for no further chunk after the abort, and closes the source', async () => {
    const abort = new AbortController();
    const source = Readable.from([1, 2, 3]);
    const reader = abortable(source, abort.signal);
    await reader.next();
    const closed = closing(source);
    abort.abort();
    await expect(reader.next()).rejects.toThrow('aborted');
    await closed;
    expect(source.destroyed).toBe(true);
  });

  it('closes the source when the reader stops', async () => {
    const source = Readable.from([1, 2, 3]);
    const closed = closing(source);
    for await (const _ of abortable(source)) break;
    await closed;
    expect(source.readableEnded).toBe(false);
  });

  it('keeps no listener on the signal', async () => {
    const listeners = { added: 0, removed: 0 };
    const { signal } = new AbortController();
    const add = signal.addEventListener.bind(signal);
    const remove = signal.removeEventListener.bind(signal);
    signal.addEventListener = (...args: Parameters<typeof add>) => {
      listeners.added += 1;
      add(...args);
    };
    signal.removeEventListener = (...args: Parameters<typeof remove>) => {
      listeners.removed += 1;
      remove(...args);
    };
    for await (const _ of abortable(Readable.from([1, 2, 3]), signal)) continue;
    expect(listeners).toEqual({ added: 4, removed: 4 });
  });
});
