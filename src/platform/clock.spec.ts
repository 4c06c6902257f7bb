import { setImmediate as turn } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { TestClock } from '../../test/app.js';
import { Clock } from './clock.js';

const day = 86_400_000;

describe('at', () => {
  const clock = new Clock();
  const run = vi.fn<() => void>();

  beforeEach(() => void vi.useFakeTimers({ now: Date.parse('2026-11-21T12:00:00+09:00') }));

  afterEach(() => {
    expect(vi.getTimerCount()).toBe(0);
    vi.useRealTimers();
    run.mockReset();
  });

  it('runs once, when the instant is reached and not before', () => {
    clock.at(clock.now() + 1000, run);
    vi.advanceTimersByTime(999);
    expect(run).toHaveBeenCalledTimes(0);
    vi.advanceTimersByTime(1);
    expect(run).toHaveBeenCalledTimes(1);
    vi.advanceTimersByTime(day);
    expect(run).toHaveBeenCalledTimes(1);
  });

  it.each([0, 1, day])('runs soon, but not within the call, for an instant %i ms ago', (ago) => {
    clock.at(clock.now() - ago, run);
    expect(run).toHaveBeenCalledTimes(0);
    vi.advanceTimersByTime(1);
    expect(run).toHaveBeenCalledTimes(1);
  });

  it('waits longer than one timer can', () => {
    clock.at(clock.now() + 60 * day, run);
    vi.advanceTimersByTime(60 * day - 1);
    expect(run).toHaveBeenCalledTimes(0);
    vi.advanceTimersByTime(1);
    expect(run).toHaveBeenCalledTimes(1);
  });

  it('waits on when the time of day was set back meanwhile', () => {
    const instant = clock.now() + 1000;
    clock.at(instant, run);
    vi.setSystemTime(instant - 1005);
    vi.advanceTimersByTime(1004);
    expect(run).toHaveBeenCalledTimes(0);
    vi.advanceTimersByTime(1);
    expect(run).toHaveBeenCalledTimes(1);
  });

  it.each([10, 60 * day])('never runs once it is cancelled, after waiting for %i ms', (waited) => {
    const cancel = clock.at(clock.now() + waited + 10, run);
    vi.advanceTimersByTime(waited);
    cancel();
    vi.advanceTimersByTime(day);
    expect(run).toHaveBeenCalledTimes(0);
    cancel();
  });

  it('goes by the time of a subclass that says another', () => {
    const ahead = new (class extends Clock {
      override now(): number {
        return super.now() + day;
      }
    })();
    ahead.at(clock.now() + day + 5, run);
    vi.advanceTimersByTime(4);
    expect(run).toHaveBeenCalledTimes(0);
    vi.advanceTimersByTime(1);
    expect(run).toHaveBeenCalledTimes(1);
  });
});

describe('waiting', () => {
  it('keeps no process alive', () => {
    const alive = () => process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length;
    const before = alive();
    const cancel = new Clock().at(Date.now() + day, () => undefined);
    expect(alive()).toBe(before);
    cancel();
  });
});

describe('the clock of the tests', () => {
  it('runs what is due when it is moved, in the order in which it is due', () => {
    const clock = new TestClock();
    const start = clock.now();
    const ran: string[] = [];
    const note = (name: string) => () => void ran.push(name);
    clock.at(start + 30, note('30'));
    clock.at(start + 10, note('10'));
    const cancel = clock.at(start + 20, note('20'));
    clock.at(start + 11, () => {
      cancel();
      note('11')();
    });
    clock.advance(9);
    expect(ran).toEqual([]);
    clock.advance(11);
    expect(ran).toEqual(['10', '11']);
    clock.set(new Date(start + 30).toISOString());
    expect(ran).toEqual(['10', '11', '30']);
    clock.advance(day);
    expect(ran).toHaveLength(3);
  });

  it('runs what is past a turn later, unless it is cancelled', async () => {
    const clock = new TestClock();
    const ran: string[] = [];
    clock.at(clock.now(), () => void ran.push('kept'));
    clock.at(clock.now() - 1, () => void ran.push('cancelled'))();
    expect(ran).toEqual([]);
    await turn();
    expect(ran).toEqual(['kept']);
  });
});
