import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, vi } from 'vitest';
import { addDays } from '../../src/platform/local-date.js';
import { bookableDates } from '../../src/spaces/calendar.rules.js';
import type { Answer, TestApp } from '../app.js';
import { Booking } from '../booking.js';
import { Make } from '../make.js';
import { setClock } from '../processes.js';

/** Something that was asked for and answered, and the key it was asked with. */
interface Done {
  readonly token: string;
  readonly placed: { readonly key: string; readonly wish: object };
  readonly paidKey: string;
  readonly id: string;
}

/** Guests who book one date after the other, and ask again with the same key as long as it is UNAVAILABLE. */
export class Load {
  /** What was answered besides success, and how often. */
  readonly refusals: Record<string, number> = {};
  /** Milliseconds of the longest wait for an answer, whichever it was. */
  slowest = 0;
  readonly done: Done[] = [];
  private going = true;
  private failure: unknown;
  private readonly walks: Promise<void>[] = [];

  /** @param app for making and looking up rows @param door what the guests ask */
  constructor(
    private readonly app: TestApp,
    private readonly door: Booking,
  ) {}

  async start(guests: number): Promise<void> {
    setClock(this.app);
    const make = new Make(this.app);
    const walkers: [string, string][] = [];
    for (let guest = 0; guest < guests; guest += 1) {
      walkers.push([(await make.guest(30_000_000)).token, (await make.space()).id]);
    }
    for (const [token, spaceId] of walkers) {
      this.walks.push(this.walk(token, spaceId).catch((error: unknown) => void (this.failure ??= error)));
    }
  }

  /** Waits until so many bookings more are through; gives the milliseconds that took. */
  async bookings(more: number): Promise<number> {
    const begin = performance.now();
    const goal = this.done.length + more;
    await this.until(() => this.done.length >= goal);
    return Math.round(performance.now() - begin);
  }

  /** Waits until so many refusals more have been answered. */
  async refused(more: number): Promise<void> {
    const goal = this.refusalCount + more;
    await this.until(() => this.refusalCount >= goal);
  }

  /**
   * Lets everybody come to an end and holds what they were answered against what is: nothing that was answered is
   * lost, each key has done its thing once, and the books are right.
   */
  async settle(): Promise<void> {
    this.going = false;
    await Promise.all(this.walks);
    expect(this.failure).toBeUndefined();
    setClock(this.app);
    for (const { token, placed, paidKey, id } of this.done) {
      const again = await this.door.place(token, { ...placed.wish, idempotencyKey: placed.key } as never);
      expect(again.data.placeOrder).toMatchObject({ id, status: 'COMPLETED' });
      const paid = await this.door.complete(token, id, paidKey);
      expect(paid.data.completeOrder).toMatchObject({ id, status: 'COMPLETED' });
    }
    const [count] = await this.app.database.select<{ n: number }>(
      "SELECT COUNT(*) AS n FROM booking_order WHERE status = 'COMPLETED'",
    );
    const [paid] = await this.app.database.select<{ n: number }>(
      "SELECT COUNT(*) AS n FROM ledger_tx WHERE kind = 'PAYMENT'",
    );
    expect(paid?.n).toBe(count?.n);
    expect(await new Booking(this.app).audit()).toEqual([]);
  }

  private async until(reached: () => boolean): Promise<void> {
    await vi.waitUntil(() => reached() || this.failure, { timeout: 60_000, interval: 10 });
    if (this.failure) throw this.failure;
  }

  private get refusalCount(): number {
    return Object.values(this.refusals).reduce((sum, count) => sum + count, 0);
  }

  private async walk(token: string, spaceId: string): Promise<void> {
    const first = bookableDates(Date.now()).first;
    // Every half that can be booked, one after the other: more than the longest fault lasts.
    for (let half = 0; this.going && half < 720; half += 1) {
      const option = half % 2 ? 'NIGHT' : 'DAY';
      const wish = { spaceId, date: addDays(first, 1 + Math.floor(half / 2)), option };
      const [key, paidKey] = [randomUUID(), randomUUID()];
      const order = await this.insist(() => this.door.place(token, { ...wish, idempotencyKey: key }));
      const { id } = order.data.placeOrder;
      const paid = await this.insist(() => this.door.complete(token, id, paidKey));
      expect(paid.data.completeOrder.status).toBe('COMPLETED');
      this.done.push({ token, placed: { key, wish }, paidKey, id });
      await sleep(20);
    }
  }

  /** Asks until the answer is no error that time heals; as clients do, not at once. */
  private async insist(ask: () => Promise<Answer>): Promise<Answer> {
    for (;;) {
      const begin = performance.now();
      const answer = await ask();
      this.slowest = Math.max(this.slowest, Math.round(performance.now() - begin));
      if (!answer.errors) return answer;
      const [{ message, extensions }] = answer.errors as [NonNullable<Answer['errors']>[number]];
      const refusal = `${String(extensions['code'])} ${message}`;
      if (extensions['code'] !== 'UNAVAILABLE') throw new Error(`Refused for good: ${refusal}`);
      this.refusals[refusal] = (this.refusals[refusal] ?? 0) + 1;
      await sleep(20);
    }
  }
}
