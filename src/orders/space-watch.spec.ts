import { beforeEach, describe, expect, it } from 'vitest';
import { Clock } from '../platform/clock.js';
import type { Log } from '../platform/ops/log.js';
import { ClaimKind } from './claim.entity.js';
import { SpaceWatch, type WatchedSpace } from './space-watch.js';

const date = '2026-12-24';
const prices = { dayPrice: 1, nightPrice: 1, allPrice: 1 };
const free: WatchedSpace = { prices, claims: [] };
const booked = { half: 0, kind: ClaimKind.ORDER, expiresAt: null };
const log = { warn: () => undefined } as unknown as Log;

/** A clock whose timers run when the test says so. */
class HandClock extends Clock {
  readonly timers = new Set<() => void>();

  override now(): number {
    return Date.parse('2026-11-21T12:00:00+09:00');
  }

  override at(_instant: number, run: () => void): () => void {
    this.timers.add(run);
    return () => void this.timers.delete(run);
  }

  fire(): void {
    for (const run of [...this.timers]) {
      this.timers.delete(run);
      run();
    }
  }
}

/** A database whose answers the test gives, each when it likes. */
let answers: ((space: WatchedSpace) => void)[];
let clock: HandClock;
let closings: number;
let tell: (message: unknown) => void;
let watch: SpaceWatch;

beforeEach(() => {
  [answers, clock, closings] = [[], new HandClock(), 0];
  const load = () => new Promise<WatchedSpace>((resolve) => answers.push(resolve));
  watch = new SpaceWatch(load, clock, log, () => (closings += 1));
  watch.listen((listener) => {
    tell = listener;
    return () => undefined;
  });
});

const settled = () => new Promise((resolve) => setImmediate(resolve));

describe('a watched space', () => {
  it('is not set back by what was read before a change was told', async () => {
    const opening = watch.reader();
    answers[0]?.(free);
    const reader = await opening;
    clock.fire();
    tell({ date, halves: [{ half: 0, claim: booked }] });
    await settled();
    answers[1]?.(free);
    await settled();
    tell({ date, halves: [{ half: 1, claim: { ...booked, half: 1 } }] });
    expect((await reader.next()).value).toEqual({ date, day: 'TAKEN', night: 'FREE', all: 'TAKEN' });
    expect((await reader.next()).value).toEqual({ date, day: 'TAKEN', night: 'TAKEN', all: 'TAKEN' });
  });

  it('leaves nothing of one who goes before all is read', async () => {
    const opening = watch.reader();
    watch.close();
    answers[0]?.(free);
    await opening;
    expect([watch.size, clock.timers.size, closings]).toEqual([0, 0, 1]);
  });

  it('leaves nothing of one who goes while it is read again', async () => {
    const opening = watch.reader();
    answers[0]?.(free);
    const reader = await opening;
    clock.fire();
    await reader.return();
    answers[1]?.(free);
    await settled();
    expect([watch.size, clock.timers.size, closings]).toEqual([0, 0, 1]);
  });
});
