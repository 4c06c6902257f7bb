import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Database } from '../platform/database/database.js';
import { inList } from '../platform/database/sql.js';
import { type Connection, pageSize, toConnection } from '../platform/graphql/connection.js';
import { Cursors } from '../platform/graphql/cursors.js';
import { manyByKey, oneByKey } from '../platform/graphql/batch-field.js';
import { ReviewEntity } from './review.entity.js';
import type { Review } from './reviews.types.js';
import { SpaceEntity } from './space.entity.js';
import type { Space } from './spaces.types.js';

/** Ids are hexadecimal: this sorts after all of them. */
const aboveEveryId = 'g';

const reviewColumns = 'id, author_id AS authorId, rating, text, created_at AS createdAt';

/** What guests say. */
@Injectable()
export class ReviewsService {
  constructor(
    private readonly database: Database,
    private readonly cursors: Cursors,
  ) {}

  /**
   * Adds a review within the caller's transaction, with the counters of its space; a second one of the same order is
   * a duplicate key.
   */
  async add(manager: EntityManager, review: ReviewEntity): Promise<void> {
    // The counters first: others wait at the row of the space, where the foreign key would make them deadlock.
    await manager.update(
      SpaceEntity,
      { id: review.spaceId },
      { reviewCount: () => 'review_count + 1', ratingSum: () => `rating_sum + ${review.rating}` },
    );
    await manager.insert(ReviewEntity, review);
  }

  /** A page of the reviews of each space, latest first, in one statement that reads no more than it returns. */
  async list(
    spaces: readonly Space[],
    first: number | null,
    after: string | null | undefined,
  ): Promise<(Connection<Review> | Error)[]> {
    const size = pageSize(first, 10);
    const starts = this.cursors.openEach(spaces.map(listOf), after);
    const asked = spaces.flatMap((space, index) => {
      const start = starts[index];
      return start instanceof Error
        ? []
        : [{ space, start: (start?.[0] as string | undefined) ?? aboveEveryId }];
    });
    const rows = await this.read(asked, size + 1);
    const bySpace = manyByKey(
      spaces.map((space) => space.id),
      rows,
      (row) => row.spaceId,
    );
    return spaces.map((space, index) => {
      const start = starts[index];
      if (start instanceof Error) return start;
      const found = bySpace[index] ?? [];
      return toConnection({
        nodes: found.slice(0, size),
        cursorOf: (review) => this.cursors.seal(listOf(space), [review.id]),
        hasNextPage: found.length > size,
        after,
        totalCount: () => space.reviewCount,
      });
    });
  }

  /** The review of each order, null where there is none, in order. */
  async findOfOrders(orderIds: readonly string[]): Promise<(Review | null)[]> {
    const wanted = inList(orderIds);
    const rows = await this.database.select<Review & { orderId: string }>(
      `SELECT order_id AS orderId, ${reviewColumns} FROM review WHERE order_id IN ${wanted.sql}`,
      wanted.values,
    );
    return oneByKey(orderIds, rows, (row) => row.orderId);
  }

  private async read(asked: readonly { space: Space; start: string }[], limit: number) {
    if (asked.length === 0) return [];
    const one = `SELECT * FROM (
        SELECT space_id AS spaceId, ${reviewColumns}
        FROM review WHERE space_id = ? AND id < ? ORDER BY id DESC LIMIT ${limit}) page`;
    return this.database.select<Review & { spaceId: string }>(
      asked.map(() => one).join(' UNION ALL '),
      asked.flatMap(({ space, start }) => [space.id, start]),
    );
  }
}

const listOf = ({ id }: Space) => ['reviews', id];
