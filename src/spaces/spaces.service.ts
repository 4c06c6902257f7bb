import { Injectable } from '@nestjs/common';
import type { Viewer } from '../auth/viewer.js';
import { Database } from '../platform/database/database.js';
import { inList } from '../platform/database/sql.js';
import { manyByKey, oneByKey } from '../platform/graphql/batch-field.js';
import { NotFound } from '../platform/errors.js';
import { ReferenceService } from './reference.service.js';
import { spaceColumns, type SpaceRow, toSpace } from './space-row.js';
import type { Space, SpaceImage } from './spaces.types.js';

/** Spaces and what belongs to them. */
@Injectable()
export class SpacesService {
  constructor(
    private readonly database: Database,
    private readonly reference: ReferenceService,
  ) {}

  /** @throws NotFound when there is none, or its host has removed it */
  async getSpace(id: string): Promise<Space> {
    const [space] = await this.findSpaces([id]);
    if (!space) throw new NotFound('space');
    return space;
  }

  /** @throws NotFound unless it is the viewer's own */
  async getOwnSpace(viewer: Viewer, id: string): Promise<Space> {
    const space = await this.getSpace(id);
    if (space.hostId !== viewer.id) throw new NotFound('space');
    return space;
  }

  /** The listed spaces with these ids, in their order; null where there is none. */
  findSpaces(ids: readonly string[]): Promise<(Space | null)[]> {
    return this.find(ids, 'AND s.status = 1');
  }

  /** Like `findSpaces`, those removed by their host among them, for what was booked before. */
  findSpacesEver(ids: readonly string[]): Promise<(Space | null)[]> {
    return this.find(ids, '');
  }

  /** The pictures of each space, in order. */
  async listImages(spaceIds: readonly string[]): Promise<SpaceImage[][]> {
    const wanted = inList(spaceIds);
    const rows = await this.database.select<SpaceImage & { spaceId: string }>(
      `SELECT i.id, i.space_id AS spaceId, i.media_id AS mediaId, i.position, m.width, m.height
       FROM space_image i JOIN media m ON m.id = i.media_id
       WHERE i.space_id IN ${wanted.sql} ORDER BY i.space_id, i.position`,
      wanted.values,
    );
    return manyByKey(spaceIds, rows, (row) => row.spaceId);
  }

  private async find(ids: readonly string[], condition: string): Promise<(Space | null)[]> {
    const wanted = inList([...new Set(ids)]);
    const rows = await this.database.select<SpaceRow>(
      `SELECT ${spaceColumns} FROM space s WHERE s.id IN ${wanted.sql} ${condition}`,
      wanted.values,
    );
    return oneByKey(ids, rows, (row) => row.id).map((row) => row && toSpace(row, this.reference));
  }
}
