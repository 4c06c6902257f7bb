import { once } from 'node:events';
import { PassThrough, Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { setImmediate } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { relay } from './relay.js';
import { StorageUnavailable } from './storage.js';

const long = 20_000;
const never = (): Promise<Readable> => Promise.reject(new Error('It was opened again'));

const relayOf = (source: Readable, length: number, silenceMs = long): Readable =>
  relay(source, { length, reopen: never }, { silenceMs, pauseMs: long });

/** What a stream ends with: its error. */
const failure = async (stream: Readable): Promise<unknown> => {
  const error: unknown = await buffer(stream).catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(StorageUnavailable);
  return (error as StorageUnavailable).cause;
};

describe('relay', () => {
  afterEach(() => {
    vi.useRealTimers();
  });

  it.each([[[]], [['abc']], [['a', 'bc', 'd'.repeat(300_000)]]])('passes on %#', async (parts) => {
    const whole = parts.join('');
    const stream = relayOf(Readable.from(parts.map((part) => Buffer.from(part))), whole.length);
    expect((await buffer(stream)).toString()).toBe(whole);
  });

  it.each([
    [4, '3 bytes came instead of 4'],
    [2, '3 bytes came instead of 2'],
  ])('fails where %i bytes were promised and 3 came', async (length, message) => {
    const stream = relayOf(Readable.from([Buffer.from('abc')]), length);
    expect(await failure(stream)).toMatchObject({ message });
  });

  it('fails with the source, and tells why', async () => {
    const source = new PassThrough();
    source.write('abc');
    const error = new Error('the connection was reset');
    const stream = relayOf(source, 6);
    stream.once('data', () => source.destroy(error));
    expect(await failure(stream)).toBe(error);
  });

  it('fails where the source breaks off without an error', async () => {
    const source = new PassThrough();
    source.write('abc');
    const stream = relayOf(source, 6);
    stream.once('data', () => source.destroy());
    expect(await failure(stream)).toMatchObject({ code: 'ERR_STREAM_PREMATURE_CLOSE' });
  });

  it('fails when the source is silent while a reader waits', async () => {
    const source = new PassThrough();
    source.write('abc');
    const stream = relayOf(source, 6, 20);
    expect(await failure(stream)).toMatchObject({ message: 'No byte for 20 ms' });
    expect(source.destroyed).toBe(true);
  });

  it('lets a reader pause, and asks for no more meanwhile', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    let given = 0;
    const source = new Readable({
      highWaterMark: 65_536,
      read() {
        given += 65_536;
        this.push(given > 6_553_600 ? null : Buffer.alloc(65_536));
      },
    });
    const stream = relayOf(source, 6_553_600, 20);
    stream.read();
    while (stream.readableLength === 0) await setImmediate();
    vi.advanceTimersByTime(1000);
    expect(stream.destroyed).toBe(false);
    expect(stream.readableLength).toBe(65_536);
    expect(given).toBeLessThanOrEqual(3 * 65_536);
    expect((await buffer(stream)).length).toBe(6_553_600);
  });

  it('lets a reader pause before the end', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const source = Readable.from([Buffer.from('abc')]);
    const stream = relayOf(source, 3, 20);
    stream.read();
    await once(source, 'close');
    vi.advanceTimersByTime(1000);
    expect((await buffer(stream)).toString()).toBe('abc');
  });

  describe('for a reader who pauses long', () => {
    const bytes = Buffer.from('abcdefghi');
    /** Gives three bytes at a time, and never ends by itself. */
    const source = (from: number) => {
      let at = from;
      return new Readable({
        highWaterMark: 1,
        read() {
          this.push(bytes.subarray(at, (at += 3)));
        },
      });
    };
    let opened: { from: number; source: Readable }[];
    let stream: Readable;

    beforeEach(() => {
      vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
      opened = [];
      const reopen = async (from: number) => open(from);
      stream = relay(open(0), { length: 9, reopen }, { silenceMs: 20, pauseMs: 100 });
    });

    function open(from: number): Readable {
      opened.push({ from, source: source(from) });
      return opened.at(-1)?.source as Readable;
    }

    const read = async (): Promise<string> => {
      for (;;) {
        const chunk = stream.read() as Buffer | null;
        if (chunk) return chunk.toString();
        await setImmediate();
      }
    };

    it('lets the source go, and opens it again where he was', async () => {
      expect(await read()).toBe('abc');
      vi.advanceTimersByTime(99);
      expect(opened[0]?.source.destroyed).toBe(false);
      vi.advanceTimersByTime(1);
      expect(opened[0]?.source.destroyed).toBe(true);
      vi.advanceTimersByTime(3_600_000);
      expect(opened).toHaveLength(1);
      expect(await read()).toBe('def');
      expect(opened.map(({ from }) => from)).toEqual([0, 3]);
      vi.advanceTimersByTime(100);
      expect(await read()).toBe('ghi');
      expect(opened.map(({ from }) => from)).toEqual([0, 3, 6]);
      // At the end there is nothing to open.
      vi.advanceTimersByTime(100);
      expect(await buffer(stream)).toEqual(Buffer.alloc(0));
      expect(opened.map(({ source: { destroyed } }) => destroyed)).toEqual([true, true, true]);
    });

    it('lets it go too when he never begins', () => {
      vi.advanceTimersByTime(100);
      expect(opened[0]?.source.destroyed).toBe(true);
      expect(stream.destroyed).toBe(false);
    });

    it('closes what is opened for one who has left meanwhile', async () => {
      vi.advanceTimersByTime(100);
      stream.read();
      stream.destroy();
      await setImmediate();
      expect(opened.map(({ source: { destroyed } }) => destroyed)).toEqual([true, true]);
    });
  });

  it('fails as the source does that cannot be opened again', async () => {
    const source = Readable.from([Buffer.from('abc'), Buffer.from('def')]);
    const gone = new StorageUnavailable(new Error('It is down'));
    const stream = relay(
      source,
      { length: 6, reopen: () => Promise.reject(gone) },
      { silenceMs: long, pauseMs: 0 },
    );
    const closed = once(source, 'close');
    await closed;
    await expect(buffer(stream)).rejects.toBe(gone);
  });

  it('closes the source when the reader leaves', async () => {
    const source = new PassThrough();
    const stream = relayOf(source, 6);
    stream.resume();
    const closed = once(source, 'close');
    stream.destroy();
    await closed;
    expect(source.readableEnded).toBe(false);
  });
});
