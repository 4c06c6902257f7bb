import type { ColumnOptions } from 'typeorm';

/** A UUIDv7 in its text form. */
export const idColumn = { type: 'varchar', length: 36 } satisfies ColumnOptions;

/** An instant: milliseconds since the epoch, UTC. TypeORM hands a bigint over as text, so it is made a number. */
export const instantColumn = {
  type: 'bigint',
  transformer: {
    from: (value: string | null) => (value === null ? null : Number(value)),
    to: (value: unknown) => value,
  },
} satisfies ColumnOptions;

/** A whole number up to 2^53 that may exceed 32 bits. */
export const largeColumn = instantColumn;
