import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Turns } from './turns.js';

describe('Turns', () => {
  let begun: number[];
  let ends: Map<number, () => void>;
  let turns: Turns;

  beforeEach(() => {
    vi.useFakeTimers();
    begun = [];
    ends = new Map();
    turns = new Turns(2, { ms: 1000, most: 2 }, () => new Error('late'));
  });

  afterEach(() => void vi.useRealTimers());

  /** Work that runs until it is told to end. */
  const ask = (id: number, size = 1): Promise<number> =>
    turns.run(
      () =>
        new Promise((resolve) => {
          begun.push(id);
          ends.set(id, () => resolve(id));
        }),
      size,
    );

  it('lets so many run at once, and the others in the order they came', async () => {
    const all = [1, 2, 3, 4].map((id) => ask(id));
    expect(begun).toEqual([1, 2]);
    ends.get(2)?.();
    await all[1];
    expect(begun).toEqual([1, 2, 3]);
    ends.get(1)?.();
    await all[0];
    expect(begun).toEqual([1, 2, 3, 4]);
    ends.get(3)?.();
    ends.get(4)?.();
    expect(await Promise.all(all)).toEqual([1, 2, 3, 4]);
  });

  it('refuses who has waited too long, who is then never begun', async () => {
    const [one, two] = [ask(1), ask(2)];
    const late = expect(ask(3)).rejects.toThrow('late');
    await vi.advanceTimersByTimeAsync(999);
    const four = ask(4);
    await vi.advanceTimersByTimeAsync(1);
    await late;
    ends.get(1)?.();
    await one;
    expect(begun).toEqual([1, 2, 4]);
    ends.get(2)?.();
    ends.get(4)?.();
    expect(await Promise.all([two, four])).toEqual([2, 4]);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('refuses at once when too many wait', async () => {
    const all = [1, 2, 3, 4].map((id) => ask(id));
    await expect(ask(5)).rejects.toThrow('late');
    for (const id of [1, 2, 3, 4]) {
      await vi.waitFor(() => expect(begun).toContain(id));
      ends.get(id)?.();
    }
    expect(await Promise.all(all)).toEqual([1, 2, 3, 4]);
  });

  it('passes the turn of work that fails', async () => {
    for (let round = 0; round < 3; round += 1) {
      await expect(turns.run(() => Promise.reject(new Error('broken')))).rejects.toThrow('broken');
    }
    void ask(1);
    void ask(2);
    expect(begun).toEqual([1, 2]);
  });

  it('lets nobody small pass by who is large and came before', async () => {
    const all = [ask(1), ask(2, 2), ask(3)];
    expect(begun).toEqual([1]);
    ends.get(1)?.();
    await all[0];
    expect(begun).toEqual([1, 2]);
    ends.get(2)?.();
    await all[1];
    expect(begun).toEqual([1, 2, 3]);
    expect(turns.free).toBe(1);
  });

  it('goes on with those behind one who has waited too long', async () => {
    void ask(1);
    const late = expect(ask(2, 2)).rejects.toThrow('late');
    await vi.advanceTimersByTimeAsync(500);
    const three = ask(3);
    await vi.advanceTimersByTimeAsync(500);
    await late;
    expect(begun).toEqual([1, 3]);
    ends.get(3)?.();
    expect(await three).toBe(3);
  });
});
