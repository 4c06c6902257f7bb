import type { SqlValue } from '../platform/database/database.js';
import type { LocalDate } from '../platform/local-date.js';

/** A piece of SQL with the values of its `?`. */
export interface Sql {
  readonly sql: string;
  readonly values: readonly SqlValue[];
}

/**
 * Tells which halves of a date are given away. Lists ask for it; `orders`, which lies to the right and owns the
 * claims, answers it.
 */
export abstract class FreeSlots {
  /**
   * Joins that make `day_claim.half` and `night_claim.half` null where the half is free, for a table of spaces under the
   * name `spaces`.
   */
  abstract joins(spaces: string): string;

  /** The values of the `?` in the joins. */
  abstract valuesOn(date: LocalDate, now: number): readonly SqlValue[];
}
