import { beforeEach, describe, expect, it, vi } from 'vitest';
import { Recent } from './recent.js';

interface Found {
  readonly key: string;
  readonly time: number;
}

describe('Recent', () => {
  let times: number;
  let gone: Found[];
  let finding: () => Promise<void>;
  let recent: Recent<Found>;

  beforeEach(() => {
    [times, gone, finding] = [0, [], async () => undefined];
    recent = keeping(60_000);
  });

  const keeping = (ms: number) =>
    new Recent(
      async (key) => {
        times += 1;
        const found = { key, time: times };
        await finding();
        return found;
      },
      { most: 2, ms, letGo: (value) => gone.push(value) },
    );

  it('finds once for all who ask at once, and tells it again at once', async () => {
    const all = await Promise.all([recent.get('a'), recent.get('a'), recent.get('a')]);
    expect(all).toEqual(Array(3).fill({ key: 'a', time: 1 }));
    expect(recent.get('a')).toBe(all[0]);
    expect(times).toBe(1);
  });

  it('looks again after a while, however often it was asked', async () => {
    const brief = keeping(20);
    await vi.waitFor(async () => expect((await brief.get('a')).time).toBeGreaterThan(1), {
      interval: 2,
      timeout: 5000,
    });
    expect(gone).toContainEqual({ key: 'a', time: 1 });
  });

  it('keeps no more than so many, and lets go of the one that was not asked for longest', async () => {
    for (const key of ['a', 'b', 'a', 'c']) await recent.get(key);
    expect(gone).toEqual([{ key: 'b', time: 2 }]);
    expect(await recent.get('a')).toEqual({ key: 'a', time: 1 });
    recent.clear();
    expect(gone).toHaveLength(3);
  });

  it('does not keep a failure', async () => {
    finding = () => Promise.reject(new Error('missing'));
    await expect(recent.get('a')).rejects.toThrow('missing');
    finding = async () => undefined;
    expect(await recent.get('a')).toEqual({ key: 'a', time: 2 });
  });

  it('looks anew for what was forgotten, also while it was being found', async () => {
    let goOn = () => {};
    finding = () => new Promise((resolve) => (goOn = resolve));
    const before = recent.get('a');
    recent.forget('a');
    finding = async () => undefined;
    expect(await recent.get('a')).toEqual({ key: 'a', time: 2 });
    goOn();
    expect(await before).toEqual({ key: 'a', time: 1 });
    expect(gone).toEqual([{ key: 'a', time: 1 }]);
    expect(recent.get('a')).toEqual({ key: 'a', time: 2 });
    recent.forget('a');
    expect(gone).toHaveLength(2);
  });
});
