import {
  buildSchema,
  getIntrospectionQuery,
  getOperationAST,
  type OperationDefinitionNode,
  parse,
} from 'graphql';
import { describe, expect, it } from 'vitest';
import { documentLimits, excessOf } from './document-limits.js';
import { weigh } from './document-weight.js';

const schema = buildSchema(`
  type Query { rooms(first: Int = 20, after: String): RoomConnection!  room: Room  things: [Thing!]!  me(id: ID): Room }
  type Mutation { book(id: ID): Room  cancel: Room }
  type RoomConnection { nodes: [Room!]!  edges: [RoomEdge!]!  pageInfo: PageInfo!  totalCount: Int }
  type RoomEdge { cursor: String!  node: Room! }
  type PageInfo { hasNextPage: Boolean! }
  type Room {
    id: ID!
    next: Room!
    pictures: [Picture!]!
    peaks(count: Int = 256): [Float!]
    days(from: String!, to: String!): [Day!]!
    rooms(first: Int = 10): RoomConnection!
  }
  type Picture { id: ID! }
  type Day { date: String!  free: Boolean! }
  union Thing = Room | Picture
`);

const operationIn = (text: string) => {
  const document = parse(text);
  return {
    document,
    operation: getOperationAST(document) ?? (document.definitions[0] as OperationDefinitionNode),
  };
};

const weightOf = (text: string, variables: Record<string, unknown> = {}) => {
  const { document, operation } = operationIn(text);
  return weigh(schema, document, operation, variables);
};

const refusalOf = (text: string, variables: Record<string, unknown> = {}) => {
  const { document, operation } = operationIn(text);
  return excessOf(document, operation, weightOf(text, variables))?.replace(/^.* at most /, '') ?? null;
};

/** Fragments F0 to F(count - 1), each spreading the next one as often as `again` says. */
const chain = (count: number, again: (next: string) => string, last: string) =>
  Array.from(
    { length: count },
    (_, index) => `fragment F${index} on Room { ${index === count - 1 ? last : again(`...F${index + 1}`)} }`,
  ).join(' ');

describe('the weight of an operation', () => {
  it('counts what it asks for', () => {
    expect(weightOf('query @a { one: room { id next @b { again: id __typename } } room { id } }')).toEqual({
      depth: 3,
      width: 2,
      fields: 7,
      aliases: 2,
      longestAlias: 5,
      directives: 2,
      values: 7,
      varies: false,
    });
  });

  it.each([
    ['query ($n: Int) { rooms(first: $n) { nodes { id } } }', true],
    ['query ($n: String) { rooms(first: 2, after: $n) { nodes { id } } }', false],
  ])('of %s varies with its variables: %s', (query, varies) => {
    expect(weightOf(query).varies).toBe(varies);
  });

  it.each([
    ['an inline fragment', '{ room { ... { next { ... on Room { a: id @x __typename } } } } }'],
    [
      'a fragment',
      '{ ...Q } fragment Q on Query { room { next { ...R } } } fragment R on Room { a: id @x __typename }',
    ],
  ])('is not hidden in %s', (_, text) => {
    expect(weightOf(text)).toEqual(weightOf('{ room { next { a: id @x __typename } } }'));
  });

  it('of a fragment counts wherever it is spread', () => {
    const text = '{ room { ...R next { ...R ...R } } } fragment R on Room { a: id }';
    expect(weightOf(text)).toMatchObject({ fields: 5, aliases: 3 });
  });

  it('of all branches of a union is theirs together', () => {
    expect(weightOf('{ things { ... on Room { id next { id } } ... on Picture { id } } }')).toMatchObject({
      fields: 5,
      values: 50,
    });
  });

  it('is found in the time of reading, however often fragments double', () => {
    const text = `{ room { ...F0 } } ${chain(60, (next) => `${next} next { ${next} }`, 'id')}`;
    const begin = performance.now();
    expect(weightOf(text).fields).toBe(2 ** 60);
    expect(performance.now() - begin).toBeLessThan(200);
  });

  it.each([
    ['nothing but fields', '{ room { id } }', {}, 2],
    ['the page that was asked for', '{ rooms(first: 7) { nodes { id } } }', {}, 7 * 3],
    ['its default', '{ rooms { nodes { id } } }', {}, 20 * 3],
    ['its default for null', '{ rooms(first: null) { nodes { id } } }', {}, 20 * 3],
    ['a variable', 'query ($n: Int) { rooms(first: $n) { nodes { id } } }', { n: 9 }, 9 * 3],
    [
      'the default of the field for a variable that is absent',
      'query ($n: Int) { rooms(first: $n) { nodes { id } } }',
      {},
      60,
    ],
    ['nodes and edges', '{ rooms(first: 2) { nodes { id } edges { node { id } } } }', {}, 2 * 6],
    [
      'pages in pages',
      '{ rooms(first: 5) { nodes { rooms(first: 6) { nodes { id } } } } }',
      {},
      5 * (2 + 6 * 3),
    ],
    ['no less than a row', '{ rooms(first: -1) { nodes { id } } }', {}, 3],
    ['no more rows than any list gives', '{ rooms(first: 2147483647) { nodes { id } } }', {}, 1024 * 3],
    ['a plain list', '{ room { pictures { id } } }', {}, 1 + 10 * 2],
    ['a count', '{ room { peaks(count: 100) } }', {}, 101],
    [
      'days, the last included',
      '{ room { days(from: "2026-12-01", to: "2026-12-31") { date } } }',
      {},
      1 + 31 * 2,
    ],
    [
      'days nobody can read as a plain list',
      '{ room { days(from: "x", to: "y") { date } } }',
      {},
      1 + 10 * 2,
    ],
  ])('counts as values %s', (_, text, variables, values) => {
    expect(weightOf(text, variables).values).toBe(values);
  });

  it('counts what `@skip` and `@include` may leave out', () => {
    const text = 'query ($no: Boolean = false) { rooms @include(if: $no) { nodes { id } } }';
    expect(weightOf(text, { no: false }).values).toBe(60);
  });
});

describe('an operation', () => {
  it.each([
    [
      'introspection, as tools do it',
      getIntrospectionQuery({
        inputValueDeprecation: true,
        oneOf: true,
        schemaDescription: true,
        specifiedByUrl: true,
      }),
    ],
    [
      '100 rooms with a month each',
      '{ rooms(first: 100) { nodes { id days(from: "2026-12-01", to: "2026-12-31") { date free } pictures { id } } } }',
    ],
    ['one mutation with much below it', 'mutation { book { id next { id next { id } } } }'],
  ])('may be %s', (_, text) => {
    expect(refusalOf(text)).toBeNull();
  });

  const aliases = (count: number, field = 'id') =>
    Array.from({ length: count }, (_, index) => `a${index}: ${field}`).join(' ');
  const nested = (levels: number) =>
    `{ ${'room { '.repeat(1)}${'next { '.repeat(levels - 2)}id${' }'.repeat(levels - 1)} }`;

  it.each<[string, string, string, string]>([
    ['15 aliases', `{ room { ${aliases(15)} } }`, `{ room { ${aliases(16)} } }`, '15 aliases'],
    [
      'aliases of __typename',
      `{ ${aliases(15, '__typename')} }`,
      `{ ${aliases(16, '__typename')} }`,
      '15 aliases',
    ],
    [
      'aliases in a fragment spread again',
      `{ room { ...F0 next { id } } } fragment F0 on Room { ${aliases(8)} }`,
      `{ room { ...F0 next { ...F0 } } } fragment F0 on Room { ${aliases(8)} }`,
      '15 aliases',
    ],
    ['12 levels', nested(12), nested(13), '12 levels of fields'],
    [
      'levels in fragments',
      `{ room { ...F0 } } ${chain(11, (next) => `next { ${next} }`, 'id')}`,
      `{ room { ...F0 } } ${chain(12, (next) => `next { ${next} }`, 'id')}`,
      '12 levels of fields',
    ],
    ['300 fields', `{ room { ${'id '.repeat(299)} } }`, `{ room { ${'id '.repeat(300)} } }`, '300 fields'],
    [
      'an alias of 100 characters',
      `{ ${'a'.repeat(100)}: __typename }`,
      `{ ${'a'.repeat(101)}: __typename }`,
      '100 characters in an alias',
    ],
    [
      '20 directives',
      `{ room { id ${'@skip(if: false) '.repeat(20)} } }`,
      `{ room { id ${'@skip(if: false) '.repeat(21)} } }`,
      '20 directives',
    ],
    [
      '50,000 values',
      '{ rooms(first: 100) { nodes { rooms(first: 83) { nodes { id next { id } } } } } }',
      '{ rooms(first: 100) { nodes { rooms(first: 100) { nodes { id next { id } } } } } }',
      '50000 values in its answer',
    ],
    [
      'one mutation',
      'mutation { book { id } }',
      'mutation { a: book { id } b: cancel { id } }',
      '1 mutation, sent by itself',
    ],
    [
      'one mutation without __typename',
      'mutation { book { id } }',
      'mutation { __typename book { id } }',
      '1 mutation, sent by itself',
    ],
    [
      'one mutation through fragments',
      'mutation { ...M } fragment M on Mutation { book { id } }',
      'mutation { ...M ...M } fragment M on Mutation { book { id } }',
      '1 mutation, sent by itself',
    ],
    [
      '10 operations',
      Array.from({ length: 10 }, (_, index) => `query Q${index} { room { id } }`).join(' '),
      Array.from({ length: 11 }, (_, index) => `query Q${index} { room { id } }`).join(' '),
      '10 operations',
    ],
    [
      '20,000 characters',
      `{ room { id } }`.padEnd(20_000),
      `{ room { id } }`.padEnd(20_001),
      '20000 characters',
    ],
  ])('may have %s, and no more', (_, most, more, refusal) => {
    expect(refusalOf(most)).toBeNull();
    expect(refusalOf(more)).toBe(`${refusal}.`);
  });

  it('takes the page from variables', () => {
    const text = `query ($n: Int) {
      rooms(first: $n) { nodes { rooms(first: $n) { nodes { id next { id } } } } } }`;
    expect(refusalOf(text, { n: 100 })).toBe(`${documentLimits.values} values in its answer.`);
    expect(refusalOf(text, { n: 10 })).toBeNull();
  });
});
