import { dayAhead } from '../dates.js';

/** What a caller looks for. */
export interface Filter {
  readonly districtId?: string;
  readonly categoryId?: string;
  readonly headCount?: number;
  readonly date?: string;
}

export const sorts = ['PRICE_ASC', 'PRICE_DESC', 'POPULAR'] as const;

/** One page of one list. */
export interface ListQuery {
  readonly filter: Filter;
  readonly sort: (typeof sorts)[number];
  /** From 1. */
  readonly page: number;
}

/** The parts of a filter that are set together. */
export const filterSets: readonly (readonly (keyof Filter)[])[] = [
  [],
  ['districtId'],
  ['categoryId'],
  ['headCount'],
  ['date'],
  ['districtId', 'categoryId'],
  ['districtId', 'date'],
  ['districtId', 'categoryId', 'headCount', 'date'],
];

const districts = [11680, 11440, 11650, 11710, 11200, 11560, 11170, 11110, 11380, 11740];

/** A filter with these parts, the same for the same number. */
export function filterOf(parts: readonly (keyof Filter)[], number: number): Filter {
  const all: Required<Filter> = {
    districtId: String(districts[number % districts.length]),
    categoryId: String(1 + ((3 * number) % 10)),
    headCount: 2 + ((5 * number) % 9),
    date: dayAhead(1 + ((17 * number) % 150)),
  };
  return Object.fromEntries(parts.map((part) => [part, all[part]]));
}

const pages = [1, 2, 3, 4, 5];

/** 240 lists: eight sets of filters, three sorts, pages 1 to 5, two of each. */
export function mix(): ListQuery[] {
  const queries = filterSets.flatMap((parts, set) =>
    sorts.flatMap((sort, order) =>
      pages.flatMap((page) =>
        [0, 1].map((twin) => ({
          filter: filterOf(parts, 31 * set + 7 * order + 2 * page + twin),
          sort,
          page,
        })),
      ),
    ),
  );
  // Otherwise neighbours ask for the same; 97 and 240 have no divisor in common.
  return queries.map((_, index) => queries[(index * 97) % queries.length] as ListQuery);
}
