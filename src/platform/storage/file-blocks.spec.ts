import {
  mkdtempSync,
  openSync,
  readdirSync,
  readlinkSync,
  rmSync,
  truncateSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { BlockPool } from './block-pool.js';
import { FileBlocks } from './file-blocks.js';
import { OpenFile, OpenFiles } from './open-files.js';
import { StorageUnavailable } from './storage.js';

const size = 3_000_000;
const bytes = Buffer.from(
  Uint8Array.from({ length: size }, (_, at) => (at * 31 + (at >> 8) * 7 + (at >> 16)) % 251),
);

let folder: string;
let path: string;
let files: OpenFiles;
let pool: BlockPool;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'hapju-read-'));
  path = join(folder, 'a');
  writeFileSync(path, bytes);
  [files, pool] = [new OpenFiles(), new BlockPool()];
});

afterEach(async () => {
  files.close();
  await vi.waitFor(() => expect(openBelow(folder)).toBe(0), 5000);
  rmSync(folder, { recursive: true });
});

const read = async (start: number, end: number): Promise<FileBlocks> =>
  new FileBlocks(await files.open(path), pool, { start, end });

/** All that is left, as copies. */
async function rest(blocks: FileBlocks): Promise<Buffer> {
  const copies: Buffer[] = [];
  for (let block = await blocks.next(); block; block = await blocks.next()) copies.push(Buffer.from(block));
  blocks.close();
  return Buffer.concat(copies);
}

describe('the blocks of a file', () => {
  it.each([
    [0, 2_999_999],
    [0, 0],
    [2_999_999, 2_999_999],
    [7, 262_150],
    [0, -1],
  ])('are the bytes from %i to %i, whether it reads them for the first time or again', async (start, end) => {
    for (let time = 0; time < 2; time += 1) {
      expect((await rest(await read(start, end))).equals(bytes.subarray(start, end + 1))).toBe(true);
    }
  });

  it('come from memory at once where they were read before, and else by a thread', async () => {
    const [first, second, third] = [await read(0, 9), await read(5, 99), await read(5, 65_536)];
    expect(first.next()).toBeInstanceOf(Promise);
    await rest(await read(0, 65_535));
    expect(second.next()).toBeInstanceOf(Buffer);
    expect(third.next()).toBeInstanceOf(Promise);
    for (const blocks of [first, second, third]) blocks.close();
  });

  it('let everybody else have a turn between two that come from memory', async () => {
    await rest(await read(0, size - 1));
    const blocks = await read(0, size - 1);
    const order: string[] = [];
    setImmediate(() => order.push('somebody else'));
    await blocks.next();
    order.push('block');
    expect(order).toEqual(['somebody else', 'block']);
    blocks.close();
  });

  it('are smaller for many at once, and large again when they have gone', async () => {
    const length = async (blocks: FileBlocks | undefined) => (await blocks?.next())?.length;
    const many = await Promise.all(Array.from({ length: 64 }, () => read(0, size - 1)));
    expect(await length(many[0])).toBe(131_072);
    const more = await Promise.all(Array.from({ length: 500 }, () => read(0, size - 1)));
    expect(await length(many[0])).toBe(32_768);
    for (const blocks of [...many, ...more].slice(1)) blocks.close();
    expect(await length(many[0])).toBe(524_288);
    many[0]?.close();
  });

  it('end early with a file that has become shorter', async () => {
    const blocks = await read(0, size - 1);
    truncateSync(path, 1000);
    expect(await rest(blocks)).toHaveLength(1000);
  });

  it('fail where the disk fails', async () => {
    // A descriptor that is only for writing.
    const file = new OpenFile(openSync(path, 'a'), size);
    const blocks = new FileBlocks(file, pool, { start: 0, end: 9 });
    await expect(blocks.next()).rejects.toThrow(StorageUnavailable);
    blocks.close();
  });

  it('are never lent to two at once, however many come, go and give up', async () => {
    const reader = fc.record({
      start: fc.nat(size - 1),
      length: fc.integer({ min: 1, max: 400_000 }),
      /** After so many blocks he gives up, without waiting for the one he has asked for. */
      blocks: fc.nat(6),
      turns: fc.nat(3),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(reader, { minLength: 50, maxLength: 200 }), async (readers) => {
        await Promise.all(
          readers.map(async ({ start, length, blocks: most, turns }) => {
            const end = Math.min(start + length, size) - 1;
            const blocks = await read(start, end);
            let position = start;
            for (let count = 0; ; count += 1) {
              const next = blocks.next();
              if (count === most) break;
              const block = await next;
              if (!block) break;
              // As long as the socket of somebody slow may look at it.
              for (let turn = 0; turn < turns; turn += 1) await nextTurn();
              expect(block.equals(bytes.subarray(position, position + block.length))).toBe(true);
              position += block.length;
            }
            blocks.close();
          }),
        );
      }),
      { numRuns: 20 },
    );
  }, 120_000);
});

describe('open files', () => {
  it('are opened once for many, and closed when nobody reads and none is kept', async () => {
    const all = await Promise.all(Array.from({ length: 50 }, async () => files.open(path)));
    expect(new Set(all.map(({ descriptor }) => descriptor)).size).toBe(1);
    files.forget(path);
    for (const file of all.slice(1)) file.release();
    await nextTurn();
    expect(openBelow(folder)).toBe(1);
    all[0]?.release();
    await vi.waitFor(() => expect(openBelow(folder)).toBe(0), 500);
  });

  it('are no more than so many', async () => {
    for (let index = 0; index < 600; index += 1) {
      writeFileSync(join(folder, String(index)), 'abc');
      (await files.open(join(folder, String(index)))).release();
    }
    await vi.waitFor(() => expect(openBelow(folder)).toBeLessThanOrEqual(256), 500);
  });

  it('are closed after a second, also where the file is gone', async () => {
    (await files.open(path)).release();
    unlinkSync(path);
    expect(openBelow(folder)).toBe(1);
    await vi.waitFor(() => expect(openBelow(folder)).toBe(0), 5000);
    await expect(files.open(path)).rejects.toMatchObject({ code: 'ENOENT' });
  });
});

/** How many files below a folder this process has open. */
function openBelow(place: string): number {
  return readdirSync('/proc/self/fd').filter((descriptor) => {
    try {
      return readlinkSync(`/proc/self/fd/${descriptor}`).startsWith(place);
    } catch {
      // It was closed meanwhile.
      return false;
    }
  }).length;
}
