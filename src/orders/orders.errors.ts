import { Contended, isDuplicateKey } from '../platform/database/database-errors.js';
import { AppError, ErrorCode } from '../platform/errors.js';

/** A key that stands for another request already. */
export class KeyReused extends AppError {
  constructor() {
    super(ErrorCode.CONFLICT, 'This idempotency key was used for another request.', {
      argument: 'idempotencyKey',
    });
  }
}

/** An order that stands where what was asked can no longer be done. */
export class OrderClosed extends AppError {
  constructor(message: string) {
    super(ErrorCode.CONFLICT, message);
  }
}

/** What only the guest who placed an order may do. */
export class NotTheGuest extends AppError {
  constructor(message: string) {
    super(ErrorCode.FORBIDDEN, message);
  }
}

/** Dates that cannot be blocked because guests have booked or hold them. */
export class DatesBooked extends AppError {
  constructor(dates: readonly string[]) {
    super(ErrorCode.CONFLICT, `There are bookings on ${dates.join(', ')}; cancel them first.`, { dates });
  }
}

/** Inside a transaction: what was read before it is no longer so. Everything is undone and looked at again. */
export class Overtaken extends Error {
  override readonly name = 'Overtaken';
}

const attempts = 5;

/**
 * Runs an attempt that looks first and then writes, anew whenever somebody else was faster: the unique keys and
 * conditional updates of the database judge, the next look tells what to answer.
 */
export async function untilSettled<T>(attempt: () => Promise<T>): Promise<T> {
  for (let tries = 0; tries < attempts; tries += 1) {
    try {
      return await attempt();
    } catch (error) {
      if (!(error instanceof Overtaken) && !isDuplicateKey(error)) throw error;
    }
  }
  throw new Contended();
}
