import type { Database, SqlValue } from '../platform/database/database.js';
import { inList } from '../platform/database/sql.js';
import type { SortKey } from '../platform/graphql/cursors.js';
import type { Sql } from './free-slots.js';
import { cellsAround, squaredMetres } from './geo.rules.js';
import { type SpaceFilter, SpaceSort } from './spaces.types.js';

/** A filter whose ids have been looked up. */
export interface Criteria extends Omit<SpaceFilter, 'districtId' | 'categoryId' | 'facilityIds'> {
  readonly districtId?: number;
  readonly categoryId?: number;
  readonly facilityMask: number;
  /** The spaces that hold the searched words, where they are few. */
  readonly foundIds?: readonly string[];
}

const nothing: Sql = { sql: '', values: [] };

const priceColumn = { DAY: 's.day_price', NIGHT: 's.night_price', ALL: 's.all_price' };
const priceOrder = { DAY: 'day', NIGHT: 'night', ALL: 'whole' };

/**
 * The rows of `space` that meet the conditions of its own columns, in the order asked for. The index is named in the
 * statement: each scope and order has one whose rows come in order, and left alone the optimiser at times walks
 * another in the hope of meeting twenty rows of a rare district.
 */
export class SpaceCandidates {
  private readonly descending: boolean;

  constructor(
    private readonly dialect: Database['dialect'],
    private readonly criteria: Criteria,
    private readonly sort: SpaceSort,
  ) {
    this.descending = sort !== SpaceSort.PRICE_ASC && sort !== SpaceSort.NEAREST;
  }

  /**
   * `SELECT columns … LIMIT limit`, those behind `after` only, with what is joined to them; the sort key is the column
   * `sortKey`.
   */
  select(columns: Sql, after: SortKey | null, limit: number, joins: Sql = nothing): Sql {
    const key = this.sortKey();
    const where = this.conditions(after);
    const way = this.descending ? 'DESC' : 'ASC';
    return {
      sql: `SELECT ${columns.sql}, ${key.sql} AS sortKey FROM space s ${this.hint()} ${joins.sql}
            WHERE ${where.sql} ORDER BY ${this.sort === SpaceSort.NEWEST ? '' : `sortKey ${way}, `}s.id ${way}
            LIMIT ${limit}`,
      values: [...columns.values, ...key.values, ...joins.values, ...where.values],
    };
  }

  /** How the rows of a `select` nested as `c` are put in order again. */
  orderOfNested(): string {
    const way = this.descending ? 'DESC' : 'ASC';
    return `c.sortKey ${way}, c.id ${way}`;
  }

  private sortKey(): Sql {
    const plain = (sql: string) => ({ sql, values: [] });
    switch (this.sort) {
      case SpaceSort.POPULAR:
        return plain('s.popularity');
      case SpaceSort.NEWEST:
        return plain('s.id');
      case SpaceSort.NEAREST:
        return squaredMetres(this.criteria.near as NonNullable<Criteria['near']>);
      case SpaceSort.PRICE_ASC:
      case SpaceSort.PRICE_DESC:
        return plain(this.price());
    }
  }

  private price(): string {
    const { option } = this.criteria;
    return option ? priceColumn[option] : 's.min_price';
  }

  private conditions(after: SortKey | null): Sql {
    const { criteria } = this;
    const parts: string[] = [];
    const values: SqlValue[] = [];
    const and = (sql: string, ...bound: readonly SqlValue[]) => {
      parts.push(sql);
      values.push(...bound);
    };

    if (criteria.districtId !== undefined) and('s.district_id = ?', criteria.districtId);
    if (criteria.categoryId !== undefined) and('s.category_id = ?', criteria.categoryId);
    and('s.status = 1');
    if (criteria.option) and(`${priceColumn[criteria.option]} IS NOT NULL`);
    if (typeof criteria.minPrice === 'number') and(`${this.price()} >= ?`, criteria.minPrice);
    if (typeof criteria.maxPrice === 'number') and(`${this.price()} <= ?`, criteria.maxPrice);
    if (typeof criteria.headCount === 'number') {
      and('s.min_count <= ? AND s.max_count >= ?', criteria.headCount, criteria.headCount);
    }
    if (criteria.facilityMask > 0) {
      and('(s.facility_mask & ?) = ?', criteria.facilityMask, criteria.facilityMask);
    }
    if (criteria.near) {
      const cells = inList(cellsAround(criteria.near));
      const distance = squaredMetres(criteria.near);
      and(`s.cell IN ${cells.sql}`, ...cells.values);
      and(`${distance.sql} <= ?`, ...distance.values, (criteria.near.radiusKm * 1000) ** 2);
    }
    if (criteria.foundIds) {
      const ids = inList(criteria.foundIds);
      and(`s.id IN ${ids.sql}`, ...ids.values);
    }
    if (after) {
      const behind = this.behind(after);
      and(behind.sql, ...behind.values);
    }
    return { sql: parts.join(' AND '), values };
  }

  /** Behind a sort key: two ranges of the index, not a comparison of rows, which reads every row that ties. */
  private behind(after: SortKey): Sql {
    const beyond = this.descending ? '<' : '>';
    const [value, id] = [after[0] as SqlValue, after.at(-1) as SqlValue];
    if (this.sort === SpaceSort.NEWEST) return { sql: `s.id ${beyond} ?`, values: [id] };
    const key = this.sortKey();
    return {
      sql: `(${key.sql} ${beyond} ? OR (${key.sql} = ? AND s.id ${beyond} ?))`,
      values: [...key.values, value, ...key.values, value, id],
    };
  }

  private hint(): string {
    const { near, foundIds } = this.criteria;
    if (foundIds) return this.dialect === 'mysql' ? 'FORCE INDEX (PRIMARY)' : '';
    const index = near ? 'space_cell' : `space_${this.scope()}_${this.order()}`;
    return this.dialect === 'mysql' ? `FORCE INDEX (${index})` : `INDEXED BY ${index}`;
  }

  private scope(): string {
    const { districtId, categoryId } = this.criteria;
    return `${districtId === undefined ? '' : 'd'}${categoryId === undefined ? '' : 'c'}` || 'all';
  }

  private order(): string {
    if (this.sort === SpaceSort.POPULAR) return 'popular';
    if (this.sort === SpaceSort.NEWEST) return 'newest';
    const { option } = this.criteria;
    return option ? priceOrder[option] : 'price';
  }
}
