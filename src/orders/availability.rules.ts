import { BadInput } from '../platform/errors.js';
import { daysBetween, type LocalDate } from '../platform/local-date.js';
import { isBookable } from '../spaces/calendar.rules.js';
import type { SlotOption } from '../spaces/spaces.types.js';
import { type DayAvailability, SlotState } from './availability.types.js';
import { ClaimKind } from './claim.entity.js';

const longestRange = 92;

/** A live claim on one half of one date. */
export interface ClaimFacts {
  readonly half: number;
  readonly kind: number;
  readonly expiresAt: number | null;
}

/** Which options a space sells: the price in won, or null. */
export interface Prices {
  readonly dayPrice: number | null;
  readonly nightPrice: number | null;
  readonly allPrice: number | null;
}

/** @throws BadInput unless `from` to `to` is a range of 1 to 92 days */
export function checkDateRange(from: LocalDate, to: LocalDate): void {
  const days = daysBetween(from, to) + 1;
  if (days < 1) throw new BadInput('to', 'must not be before from');
  if (days > longestRange) throw new BadInput('to', `must be within ${longestRange} days of from`);
}

/**
 * What can be booked of a space on `date` at the instant `now`, given the claims on that date. A claim whose hold
 * has run out counts for nothing.
 */
export function dayAvailability(
  date: LocalDate,
  prices: Prices,
  claims: readonly ClaimFacts[],
  now: number,
): DayAvailability {
  if (!isBookable(date, now)) {
    return { date, day: SlotState.CLOSED, night: SlotState.CLOSED, all: SlotState.CLOSED };
  }
  const half = (number: number) =>
    halfState(
      claims.find((claim) => claim.half === number),
      now,
    );
  const [day, night] = [half(0), half(1)];
  const sold = (price: number | null, state: SlotState) => (price === null ? SlotState.CLOSED : state);
  return {
    date,
    day: sold(prices.dayPrice, day),
    night: sold(prices.nightPrice, night),
    all: sold(prices.allPrice, worse(day, night)),
  };
}

/** Whether a claim still counts: a hold is over by the clock alone. */
export function isLive({ expiresAt }: Pick<ClaimFacts, 'expiresAt'>, now: number): boolean {
  return expiresAt === null || expiresAt > now;
}

/** The state of one option. */
export function optionState(day: DayAvailability, option: SlotOption): SlotState {
  return { DAY: day.day, NIGHT: day.night, ALL: day.all }[option];
}

function halfState(claim: ClaimFacts | undefined, now: number): SlotState {
  if (!claim || !isLive(claim, now)) return SlotState.FREE;
  if (claim.kind === ClaimKind.HOST_BLOCK) return SlotState.CLOSED;
  return claim.expiresAt === null ? SlotState.TAKEN : SlotState.HELD;
}

const order = [SlotState.FREE, SlotState.HELD, SlotState.TAKEN, SlotState.CLOSED];

function worse(one: SlotState, other: SlotState): SlotState {
  return order[Math.max(order.indexOf(one), order.indexOf(other))] as SlotState;
}
