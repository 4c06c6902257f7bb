import { Injectable } from '@nestjs/common';
import { MoreThan } from 'typeorm';
import type { Viewer } from '../auth/viewer.js';
import { Clock } from '../platform/clock.js';
import { Database } from '../platform/database/database.js';
import { NotFound } from '../platform/errors.js';
import { SpacesService } from '../spaces/spaces.service.js';
import { AvailabilityFeed } from './availability-feed.service.js';
import { ClaimKind } from './claim.entity.js';
import { ClaimsService } from './claims.service.js';
import { IdempotencyService, type KeyedCall } from './idempotency.service.js';
import { LedgerService, PointsLacking } from './ledger.service.js';
import { OrderEntity, type StoredBooker } from './order.entity.js';
import { checkedBooker } from './order.rules.js';
import { NotTheGuest, OrderClosed, Overtaken, untilSettled } from './orders.errors.js';
import { OrdersService } from './orders.service.js';
import {
  type CompleteOrderInput,
  InsufficientPoints,
  type Order,
  OrderStatus,
  type SlotTaken,
} from './orders.types.js';
import { PointsService } from './points.service.js';
import { settlesAt } from './refund.rules.js';
import { SlotLookService } from './slot-look.service.js';
import { claimsInTheWay, slotTaken } from './slot-taken.rules.js';
import { halvesOf } from './stay.rules.js';

/** Paying for an order: claim, status, balances and ledger change together, or not at all. */
@Injectable()
export class CompleteOrderService {
  constructor(
    private readonly database: Database,
    private readonly slots: SlotLookService,
    private readonly spaces: SpacesService,
    private readonly claims: ClaimsService,
    private readonly ledger: LedgerService,
    private readonly points: PointsService,
    private readonly idempotency: IdempotencyService,
    private readonly orders: OrdersService,
    private readonly feed: AvailabilityFeed,
    private readonly clock: Clock,
  ) {}

  /** @throws NotFound, NotTheGuest, BadInput, KeyReused, and OrderClosed for one that is paid or cancelled already */
  complete(
    viewer: Viewer,
    id: string,
    { booker, idempotencyKey }: CompleteOrderInput,
  ): Promise<Order | InsufficientPoints | SlotTaken> {
    const input = { id, booker };
    const call = this.idempotency.call(
      viewer,
      'completeOrder',
      'input.idempotencyKey',
      idempotencyKey,
      input,
    );
    const checked = checkedBooker(booker);
    return untilSettled(() => this.attempt(viewer, id, checked, call));
  }

  private async attempt(
    viewer: Viewer,
    id: string,
    booker: StoredBooker,
    call: KeyedCall,
  ): Promise<Order | InsufficientPoints | SlotTaken> {
    const { order, key } = await this.orders.look(viewer, id, call);
    if (this.idempotency.replayed(call, key)) return order;
    if (order.userId !== viewer.id) throw new NotTheGuest('Only the guest who placed an order pays for it.');
    if (order.status === OrderStatus.COMPLETED) throw new OrderClosed('This order is paid already.');
    if (order.status === OrderStatus.CANCELLED) throw new OrderClosed('This order was cancelled.');
    if (order.status === OrderStatus.EXPIRED) return this.tooLate(order, call);

    const paid = this.paid(order, booker);
    try {
      await this.pay(paid, call);
    } catch (error) {
      if (error instanceof PointsLacking) return this.lacking(viewer, order.price);
      throw error;
    }
    await this.feed.tell(
      order.spaceId,
      order.date,
      halvesOf[order.option].map((half) => ({
        half,
        claim: { half, kind: ClaimKind.ORDER, expiresAt: null },
      })),
    );
    return paid;
  }

  /** The order as it will be once it is paid. */
  private paid(order: Order, booker: StoredBooker): Order & { completedAt: number } {
    const completedAt = this.clock.now();
    const paid = { ...order, status: OrderStatus.COMPLETED, booker, completedAt, holdExpiresAt: null };
    return { ...paid, settlesAt: settlesAt(paid) };
  }

  private async pay(paid: Order & { completedAt: number }, call: KeyedCall): Promise<void> {
    const { id, status, booker, completedAt, holdExpiresAt, settlesAt: settles } = paid;
    await this.database.transaction(async (manager) => {
      await this.idempotency.keep(manager, call, id);
      if (!(await this.spaces.holdListed(manager, paid.spaceId))) {
        throw new OrderClosed('This space is no longer offered.');
      }
      if (!(await this.claims.makeFirm(manager, paid, completedAt))) throw new Overtaken();
      const { affected } = await manager.update(
        OrderEntity,
        { id, status: OrderStatus.WAITING, holdExpiresAt: MoreThan(completedAt) },
        { status, booker, completedAt, holdExpiresAt, settlesAt: settles },
      );
      if (!affected) throw new Overtaken();
      await this.ledger.move(manager, {
        kind: 'PAYMENT',
        from: `user:${paid.userId}`,
        to: `escrow:${paid.spaceId}`,
        amount: paid.price,
        actorId: paid.userId,
        orderId: id,
      });
    });
  }

  private async tooLate(order: Order, call: KeyedCall): Promise<SlotTaken> {
    const { spaceId, date, option } = order;
    const look = await this.slots.look(spaceId, date, call);
    if (!look) throw new NotFound('space');
    const now = this.clock.now();
    const inTheWay = claimsInTheWay(look.claims, date, option, now);
    return slotTaken(look, order, inTheWay, now, 'The hold of this order is over; nothing was paid.');
  }

  private async lacking(viewer: Viewer, needed: number): Promise<InsufficientPoints> {
    const [balance = 0] = await this.points.findBalances([viewer.id]);
    return new InsufficientPoints({
      message: `This order costs ${needed} points, and ${balance} are at hand.`,
      needed,
      balance,
    });
  }
}
