import { Injectable } from '@nestjs/common';
import { type EntityManager, MoreThan } from 'typeorm';
import type { Viewer } from '../auth/viewer.js';
import { Clock } from '../platform/clock.js';
import { Database } from '../platform/database/database.js';
import { AvailabilityFeed } from './availability-feed.service.js';
import { ClaimsService } from './claims.service.js';
import { IdempotencyService, type KeyedCall } from './idempotency.service.js';
import { LedgerService } from './ledger.service.js';
import { OrderEntity } from './order.entity.js';
import { OrderClosed, Overtaken, untilSettled } from './orders.errors.js';
import { OrdersService } from './orders.service.js';
import { type CancellationQuote, type Order, OrderStatus } from './orders.types.js';
import { quoteAt } from './refund.rules.js';
import { halvesOf } from './stay.rules.js';

/** Cancelling an order, and what that gives back. */
@Injectable()
export class CancelOrderService {
  constructor(
    private readonly database: Database,
    private readonly claims: ClaimsService,
    private readonly ledger: LedgerService,
    private readonly idempotency: IdempotencyService,
    private readonly orders: OrdersService,
    private readonly feed: AvailabilityFeed,
    private readonly clock: Clock,
  ) {}

  /** What `cancel` would give back if the viewer called it now. */
  quote(viewer: Viewer, order: Order): CancellationQuote {
    return quoteAt(order, order.hostId === viewer.id, this.clock.now());
  }

  /**
   * Frees the halves and gives back what the quote says; the rest of the price is the host's at once. Cancelling
   * again changes nothing.
   * @throws NotFound, BadInput, KeyReused, and OrderClosed for one whose hold, or whose stay, is over
   */
  cancel(viewer: Viewer, id: string, idempotencyKey: string): Promise<Order> {
    const call = this.idempotency.call(viewer, 'cancelOrder', 'idempotencyKey', idempotencyKey, { id });
    return untilSettled(() => this.attempt(viewer, id, call));
  }

  private async attempt(viewer: Viewer, id: string, call: KeyedCall): Promise<Order> {
    const { order, key } = await this.orders.look(viewer, id, call);
    if (this.idempotency.replayed(call, key) || order.status === OrderStatus.CANCELLED) return order;
    if (order.status === OrderStatus.EXPIRED) throw new OrderClosed('The hold of this order is over.');
    const cancelledAt = this.clock.now();
    if (order.status === OrderStatus.COMPLETED && !isOpen(order, cancelledAt)) {
      throw new OrderClosed('The stay is over; it can no longer be cancelled.');
    }

    const { refund } = this.quote(viewer, order);
    const closed = {
      status: OrderStatus.CANCELLED,
      cancelledAt,
      refund,
      holdExpiresAt: null,
      settlesAt: null,
    };
    await this.database.transaction(async (manager) => {
      await this.idempotency.keep(manager, call, id);
      await this.claims.release(manager, order);
      const still = order.status === OrderStatus.WAITING ? 'holdExpiresAt' : 'settlesAt';
      const { affected } = await manager.update(
        OrderEntity,
        { id, status: order.status, [still]: MoreThan(cancelledAt) },
        closed,
      );
      if (!affected) throw new Overtaken();
      if (order.status === OrderStatus.COMPLETED) await this.share(manager, viewer, order, refund);
    });
    await this.feed.tell(
      order.spaceId,
      order.date,
      halvesOf[order.option].map((half) => ({ half, claim: null })),
    );
    return { ...order, ...closed };
  }

  /** What was paid goes back to the guest as far as the refund goes, and to the host otherwise. */
  private async share(manager: EntityManager, viewer: Viewer, order: Order, refund: number): Promise<void> {
    const common = { from: `escrow:${order.spaceId}`, actorId: viewer.id, orderId: order.id } as const;
    await this.ledger.move(manager, {
      ...common,
      kind: 'REFUND',
      to: `user:${order.userId}`,
      amount: refund,
    });
    await this.ledger.move(manager, {
      ...common,
      kind: 'EARNING',
      to: `user:${order.hostId}`,
      amount: order.price - refund,
    });
  }
}

const isOpen = ({ settlesAt }: Order, now: number) => settlesAt !== null && settlesAt > now;
