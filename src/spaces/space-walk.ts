import type { Database } from '../platform/database/database.js';
import { countedAtMost } from '../platform/graphql/connection.js';
import type { SortKey } from '../platform/graphql/cursors.js';
import type { Sql } from './free-slots.js';
import { type Criteria, SpaceCandidates } from './space-candidates.js';
import { isFree, type SlotColumns, slotColumns, slotsOn, spaceColumns, type SpaceRow } from './space-row.js';
import { SlotOption, type SpaceSort } from './spaces.types.js';

/** A page looks at no more rows than this; then it ends short, with a cursor behind the last one looked at. */
const mostExamined = 5000;
const largestChunk = 500;

const options = Object.values(SlotOption);

/** A candidate with the outcome of the tests it was put to; the columns of its space are null when all is taken. */
export interface Candidate extends SpaceRow, Partial<SlotColumns> {
  readonly candidateId: string;
  readonly sortKey: string | number;
  readonly holdsSearch?: number;
}

/** What decides on a candidate beyond its own columns. */
export interface Tests {
  /** Tells which halves of the date are taken, for a table of candidates. */
  readonly slots: ((candidates: string) => Sql) | null;
  /** Tells whether the searched words occur. */
  readonly words: Sql | null;
}

const plain = (sql: string): Sql => ({ sql, values: [] });

/** One walk along the candidates of one list. */
export class SpaceWalk {
  private readonly candidates: SpaceCandidates;

  constructor(
    private readonly database: Database,
    private readonly criteria: Criteria,
    sort: SpaceSort,
    private readonly tests: Tests | null,
  ) {
    this.candidates = new SpaceCandidates(database.dialect, criteria, sort);
  }

  async page(
    start: SortKey | null,
    size: number,
  ): Promise<{ rows: Candidate[]; hasNextPage: boolean; end: SortKey | null }> {
    const rows: Candidate[] = [];
    if (this.criteria.foundIds?.length === 0) return { rows, hasNextPage: false, end: start };

    let position = start;
    let chunk = size + 1;
    // Most candidates pass most tests.
    if (this.tests) chunk += Math.ceil(size / 4);
    for (
      let examined = 0;
      examined < mostExamined;
      examined += chunk, chunk = Math.min(2 * chunk, largestChunk)
    ) {
      const candidates = await (examined === 0
        ? this.readWhole(position, chunk)
        : this.read(position, chunk));
      for (const candidate of candidates) {
        if (!this.passes(candidate)) continue;
        if (rows.length === size) return { rows, hasNextPage: true, end: keyOf(rows.at(-1) as Candidate) };
        rows.push(candidate);
      }
      const last = candidates.at(-1);
      if (last) position = keyOf(last);
      if (candidates.length < chunk) return { rows, hasNextPage: false, end: position };
    }
    return { rows, hasNextPage: true, end: position };
  }

  /** How many pass, of the first 5,000 candidates, counted to 1,000. */
  async count(): Promise<number> {
    if (this.criteria.foundIds?.length === 0) return 0;
    const columns = plain('s.id, s.day_price, s.night_price, s.all_price');
    const nested = this.candidates.select(columns, null, this.tests ? mostExamined : countedAtMost);
    const joins = this.joins('c');
    const passing = this.passing();
    const [row] = await this.database.select<{ total: number }>(
      `SELECT COUNT(*) AS total FROM (
         SELECT c.id FROM (${nested.sql}) c ${joins.sql} WHERE ${passing.sql} LIMIT ${countedAtMost}) counted`,
      [...nested.values, ...joins.values, ...passing.values],
    );
    return row?.total ?? 0;
  }

  /** The first candidates with all their columns: the page is likely to be made of them. */
  private readWhole(after: SortKey | null, limit: number): Promise<Candidate[]> {
    const columns = this.columns('s.id AS candidateId');
    const { sql, values } = this.candidates.select(columns, after, limit, this.joins('s'));
    return this.database.select(sql, values);
  }

  /** More candidates, those alone with all their columns that have a free half: on a sold-out date nearly none has. */
  private read(after: SortKey | null, limit: number): Promise<Candidate[]> {
    const nested = this.candidates.select(plain('s.id'), after, limit);
    const joins = this.joins('c');
    const columns = this.columns('c.id AS candidateId, c.sortKey');
    const worthwhile = this.tests?.slots ? 'AND (day_claim.half IS NULL OR night_claim.half IS NULL)' : '';
    return this.database.select(
      `SELECT ${columns.sql} FROM (${nested.sql}) c ${joins.sql}
       LEFT JOIN space s ON s.id = c.id ${worthwhile}
       ORDER BY ${this.candidates.orderOfNested()}`,
      [...columns.values, ...nested.values, ...joins.values],
    );
  }

  private columns(own: string): Sql {
    const { slots = null, words = null } = this.tests ?? {};
    const columns = [
      spaceColumns,
      own,
      ...(slots ? [slotColumns] : []),
      ...(words ? [`(${words.sql}) AS holdsSearch`] : []),
    ];
    return { sql: columns.join(', '), values: words?.values ?? [] };
  }

  /** What the tests need of other tables, for the one that holds the candidates. */
  private joins(candidates: string): Sql {
    const { slots = null, words = null } = this.tests ?? {};
    const search = words ? `LEFT JOIN space_search t ON t.id = ${candidates}.id` : '';
    const claims = slots?.(candidates);
    return { sql: `${claims?.sql ?? ''} ${search}`, values: claims?.values ?? [] };
  }

  private passes(row: Candidate): boolean {
    if (this.tests?.words && !row.holdsSearch) return false;
    const { date, option } = this.criteria;
    if (!date) return true;
    const slots = slotsOn(date, row);
    // What is left of the row is read only where a half is free.
    if (!slots.day && !slots.night) return false;
    return option ? isFree(row, option, slots) : options.some((each) => isFree(row, each, slots));
  }

  /** The same test as `passes`, as SQL. */
  private passing(): Sql {
    const { slots = null, words = null } = this.tests ?? {};
    const dayFree = 'day_claim.half IS NULL';
    const nightFree = 'night_claim.half IS NULL';
    const free = {
      DAY: `(c.day_price IS NOT NULL AND ${dayFree})`,
      NIGHT: `(c.night_price IS NOT NULL AND ${nightFree})`,
      ALL: `(c.all_price IS NOT NULL AND ${dayFree} AND ${nightFree})`,
    };
    const { option } = this.criteria;
    const parts = [
      ...(slots ? [option ? free[option] : `(${Object.values(free).join(' OR ')})`] : []),
      ...(words ? [words.sql] : []),
    ];
    return { sql: parts.join(' AND ') || '1 = 1', values: words?.values ?? [] };
  }
}

/** What a cursor behind this row holds. */
export function keyOf(row: Candidate): SortKey {
  return [row.sortKey, row.candidateId];
}
