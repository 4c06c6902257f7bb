import { Injectable } from '@nestjs/common';
import { Clock } from '../platform/clock.js';
import { Database } from '../platform/database/database.js';
import { inList } from '../platform/database/sql.js';
import { manyByKey } from '../platform/graphql/batch-field.js';
import { datesBetween, type LocalDate } from '../platform/local-date.js';
import { isBookable } from '../spaces/calendar.rules.js';
import { isFree } from '../spaces/space-row.js';
import type { SlotOption, Slots, Space } from '../spaces/spaces.types.js';
import { checkDateRange, type ClaimFacts, dayAvailability, optionState } from './availability.rules.js';
import { type DayAvailability, SlotState } from './availability.types.js';

interface ClaimRow extends ClaimFacts {
  readonly spaceId: string;
  readonly useDate: LocalDate;
}

/** What a space needs to tell for its availability to be worked out. */
export type SellingSpace = Pick<Space, 'id' | 'dayPrice' | 'nightPrice' | 'allPrice' | 'slots'>;

/** Which dates are free. */
@Injectable()
export class AvailabilityService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /**
   * Every date from `from` to `to` of each space, in order.
   * @throws BadInput for a range that is reversed or longer than 92 days
   */
  async list(spaces: readonly SellingSpace[], from: LocalDate, to: LocalDate): Promise<DayAvailability[][]> {
    checkDateRange(from, to);
    const now = this.clock.now();
    const dates = datesBetween(from, to);
    const ids = spaces.map((space) => space.id);
    const wanted = inList(ids);
    const claims = await this.database.select<ClaimRow>(
      `SELECT space_id AS spaceId, use_date AS useDate, half, kind, expires_at AS expiresAt
       FROM claim WHERE space_id IN ${wanted.sql} AND use_date >= ? AND use_date <= ?`,
      [...wanted.values, from, to],
    );
    const bySpace = manyByKey(ids, claims, (claim) => claim.spaceId);
    return spaces.map((space, index) => {
      const byDate = manyByKey(dates, bySpace[index] ?? [], (claim) => claim.useDate);
      return dates.map((date, day) => dayAvailability(date, space, byDate[day] ?? [], now));
    });
  }

  /** Of which spaces an option can be booked on a date; at once where that was read along with them. */
  findFree(
    spaces: readonly SellingSpace[],
    date: LocalDate,
    option: SlotOption,
  ): boolean[] | Promise<boolean[]> {
    if (spaces.every(({ slots }) => slots?.date === date)) {
      const bookable = isBookable(date, this.clock.now());
      return spaces.map((space) => bookable && isFree(space, option, space.slots as Slots));
    }
    return this.list(spaces, date, date).then((days) =>
      days.map(([day]) => day !== undefined && optionState(day, option) === SlotState.FREE),
    );
  }
}
