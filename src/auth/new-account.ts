import type { EntityManager } from 'typeorm';

/**
 * What must happen in the very transaction that creates an account. `orders`, which lies to the right and owns the
 * points, answers it.
 */
export abstract class NewAccount {
  abstract welcome(manager: EntityManager, accountId: string): Promise<void>;
}
