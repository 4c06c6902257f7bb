import { once } from 'node:events';
import { PassThrough, Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { setImmediate } from 'node:timers/promises';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { relay } from './relay.js';
import { StorageUnavailable } from './storage.js';

const long = 20_000;

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
    const stream = relay(Readable.from(parts.map((part) => Buffer.from(part))), whole.length, long);
    expect((await buffer(stream)).toString()).toBe(whole);
  });

  it.each([
    [4, '3 bytes came instead of 4'],
    [2, '3 bytes came instead of 2'],
  ])('fails where %i bytes were promised and 3 came', async (length, message) => {
    const stream = relay(Readable.from([Buffer.from('abc')]), length, long);
    expect(await failure(stream)).toMatchObject({ message });
  });

  it('fails with the source, and tells why', async () => {
    const source = new PassThrough();
    source.write('abc');
    const error = new Error('the connection was reset');
    const stream = relay(source, 6, long);
    stream.once('data', () => source.destroy(error));
    expect(await failure(stream)).toBe(error);
  });

  it('fails where the source breaks off without an error', async () => {
    const source = new PassThrough();
    source.write('abc');
    const stream = relay(source, 6, long);
    stream.once('data', () => source.destroy());
    expect(await failure(stream)).toMatchObject({ code: 'ERR_STREAM_PREMATURE_CLOSE' });
  });

  it('fails when the source is silent while a reader waits', async () => {
    const source = new PassThrough();
    source.write('abc');
    const stream = relay(source, 6, 20);
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
    const stream = relay(source, 6_553_600, 20);
    stream.read();
    while (stream.readableLength < stream.readableHighWaterMark) await setImmediate();
    vi.advanceTimersByTime(1000);
    expect(stream.destroyed).toBe(false);
    expect(given).toBeLessThan(500_000);
    expect((await buffer(stream)).length).toBe(6_553_600);
  });

  it('lets a reader pause before the end', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const source = Readable.from([Buffer.from('abc')]);
    const stream = relay(source, 3, 20);
    stream.read();
    await once(source, 'close');
    vi.advanceTimersByTime(1000);
    expect((await buffer(stream)).toString()).toBe('abc');
  });

  it('closes the source when the reader leaves', async () => {
    const source = new PassThrough();
    const stream = relay(source, 6, long);
    stream.resume();
    const closed = once(source, 'close');
    stream.destroy();
    await closed;
    expect(source.readableEnded).toBe(false);
  });
});
