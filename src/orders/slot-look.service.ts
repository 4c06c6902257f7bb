import { Injectable } from '@nestjs/common';
import { Database } from '../platform/database/database.js';
import { addDays, type LocalDate } from '../platform/local-date.js';
import type { SpaceEntity } from '../spaces/space.entity.js';
import type { ClaimFacts } from './availability.rules.js';
import { ClaimKind } from './claim.entity.js';
import { type KeyedCall, knownKey, type KnownKey } from './idempotency.service.js';

/** How many days after the date wanted are looked at, for other dates to offer. */
export const daysLookedAhead = 30;

/** What of a space a booking rests on. */
export type BookedSpace = Pick<
  SpaceEntity,
  | 'hostId'
  | 'status'
  | 'minCount'
  | 'maxCount'
  | 'dayPrice'
  | 'nightPrice'
  | 'allPrice'
  | 'cancellationPolicy'
  | 'venueTz'
>;

/** A claim with its date and its order; `holderId` is the guest of a hold. */
export interface SeenClaim extends ClaimFacts {
  readonly date: LocalDate;
  readonly ownerId: string;
  readonly holderId: string | null;
}

/** All that placing an order has to know, as it was at one moment. */
export interface SlotLook {
  readonly space: BookedSpace;
  readonly key: KnownKey;
  /** The claims from the date on, dead ones among them. */
  readonly claims: readonly SeenClaim[];
}

type LookRow = BookedSpace & KnownKey & { [Field in keyof SeenClaim]: SeenClaim[Field] | null };

const lookSql = `
  SELECT s.host_id AS hostId, s.status, s.min_count AS minCount, s.max_count AS maxCount,
    s.day_price AS dayPrice, s.night_price AS nightPrice, s.all_price AS allPrice,
    s.cancellation_policy AS cancellationPolicy, s.venue_tz AS venueTz, ${knownKey.columns},
    c.use_date AS date, c.half, c.kind, c.expires_at AS expiresAt, c.owner_id AS ownerId, o.user_id AS holderId
  FROM space s ${knownKey.join}
  LEFT JOIN claim c ON c.space_id = s.id AND c.use_date >= ? AND c.use_date <= ?
  LEFT JOIN booking_order o
    ON o.id = c.owner_id AND c.kind = ${ClaimKind.ORDER} AND c.expires_at IS NOT NULL AND c.use_date = ?
  WHERE s.id = ?`;

/** Looks at a slot before it is written to: space, key and claims in one statement. */
@Injectable()
export class SlotLookService {
  constructor(private readonly database: Database) {}

  /** Null when there has never been such a space. */
  async look(spaceId: string, date: LocalDate, call: KeyedCall): Promise<SlotLook | null> {
    const last = addDays(date, daysLookedAhead);
    const rows = await this.database.lookUp<LookRow>(lookSql, [
      ...knownKey.valuesOf(call),
      date,
      last,
      date,
      spaceId,
    ]);
    const [first] = rows;
    if (!first) return null;
    return {
      space: first,
      key: first,
      claims: rows.filter((row): row is LookRow & SeenClaim => row.date !== null),
    };
  }
}
