import { BadInput } from '../platform/errors.js';
import { addDays, daysBetween, type LocalDate, localDateAt } from '../platform/local-date.js';

/** Where every venue is, for now; each space carries its zone on its row. */
export const venueZone = 'Asia/Seoul';

/** How far ahead a date can be booked, in days. */
export const bookableDays = 365;

/** The first and the last date that can be booked at the instant `now`. */
export function bookableDates(now: number): { first: LocalDate; last: LocalDate } {
  const first = localDateAt(now, venueZone);
  return { first, last: addDays(first, bookableDays) };
}

/** Whether a date lies between today at the venue and 365 days ahead. */
export function isBookable(date: LocalDate, now: number): boolean {
  const days = daysBetween(localDateAt(now, venueZone), date);
  return days >= 0 && days <= bookableDays;
}

/** @throws BadInput naming `argument` unless the date can be booked */
export function checkBookable(argument: string, date: LocalDate, now: number): void {
  const { first, last } = bookableDates(now);
  if (date < first || date > last) throw new BadInput(argument, `must be from ${first} to ${last} in Seoul`);
}
