import { get, type Request } from '../load/line.js';
import type { Selection, SlotQuery } from './graphql.js';
import type { ListQuery } from './mix.js';

const ask = (path: string, parameters: Record<string, string | number>): Request => ({
  bytes: get(`${path}?${new URLSearchParams(parameters as Record<string, string>).toString()}`),
  status: 200,
});

/** The same requests to the floor, which speaks no GraphQL. */
export const plain = {
  list: ({ filter, sort }: ListQuery, selection: Selection, after: string | null) =>
    ask('/spaces', { ...filter, sort, selection, ...(after !== null && { after }) }),
  detail: (id: string) => ask('/space', { id }),
  availability: (query: SlotQuery) => ask('/availability', { ...query }),
};
