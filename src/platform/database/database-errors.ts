import { AppError, ErrorCode } from '../errors.js';

/** Too many want to write the same rows; nothing was changed, and the same request may be sent again. */
export class Contended extends AppError {
  constructor(cause?: unknown) {
    super(ErrorCode.UNAVAILABLE, 'Too many want this at once; try again.', {}, { cause });
  }
}

/** The database is away, silent, full or read-only, or has too much to do; what a transaction did is gone, or may be. */
export class DatabaseUnavailable extends AppError {
  constructor(cause?: unknown) {
    super(ErrorCode.UNAVAILABLE, 'The database cannot be reached right now; try again.', {}, { cause });
  }
}

/** What a driver reports; TypeORM copies these fields onto its own error. */
interface DriverError {
  readonly code?: unknown;
  readonly errno?: unknown;
  /** mysql2's word for a connection that is of no use any longer, or that could not be made. */
  readonly fatal?: unknown;
}

// Numbers, not names: mysql2 gives some of MariaDB's numbers the name of an unrelated MySQL error.
const duplicateKey = 1062;
const deadlock = 1213;
const lockWaitTimeout = 1205;
/** The server has no connection, memory or room left, takes no writes, stops, or has ended the statement or its connection. */
const unavailable = new Set([1021, 1040, 1041, 1053, 1114, 1129, 1203, 1226, 1290, 1317, 1792, 1836, 1927]);

/** A unique key refused the row. */
export function isDuplicateKey(error: unknown): boolean {
  const { code, errno } = driverError(error);
  return (
    errno === duplicateKey || code === 'SQLITE_CONSTRAINT_PRIMARYKEY' || code === 'SQLITE_CONSTRAINT_UNIQUE'
  );
}

/** The database gave the whole transaction up for another's sake; running it again from its start is safe. */
export function isRetryable(error: unknown): boolean {
  const { code, errno } = driverError(error);
  return errno === deadlock || errno === lockWaitTimeout || /^SQLITE_BUSY/.test(String(code));
}

/** The database cannot do it now, and may later; nothing is wrong with the statement. */
export function isUnavailable(error: unknown): boolean {
  const { code, errno, fatal } = driverError(error);
  return (
    fatal === true ||
    unavailable.has(Number(errno)) ||
    /^SQLITE_(FULL|IOERR|READONLY|CANTOPEN)/.test(String(code))
  );
}

function driverError(error: unknown): DriverError {
  return typeof error === 'object' && error !== null ? error : {};
}
