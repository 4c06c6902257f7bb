import type { MigrationInterface, QueryRunner } from 'typeorm';
import { createTable } from '../platform/database/create-table.js';
import { createTextIndex, dropTextIndex } from '../platform/database/text-index.js';
import {
  big,
  double,
  foreignKey,
  id,
  index,
  int,
  nullable,
  primary,
  primaryId,
  small,
  text,
  unique,
} from './columns.js';

const scopes = { dc: ['district_id', 'category_id'], d: ['district_id'], c: ['category_id'], all: [] };
const orders = {
  price: ['min_price'],
  day: ['day_price'],
  night: ['night_price'],
  whole: ['all_price'],
  popular: ['popularity'],
  newest: [],
};
const listIndexes = Object.entries(scopes).flatMap(([scope, equal]) =>
  Object.entries(orders).map(([order, by]) =>
    index(`space_${scope}_${order}`, [
      ...equal,
      'status',
      ...by,
      'id',
      'min_count',
      'max_count',
      'facility_mask',
    ]),
  ),
);

/** Reference data, spaces, their pictures, reviews and text index. */
export class Spaces1763683200003 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await createTable(runner, {
      name: 'district',
      columns: [int('id', primary), text('name', 40), double('latitude'), double('longitude')],
    });
    await createTable(runner, {
      name: 'category',
      columns: [int('id', primary), text('name', 40), text('icon', 40, nullable)],
    });
    await createTable(runner, {
      name: 'facility',
      columns: [int('id', primary), text('name', 40), text('icon', 40, nullable)],
    });
    await createTable(runner, {
      name: 'space',
      columns: [
        primaryId('id'),
        id('host_id'),
        int('district_id'),
        int('category_id'),
        small('status'),
        text('title', 100),
        text('subtitle', 200),
        text('address', 200),
        double('latitude', nullable),
        double('longitude', nullable),
        int('cell', nullable),
        small('min_count'),
        small('max_count'),
        int('day_price', nullable),
        int('night_price', nullable),
        int('all_price', nullable),
        int('min_price'),
        big('facility_mask'),
        int('popularity'),
        int('like_count'),
        int('review_count'),
        int('rating_sum'),
        text('cancellation_policy', 10),
        text('venue_tz', 40),
        big('created_at'),
      ],
      indices: [
        ...listIndexes,
        index('space_cell', ['cell', 'status']),
        index('space_host', ['host_id', 'id']),
      ],
      foreignKeys: [
        foreignKey('space_host_fk', 'host_id', 'account'),
        foreignKey('space_district_fk', 'district_id', 'district'),
        foreignKey('space_category_fk', 'category_id', 'category'),
      ],
      checks: {
        space_status_check: 'status IN (0, 1)',
        space_count_check: 'min_count >= 1 AND max_count >= min_count',
        space_price_check: 'min_price >= 0 AND COALESCE(day_price, night_price, all_price) IS NOT NULL',
        space_counter_check: 'like_count >= 0 AND review_count >= 0 AND rating_sum >= 0',
        space_policy_check: "cancellation_policy IN ('FLEXIBLE', 'STANDARD', 'STRICT')",
      },
    });
    await createTable(runner, {
      name: 'space_image',
      columns: [primaryId('id'), id('space_id'), id('media_id'), small('position')],
      indices: [index('space_image_order', ['space_id', 'position'])],
      foreignKeys: [
        foreignKey('space_image_space_fk', 'space_id', 'space'),
        foreignKey('space_image_media_fk', 'media_id', 'media'),
      ],
      checks: {
        space_image_position_check: 'position >= 0',
      },
    });
    await createTable(runner, {
      name: 'review',
      columns: [
        primaryId('id'),
        id('order_id'),
        id('space_id'),
        id('author_id'),
        small('rating'),
        text('text', 2000),
        big('created_at'),
      ],
      indices: [unique('review_order', ['order_id']), index('review_space', ['space_id', 'id'])],
      foreignKeys: [
        foreignKey('review_space_fk', 'space_id', 'space'),
        foreignKey('review_author_fk', 'author_id', 'account'),
      ],
      checks: {
        review_rating_check: 'rating BETWEEN 1 AND 5',
      },
    });
    await createTextIndex(runner, 'space_search');
  }

  async down(runner: QueryRunner): Promise<void> {
    await dropTextIndex(runner, 'space_search');
    await runner.dropTable('review');
    await runner.dropTable('space_image');
    await runner.dropTable('space');
    await runner.dropTable('facility');
    await runner.dropTable('category');
    await runner.dropTable('district');
  }
}
