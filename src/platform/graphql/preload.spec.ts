import 'reflect-metadata';
import { DiscoveryModule } from '@nestjs/core';
import { Resolver } from '@nestjs/graphql';
import { Test } from '@nestjs/testing';
import {
  buildSchema,
  execute,
  type ExecutionResult,
  type GraphQLObjectType,
  type GraphQLSchema,
  type GraphQLUnionType,
  parse,
  subscribe,
} from 'graphql';
import { beforeEach, describe, expect, it } from 'vitest';
import { Config } from '../config.js';
import { BatchField } from './batch-field.js';
import { BatchFields } from './batch-fields.js';
import { Loaders } from './loaders.js';
import type { RequestContext } from './request-context.js';
import { attachmentKey } from './selection.js';

const sdl = `
  type Query {
    page: RoomPage
    room: Room
    twice: [Room]
    grid: [[Room]]
    none: Room
    refused: Room
    found: [Found]
    any: Found
    halls: [Hall]
    named: [Named]
    lost: [Named]
  }
  type Mutation { addRoom: Room }
  type Subscription { added: Found }
  type RoomPage { nodes: [Room!], edges: [RoomEdge!], total: Int }
  type RoomEdge { node: Room }
  interface Named { likes: Int }
  type Hall { door: Found, doors: [Found] }
  type Room implements Named { near: [Found], id: ID, title: String, host: Host, picture(width: Int = 100, crop: Boolean): String, likes: Int }
  type Host implements Named { name: String, rooms: [Room], fame: Int, likes: Int }
  union Found = Room | Host`;

interface Row {
  readonly __typename: string;
  readonly id: string;
}

const room = (id: string): Row => ({ __typename: 'Room', id });
const host = (id: string) => ({ __typename: 'Host', id, name: `host ${id}` });

/** What was asked for, in order: every call of a batch function, and every function that was worked out. */
let calls: string[];
/** How many values were not there when they were asked for. */
let leftOver: number;
/** What a batch function throws instead of answering, by field. */
let failing: Record<string, Error>;

function answer(field: string, parents: readonly Row[], valueOf: (row: Row) => unknown): unknown[] {
  calls.push(`${field} of ${parents.map(({ id }) => id).join(' ')}`);
  const error = failing[field];
  if (error) throw error;
  return parents.map(valueOf);
}

@Resolver('Room')
class RoomFields {
  @BatchField(() => String, { description: 'Rooms 1 and 2 have one host, made anew at every call.' })
  async host(rooms: Row[]) {
    return answer('host', rooms, ({ id }) => host(id === 'r3' ? 'h3' : 'h1'));
  }

  @BatchField(() => String, { description: 'A field with arguments.' })
  async picture(rooms: Row[], args: { width: number }) {
    return answer(`picture ${JSON.stringify(args)}`, rooms, ({ id }) => `${id}-${args.width}`);
  }

  @BatchField(() => Number, { description: 'Not an async function; room 2 has an error of its own.' })
  likes(rooms: Row[]) {
    return answer('likes', rooms, ({ id }) => (id === 'r2' ? new Error('r2 is shy') : 7));
  }
}

@Resolver('Host')
class HostFields {
  @BatchField(() => String, { description: 'Two rooms of their own for each.' })
  async rooms(hosts: Row[]) {
    return answer('rooms', hosts, ({ id }) => [room(`${id}a`), room(`${id}b`)]);
  }

  @BatchField(() => Number, { description: 'Always null.' })
  async fame(hosts: Row[]) {
    return answer('fame', hosts, () => null);
  }
}

const found = () => [room('r1'), host('h7'), room('r2')];

const roots: Record<string, () => unknown> = {
  page: () => {
    const nodes = ['r1', 'r2', 'r3'].map(room);
    const worked = (name: string, value: () => unknown) => () => {
      calls.push(name);
      const error = failing[name];
      if (error) throw error;
      return value();
    };
    return {
      nodes,
      edges: worked('edges', () => nodes.map((node) => ({ node }))),
      total: worked('total', async () => 3),
    };
  },
  room: () => room('r1'),
  addRoom: () => room('r9'),
  twice: () => {
    const same = room('r1');
    return [same, null, same];
  },
  grid: () => [[room('r1')], [], [room('r2'), room('r3')]],
  none: () => null,
  refused: () => Promise.reject(new Error('no room for you')),
  found,
  any: () => host('h7'),
  halls: () => [
    { door: room('r1'), doors: [host('h7'), null, room('r2')] },
    { door: async () => host('h8'), doors: () => [room('r1'), room('r3')] },
  ],
  named: found,
  lost: () => [room('r1'), { id: 'x' }, { __typename: 'Hall', id: 'y' }, room('r2')],
};

/** Counts what the preloading has left over for the loaders. */
class CountingLoaders extends Loaders {
  override load(...args: Parameters<Loaders['load']>): Promise<unknown> {
    leftOver += 1;
    return super.load(...args);
  }
}

async function makeSchema(): Promise<GraphQLSchema> {
  const schema = buildSchema(sdl);
  for (const type of [schema.getQueryType(), schema.getMutationType()]) {
    for (const field of Object.values(type?.getFields() ?? {})) field.resolve = roots[field.name];
  }
  // A resolver of its own, which no preloading runs.
  const { near } = (schema.getType('Room') as GraphQLObjectType).getFields();
  if (near) near.resolve = found;
  // The interface is told by `__typename`, as graphql-js does; the union by a function, which may take its time.
  (schema.getType('Found') as GraphQLUnionType).resolveType = async (row: Row) => row.__typename;
  const module = await Test.createTestingModule({
    imports: [DiscoveryModule],
    providers: [BatchFields, RoomFields, HostFields, { provide: Config, useValue: { databaseReadUrls: [] } }],
  }).compile();
  return module.get(BatchFields).install(schema);
}

const makeContext = (): RequestContext => ({
  requestId: 'r',
  loaders: new CountingLoaders(),
  reads: { mayLag: false },
  ip: '',
  authorization: [],
});

/** Runs one operation as one request; data, and errors as `path: message`. */
async function run(source: string, variableValues: Record<string, unknown> = {}) {
  const contextValue = makeContext();
  const schema = await makeSchema();
  const { data, errors = [] } = await execute({
    schema,
    document: parse(source),
    variableValues,
    contextValue,
  });
  return {
    data: JSON.parse(JSON.stringify(data)),
    errors: errors.map(({ path, message }) => `${path?.join('.')}: ${message}`),
  };
}

beforeEach(() => {
  calls = [];
  leftOver = 0;
  failing = {};
});

describe('a batch field', () => {
  it('is called once for all rows of a level, and once again a level below', async () => {
    const { data, errors } = await run('{ page { nodes { host { name rooms { likes } } picture } } }');
    expect(errors).toEqual([]);
    expect(data.page.nodes[2]).toEqual({
      host: { name: 'host h3', rooms: [{ likes: 7 }, { likes: 7 }] },
      picture: 'r3-100',
    });
    expect(calls).toEqual([
      'host of r1 r2 r3',
      'picture {"width":100} of r1 r2 r3',
      'rooms of h1 h1 h3',
      'likes of h1a h1b h1a h1b h3a h3b',
    ]);
    expect(leftOver).toBe(0);
  });

  it('that is not selected is not called', async () => {
    expect(await run('{ page { nodes { id } } }')).toEqual({
      data: { page: { nodes: [{ id: 'r1' }, { id: 'r2' }, { id: 'r3' }] } },
      errors: [],
    });
    expect(calls).toEqual([]);
  });

  it.each([
    ['a single row', '{ room { picture } }', { room: { picture: 'r1-100' } }, 'r1'],
    ['a mutation', 'mutation { addRoom { picture } }', { addRoom: { picture: 'r9-100' } }, 'r9'],
    [
      'lists of lists',
      '{ grid { picture } }',
      { grid: [[{ picture: 'r1-100' }], [], [{ picture: 'r2-100' }, { picture: 'r3-100' }]] },
      'r1 r2 r3',
    ],
    [
      'one row that is there twice, beside null',
      '{ twice { picture } }',
      { twice: [{ picture: 'r1-100' }, null, { picture: 'r1-100' }] },
      'r1',
    ],
  ])('serves %s', async (_, query, data, parents) => {
    expect(await run(query)).toEqual({ data, errors: [] });
    expect(calls).toEqual([`picture {"width":100} of ${parents}`]);
  });

  it('is not called where there is no row', async () => {
    expect(await run('{ none { host { name } } refused { host { name } } }')).toEqual({
      data: { none: null, refused: null },
      errors: ['refused: no room for you'],
    });
    expect(calls).toEqual([]);
  });

  it('is called once for rows that two ways lead to at once', async () => {
    const { data, errors } = await run(
      '{ page { nodes { host { name } } edges { node { host { rooms { id } } } } } }',
    );
    expect(errors).toEqual([]);
    expect(data.page.nodes[0]).toEqual({ host: { name: 'host h1' } });
    expect(data.page.edges[2].node.host.rooms).toEqual([{ id: 'h3a' }, { id: 'h3b' }]);
    expect(calls.sort()).toEqual(['edges', 'host of r1 r2 r3', 'rooms of h1 h1 h3']);
    expect(leftOver).toBe(0);
  });

  it('is looked for inside fragments, named and inline', async () => {
    const { data } = await run(`
      { room { ...A ... on Room { likes } ... on Host { rooms { id } } ... { picture } } }
      fragment A on Room { ...B host { name } }
      fragment B on Room { host { fame } }`);
    expect(data.room).toEqual({ host: { fame: null, name: 'host h1' }, likes: 7, picture: 'r1-100' });
    expect(calls).toEqual(['host of r1', 'likes of r1', 'picture {"width":100} of r1', 'fame of h1']);
  });

  it('obeys @skip and @include', async () => {
    const query = `query ($yes: Boolean!, $no: Boolean!) { room {
      id host @include(if: $no) { name } likes @skip(if: $yes) ... @include(if: $no) { picture }
      kept: picture(width: 1) @include(if: $yes) also: picture(width: 2) @skip(if: $no)
    } }`;
    expect(await run(query, { yes: true, no: false })).toEqual({
      data: { room: { id: 'r1', kept: 'r1-1', also: 'r1-2' } },
      errors: [],
    });
    expect(calls).toEqual(['picture {"width":1} of r1', 'picture {"width":2} of r1']);
  });

  it('is called once for each set of arguments, under whatever names', async () => {
    const { data } = await run(
      `query ($w: Int) { page { nodes {
        a: picture(width: 160) b: picture(width: 320, crop: true) c: picture d: picture(width: $w)
        e: picture(crop: true, width: 320) f: picture(width: null)
      } } }`,
      { w: 160 },
    );
    expect(data.page.nodes[1]).toEqual({
      a: 'r2-160',
      b: 'r2-320',
      c: 'r2-100',
      d: 'r2-160',
      e: 'r2-320',
      f: 'r2-null',
    });
    expect(calls.sort()).toEqual([
      'picture {"width":100} of r1 r2 r3',
      'picture {"width":160} of r1 r2 r3',
      'picture {"width":320,"crop":true} of r1 r2 r3',
      'picture {"width":null} of r1 r2 r3',
    ]);
  });

  it('is called once under two names that want different things of it', async () => {
    const { data } = await run('{ room { a: host { name } b: host { rooms { id } fame } } }');
    expect(data.room).toEqual({
      a: { name: 'host h1' },
      b: { rooms: [{ id: 'h1a' }, { id: 'h1b' }], fame: null },
    });
    expect(calls).toEqual(['host of r1', 'rooms of h1', 'fame of h1']);
  });

  it('with null for an answer is not asked again', async () => {
    const { data } = await run('{ room { host { fame } } }');
    expect(data).toEqual({ room: { host: { fame: null } } });
    expect(calls).toEqual(['host of r1', 'fame of h1']);
  });
});

describe('an error', () => {
  it.each([
    ['host', '{ page { nodes { host { name } picture } } }', { host: null }],
    ['likes', '{ page { nodes { likes picture } } }', { likes: null }],
  ])('of the batch %s is the error of that field alone, on every parent', async (field, query, broken) => {
    failing[field] = new Error('the table is gone');
    expect(await run(query)).toEqual({
      data: { page: { nodes: ['r1', 'r2', 'r3'].map((id) => ({ ...broken, picture: `${id}-100` })) } },
      errors: [0, 1, 2].map((index) => `page.nodes.${index}.${field}: the table is gone`),
    });
  });

  it('for one parent is the error of that parent alone', async () => {
    expect(await run('{ page { nodes { likes } } }')).toEqual({
      data: { page: { nodes: [{ likes: 7 }, { likes: null }, { likes: 7 }] } },
      errors: ['page.nodes.1.likes: r2 is shy'],
    });
    expect(calls).toEqual(['likes of r1 r2 r3']);
  });

  it.each(['edges', 'total'])('of a function is the error of its field alone: %s', async (field) => {
    failing[field] = new Error('cannot count');
    const { data, errors } = await run(
      `{ page { nodes { id } ${field === 'edges' ? 'edges { node { id } }' : 'total'} } }`,
    );
    expect(data.page).toEqual({ nodes: [{ id: 'r1' }, { id: 'r2' }, { id: 'r3' }], [field]: null });
    expect(errors).toEqual([`page.${field}: cannot count`]);
  });
});

describe('a value given as a function', () => {
  it('is worked out only when selected', async () => {
    await run('{ page { nodes { id } } }');
    expect(calls).toEqual([]);
    expect(
      (await run('{ page { total @skip(if: true) edges { node { id } } } }')).data.page.edges,
    ).toHaveLength(3);
    expect(calls).toEqual(['edges']);
  });

  it('is worked out once, under however many names', async () => {
    const { data } = await run(
      '{ page { total again: total a: edges { node { id } } b: edges { node { likes } } } }',
    );
    expect(data.page).toMatchObject({ total: 3, again: 3 });
    expect(data.page.b[0]).toEqual({ node: { likes: 7 } });
    expect(calls).toEqual(['total', 'edges', 'likes of r1 r2 r3']);
    expect(leftOver).toBe(0);
  });
});

describe('a union or an interface', () => {
  const members = `__typename ... on Room { id picture } ... on Host { rooms { picture } } ...Shared`;
  const shared = 'fragment Shared on Found { ... on Named { likes } ... on Host { fame } }';

  it('at the root is preloaded: each batch field once, for those rows alone that have it', async () => {
    const { data, errors } = await run(`{ found { ${members} } } ${shared}`);
    expect(data.found).toEqual([
      { __typename: 'Room', id: 'r1', picture: 'r1-100', likes: 7 },
      {
        __typename: 'Host',
        rooms: [{ picture: 'h7a-100' }, { picture: 'h7b-100' }],
        likes: null,
        fame: null,
      },
      { __typename: 'Room', id: 'r2', picture: 'r2-100', likes: null },
    ]);
    expect(errors).toEqual(['found.2.likes: r2 is shy']);
    expect(calls.sort()).toEqual([
      'fame of h7',
      'likes of r1 r2',
      'picture {"width":100} of h7a h7b',
      'picture {"width":100} of r1 r2',
      'rooms of h7',
    ]);
    expect(leftOver).toBe(0);
  });

  it('is preloaded as a single value', async () => {
    expect(await run('{ any { ... on Host { rooms { id } } ... on Room { picture } } }')).toEqual({
      data: { any: { rooms: [{ id: 'h7a' }, { id: 'h7b' }] } },
      errors: [],
    });
    expect(calls).toEqual(['rooms of h7']);
    expect(leftOver).toBe(0);
  });

  it('below a list is preloaded for all rows of the level together', async () => {
    const { data, errors } = await run(
      '{ halls { door { ... on Room { picture } ... on Host { rooms { id } } } doors { ... on Room { host { fame } } } } }',
    );
    expect(errors).toEqual([]);
    expect(data.halls).toEqual([
      { door: { picture: 'r1-100' }, doors: [{}, null, { host: { fame: null } }] },
      {
        door: { rooms: [{ id: 'h8a' }, { id: 'h8b' }] },
        doors: [{ host: { fame: null } }, { host: { fame: null } }],
      },
    ]);
    expect(calls.sort()).toEqual([
      'fame of h1 h1 h3',
      'host of r2 r1 r3',
      'picture {"width":100} of r1',
      'rooms of h8',
    ]);
    expect(leftOver).toBe(0);
  });

  it('is told by __typename where it has no function that tells', async () => {
    const { data } = await run('{ named { likes ... on Room { picture } ... on Host { fame } } }');
    expect(data.named).toEqual([
      { likes: 7, picture: 'r1-100' },
      { likes: null, fame: null },
      { likes: null, picture: 'r2-100' },
    ]);
    expect(calls.sort()).toEqual(['fame of h7', 'likes of r1 r2', 'picture {"width":100} of r1 r2']);
    expect(leftOver).toBe(0);
  });

  it('leaves a row to the execution that is nothing the schema knows, and serves the others', async () => {
    const { data, errors } = await run('{ lost { ... on Room { picture } } }');
    expect(data).toEqual({ lost: [{ picture: 'r1-100' }, null, null, { picture: 'r2-100' }] });
    expect(errors).toEqual([
      expect.stringMatching(/^lost\.1: Abstract type "Named" must resolve to an Object type at runtime/),
      'lost.2: Runtime Object type "Hall" is not a possible type for "Named".',
    ]);
    expect(calls).toEqual(['picture {"width":100} of r1 r2']);
  });
});

describe('an event of a subscription', () => {
  it('is preloaded like any other root', async () => {
    const contextValue = makeContext();
    const schema = await makeSchema();
    const { added } = schema.getSubscriptionType()?.getFields() ?? {};
    if (added) {
      added.subscribe = async function* () {
        yield { added: room('r1') };
        yield { added: host('h7') };
      };
    }
    const document = parse('subscription { added { ... on Room { host { fame } } ... on Host { fame } } }');
    const results: unknown[] = [];
    for await (const result of (await subscribe({
      schema,
      document,
      contextValue,
    })) as AsyncGenerator<ExecutionResult>) {
      results.push(JSON.parse(JSON.stringify(result)));
    }
    expect(results).toEqual([
      { data: { added: { host: { fame: null } } } },
      { data: { added: { fame: null } } },
    ]);
    expect(calls).toEqual(['host of r1', 'fame of h1', 'fame of h7']);
    expect(leftOver).toBe(0);
  });
});

describe('where nothing was preloaded', () => {
  it('the loaders of the request call a batch field once for all parents and equal arguments', async () => {
    const { data, errors } = await run(
      `{ room { near {
        ... on Room { id picture likes wide: picture(width: 900) } ... on Host { name rooms { picture } }
      } } }`,
    );
    expect(data.room.near).toEqual([
      { id: 'r1', picture: 'r1-100', likes: 7, wide: 'r1-900' },
      { name: 'host h7', rooms: [{ picture: 'h7a-100' }, { picture: 'h7b-100' }] },
      { id: 'r2', picture: 'r2-100', likes: null, wide: 'r2-900' },
    ]);
    expect(errors).toEqual(['room.near.2.likes: r2 is shy']);
    expect(calls.sort()).toEqual([
      'likes of r1 r2',
      'picture {"width":100} of h7a h7b',
      'picture {"width":100} of r1 r2',
      'picture {"width":900} of r1 r2',
      'rooms of h7',
    ]);
  });

  it('an error of a batch is the error of the field on every parent', async () => {
    failing['host'] = new Error('the table is gone');
    expect(await run('{ room { near { ... on Room { id host { name } } } } }')).toEqual({
      data: { room: { near: [{ id: 'r1', host: null }, {}, { id: 'r2', host: null }] } },
      errors: ['room.near.0.host: the table is gone', 'room.near.2.host: the table is gone'],
    });
  });
});

describe('attachmentKey', () => {
  it('is the name alone without arguments, so that the value is a plain property', () => {
    expect(attachmentKey('host', {})).toBe('host');
    expect(attachmentKey('url', { width: 320 })).toBe('url([["width",320]])');
    expect(attachmentKey('spaces', { first: 2, after: 'x' })).toBe(
      attachmentKey('spaces', { after: 'x', first: 2 }),
    );
  });
});
