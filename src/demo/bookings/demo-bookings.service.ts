import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { ClaimEntity, ClaimKind } from '../../orders/claim.entity.js';
import { LedgerLineEntity, LedgerTxEntity, WalletEntity } from '../../orders/ledger.entity.js';
import { OrderEntity } from '../../orders/order.entity.js';
import { OrderStatus } from '../../orders/orders.types.js';
import { settlesAt } from '../../orders/refund.rules.js';
import { halvesOf, stayOf } from '../../orders/stay.rules.js';
import { Clock } from '../../platform/clock.js';
import { Config } from '../../platform/config.js';
import { Ids } from '../../platform/ids.js';
import { localDateAt } from '../../platform/local-date.js';
import { venueZone } from '../../spaces/calendar.rules.js';
import { refundTiers } from '../../spaces/cancellation.rules.js';
import { ReviewEntity } from '../../spaces/review.entity.js';
import { SlotOption } from '../../spaces/spaces.types.js';
import { type DemoWorld, insertAll } from '../demo-world.js';
import type { DemoRoom } from '../rooms/demo-rooms.js';
import { type DemoBooking, makeDemoBookings } from './demo-bookings.js';

const hourMs = 3_600_000;
/** Points a guest has left for trying things out; those of a new account pay for no room. */
const purse = 500_000;

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
    const placed = bookings.filter(({ state }) => state !== 'BLOCKED');
    const orders = placed.map((booking) => this.orderOf(booking, world));
    await insertAll(
      manager,
      ClaimEntity,
      bookings.flatMap((booking) => this.claimsOf(booking, world)),
    );
    await insertAll(manager, OrderEntity, orders);
    await insertAll(
      manager,
      ReviewEntity,
      placed.flatMap((booking) => this.reviewOf(booking, world)),
    );
    const paid = orders.filter(({ status }) => status === OrderStatus.COMPLETED);
    await this.insertPoints(manager, paid, world);
  }

  private claimsOf(booking: Placed, world: DemoWorld): ClaimEntity[] {
    return halvesOf[SlotOption[booking.option]].map((half) => ({
      spaceId: world.spaceIds[booking.roomIndex] ?? '',
      useDate: booking.date,
      half,
      kind: booking.state === 'BLOCKED' ? ClaimKind.HOST_BLOCK : ClaimKind.ORDER,
      ownerId: booking.id,
      expiresAt: booking.state === 'HELD' ? this.holdEnd() : null,
    }));
  }

  private orderOf(booking: Placed, world: DemoWorld): OrderEntity {
    const room = world.rooms[booking.roomIndex] as DemoRoom;
    const paid = booking.state === 'PAID';
    const stay = stayOf(booking.date, SlotOption[booking.option], venueZone);
    const createdAt = Math.min(this.clock.now(), stay.startsAt) - 48 * hourMs;
    const order = {
      id: booking.id,
      userId: world.guestIds[booking.guestIndex] ?? '',
      hostId: world.hostIds[room.hostIndex] ?? '',
      spaceId: world.spaceIds[booking.roomIndex] ?? '',
      useDate: booking.date,
      opt: SlotOption[booking.option],
      headCount: booking.headCount,
      status: paid ? OrderStatus.COMPLETED : OrderStatus.WAITING,
      price: booking.price,
      policy: refundTiers[room.cancellationPolicy],
      venueTz: venueZone,
      ...stay,
      booker: paid
        ? { name: `손님 ${booking.guestIndex + 1}`, phone: '010-0000-0000', email: null, note: null }
        : null,
      holdExpiresAt: paid ? null : this.holdEnd(),
      settlesAt: null,
      createdAt,
      completedAt: paid ? createdAt : null,
      cancelledAt: null,
      refund: null,
    };
    const due = settlesAt({ ...order, date: booking.date });
    return { ...order, settlesAt: paid && due > this.clock.now() ? due : null };
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

  /** Guests were granted what they have spent and a purse, hosts the points of a new account. */
  private async insertPoints(
    manager: EntityManager,
    paid: readonly OrderEntity[],
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
    for (const guestId of world.guestIds) {
      const own = paid.filter(({ userId }) => userId === guestId);
      const granted = own.reduce((sum, { price }) => sum + price, purse);
      move('GRANT', null, guestId, 'topup', `user:${guestId}`, granted);
    }
    for (const { id, userId, hostId, spaceId, price, settlesAt: due } of paid) {
      move('PAYMENT', id, userId, `user:${userId}`, `escrow:${spaceId}`, price);
      if (due === null) move('EARNING', id, hostId, `escrow:${spaceId}`, `user:${hostId}`, price);
    }
    for (const hostId of this.config.signupPoints > 0 ? world.hostIds : []) {
      move('GRANT', null, hostId, 'topup', `user:${hostId}`, this.config.signupPoints);
    }
    await insertAll(manager, LedgerTxEntity, transactions);
    await insertAll(manager, LedgerLineEntity, lines);
    // Where all points come from: others may have drawn on it before.
    const given = balances.get('topup') ?? 0;
    const { affected } = await manager.increment(WalletEntity, { account: 'topup' }, 'balance', given);
    if (affected) balances.delete('topup');
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
