import { addDays, type LocalDate } from '../platform/local-date.js';
import type { SlotOption } from '../spaces/spaces.types.js';
import { dayAvailability, isLive, optionState } from './availability.rules.js';
import { SlotState } from './availability.types.js';
import { SlotTaken } from './orders.types.js';
import { daysLookedAhead, type SeenClaim, type SlotLook } from './slot-look.service.js';
import { halvesOf } from './stay.rules.js';

const mostDates = 5;
const partOf = { DAY: 'day', NIGHT: 'night', ALL: 'whole date' } as const;

/** The live claims on the halves that `option` of `date` needs. */
export function claimsInTheWay(
  claims: readonly SeenClaim[],
  date: LocalDate,
  option: SlotOption,
  now: number,
): SeenClaim[] {
  return claims.filter(
    (claim) => claim.date === date && halvesOf[option].includes(claim.half) && isLive(claim, now),
  );
}

/**
 * What to tell somebody who cannot have a slot because of the claims `inTheWay`: what is free that date, and when else
 * the same option is.
 */
export function slotTaken(
  look: SlotLook,
  { date, option }: { date: LocalDate; option: SlotOption },
  inTheWay: readonly SeenClaim[],
  now: number,
  why?: string,
): SlotTaken {
  const dayOf = (day: LocalDate) =>
    dayAvailability(
      day,
      look.space,
      look.claims.filter((claim) => claim.date === day),
      now,
    );
  const ends = inTheWay.map(({ expiresAt }) => expiresAt);
  const heldUntil = ends.length > 0 && !ends.includes(null) ? Math.max(...(ends as number[])) : null;
  return new SlotTaken({
    message:
      why ?? `The ${partOf[option]} of ${date} is ${heldUntil === null ? 'taken' : 'held by somebody else'}.`,
    availability: dayOf(date),
    nextFreeDates: firstDates(date, (day) => optionState(dayOf(day), option) === SlotState.FREE),
    heldUntil,
  });
}

function firstDates(after: LocalDate, isFree: (date: LocalDate) => boolean): LocalDate[] {
  const found: LocalDate[] = [];
  for (let days = 1; days <= daysLookedAhead && found.length < mostDates; days += 1) {
    const date = addDays(after, days);
    if (isFree(date)) found.push(date);
  }
  return found;
}
