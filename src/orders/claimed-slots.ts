import { Injectable } from '@nestjs/common';
import type { SqlValue } from '../platform/database/database.js';
import type { LocalDate } from '../platform/local-date.js';
import { FreeSlots } from '../spaces/free-slots.js';

/** Free is what no live claim stands on: a probe of the claims' primary key for each candidate. */
@Injectable()
export class ClaimedSlots extends FreeSlots {
  override joins(spaces: string): string {
    const join = (alias: string, half: number) =>
      `LEFT JOIN claim ${alias} ON ${alias}.space_id = ${spaces}.id AND ${alias}.use_date = ? AND ${alias}.half = ${half}
         AND (${alias}.expires_at IS NULL OR ${alias}.expires_at > ?)`;
    return `${join('day_claim', 0)} ${join('night_claim', 1)}`;
  }

  override valuesOn(date: LocalDate, now: number): readonly SqlValue[] {
    return [date, now, date, now];
  }
}
