/** What a driver reports; TypeORM copies these fields onto its own error. */
interface DriverError {
  readonly code?: unknown;
  readonly errno?: unknown;
}

// Numbers, not names: mysql2 gives some of MariaDB's numbers the name of an unrelated MySQL error.
const duplicateKey = 1062;
const deadlock = 1213;
const lockWaitTimeout = 1205;

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

function driverError(error: unknown): DriverError {
  return typeof error === 'object' && error !== null ? error : {};
}
