import type { RefundTier } from '../spaces/cancellation.rules.js';
import type { OrderEntity, StoredBooker } from './order.entity.js';
import { type Order, OrderStatus } from './orders.types.js';

/** An order as the database answers it: lists and bookers are JSON text. */
export interface OrderRow extends Omit<OrderEntity, 'policy' | 'booker'> {
  readonly policy: string;
  readonly booker: string | null;
}

/** The columns of an `OrderRow`, of the table `o`. */
export const orderColumns = `
  o.id, o.user_id AS userId, o.host_id AS hostId, o.space_id AS spaceId, o.use_date AS useDate, o.opt,
  o.head_count AS headCount, o.status, o.price, o.policy, o.venue_tz AS venueTz, o.starts_at AS startsAt,
  o.ends_at AS endsAt, o.booker, o.hold_expires_at AS holdExpiresAt, o.settles_at AS settlesAt,
  o.created_at AS createdAt, o.completed_at AS completedAt, o.cancelled_at AS cancelledAt, o.refund`;

/** The order that a row describes at the instant `now`. */
export function toOrder(row: OrderRow, now: number): Order {
  return orderAt(
    {
      ...row,
      policy: JSON.parse(row.policy) as RefundTier[],
      booker: row.booker === null ? null : (JSON.parse(row.booker) as StoredBooker),
    },
    now,
  );
}

/** The order that is stored so, at the instant `now`: a hold is over by the clock alone. */
export function orderAt(stored: OrderEntity, now: number): Order {
  const { opt, useDate, status, holdExpiresAt, ...rest } = stored;
  const lapsed = status === OrderStatus.WAITING && holdExpiresAt !== null && holdExpiresAt <= now;
  return {
    ...rest,
    option: opt,
    date: useDate,
    status: lapsed ? OrderStatus.EXPIRED : status,
    holdExpiresAt: lapsed ? null : holdExpiresAt,
  };
}
