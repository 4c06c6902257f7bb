import { Injectable } from '@nestjs/common';
import { type EntityManager, In, IsNull, MoreThan, Not } from 'typeorm';
import type { LocalDate } from '../platform/local-date.js';
import type { SlotOption } from '../spaces/spaces.types.js';
import { ClaimEntity, ClaimKind } from './claim.entity.js';
import { OrderEntity } from './order.entity.js';
import { OrderStatus } from './orders.types.js';
import { halvesOf } from './stay.rules.js';

/** The halves an order takes. */
export interface OrderedSlot {
  readonly id: string;
  readonly spaceId: string;
  readonly date: LocalDate;
  readonly option: SlotOption;
}

/**
 * Writes the claims of orders, always before their orders, within the caller's transaction. The primary key of the
 * claims decides who gets a half; nothing here asks first.
 */
@Injectable()
export class ClaimsService {
  /** Holds the halves until `expiresAt`; a half that is given away already is a duplicate key. */
  async hold(
    manager: EntityManager,
    { id, spaceId, date, option }: OrderedSlot,
    expiresAt: number,
  ): Promise<void> {
    await manager.insert(
      ClaimEntity,
      halvesOf[option].map((half) => ({
        spaceId,
        useDate: date,
        half,
        kind: ClaimKind.ORDER,
        ownerId: id,
        expiresAt,
      })),
    );
  }

  /** Makes a hold firm; false when any of it has run out or is another's by now. */
  async makeFirm(manager: EntityManager, slot: OrderedSlot, now: number): Promise<boolean> {
    const { affected } = await manager.update(
      ClaimEntity,
      { ...claimsOf(slot), expiresAt: MoreThan(now) },
      { expiresAt: null },
    );
    return affected === halvesOf[slot.option].length;
  }

  /** Frees the halves of an order. */
  async release(manager: EntityManager, slot: OrderedSlot): Promise<void> {
    await manager.delete(ClaimEntity, claimsOf(slot));
  }

  /** Ends holds that have run out, or that their guest replaces. A hold that was paid meanwhile stays. */
  async endHolds(manager: EntityManager, orderIds: readonly string[]): Promise<void> {
    await manager.delete(ClaimEntity, {
      ownerId: In(orderIds),
      kind: ClaimKind.ORDER,
      expiresAt: Not(IsNull()),
    });
    await manager.update(
      OrderEntity,
      { id: In(orderIds), status: OrderStatus.WAITING },
      { status: OrderStatus.EXPIRED, holdExpiresAt: null },
    );
  }
}

const claimsOf = ({ id, spaceId, date, option }: OrderedSlot) => ({
  spaceId,
  useDate: date,
  half: In(halvesOf[option]),
  ownerId: id,
  kind: ClaimKind.ORDER,
});
