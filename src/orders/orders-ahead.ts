import { Injectable } from '@nestjs/common';
import { type EntityManager, MoreThan } from 'typeorm';
import { Clock } from '../platform/clock.js';
import { BookingsAhead } from '../spaces/bookings-ahead.js';
import { ClaimsService } from './claims.service.js';
import { OrderEntity } from './order.entity.js';
import { OrderStatus } from './orders.types.js';

/** What guests have booked of a space that its host wants to remove. */
@Injectable()
export class OrdersAhead extends BookingsAhead {
  constructor(
    private readonly claims: ClaimsService,
    private readonly clock: Clock,
  ) {
    super();
  }

  override async endHolds(manager: EntityManager, spaceId: string): Promise<number> {
    const holds = await manager.find(OrderEntity, {
      select: { id: true },
      where: { spaceId, status: OrderStatus.WAITING },
    });
    await this.claims.endHolds(
      manager,
      holds.map(({ id }) => id),
    );
    const endsAt = MoreThan(this.clock.now());
    return manager.count(OrderEntity, { where: { spaceId, status: OrderStatus.COMPLETED, endsAt } });
  }
}
