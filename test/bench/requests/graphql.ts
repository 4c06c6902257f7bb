import { post, type Request } from '../load/line.js';
import type { ListQuery } from './mix.js';

const card = `id title subtitle address latitude longitude minCount maxCount fromPrice likeCount averageRating
  district { id name latitude longitude } images { id url width height position }`;
const full = `${card} category { id name imageUrl } options { id option price } facilities { id name imageUrl }`;

/** What is asked of each space of a list. */
export type Selection = 'card' | 'full';

const listOf = (fields: string) => `query ($filter: SpaceFilter, $sort: SpaceSort!, $after: String) {
  spaces(filter: $filter, sort: $sort, first: 20, after: $after) { nodes { ${fields} } pageInfo { hasNextPage endCursor } } }`;

const documents = {
  card: listOf(card),
  full: listOf(full),
  detail: `query ($id: ID!) { space(id: $id) { ${full} cancellationPolicy createdAt } }`,
  availability: `query ($id: ID!, $date: LocalDate!, $option: SlotOption!) {
    space(id: $id) { isAvailable(date: $date, option: $option) } }`,
};

/** One question about one slot. */
export interface SlotQuery {
  readonly id: string;
  readonly date: string;
  readonly option: 'DAY' | 'NIGHT' | 'ALL';
}

const ask = (query: string, variables: object): Request => ({
  bytes: post('/graphql', { query, variables }),
  status: 200,
});

/** The requests as clients of the server send them. */
export const graphql = {
  list: ({ filter, sort }: ListQuery, selection: Selection, after: string | null) =>
    ask(documents[selection], { filter, sort, after }),
  detail: (id: string) => ask(documents.detail, { id }),
  availability: (query: SlotQuery) => ask(documents.availability, { ...query }),
};
