import { Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { LessThan, LessThanOrEqual } from 'typeorm';
import { Clock } from '../platform/clock.js';
import { Database } from '../platform/database/database.js';
import { Log } from '../platform/ops/log.js';
import { Periodic } from '../platform/periodic.js';
import { ClaimsService } from './claims.service.js';
import { IdempotencyEntity } from './idempotency.entity.js';
import { LedgerService } from './ledger.service.js';
import { OrderEntity } from './order.entity.js';
import { OrderStatus } from './orders.types.js';

const everyMs = 60_000;
const keysLiveMs = 24 * 3_600_000;
const batch = 100;

type DueOrder = Pick<OrderEntity, 'id' | 'spaceId' | 'hostId' | 'price'>;

/**
 * What is done from time to time, by every process, twice safely: hosts get what they have earned, and what is over
 * is tidied away. Nothing else waits for it: holds end by the clock.
 */
@Injectable()
export class UpkeepService implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly periodic = new Periodic(
    everyMs,
    () => this.run(),
    (error) => this.log.error({ err: error }, 'the upkeep of orders failed'),
  );

  constructor(
    private readonly database: Database,
    private readonly claims: ClaimsService,
    private readonly ledger: LedgerService,
    private readonly clock: Clock,
    private readonly log: Log,
  ) {}

  onApplicationBootstrap(): void {
    this.periodic.start();
  }

  onApplicationShutdown(): Promise<void> {
    return this.periodic.stop();
  }

  /** Settles what is due, ends holds that are over, forgets keys of more than a day. */
  async run(): Promise<void> {
    await this.settle();
    await this.endHolds();
    const before = this.clock.now() - keysLiveMs;
    await this.database.transaction((manager) =>
      manager.delete(IdempotencyEntity, { createdAt: LessThan(before) }),
    );
  }

  /** Batch by batch, as long as one helps: an order that cannot be settled keeps none behind it waiting. */
  private async settle(): Promise<void> {
    const now = this.clock.now();
    for (let settled = 1; settled > 0;) {
      const orders = await this.database.select<DueOrder>(
        `SELECT id, space_id AS spaceId, host_id AS hostId, price FROM booking_order
         WHERE settles_at <= ? ORDER BY settles_at LIMIT ${batch}`,
        [now],
      );
      settled = 0;
      for (const order of orders) settled += Number(await this.trySettling(order, now));
    }
  }

  private async trySettling(order: DueOrder, now: number): Promise<boolean> {
    try {
      return await this.settleOne(order, now);
    } catch (error) {
      this.log.error({ err: error, orderId: order.id }, 'an order could not be settled');
      return false;
    }
  }

  /** False when another process was faster. */
  private async settleOne({ id, spaceId, hostId, price }: DueOrder, now: number): Promise<boolean> {
    return this.database.transaction(async (manager) => {
      const { affected } = await manager.update(
        OrderEntity,
        { id, status: OrderStatus.COMPLETED, settlesAt: LessThanOrEqual(now) },
        { settlesAt: null },
      );
      if (!affected) return false;
      await this.ledger.move(manager, {
        kind: 'EARNING',
        from: `escrow:${spaceId}`,
        to: `user:${hostId}`,
        amount: price,
        actorId: hostId,
        orderId: id,
      });
      return true;
    });
  }

  private async endHolds(): Promise<void> {
    const now = this.clock.now();
    for (let found = batch; found === batch;) {
      const orders = await this.database.select<{ id: string }>(
        `SELECT id FROM booking_order WHERE hold_expires_at <= ? ORDER BY hold_expires_at LIMIT ${batch}`,
        [now],
      );
      found = orders.length;
      const ids = orders.map(({ id }) => id);
      if (found > 0) await this.database.transaction((manager) => this.claims.endHolds(manager, ids));
    }
  }
}
