import { addDays, instantAt, type LocalDate } from '../platform/local-date.js';
import type { SlotOption } from '../spaces/spaces.types.js';

/** The halves of a date that an option takes: 0 is the day, 1 the night. */
export const halvesOf: Readonly<Record<SlotOption, readonly number[]>> = {
  DAY: [0],
  NIGHT: [1],
  ALL: [0, 1],
};

/** When an option begins on its date and ends on that or the next, in hours of the venue's clock. */
const hours: Readonly<Record<SlotOption, { from: number; to: number; nights: number }>> = {
  DAY: { from: 9, to: 18, nights: 0 },
  NIGHT: { from: 19, to: 8, nights: 1 },
  ALL: { from: 9, to: 8, nights: 1 },
};

/** The instants at which a stay begins and ends. */
export interface Stay {
  readonly startsAt: number;
  readonly endsAt: number;
}

/** The stay that `option` of `date` is, on the clock of `venueTz`. */
export function stayOf(date: LocalDate, option: SlotOption, venueTz: string): Stay {
  const { from, to, nights } = hours[option];
  return {
    startsAt: instantAt(date, from, venueTz),
    endsAt: instantAt(addDays(date, nights), to, venueTz),
  };
}
