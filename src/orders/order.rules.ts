import { BadInput } from '../platform/errors.js';
import { checkedLine, checkedLines } from '../platform/visible-text.js';
import { checkBookable } from '../spaces/calendar.rules.js';
import { priceOf } from '../spaces/space-row.js';
import type { StoredBooker } from './order.entity.js';
import type { BookerInput, PlaceOrderInput } from './orders.types.js';
import type { BookedSpace } from './slot-look.service.js';

const phone = /^\+?[\d ()-]{7,20}$/;

/**
 * The price of what is wanted.
 * @throws BadInput for a date that cannot be booked, an option that is not sold, or too few or many people
 */
export function checkedPrice(
  { date, option, headCount }: Pick<PlaceOrderInput, 'date' | 'option' | 'headCount'>,
  space: BookedSpace,
  now: number,
): number {
  checkBookable('input.date', date, now);
  if (headCount < space.minCount || headCount > space.maxCount) {
    throw new BadInput('input.headCount', `must be from ${space.minCount} to ${space.maxCount}`);
  }
  const price = priceOf(space, option);
  if (price === null) throw new BadInput('input.option', 'is not sold by this space');
  return price;
}

/** @throws BadInput naming the first detail that cannot be used */
export function checkedBooker(booker: BookerInput): StoredBooker {
  const number = booker.phone.trim();
  if (!phone.test(number)) {
    throw new BadInput('input.booker.phone', 'must have 7 to 20 digits, spaces, hyphens or parentheses');
  }
  return {
    name: checkedLine('input.booker.name', booker.name, 60),
    phone: number,
    email: booker.email ?? null,
    note: booker.note ? checkedLines('input.booker.note', booker.note, 1000) : null,
  };
}
