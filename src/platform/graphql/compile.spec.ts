import { buildSchema, type GraphQLSchema, type OperationDefinitionNode, parse } from 'graphql';
import { describe, expect, it } from 'vitest';
import type { BatchFields } from './batch-fields.js';
import { Executor } from './executor.js';
import type { RequestContext } from './request-context.js';
import { Selections } from './selection.js';

const sdl = `
  enum Mood { CALM LOUD }
  type Room { id: ID!  title: String!  area: Float  mood: Mood!  open: Boolean!  seats: [Int!]!  next: Room  rows: [[Room]!] }
  type Query { room: Room  rooms: [Room!]!  must: Room! }
  type Mutation { add: Room!  drop: ID }`;

const room = {
  id: 7,
  title: '합주',
  area: 12.5,
  mood: 'LOUD',
  open: true,
  seats: [1, 2],
  next: null,
  rows: null,
};

/** A schema whose fields at the root resolve to what is given, as `install` leaves them; counts how often they do. */
function schemaOf(values: Record<string, unknown>) {
  const schema = buildSchema(sdl);
  const calls: string[] = [];
  for (const type of [schema.getQueryType(), schema.getMutationType()]) {
    for (const field of Object.values(type?.getFields() ?? {})) {
      field.resolve = (_source, _args, context: RequestContext, info) => {
        const outcome = context.outcomes?.get(String(info.path.key));
        if (outcome) {
          if ('thrown' in outcome) throw outcome.thrown;
          return outcome.value;
        }
        calls.push(field.name);
        const value = values[field.name];
        if (value instanceof Error) throw value;
        return value;
      };
    }
  }
  return { schema, calls };
}

/** Runs an operation compiled, and left to graphql-js. */
async function bothWays(source: string, values: Record<string, unknown>) {
  const run = async (usesBeforeCompiling: number) => {
    const { schema, calls } = schemaOf(values);
    const executor = new Executor({ selections: new Selections(() => undefined) } as BatchFields);
    executor.usesBeforeCompiling = usesBeforeCompiling;
    const result = await executor.execute(executionOf(schema, source));
    return { answer: JSON.parse(JSON.stringify(result)) as unknown, calls, compiled: executor.compiled };
  };
  return { compiled: await run(0), interpreted: await run(Number.POSITIVE_INFINITY) };
}

function executionOf(schema: GraphQLSchema, source: string) {
  const document = parse(source);
  const operation = document.definitions[0] as OperationDefinitionNode;
  return {
    schema,
    document,
    operation,
    variables: {},
    coerced: {},
    fields: 1,
    context: {} as RequestContext,
  };
}

describe('a compiled operation', () => {
  it.each([
    ['values of every kind', '{ room { id title area mood open seats __typename } }', { room }],
    ['what is below what', '{ room { next { next { id } id } } }', { room: { ...room, next: room } }],
    ['lists of lists', '{ room { rows { id } } }', { room: { ...room, rows: [[room, null], []] } }],
    ['nothing', '{ room { id } rooms { id } }', { room: null, rooms: [] }],
    ['names of its own', '{ a: room { b: id __proto__: title constructor: area } }', { room }],
    ['fragments', 'query { room { ...F ... { id } } } fragment F on Room { title next { id } }', { room }],
    ['mutations', 'mutation { add { id } }', { add: room }],
    ['a leaf at the root', 'mutation { drop }', { drop: 'x' }],
  ])('answers %s like graphql-js', async (_, source, values) => {
    const { compiled, interpreted } = await bothWays(source, values);
    expect(compiled.answer).toEqual(interpreted.answer);
    expect(Object.keys(compiled.answer as object)).toEqual(['data']);
    expect(JSON.stringify(compiled.answer)).toBe(JSON.stringify(interpreted.answer));
    expect([compiled.compiled, interpreted.compiled]).toEqual([1, 0]);
  });

  it.each([
    ['an error at the root', '{ room { id } rooms { id } }', { room: new Error('no'), rooms: [room] }],
    ['an error in a place for a value', '{ room { area id } }', { room: { ...room, area: new Error('no') } }],
    [
      'null where none may be',
      '{ rooms { id } must { title } }',
      { rooms: [], must: { ...room, title: null } },
    ],
    ['a list that is none', '{ rooms { id } }', { rooms: room }],
    ['a word that the enum does not have', '{ room { mood } }', { room: { ...room, mood: 'SAD' } }],
    ['a number that is none', '{ room { seats } }', { room: { ...room, seats: [1.5] } }],
    ['a mutation that went wrong below', 'mutation { add { title } }', { add: { ...room, title: null } }],
    ['a mutation that was refused', 'mutation { add { title } }', { add: new Error('no') }],
  ])('leaves %s to graphql-js, and resolves nothing twice', async (_, source, values) => {
    const { compiled, interpreted } = await bothWays(source, values);
    expect(compiled.answer).toEqual(interpreted.answer);
    expect(compiled.answer).toHaveProperty('errors');
    expect(compiled.calls).toEqual(interpreted.calls);
    expect(compiled.compiled).toBe(1);
  });
});
