import { Check, Column, Entity, Index, PrimaryColumn } from 'typeorm';
import { idColumn, instantColumn } from '../platform/database/columns.js';
import type { RefundTier } from '../spaces/cancellation.rules.js';
import type { SlotOption } from '../spaces/spaces.types.js';
import type { OrderStatus } from './orders.types.js';

/** Whoever comes, as the guest has told the host. */
export interface StoredBooker {
  readonly name: string;
  readonly phone: string;
  readonly email: string | null;
  readonly note: string | null;
}

/** A booking. Price, policy, zone and instants are frozen when it is made. */
@Entity('booking_order')
@Index('booking_order_guest', ['userId', 'status', 'id'])
@Index('booking_order_host', ['hostId', 'status', 'id'])
@Index('booking_order_space', ['spaceId', 'useDate'])
@Index('booking_order_hold', ['holdExpiresAt'])
@Index('booking_order_settle', ['settlesAt'])
@Check('booking_order_opt_check', "opt IN ('DAY', 'NIGHT', 'ALL')")
@Check(
  'booking_order_status_check',
  "status IN ('REQUESTED', 'WAITING', 'COMPLETED', 'CANCELLED', 'EXPIRED', 'REJECTED')",
)
@Check('booking_order_price_check', 'price >= 0')
@Check('booking_order_refund_check', 'refund IS NULL OR refund BETWEEN 0 AND price')
@Check('booking_order_count_check', 'head_count >= 1')
export class OrderEntity {
  @PrimaryColumn(idColumn) id: string;
  @Column({ name: 'user_id', ...idColumn }) userId: string;
  /** Whose space it is. The default is there for rows older than the column alone. */
  @Column({ name: 'host_id', ...idColumn, default: '' }) hostId: string;
  @Column({ name: 'space_id', ...idColumn }) spaceId: string;
  @Column('date', { name: 'use_date' }) useDate: string;
  @Column('varchar', { length: 5 }) opt: SlotOption;
  @Column('smallint', { name: 'head_count' }) headCount: number;
  @Column('varchar', { length: 10 }) status: OrderStatus;
  /** Won. */
  @Column('int') price: number;
  @Column('simple-json') policy: readonly RefundTier[];
  @Column('varchar', { name: 'venue_tz', length: 40 }) venueTz: string;
  @Column({ name: 'starts_at', ...instantColumn }) startsAt: number;
  @Column({ name: 'ends_at', ...instantColumn }) endsAt: number;
  /** Null until paid. */
  @Column('simple-json', { nullable: true }) booker: StoredBooker | null;
  /** When its hold ends; null once it is no longer waiting. */
  @Column({ name: 'hold_expires_at', ...instantColumn, nullable: true }) holdExpiresAt: number | null;
  /** When the price becomes the host's; null before it is paid and once it is settled. */
  @Column({ name: 'settles_at', ...instantColumn, nullable: true }) settlesAt: number | null;
  @Column({ name: 'created_at', ...instantColumn }) createdAt: number;
  @Column({ name: 'completed_at', ...instantColumn, nullable: true }) completedAt: number | null;
  @Column({ name: 'cancelled_at', ...instantColumn, nullable: true }) cancelledAt: number | null;
  /** Won given back; null until cancelled. */
  @Column('int', { nullable: true }) refund: number | null;
}
