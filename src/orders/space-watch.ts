import type { Clock } from '../platform/clock.js';
import { AppError } from '../platform/errors.js';
import { PushIterator } from '../platform/graphql/push-iterator.js';
import type { LocalDate } from '../platform/local-date.js';
import type { Log } from '../platform/ops/log.js';
import type { SlotChange } from './availability-feed.service.js';
import { type ClaimFacts, dayAvailability, isLive, type Prices } from './availability.rules.js';
import type { DayAvailability } from './availability.types.js';

/** How often what is in memory is held against the database, for messages that were lost. */
const refreshMs = 60_000;

/** What watching a space starts from. */
export interface WatchedSpace {
  readonly prices: Prices;
  readonly claims: readonly (ClaimFacts & { readonly date: LocalDate })[];
}

interface Known {
  readonly prices: Prices;
  readonly dates: Map<LocalDate, Map<number, ClaimFacts>>;
}

const nothing: Known = { prices: { dayPrice: null, nightPrice: null, allPrice: null }, dates: new Map() };

/**
 * One space as somebody in this process watches it: its claims from today on, moved on by each change that is told,
 * by the end of each hold, and every minute by the database. Whoever reads gets each date that changed.
 */
export class SpaceWatch {
  private readonly readers = new Set<PushIterator<DayAvailability>>();
  private readonly ready: Promise<void>;
  private known = nothing;
  /** What is told while the database is read, null at other times: what has been read may be older. */
  private meanwhile: SlotChange[] | null = null;
  private closed = false;
  private stopListening: () => void = () => undefined;
  private cancelExpiry: () => void = () => undefined;
  private cancelRefresh: () => void = () => undefined;

  constructor(
    private readonly load: () => Promise<WatchedSpace>,
    private readonly clock: Clock,
    private readonly log: Log,
    private readonly onClose: () => void,
  ) {
    this.ready = this.refresh(false);
  }

  /** Hears changes through `subscribe`, which returns how to stop. Those told before all is loaded wait for it. */
  listen(subscribe: (listener: (message: unknown) => void) => () => void): void {
    this.stopListening = subscribe((message) => {
      void this.ready.then(
        () => this.apply(message as SlotChange),
        () => undefined,
      );
    });
  }

  /** A reader of everything that changes from this call on. */
  async reader(): Promise<PushIterator<DayAvailability>> {
    const reader: PushIterator<DayAvailability> = new PushIterator(() => {
      this.readers.delete(reader);
      if (this.readers.size === 0) this.close();
    });
    this.readers.add(reader);
    try {
      await this.ready;
    } catch (error) {
      await reader.return();
      throw error;
    }
    return reader;
  }

  /** How many read. */
  get size(): number {
    return this.readers.size;
  }

  close(): void {
    if (this.closed) return;
    this.closed = true;
    this.stopListening();
    this.cancelExpiry();
    this.cancelRefresh();
    this.onClose();
    for (const reader of this.readers) void reader.return();
  }

  private apply(change: SlotChange): void {
    this.meanwhile?.push(change);
    moveOn(this.known.dates, change);
    this.emit(change.date);
    this.awaitExpiry();
  }

  /** Lets go of the holds that are over, and tells it. */
  private expire(): void {
    const now = this.clock.now();
    for (const [date, day] of this.known.dates) {
      const over = [...day.values()].filter((claim) => !isLive(claim, now));
      for (const { half } of over) day.delete(half);
      if (over.length > 0) this.emit(date);
    }
    this.awaitExpiry();
  }

  private awaitExpiry(): void {
    this.cancelExpiry();
    const ends = [...this.known.dates.values()].flatMap((day) =>
      [...day.values()].flatMap(({ expiresAt }) => (expiresAt === null ? [] : [expiresAt])),
    );
    if (ends.length > 0) this.cancelExpiry = this.clock.at(Math.min(...ends), () => this.expire());
  }

  private async refresh(tell = true): Promise<void> {
    const meanwhile: SlotChange[] = [];
    this.meanwhile = meanwhile;
    const { prices, claims } = await this.load();
    this.meanwhile = null;
    // Whoever has left meanwhile must find nothing set up for him.
    if (this.closed) return;
    const before = this.known;
    this.known = { prices, dates: byDate(claims, this.clock.now()) };
    for (const change of meanwhile) moveOn(this.known.dates, change);
    if (tell) this.tellDifferences(before);
    this.awaitExpiry();
    this.cancelRefresh = this.clock.at(this.clock.now() + refreshMs, () => void this.tryRefresh());
  }

  private tellDifferences(before: Known): void {
    for (const date of new Set([...before.dates.keys(), ...this.known.dates.keys()])) {
      const [then, now] = [this.dayOf(date, before), this.dayOf(date)];
      if (then.day !== now.day || then.night !== now.night || then.all !== now.all) this.emit(date);
    }
  }

  private async tryRefresh(): Promise<void> {
    try {
      await this.refresh();
    } catch (error) {
      if (this.closed) return;
      // The space is gone: there is nothing more to tell. Anything else may be better in a minute.
      if (error instanceof AppError) return this.close();
      this.log.warn({ err: error }, 'a watched space could not be read again');
      this.cancelRefresh = this.clock.at(this.clock.now() + refreshMs, () => void this.tryRefresh());
    }
  }

  private emit(date: LocalDate): void {
    const day = this.dayOf(date);
    for (const reader of this.readers) reader.push(day);
  }

  private dayOf(date: LocalDate, { prices, dates } = this.known): DayAvailability {
    return dayAvailability(date, prices, [...(dates.get(date)?.values() ?? [])], this.clock.now());
  }
}

function moveOn(dates: Known['dates'], { date, halves }: SlotChange): void {
  const day = dates.get(date) ?? new Map<number, ClaimFacts>();
  dates.set(date, day);
  for (const { half, claim } of halves) {
    if (claim) day.set(half, claim);
    else day.delete(half);
  }
}

function byDate(claims: WatchedSpace['claims'], now: number): Known['dates'] {
  const dates: Known['dates'] = new Map();
  for (const { date, ...claim } of claims) {
    if (!isLive(claim, now)) continue;
    const day = dates.get(date) ?? new Map<number, ClaimFacts>();
    dates.set(date, day.set(claim.half, claim));
  }
  return dates;
}
