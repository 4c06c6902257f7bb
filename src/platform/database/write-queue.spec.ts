import { describe, expect, it } from 'vitest';
import { WriteQueue } from './write-queue.js';

const turn = () => new Promise((resolve) => setImmediate(resolve));

describe('WriteQueue', () => {
  it('runs work in the order it came, one after the other', async () => {
    const queue = new WriteQueue();
    const events: string[] = [];
    const work = (name: string, turns: number) =>
      queue.run(async () => {
        events.push(`${name} begins`);
        for (let left = turns; left > 0; left -= 1) await turn();
        events.push(`${name} ends`);
        return name;
      });
    expect(await Promise.all([work('a', 3), work('b', 0), work('c', 1)])).toEqual(['a', 'b', 'c']);
    expect(events).toEqual(['a begins', 'a ends', 'b begins', 'b ends', 'c begins', 'c ends']);
  });

  it('goes on after work that failed, and tells only its owner', async () => {
    const queue = new WriteQueue();
    const outcomes = await Promise.allSettled([
      queue.run(async () => 'a'),
      queue.run(() => Promise.reject(new Error('b failed'))),
      queue.run(() => {
        throw new Error('c failed at once');
      }),
      queue.run(async () => 'd'),
    ]);
    expect(outcomes).toEqual([
      { status: 'fulfilled', value: 'a' },
      { status: 'rejected', reason: new Error('b failed') },
      { status: 'rejected', reason: new Error('c failed at once') },
      { status: 'fulfilled', value: 'd' },
    ]);
  });

  it('takes work that comes while other work runs', async () => {
    const queue = new WriteQueue();
    const events: string[] = [];
    let later: Promise<unknown> = Promise.resolve();
    await queue.run(async () => {
      later = queue.run(async () => events.push('later'));
      await turn();
      events.push('first');
    });
    await later;
    expect(events).toEqual(['first', 'later']);
  });
});
