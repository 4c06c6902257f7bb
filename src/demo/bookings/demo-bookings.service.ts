import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { ClaimEntity, ClaimKind } from '../../orders/claim.entity.js';
import { LedgerLineEntity, LedgerTxEntity, WalletEntity } from '../../orders/ledger.entity.js';
import { OrderEntity } from '../../orders/order.entity.js';
import { Clock } from '../../platform/clock.js';
import { Config } from '../../platform/config.js';
import { Ids } from '../../platform/ids.js';
import { localDateAt } from '../../platform/local-date.js';
import { venueZone } from '../../spaces/calendar.rules.js';
import { ReviewEntity } from '../../spaces/review.entity.js';
import { SlotOption } from '../../spaces/spaces.types.js';
import { type DemoWorld, insertAll } from '../demo-world.js';
import { type DemoBooking, makeDemoBookings } from './demo-bookings.js';

const hourMs = 3_600_000;

/** A booking with the id of its order, block or hold. */
interface Placed extends DemoBooking {
  readonly id: string;
}

/** Bookings, days off, reviews, and the points that were paid. */
@Injectable()
export class DemoBookingsService {
  constructor(
    private readonly clock: Clock,
    private readonly ids: Ids,
    private readonly config: Config,
  ) {}

  async insert(manager: EntityManager, world: DemoWorld): Promise<void> {
    const today = localDateAt(this.clock.now(), venueZone);
    const bookings = makeDemoBookings(world.rooms, world.guestIds.length, today).map((booking) => ({
      ...booking,
      id: this.ids.next(),
    }));
    const orders = bookings.filter(({ state }) => state !== 'BLOCKED');
    await insertAll(
      manager,
      ClaimEntity,
      bookings.flatMap((booking) => this.claimsOf(booking, world)),
    );
    await insertAll(
      manager,
      OrderEntity,
      orders.map((booking) => this.orderOf(booking, world)),
    );
    await insertAll(
      manager,
      ReviewEntity,
      orders.flatMap((booking) => this.reviewOf(booking, world)),
    );
    await this.insertPoints(
      manager,
      orders.filter(({ state }) => state === 'PAID'),
      world,
    );
  }

  private claimsOf(booking: Placed, world: DemoWorld): ClaimEntity[] {
    const halves = { DAY: [0], NIGHT: [1], ALL: [0, 1] }[booking.option];
    return halves.map((half) => ({
      spaceId: world.spaceIds[booking.roomIndex] ?? '',
      useDate: booking.date,
      half,
      kind: booking.state === 'BLOCKED' ? ClaimKind.HOST_BLOCK : ClaimKind.ORDER,
      ownerId: booking.id,
      expiresAt: booking.state === 'HELD' ? this.holdEnd() : null,
    }));
  }

  private orderOf(booking: Placed, world: DemoWorld): OrderEntity {
    const paid = booking.state === 'PAID';
    const now = this.clock.now();
    // At a venue in Seoul the day runs from 9 to 18 o'clock and the night from 19 to 8.
    const midnight = Date.parse(`${booking.date}T00:00:00+09:00`);
    const createdAt = Math.min(now, midnight) - 48 * hourMs;
    const guest = `손님 ${booking.guestIndex + 1}`;
    return {
      id: booking.id,
      userId: world.guestIds[booking.guestIndex] ?? '',
      spaceId: world.spaceIds[booking.roomIndex] ?? '',
      useDate: booking.date,
      opt: SlotOption[booking.option],
      headCount: booking.headCount,
      status: paid ? 'COMPLETED' : 'WAITING',
      price: booking.price,
      policy: { name: world.rooms[booking.roomIndex]?.cancellationPolicy },
      venueTz: venueZone,
      startsAt: midnight + (booking.option === 'NIGHT' ? 19 : 9) * hourMs,
      endsAt: midnight + (booking.option === 'DAY' ? 18 : 32) * hourMs,
      booker: paid ? { name: guest, phone: '010-0000-0000' } : null,
      holdExpiresAt: paid ? null : this.holdEnd(),
      createdAt,
      completedAt: paid ? createdAt : null,
      cancelledAt: null,
      refund: null,
    };
  }

  private reviewOf({ id, roomIndex, guestIndex, review }: Placed, world: DemoWorld): ReviewEntity[] {
    if (!review) return [];
    const createdAt = this.clock.now() - (review.daysAgo - 0.5) * 24 * hourMs;
    return [
      {
        id: this.ids.next(createdAt),
        orderId: id,
        spaceId: world.spaceIds[roomIndex] ?? '',
        authorId: world.guestIds[guestIndex] ?? '',
        rating: review.rating,
        text: review.text,
        createdAt,
      },
    ];
  }

  /** Everybody is granted the points of a new account, guests besides what they have spent; what is paid waits in escrow. */
  private async insertPoints(
    manager: EntityManager,
    paid: readonly Placed[],
    world: DemoWorld,
  ): Promise<void> {
    const transactions: LedgerTxEntity[] = [];
    const lines: LedgerLineEntity[] = [];
    const balances = new Map<string, number>();
    const move = (
      kind: string,
      orderId: string | null,
      actorId: string,
      from: string,
      to: string,
      amount: number,
    ) => {
      const txId = this.ids.next();
      transactions.push({ id: txId, kind, orderId, seq: 0, actorId, at: this.clock.now() });
      for (const [account, change] of [
        [from, -amount],
        [to, amount],
      ] as const) {
        lines.push({ txId, account, amount: change });
        balances.set(account, (balances.get(account) ?? 0) + change);
      }
    };
    world.guestIds.forEach((guestId, index) => {
      const own = paid.filter(({ guestIndex }) => guestIndex === index);
      const granted = own.reduce((sum, { price }) => sum + price, this.config.signupPoints);
      if (granted > 0) move('GRANT', null, guestId, 'topup', `user:${guestId}`, granted);
      for (const { id, price } of own) move('PAYMENT', id, guestId, `user:${guestId}`, 'escrow', price);
    });
    for (const hostId of this.config.signupPoints > 0 ? world.hostIds : []) {
      move('GRANT', null, hostId, 'topup', `user:${hostId}`, this.config.signupPoints);
    }
    await insertAll(manager, LedgerTxEntity, transactions);
    await insertAll(manager, LedgerLineEntity, lines);
    await insertAll(
      manager,
      WalletEntity,
      [...balances].map(([account, balance]) => ({
        account,
        balance,
        floorZero: account === 'topup' ? 0 : 1,
      })),
    );
  }

  private holdEnd(): number {
    return this.clock.now() + this.config.holdSeconds * 1000;
  }
}
