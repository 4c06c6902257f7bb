import { Injectable } from '@nestjs/common';
import type { Viewer } from '../auth/viewer.js';
import { Clock } from '../platform/clock.js';
import { Config } from '../platform/config.js';
import { Database } from '../platform/database/database.js';
import { NotFound } from '../platform/errors.js';
import { Ids } from '../platform/ids.js';
import { KeyedQueue } from '../platform/keyed-queue.js';
import { refundTiers } from '../spaces/cancellation.rules.js';
import { AvailabilityFeed } from './availability-feed.service.js';
import { isLive } from './availability.rules.js';
import { ClaimKind } from './claim.entity.js';
import { ClaimsService } from './claims.service.js';
import { IdempotencyService, type KeyedCall } from './idempotency.service.js';
import { orderAt } from './order-row.js';
import { OrderEntity } from './order.entity.js';
import { checkedPrice } from './order.rules.js';
import { untilSettled } from './orders.errors.js';
import { OrdersService } from './orders.service.js';
import { type Order, OrderStatus, type PlaceOrderInput, type SlotTaken } from './orders.types.js';
import { type SeenClaim, type SlotLook, SlotLookService } from './slot-look.service.js';
import { claimsInTheWay, slotTaken } from './slot-taken.rules.js';
import { halvesOf, stayOf } from './stay.rules.js';

type Wish = Omit<PlaceOrderInput, 'idempotencyKey'>;

/** Holding a slot. */
@Injectable()
export class PlaceOrderService {
  private readonly turns = new KeyedQueue();

  constructor(
    private readonly database: Database,
    private readonly slots: SlotLookService,
    private readonly claims: ClaimsService,
    private readonly idempotency: IdempotencyService,
    private readonly orders: OrdersService,
    private readonly feed: AvailabilityFeed,
    private readonly config: Config,
    private readonly clock: Clock,
    private readonly ids: Ids,
  ) {}

  /**
   * Holds the halves of an option for some minutes; a hold of the same guest on that space and date gives way to it.
   * @throws NotFound, BadInput, KeyReused
   */
  place(viewer: Viewer, { idempotencyKey, ...wish }: PlaceOrderInput): Promise<Order | SlotTaken> {
    const call = this.idempotency.call(viewer, 'placeOrder', 'input.idempotencyKey', idempotencyKey, wish);
    // In a rush on one slot its losers then cost one look each, not a transaction. The key of the claims is the judge.
    return this.turns.run(`${wish.spaceId} ${wish.date}`, () =>
      untilSettled(() => this.attempt(viewer, wish, call)),
    );
  }

  private async attempt(viewer: Viewer, wish: Wish, call: KeyedCall): Promise<Order | SlotTaken> {
    const look = await this.slots.look(wish.spaceId, wish.date, call);
    if (!look) throw new NotFound('space');
    const done = this.idempotency.replayed(call, look.key);
    if (done) return this.orders.getOrder(viewer, done);
    if (look.space.status !== 1) throw new NotFound('space');
    const now = this.clock.now();
    const price = checkedPrice(wish, look.space, now);

    const own = look.claims.filter((claim) => claim.holderId === viewer.id && isLive(claim, now));
    const others = claimsInTheWay(look.claims, wish.date, wish.option, now).filter(
      (claim) => !own.includes(claim),
    );
    if (others.length > 0) return slotTaken(look, wish, others, now);
    const over = look.claims.filter((claim) => this.isOver(claim, wish, now));

    const stored = this.orderOf(viewer, wish, look, price, now);
    await this.database.transaction(async (manager) => {
      await this.idempotency.keep(manager, call, stored.id);
      const ended = new Set([...own, ...over].map(({ ownerId }) => ownerId));
      if (ended.size > 0) await this.claims.endHolds(manager, [...ended]);
      await this.claims.hold(manager, { ...wish, id: stored.id }, stored.holdExpiresAt);
      // All columns are given: the default of one must not make TypeORM read the row back.
      await manager
        .createQueryBuilder()
        .insert()
        .into(OrderEntity)
        .values(stored)
        .updateEntity(false)
        .execute();
    });
    await this.feed.tell(wish.spaceId, wish.date, [
      ...own.map(({ half }) => ({ half, claim: null })),
      ...halvesOf[wish.option].map((half) => ({
        half,
        claim: { half, kind: ClaimKind.ORDER, expiresAt: stored.holdExpiresAt },
      })),
    ]);
    return orderAt(stored, now);
  }

  private isOver(claim: SeenClaim, { date, option }: Wish, now: number): boolean {
    return claim.date === date && halvesOf[option].includes(claim.half) && !isLive(claim, now);
  }

  private orderOf(
    viewer: Viewer,
    { spaceId, date, option, headCount }: Wish,
    { space }: SlotLook,
    price: number,
    now: number,
  ): OrderEntity & { holdExpiresAt: number } {
    return {
      id: this.ids.next(),
      userId: viewer.id,
      hostId: space.hostId,
      spaceId,
      useDate: date,
      opt: option,
      headCount,
      status: OrderStatus.WAITING,
      price,
      policy: refundTiers[space.cancellationPolicy],
      venueTz: space.venueTz,
      ...stayOf(date, option, space.venueTz),
      booker: null,
      holdExpiresAt: now + this.config.holdSeconds * 1000,
      settlesAt: null,
      createdAt: now,
      completedAt: null,
      cancelledAt: null,
      refund: null,
    };
  }
}
