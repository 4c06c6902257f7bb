import type { EntityManager, EntityTarget, ObjectLiteral } from 'typeorm';
import type { DemoRoom } from './rooms/demo-rooms.js';

/** The ids of what has been inserted, in the order of the lists it was made of. */
export interface DemoWorld {
  readonly rooms: readonly DemoRoom[];
  readonly spaceIds: readonly string[];
  readonly hostIds: readonly string[];
  readonly guestIds: readonly string[];
}

const rowsPerStatement = 200;

/** Inserts rows in statements of a size that every database takes. */
export async function insertAll<Row extends ObjectLiteral>(
  manager: EntityManager,
  table: EntityTarget<Row>,
  rows: readonly Row[],
): Promise<void> {
  for (let from = 0; from < rows.length; from += rowsPerStatement) {
    await manager
      .createQueryBuilder()
      .insert()
      .into(table)
      .values(rows.slice(from, from + rowsPerStatement))
      .updateEntity(false)
      .execute();
  }
}
