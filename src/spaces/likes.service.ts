import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { Viewer } from '../auth/viewer.js';
import { isDuplicateKey } from '../platform/database/database-errors.js';
import { Database } from '../platform/database/database.js';
import { inList } from '../platform/database/sql.js';
import { NotFound } from '../platform/errors.js';
import { type Connection, countedAtMost, pageSize, toConnection } from '../platform/graphql/connection.js';
import { Cursors } from '../platform/graphql/cursors.js';
import { Ids } from '../platform/ids.js';
import { LikeEntity } from './like.entity.js';
import { ReferenceService } from './reference.service.js';
import { spaceColumns, type SpaceRow, toSpace } from './space-row.js';
import { SpaceEntity } from './space.entity.js';
import type { Space } from './spaces.types.js';
import { SpacesService } from './spaces.service.js';

/** Who likes what. The counter of a space and the likes it counts change in one transaction. */
@Injectable()
export class LikesService {
  constructor(
    private readonly database: Database,
    private readonly spaces: SpacesService,
    private readonly reference: ReferenceService,
    private readonly cursors: Cursors,
    private readonly ids: Ids,
  ) {}

  /**
   * Likes a space; liking it again changes nothing.
   * @throws NotFound when there is no such space
   */
  async like(viewer: Viewer, spaceId: string): Promise<Space> {
    try {
      await this.database.transaction(async (manager) => {
        // The counter first: others wait at its row, where the foreign key of the like would make them deadlock.
        if (!(await this.count(manager, spaceId, 1))) throw new NotFound('space');
        await manager.insert(LikeEntity, { id: this.ids.next(), accountId: viewer.id, spaceId });
      });
    } catch (error) {
      if (!isDuplicateKey(error)) throw error;
    }
    return this.spaces.getSpace(spaceId);
  }

  /**
   * Likes it no more; without a like it changes nothing.
   * @throws NotFound when there is no such space
   */
  async unlike(viewer: Viewer, spaceId: string): Promise<Space> {
    await this.database.transaction(async (manager) => {
      const { affected } = await manager.delete(LikeEntity, { accountId: viewer.id, spaceId });
      if (affected) await this.count(manager, spaceId, -1);
    });
    return this.spaces.getSpace(spaceId);
  }

  /** Whether the viewer likes each space, in order. */
  async findLiked(viewer: Viewer, spaceIds: readonly string[]): Promise<boolean[]> {
    const wanted = inList(spaceIds);
    const rows = await this.database.select<{ spaceId: string }>(
      `SELECT space_id AS spaceId FROM space_like WHERE account_id = ? AND space_id IN ${wanted.sql}`,
      [viewer.id, ...wanted.values],
    );
    const liked = new Set(rows.map(({ spaceId }) => spaceId));
    return spaceIds.map((id) => liked.has(id));
  }

  /** The listed spaces somebody likes, liked latest first. */
  async listLiked(
    accountId: string,
    first: number | null,
    after: string | null | undefined,
  ): Promise<Connection<Space>> {
    const size = pageSize(first, 20);
    const list = ['liked', accountId];
    const start = after ? this.cursors.open(list, after) : null;
    const rows = await this.database.select<SpaceRow & { likeId: string }>(
      `SELECT ${spaceColumns}, l.id AS likeId FROM ${liked} ${start ? 'AND l.id < ?' : ''}
       ORDER BY l.id DESC LIMIT ${size + 1}`,
      [accountId, ...(start ? [start[0] as string] : [])],
    );
    const likeIds = new Map(rows.slice(0, size).map((row) => [toSpace(row, this.reference), row.likeId]));
    return toConnection({
      nodes: [...likeIds.keys()],
      cursorOf: (space) => this.cursors.seal(list, [likeIds.get(space) as string]),
      hasNextPage: rows.length > size,
      after,
      totalCount: () => this.countLiked(accountId),
    });
  }

  /** False when there is no such listed space. */
  private async count(manager: EntityManager, spaceId: string, by: 1 | -1): Promise<boolean> {
    const { affected } = await manager
      .createQueryBuilder()
      .update(SpaceEntity)
      .set({ likeCount: () => `like_count + ${by}` })
      .where(by > 0 ? 'id = :spaceId AND status = 1' : 'id = :spaceId', { spaceId })
      .execute();
    return Boolean(affected);
  }

  private async countLiked(accountId: string): Promise<number> {
    const [row] = await this.database.select<{ total: number }>(
      `SELECT COUNT(*) AS total FROM (SELECT l.id FROM ${liked} LIMIT ${countedAtMost}) counted`,
      [accountId],
    );
    return row?.total ?? 0;
  }
}

const liked = 'space_like l JOIN space s ON s.id = l.space_id AND s.status = 1 WHERE l.account_id = ?';
