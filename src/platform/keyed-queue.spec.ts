import { EventEmitter, once } from 'node:events';
import { describe, expect, it } from 'vitest';
import { KeyedQueue } from './keyed-queue.js';

/** Work that ends when it is told to. */
function held() {
  const end = new EventEmitter();
  return {
    work: async () => String((await once(end, 'done'))[0]),
    finish: (value: string) => end.emit('done', value),
    fail: (error: Error) => end.emit('error', error),
  };
}

describe('KeyedQueue', () => {
  it('runs what has one key one after the other, in order, and other keys beside', async () => {
    const queue = new KeyedQueue();
    const log: string[] = [];
    const first = held();
    const one = queue.run('a', () => first.work().then((value) => log.push(value)));
    const two = queue.run('a', async () => log.push('second'));
    const three = queue.run('a', async () => log.push('third'));
    await queue.run('b', async () => log.push('beside'));
    expect(log).toEqual(['beside']);
    first.finish('first');
    await Promise.all([one, two, three]);
    expect(log).toEqual(['beside', 'first', 'second', 'third']);
  });

  it('goes on after work that failed, whose caller alone is told', async () => {
    const queue = new KeyedQueue();
    const first = held();
    const one = queue.run('a', first.work);
    const two = queue.run('a', async () => 'done');
    first.fail(new Error('failed'));
    await expect(one).rejects.toThrow('failed');
    await expect(two).resolves.toBe('done');
  });

  it('keeps nothing of a key whose work is over', async () => {
    const queue = new KeyedQueue();
    await queue.run('a', async () => 'done');
    await queue.run('b', () => Promise.reject(new Error('failed'))).catch(() => undefined);
    expect(queue).toHaveProperty('last.size', 0);
  });
});
