import { hash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { Viewer } from '../auth/viewer.js';
import { Clock } from '../platform/clock.js';
import { BadInput } from '../platform/errors.js';
import { IdempotencyEntity } from './idempotency.entity.js';
import { KeyReused } from './orders.errors.js';

// Space is left out: MySQL and MariaDB find texts equal that differ in spaces at the end.
const key = /^[\x21-\x7e]{1,64}$/;

/** A request that may be sent again: who, by which key, asked for what. */
export interface KeyedCall {
  readonly userId: string;
  readonly key: string;
  /** SHA-256 of the operation and its input, in hex. */
  readonly fingerprint: string;
}

/** What is known of a key; both null when it is new. */
export interface KnownKey {
  readonly keyFingerprint: string | null;
  readonly keyOrderId: string | null;
}

/** Adds the columns of `KnownKey` to a statement, so that looking for a key costs none of its own. */
export const knownKey = {
  columns: 'i.fingerprint AS keyFingerprint, i.order_id AS keyOrderId',
  join: 'LEFT JOIN idempotency i ON i.user_id = ? AND i.idem_key = ?',
  valuesOf: ({ userId, key }: KeyedCall) => [userId, key],
};

/** Lets a request be sent again without being done again. */
@Injectable()
export class IdempotencyService {
  constructor(private readonly clock: Clock) {}

  /** @throws BadInput for a key of another form than 1 to 64 visible ASCII characters */
  call(viewer: Viewer, operation: string, argument: string, text: string, input: unknown): KeyedCall {
    if (!key.test(text)) throw new BadInput(argument, 'must have 1 to 64 visible ASCII characters');
    const fingerprint = hash('sha256', JSON.stringify([operation, input]), 'hex');
    return { userId: viewer.id, key: text, fingerprint };
  }

  /**
   * The order that the same request has led to before; null when it is the first.
   * @throws KeyReused when the key came with another request
   */
  replayed(call: KeyedCall, { keyFingerprint, keyOrderId }: KnownKey): string | null {
    if (keyFingerprint !== null && keyFingerprint !== call.fingerprint) throw new KeyReused();
    return keyOrderId;
  }

  /** Keeps the key, first of all in the transaction that does the work: a twin waits here until it is decided. */
  async keep(manager: EntityManager, { userId, key: idemKey, fingerprint }: KeyedCall, orderId: string) {
    const createdAt = this.clock.now();
    await manager.insert(IdempotencyEntity, { userId, idemKey, fingerprint, orderId, createdAt });
  }
}
