import { mkdtempSync, readdirSync, readlinkSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { setImmediate } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { streamFile } from './stream-file.js';

const bytes = Buffer.alloc(1_000_000, 'abcdefg');

describe('streamFile', () => {
  let folder: string;
  let path: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'hapju-read-'));
    path = join(folder, 'a');
    writeFileSync(path, bytes);
  });

  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  const read = async (start: number, end: number): Promise<Readable> =>
    streamFile(await open(path), { start, end });

  /** The next block, without asking for another. */
  const block = async (stream: Readable): Promise<Buffer> => {
    for (;;) {
      const chunk = stream.read() as Buffer | null;
      if (chunk) return chunk;
      await setImmediate();
    }
  };

  it.each([
    [0, 999_999],
    [0, 0],
    [999_999, 999_999],
    [7, 262_150],
    [0, -1],
  ])('gives the bytes from %i to %i and closes the file', async (start, end) => {
    const stream = await read(start, end);
    expect((await buffer(stream)).equals(bytes.subarray(start, end + 1))).toBe(true);
    await vi.waitFor(() => expect(openAt(path)).toBe(0));
  });

  it('reads a block only when the last one is taken', async () => {
    const stream = await read(0, 999_999);
    expect(await block(stream)).toHaveLength(262_144);
    for (let turn = 0; turn < 20; turn += 1) await setImmediate();
    expect(stream.readableLength).toBe(0);
    stream.destroy();
    await vi.waitFor(() => expect(openAt(path)).toBe(0));
  });

  it('takes smaller blocks for many at once, and large ones again when they have gone', async () => {
    const many = await Promise.all(Array.from({ length: 64 }, () => read(0, 999_999)));
    expect(await block(many[0] as Readable)).toHaveLength(131_072);
    const more = await Promise.all(Array.from({ length: 500 }, () => read(0, 999_999)));
    expect(await block(many[0] as Readable)).toHaveLength(32_768);
    for (const stream of [...many, ...more].slice(1)) stream.destroy();
    expect(await block(many[0] as Readable)).toHaveLength(262_144);
    many[0]?.destroy();
    await vi.waitFor(() => expect(openAt(path)).toBe(0));
  });

  it('ends early with a file that has become shorter', async () => {
    const stream = await read(0, 999_999);
    truncateSync(path, 1000);
    expect(await buffer(stream)).toHaveLength(1000);
  });
});

/** How often this process has the file open. */
function openAt(path: string): number {
  return readdirSync('/proc/self/fd').filter((descriptor) => {
    try {
      return readlinkSync(`/proc/self/fd/${descriptor}`) === path;
    } catch {
      // It was closed meanwhile.
      return false;
    }
  }).length;
}
