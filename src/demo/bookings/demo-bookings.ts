import { addDays, datesBetween, type LocalDate } from '../../platform/local-date.js';
import type { DemoRoom } from '../rooms/demo-rooms.js';
import { makeRandom, type Random } from '../rooms/random.js';

export interface DemoBooking {
  readonly roomIndex: number;
  readonly guestIndex: number;
  readonly date: LocalDate;
  readonly option: 'DAY' | 'NIGHT' | 'ALL';
  readonly headCount: number;
  readonly price: number;
  /** PAID is firm, HELD is about to be paid for, BLOCKED is the host's own. */
  readonly state: 'PAID' | 'HELD' | 'BLOCKED';
  /** What the guest said afterwards; only of a past date. */
  readonly review: DemoRoom['reviews'][number] | null;
}

const daysAhead = 60;

/**
 * Bookings that make calendars look alive from `today` on: weekends fuller than weekdays, popular rooms fuller than
 * others, a few holds and days off, and a past stay for every review. No half of a date is given twice.
 */
export function makeDemoBookings(
  rooms: readonly DemoRoom[],
  guests: number,
  today: LocalDate,
): DemoBooking[] {
  return rooms.flatMap((room, roomIndex) => {
    const random = makeRandom(7_000 + roomIndex);
    return [
      ...pastStays(room, roomIndex, today, random),
      ...comingStays(room, roomIndex, guests, today, random),
    ];
  });
}

function pastStays(room: DemoRoom, roomIndex: number, today: LocalDate, random: Random): DemoBooking[] {
  const taken = new Set<LocalDate>();
  return room.reviews.map((review) => {
    let date = addDays(today, -review.daysAgo);
    while (taken.has(date)) date = addDays(date, -1);
    taken.add(date);
    const stay = random.pick(sold(room));
    return {
      roomIndex,
      guestIndex: review.guestIndex,
      date,
      headCount: room.minCount,
      ...stay,
      state: 'PAID',
      review,
    };
  });
}

function comingStays(
  room: DemoRoom,
  roomIndex: number,
  guests: number,
  today: LocalDate,
  random: Random,
): DemoBooking[] {
  const demand = 0.12 + Math.min(room.likeCount, 200) / 800;
  return datesBetween(today, addDays(today, daysAhead)).flatMap((date) => {
    const weekday = new Date(`${date}T00:00:00Z`).getUTCDay();
    if (random.next() > demand * (weekday === 5 || weekday === 6 ? 1.9 : 0.8)) return [];
    const stay = random.pick(sold(room));
    const headCount = random.integer(room.minCount, room.maxCount);
    const roll = random.next();
    const state = roll < 0.04 ? 'HELD' : roll < 0.1 ? 'BLOCKED' : 'PAID';
    return [
      { roomIndex, guestIndex: random.integer(0, guests - 1), date, headCount, ...stay, state, review: null },
    ];
  });
}

function sold(room: DemoRoom): { option: DemoBooking['option']; price: number }[] {
  const prices = { DAY: room.dayPrice, NIGHT: room.nightPrice, ALL: room.allPrice };
  return (['DAY', 'NIGHT', 'ALL'] as const).flatMap((option) => {
    const price = prices[option];
    return price === null ? [] : [{ option, price }];
  });
}
