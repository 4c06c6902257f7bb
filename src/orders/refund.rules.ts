import { addDays, instantAt } from '../platform/local-date.js';
import { type CancellationQuote, type Order, OrderStatus, type RefundTierType } from './orders.types.js';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

/** What was agreed when an order was placed and paid. */
export type RefundTerms = Pick<
  Order,
  'price' | 'policy' | 'date' | 'venueTz' | 'startsAt' | 'endsAt' | 'createdAt' | 'completedAt'
>;

/**
 * The one table behind every refund: its steps in order of time, each giving less than the one before; after the
 * last nothing. A tier ends with the calendar day at the venue. Whoever has just paid may think again: 2 hours long,
 * or 15 minutes when the stay begins within 3 hours, everything comes back.
 */
export function refundSteps(terms: RefundTerms): RefundTierType[] {
  const { policy, date, venueTz, startsAt, createdAt, completedAt } = terms;
  const steps = policy.map(({ minDays, percent }) => ({
    until: instantAt(addDays(date, 1 - minDays), 0, venueTz),
    percent,
  }));
  if (completedAt !== null) steps.push({ until: graceEnd(completedAt, startsAt), percent: 100 });
  steps.sort((a, b) => b.until - a.until || b.percent - a.percent);
  const useful: RefundTierType[] = [];
  for (const step of steps) {
    const better = step.percent > (useful[0]?.percent ?? 0);
    if (better && step.until > (completedAt ?? createdAt)) useful.unshift(step);
  }
  return useful;
}

/**
 * What a cancel at `now` gives back: everything when the host cancels, else what the table says; nothing of what
 * was not paid or is settled. Whole won, rounded down; what is left is the host's.
 */
export function quoteAt(
  order: RefundTerms & Pick<Order, 'status' | 'settlesAt'>,
  byHost: boolean,
  now: number,
): CancellationQuote {
  const tiers = refundSteps(order);
  const isOpen = order.status === OrderStatus.COMPLETED && order.settlesAt !== null && now < order.settlesAt;
  const byTable = tiers.find(({ until }) => now < until)?.percent ?? 0;
  const percent = !isOpen ? 0 : byHost ? 100 : byTable;
  return { refund: Math.floor((order.price * percent) / 100), percent, tiers };
}

/**
 * The instant the price becomes the host's: the stay and its date are over, and so is the time to think again.
 * From then on nothing can be cancelled.
 */
export function settlesAt({ date, venueTz, startsAt, endsAt, completedAt }: RefundTerms): number {
  const dateEnds = instantAt(addDays(date, 1), 0, venueTz);
  return Math.max(endsAt, dateEnds, completedAt === null ? 0 : graceEnd(completedAt, startsAt));
}

function graceEnd(completedAt: number, startsAt: number): number {
  return completedAt + (startsAt - completedAt > 3 * hourMs ? 2 * hourMs : 15 * minuteMs);
}
