import { describe, expect, it } from 'vitest';
import { BlockPool } from './block-pool.js';

const largest = 524_288;

function poolOf(readers: number): BlockPool {
  const pool = new BlockPool();
  for (let reader = 0; reader < readers; reader += 1) pool.enter();
  return pool;
}

/** Takes so many blocks at once and gives them all back. */
function use(pool: BlockPool, count: number, wanted: number): Buffer[] {
  const blocks = Array.from({ length: count }, () => pool.take(wanted));
  for (const block of blocks) pool.give(block);
  return blocks;
}

describe('the pool of blocks', () => {
  it('lends the same memory again', () => {
    const pool = poolOf(16);
    const before = new Set(use(pool, 16, largest));
    expect(before.size).toBe(16);
    expect(use(pool, 16, largest).filter((block) => before.has(block))).toHaveLength(16);
  });

  it('lends it again also when other sizes are wanted than before', () => {
    const pool = poolOf(16);
    use(pool, 16, largest);
    for (const wanted of [65_536, 131_072, 262_144]) {
      const [before] = use(pool, 1, wanted);
      const [again] = use(pool, 1, wanted);
      expect(before?.length).toBe(wanted);
      expect(again === before).toBe(true);
    }
  });

  it('keeps 8 MiB, of what was wanted last', () => {
    const pool = poolOf(1);
    const before = new Set(use(pool, 17, largest));
    expect(use(pool, 17, largest).filter((block) => before.has(block))).toHaveLength(16);
    const small = new Set(use(pool, 256, 32_768));
    expect(use(pool, 256, 32_768).filter((block) => small.has(block))).toHaveLength(256);
    expect(use(pool, 1, largest).filter((block) => before.has(block))).toHaveLength(0);
  });
});
