import type { EntityManager } from 'typeorm';

/**
 * Says what stands in the way of removing a space. Hosts ask for it; `orders`, which lies to the right and knows the
 * bookings, answers it.
 */
export abstract class BookingsAhead {
  /**
   * Ends all holds of a space, so that none of them can be paid from here on, and counts the paid stays that are not
   * over, within the caller's transaction, which must hold the row of the space.
   */
  abstract endHolds(manager: EntityManager, spaceId: string): Promise<number>;
}
