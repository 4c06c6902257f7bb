import type { EntityManager } from 'typeorm';
import { inList } from '../platform/database/sql.js';
import { manyByKey } from '../platform/graphql/batch-field.js';
import { SpaceEntity } from './space.entity.js';
import type { SpaceImage } from './spaces.types.js';

/** A picture in the column `pictures`; its position is its place in the list. */
type Written = [id: string, mediaId: string, width: number, height: number];

/** The column of a space without pictures. */
export const noPictures = '[]';

/** The pictures that the column holds, in order. */
export function picturesIn(column: string): SpaceImage[] {
  const written = JSON.parse(column) as Written[];
  return written.map(([id, mediaId, width, height], position) => ({ id, mediaId, width, height, position }));
}

/**
 * Writes the column of these spaces anew, out of the rows that are the truth. Whoever changes those calls it in the same
 * transaction, which holds the rows of the spaces: of two at once the later one then sees what the earlier one did.
 */
export async function writePictures(manager: EntityManager, spaceIds: readonly string[]): Promise<void> {
  const wanted = inList(spaceIds);
  const rows: (SpaceImage & { spaceId: string })[] = await manager.query(
    `SELECT i.space_id AS spaceId, i.id, i.media_id AS mediaId, m.width, m.height
     FROM space_image i JOIN media m ON m.id = i.media_id
     WHERE i.space_id IN ${wanted.sql} ORDER BY i.space_id, i.position, i.id`,
    wanted.values,
  );
  const bySpace = manyByKey(spaceIds, rows, (row) => row.spaceId);
  for (const [index, images] of bySpace.entries()) {
    const written = images.map(({ id, mediaId, width, height }): Written => [id, mediaId, width, height]);
    await manager.update(SpaceEntity, { id: spaceIds[index] }, { pictures: JSON.stringify(written) });
  }
}
