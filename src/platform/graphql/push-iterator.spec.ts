import { describe, expect, it, vi } from 'vitest';
import { ErrorCode } from '../errors.js';
import { PushIterator } from './push-iterator.js';

const done = { value: undefined, done: true };

function open(most?: number) {
  const onEnd = vi.fn<() => void>();
  return { onEnd, events: new PushIterator<number>(onEnd, most) };
}

describe('what is pushed', () => {
  it('is read in order, whether it waits for readers or they for it', async () => {
    const { events, onEnd } = open();
    events.push(1);
    events.push(2);
    expect(await events.next()).toEqual({ value: 1, done: false });
    expect(await events.next()).toEqual({ value: 2, done: false });
    const waiting = [events.next(), events.next()];
    events.push(3);
    events.push(4);
    events.push(5);
    expect(await Promise.all(waiting)).toEqual([
      { value: 3, done: false },
      { value: 4, done: false },
    ]);
    expect(await events.next()).toEqual({ value: 5, done: false });
    expect(onEnd).toHaveBeenCalledTimes(0);
  });

  it('is read by for await, which ends it when it is left', async () => {
    const { events, onEnd } = open();
    events.push(1);
    events.push(2);
    const read: number[] = [];
    for await (const value of events) {
      read.push(value);
      if (value === 2) break;
    }
    expect(read).toEqual([1, 2]);
    expect(onEnd).toHaveBeenCalledTimes(1);
  });
});

describe('the end', () => {
  it('comes by return, also before anything was asked for, and once', async () => {
    const { events, onEnd } = open();
    events.push(1);
    expect(await events.return()).toEqual(done);
    expect(onEnd).toHaveBeenCalledTimes(1);
    expect(await events.return()).toEqual(done);
    events.push(2);
    expect(await events.next()).toEqual(done);
    expect(onEnd).toHaveBeenCalledTimes(1);
  });

  it('is told to those who wait', async () => {
    const { events } = open();
    const waiting = [events.next(), events.next()];
    await events.return();
    expect(await Promise.all(waiting)).toEqual([done, done]);
  });

  it('comes by throw, which rejects with what was thrown', async () => {
    const { events, onEnd } = open();
    const error = new Error('enough');
    await expect(events.throw(error)).rejects.toBe(error);
    expect(await events.next()).toEqual(done);
    await events.return();
    expect(onEnd).toHaveBeenCalledTimes(1);
  });

  it.each([1, 1000])('comes when more than %i values wait: one error, and nothing is kept', async (most) => {
    const { events, onEnd } = open(most === 1000 ? undefined : most);
    for (let value = 0; value < most; value += 1) events.push(value);
    expect(onEnd).toHaveBeenCalledTimes(0);
    events.push(most);
    expect(onEnd).toHaveBeenCalledTimes(1);
    events.push(most + 1);
    await expect(events.next()).rejects.toMatchObject({ code: ErrorCode.UNAVAILABLE });
    expect(await events.next()).toEqual(done);
    await events.return();
    expect(onEnd).toHaveBeenCalledTimes(1);
  });
});
