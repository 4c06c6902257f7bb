import { Injectable } from '@nestjs/common';
import { Clock } from '../platform/clock.js';
import { Database } from '../platform/database/database.js';
import { TextIndex } from '../platform/database/text-index.js';
import { type Connection, pageSize, toConnection } from '../platform/graphql/connection.js';
import { Cursors } from '../platform/graphql/cursors.js';
import { FreeSlots } from './free-slots.js';
import { ReferenceService } from './reference.service.js';
import type { Criteria } from './space-candidates.js';
import { checkFilter } from './space-filter.rules.js';
import { toSpace } from './space-row.js';
import { type Candidate, keyOf, SpaceWalk, type Tests } from './space-walk.js';
import type { Space, SpaceFilter, SpaceSort } from './spaces.types.js';

/** Up to so many hits of a search are sorted; beyond, the list is walked and each row tested. */
const mostFound = 1000;

/** Looking for spaces. */
@Injectable()
export class SpaceListService {
  private readonly texts: TextIndex;

  constructor(
    private readonly database: Database,
    private readonly reference: ReferenceService,
    private readonly freeSlots: FreeSlots,
    private readonly cursors: Cursors,
    private readonly clock: Clock,
  ) {
    this.texts = new TextIndex(database, 'space_search');
  }

  /**
   * The spaces that match, in order, from behind `after`. With a date (or a word that very many spaces hold) the
   * candidates are read in growing chunks and those that fall out dropped, so that a sold-out date costs a bounded
   * amount of work: the page may then be short, and only `hasNextPage: false` is the end.
   */
  async list(
    filter: SpaceFilter,
    sort: SpaceSort,
    first: number | null,
    after: string | null | undefined,
  ): Promise<Connection<Space>> {
    const now = this.clock.now();
    checkFilter(filter, sort, now);
    const size = pageSize(first, 20);
    const list = ['spaces', sort, filter];
    const start = after ? this.cursors.open(list, after) : null;
    const criteria = await this.criteriaOf(filter);
    const walk = new SpaceWalk(this.database, criteria, sort, this.tests(criteria, now));

    const { rows, hasNextPage, end } = await walk.page(start, size);
    return toConnection({
      nodes: rows.map((row) => toSpace(row, this.reference, filter.date)),
      cursorOf: (_, index) => this.cursors.seal(list, keyOf(rows[index] as Candidate)),
      hasNextPage,
      after,
      endCursor: () => end && this.cursors.seal(list, end),
      totalCount: () => walk.count(),
    });
  }

  private async criteriaOf(filter: SpaceFilter): Promise<Criteria> {
    const { districtId, categoryId, facilityIds, search } = filter;
    const found = search ? await this.texts.find(search, mostFound) : null;
    return {
      ...filter,
      districtId: districtId ? this.reference.districtId('filter.districtId', districtId) : undefined,
      categoryId: categoryId ? this.reference.categoryId('filter.categoryId', categoryId) : undefined,
      facilityMask: this.reference.facilityMask('filter.facilityIds', facilityIds ?? []),
      foundIds: found ?? undefined,
    };
  }

  /** The tests that need other tables than `space`; null where its own columns decide. */
  private tests({ date, search, foundIds }: Criteria, now: number): Tests | null {
    const slots = date
      ? (candidates: string) => ({
          sql: this.freeSlots.joins(candidates),
          values: this.freeSlots.valuesOn(date, now),
        })
      : null;
    const words = search && !foundIds ? this.texts.holds('t', search) : null;
    return slots || words ? { slots, words } : null;
  }
}
