import { addDays, daysBetween, type LocalDate } from '../src/platform/local-date.js';

/** What a mutation answered: the name of its type, or the code of its error, and the fields that matter. */
export type Outcome = Readonly<Record<string, unknown>> & { readonly kind: string };

export interface ModelSpace {
  readonly id: string;
  readonly host: string;
  readonly prices: Readonly<Record<string, number | null>>;
}

interface ModelOrder {
  readonly id: string;
  readonly guest: string;
  readonly space: ModelSpace;
  readonly date: LocalDate;
  readonly option: string;
  readonly price: number;
  /** When a hold ends, whether it is over or not. */
  readonly heldTo: number;
  status: 'WAITING' | 'COMPLETED' | 'CANCELLED' | 'EXPIRED';
  paidAt: number | null;
  cancelledAt: number | null;
  refund: number | null;
  settled: boolean;
}

const minute = 60_000;
const hour = 60 * minute;
const halvesOf: Record<string, number[]> = { DAY: [0], NIGHT: [1], ALL: [0, 1] };
// Clocks in Seoul are nine hours ahead, always: the model knows no time zones.
const midnight = (date: LocalDate) => Date.parse(`${date}T00:00:00+09:00`);
const iso = (ms: number | null) => (ms === null ? null : new Date(ms).toISOString());
const startOf = ({ date, option }: ModelOrder) => midnight(date) + (option === 'NIGHT' ? 19 : 9) * hour;
const endOf = ({ date, option }: ModelOrder) =>
  option === 'DAY' ? midnight(date) + 18 * hour : midnight(addDays(date, 1)) + 8 * hour;
const rank = ['FREE', 'HELD', 'TAKEN', 'CLOSED'];

/**
 * Booking in memory, as it should be: one thing after the other, no database, no retries. What the server answers to
 * the same calls has to be the same.
 */
export class OrdersModel {
  readonly orders: ModelOrder[] = [];
  private readonly blocked = new Set<string>();
  private readonly keys = new Map<string, { request: string; order: ModelOrder; at: number }>();

  constructor(
    readonly balances: Map<string, number>,
    public now: number,
  ) {}

  get today(): LocalDate {
    return new Date(this.now + 9 * hour).toISOString().slice(0, 10);
  }

  /** What placing an order leads to; `id` is what the server has called it, in case it has placed one. */
  place(guest: string, key: string, space: ModelSpace, date: LocalDate, option: string, id: string): Outcome {
    const known = this.known(guest, key, `place ${space.id} ${date} ${option}`);
    if (known) return known;
    if (!this.isBookable(date)) return { kind: 'BAD_USER_INPUT' };
    const price = space.prices[option];
    if (price === null || price === undefined) return { kind: 'BAD_USER_INPUT' };

    const own = this.live(space, date).filter((order) => order.guest === guest && order.status === 'WAITING');
    const inTheWay = this.live(space, date).filter(
      (order) =>
        !own.includes(order) && halvesOf[order.option]?.some((half) => halvesOf[option]?.includes(half)),
    );
    const closed = halvesOf[option]?.some((half) => this.blocked.has(slot(space, date, half)));
    if (closed || inTheWay.length > 0) return this.taken(space, date, option, closed ? null : inTheWay);
    for (const order of own) order.status = 'EXPIRED';
    const order: ModelOrder = {
      ...{ id, guest, space, date, option, price, heldTo: this.now + 10 * minute, status: 'WAITING' },
      ...{ paidAt: null, cancelledAt: null, refund: null, settled: false },
    };
    this.orders.push(order);
    this.keep(guest, key, `place ${space.id} ${date} ${option}`, order);
    return this.told(order, guest);
  }

  complete(viewer: string, key: string, order: ModelOrder): Outcome {
    if (!isParty(viewer, order)) return { kind: 'NOT_FOUND' };
    const known = this.known(viewer, key, `complete ${order.id}`);
    if (known) return known;
    if (viewer !== order.guest) return { kind: 'FORBIDDEN' };
    const status = this.statusOf(order);
    if (status === 'COMPLETED' || status === 'CANCELLED') return { kind: 'CONFLICT' };
    if (status === 'EXPIRED') {
      const { space, date, option } = order;
      const closed = halvesOf[option]?.some((half) => this.blocked.has(slot(space, date, half)));
      const others = this.live(space, date).filter((other) =>
        halvesOf[other.option]?.some((half) => halvesOf[option]?.includes(half)),
      );
      return this.taken(space, date, option, closed ? null : others);
    }
    const balance = this.balance(viewer);
    if (balance < order.price) return { kind: 'InsufficientPoints', needed: order.price, balance };
    this.balances.set(viewer, balance - order.price);
    Object.assign(order, { status: 'COMPLETED', paidAt: this.now });
    this.keep(viewer, key, `complete ${order.id}`, order);
    return this.told(order, viewer);
  }

  cancel(viewer: string, key: string, order: ModelOrder): Outcome {
    if (!isParty(viewer, order)) return { kind: 'NOT_FOUND' };
    const known = this.known(viewer, key, `cancel ${order.id}`);
    if (known) return known;
    const status = this.statusOf(order);
    if (status === 'CANCELLED') return this.told(order, viewer);
    if (status === 'EXPIRED') return { kind: 'CONFLICT' };
    if (status === 'COMPLETED' && !this.isOpen(order)) return { kind: 'CONFLICT' };
    const refund = this.quote(order, viewer);
    if (status === 'COMPLETED') {
      this.balances.set(order.guest, this.balance(order.guest) + refund);
      this.balances.set(order.space.host, this.balance(order.space.host) + order.price - refund);
    }
    Object.assign(order, { status: 'CANCELLED', cancelledAt: this.now, refund });
    this.keep(viewer, key, `cancel ${order.id}`, order);
    return this.told(order, viewer);
  }

  block(viewer: string, space: ModelSpace, dates: readonly LocalDate[]): Outcome {
    if (viewer !== space.host) return { kind: 'NOT_FOUND' };
    if (!dates.every((date) => this.isBookable(date))) return { kind: 'BAD_USER_INPUT' };
    const booked = dates.filter((date) => this.live(space, date).length > 0);
    if (booked.length > 0) return { kind: 'CONFLICT', dates: booked };
    for (const date of dates) for (const half of [0, 1]) this.blocked.add(slot(space, date, half));
    return { kind: 'Space' };
  }

  unblock(viewer: string, space: ModelSpace, dates: readonly LocalDate[]): Outcome {
    if (viewer !== space.host) return { kind: 'NOT_FOUND' };
    for (const date of dates) for (const half of [0, 1]) this.blocked.delete(slot(space, date, half));
    return { kind: 'Space' };
  }

  upkeep(): void {
    for (const order of this.orders) {
      if (order.status === 'COMPLETED' && !order.settled && this.settlesAt(order) <= this.now) {
        order.settled = true;
        this.balances.set(order.space.host, this.balance(order.space.host) + order.price);
      }
    }
    for (const [key, { at }] of this.keys) if (at < this.now - 24 * hour) this.keys.delete(key);
  }

  availability(space: ModelSpace, date: LocalDate) {
    if (!this.isBookable(date)) return { date, day: 'CLOSED', night: 'CLOSED', all: 'CLOSED' };
    const half = (number: number) => {
      if (this.blocked.has(slot(space, date, number))) return 'CLOSED';
      const on = this.live(space, date).find(({ option }) => halvesOf[option]?.includes(number));
      return !on ? 'FREE' : on.status === 'COMPLETED' ? 'TAKEN' : 'HELD';
    };
    const both = rank[Math.max(rank.indexOf(half(0)), rank.indexOf(half(1)))];
    const sold = (option: string, state: string | undefined) =>
      space.prices[option] === null ? 'CLOSED' : state;
    return { date, day: sold('DAY', half(0)), night: sold('NIGHT', half(1)), all: sold('ALL', both) };
  }

  /** An order as `viewer` sees it now. */
  told(order: ModelOrder, viewer: string): Outcome {
    const status = this.statusOf(order);
    return {
      kind: 'Order',
      id: order.id,
      date: order.date,
      option: order.option,
      price: order.price,
      status,
      holdExpiresAt: status === 'WAITING' ? iso(order.heldTo) : null,
      completedAt: iso(order.paidAt),
      cancelledAt: iso(order.cancelledAt),
      refund: order.refund,
      quote: this.quote(order, viewer),
    };
  }

  /** The instants at which something happens by itself, later than now. */
  turns(): number[] {
    const all = this.orders.flatMap((order) => [order.heldTo, this.settlesAt(order)]);
    return all.filter((instant) => instant - 1 > this.now && instant < this.now + 48 * hour);
  }

  private taken(space: ModelSpace, date: LocalDate, option: string, inTheWay: ModelOrder[] | null): Outcome {
    const held =
      inTheWay !== null && inTheWay.length > 0 && inTheWay.every(({ status }) => status === 'WAITING');
    const field = { DAY: 'day', NIGHT: 'night', ALL: 'all' }[option] as 'day';
    const free = Array.from({ length: 30 }, (_, days) => addDays(date, days + 1)).filter(
      (other) => this.availability(space, other)[field] === 'FREE',
    );
    return {
      kind: 'SlotTaken',
      availability: this.availability(space, date),
      nextFreeDates: free.slice(0, 5),
      heldUntil: held ? iso(Math.max(...inTheWay.map(({ heldTo }) => heldTo))) : null,
    };
  }

  private live(space: ModelSpace, date: LocalDate): ModelOrder[] {
    return this.orders.filter(
      (order) =>
        order.space === space &&
        order.date === date &&
        ['WAITING', 'COMPLETED'].includes(this.statusOf(order)),
    );
  }

  private statusOf({ status, heldTo }: ModelOrder) {
    return status === 'WAITING' && heldTo <= this.now ? 'EXPIRED' : status;
  }

  private isOpen(order: ModelOrder): boolean {
    return order.status === 'COMPLETED' && !order.settled && this.now < this.settlesAt(order);
  }

  /** 100 % a week before, 50 % a day before; everything within the time to think again, and from the host. */
  private quote(order: ModelOrder, viewer: string): number {
    if (!this.isOpen(order)) return 0;
    const days = daysBetween(this.today, order.date);
    const all = viewer === order.space.host || this.now < graceEnd(order) || days >= 7;
    return all ? order.price : days >= 1 ? Math.floor(order.price / 2) : 0;
  }

  private settlesAt(order: ModelOrder): number {
    return Math.max(endOf(order), midnight(addDays(order.date, 1)), graceEnd(order));
  }

  private isBookable(date: LocalDate): boolean {
    const ahead = daysBetween(this.today, date);
    return ahead >= 0 && ahead <= 365;
  }

  private balance(person: string): number {
    return this.balances.get(person) ?? 0;
  }

  private known(person: string, key: string, request: string): Outcome | null {
    const kept = this.keys.get(`${person} ${key}`);
    if (!kept) return null;
    return kept.request === request ? this.told(kept.order, person) : { kind: 'CONFLICT' };
  }

  private keep(person: string, key: string, request: string, order: ModelOrder): void {
    this.keys.set(`${person} ${key}`, { request, order, at: this.now });
  }
}

function graceEnd(order: ModelOrder): number {
  if (order.paidAt === null) return 0;
  return order.paidAt + (startOf(order) - order.paidAt > 3 * hour ? 2 * hour : 15 * minute);
}

const isParty = (viewer: string, { guest, space }: ModelOrder) => viewer === guest || viewer === space.host;
const slot = ({ id }: ModelSpace, date: LocalDate, half: number) => `${id} ${date} ${half}`;
