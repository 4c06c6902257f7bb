import { Injectable } from '@nestjs/common';
import type { LocalDate } from '../platform/local-date.js';
import { FreeSlots, type Sql } from '../spaces/free-slots.js';

/** Free is what no live claim stands on: a probe of the claims' primary key for each candidate. */
@Injectable()
export class ClaimedSlots extends FreeSlots {
  override joins(spaces: string, date: LocalDate, now: number): Sql {
    const join = (alias: string, half: number) =>
      `LEFT JOIN claim ${alias} ON ${alias}.space_id = ${spaces}.id AND ${alias}.use_date = ? AND ${alias}.half = ${half}
         AND (${alias}.expires_at IS NULL OR ${alias}.expires_at > ?)`;
    return { sql: `${join('day_claim', 0)} ${join('night_claim', 1)}`, values: [date, now, date, now] };
  }
}
