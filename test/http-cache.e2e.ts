import { createHash, randomUUID } from 'node:crypto';
import { DiscoveryService, Reflector } from '@nestjs/core';
import { GraphQLSchemaHost } from '@nestjs/graphql';
import { type GraphQLSchema, isObjectType } from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { batchFieldKey } from '../src/platform/graphql/batch-field.js';
import {
  aDay,
  aMinute,
  type CacheFacts,
  fiveSeconds,
  type Lifetime,
  tenMinutes,
} from '../src/platform/graphql/cacheable.js';
import { startApp, type TestApp } from './app.js';
import { Make } from './make.js';

/** What every answer may be kept for, as the README tells it. */
const day = 'public, max-age=3600, stale-while-revalidate=82800';
const minutes = 'public, max-age=300, stale-while-revalidate=300';
const minute = 'public, max-age=30, stale-while-revalidate=30';
const seconds = 'public, max-age=3, stale-while-revalidate=2';

/** Every field whose value anybody may keep. A new one must be written down here too. */
const cacheable: Readonly<Record<string, Lifetime | 'by its arguments'>> = {
  'Query.categories': aDay,
  'Query.districts': aDay,
  'Query.facilities': aDay,
  'Query.space': aMinute,
  'Query.spaces': 'by its arguments',
  'Query.track': tenMinutes,
  'Query.tracks': tenMinutes,
  'Review.author': aMinute,
  'Space.availability': fiveSeconds,
  'Space.host': aMinute,
  'Space.isAvailable': fiveSeconds,
  'Space.reviews': aMinute,
  'SpaceImage.url': aDay,
  'Track.artworkUrl': tenMinutes,
  'Track.peaks': tenMinutes,
  'Track.streamUrl': tenMinutes,
};

/** Every batch field that nobody may keep: those of the viewer, and those of Spotify. */
const closed: readonly string[] = [
  'Order.cancellationQuote',
  'Order.guest',
  'Order.review',
  'Order.space',
  'Playlist.tracks',
  'PointEntry.order',
  'Recording.peaks',
  'Recording.streamUrl',
  'Space.likedByMe',
  'Space.soundtrack',
  'User.likedSpaces',
  'User.orders',
  'User.playlists',
  'User.pointEntries',
  'User.points',
  'User.receivedOrders',
  'User.recordings',
  'User.spaces',
];

interface Asked {
  readonly variables?: object;
  readonly hash?: string;
  readonly headers?: Record<string, string>;
}

let app: TestApp;
let id: string;
let token: string;

beforeAll(async () => {
  app = await startApp();
  const make = new Make(app);
  ({ id } = await make.space());
  ({ token } = await make.guest());
  await make.track();
});

afterAll(() => app.stop());

/** Asks by GET, as a CDN does. */
async function get(query: string | null, { variables, hash, headers }: Asked = {}): Promise<Response> {
  const url = new URL(`${app.url}/graphql`);
  if (query !== null) url.searchParams.set('query', query);
  if (variables) url.searchParams.set('variables', JSON.stringify(variables));
  const persistedQuery = { version: 1, sha256Hash: hash };
  if (hash) url.searchParams.set('extensions', JSON.stringify({ persistedQuery }));
  return fetch(url, { headers: { 'apollo-require-preflight': 'yes', ...headers } });
}

/** By how long an answer to somebody who is not signed in may be kept; it has to have data. */
async function cacheControl(query: string, variables?: object): Promise<string | null> {
  const response = await get(query, { variables });
  expect(await response.json()).toEqual({ data: expect.anything() });
  expect(response.headers.has('etag')).toBe(response.headers.get('cache-control') !== 'no-store');
  return response.headers.get('cache-control');
}

describe('what anybody may keep', () => {
  it('is public data, for as long as what changes soonest', async () => {
    expect(await cacheControl('{ districts { id } }')).toBe(day);
    expect(await cacheControl('{ categories { id } facilities { imageUrl } }')).toBe(day);
    expect(await cacheControl('{ tracks { nodes { title streamUrl peaks } totalCount } }')).toBe(minutes);
    expect(await cacheControl('{ districts { id } tracks { nodes { id } } }')).toBe(minutes);
    expect(await cacheControl('{ tracks { nodes { id } } districts { id } }')).toBe(minutes);
    const card = 'edges { cursor node { title fromPrice host { nickname } images { url } } } totalCount';
    expect(await cacheControl(`{ spaces { ${card} pageInfo { endCursor } } }`)).toBe(minute);
    const reviews = 'reviews { nodes { text author { nickname } } }';
    expect(await cacheControl(`{ space(id: "${id}") { title district { name } ${reviews} } }`)).toBe(minute);
    expect(await cacheControl('{ __typename districts { __typename id } }')).toBe(day);
  });

  it('is a few seconds old where it tells what is free, wherever the date comes from', async () => {
    const date = '2026-12-24';
    const list = 'query ($filter: SpaceFilter) { spaces(filter: $filter) { nodes { id } } }';
    expect(await cacheControl(list, { filter: { date } })).toBe(seconds);
    expect(await cacheControl(list, { filter: { date: null, headCount: 4 } })).toBe(minute);
    expect(await cacheControl(list)).toBe(minute);
    const dated = 'query ($date: LocalDate) { spaces(filter: { date: $date }) { nodes { id } } }';
    expect(await cacheControl(dated, { date })).toBe(seconds);
    expect(await cacheControl(dated)).toBe(minute);
    const byDefault = dated.replace('LocalDate', `LocalDate = "${date}"`);
    expect(await cacheControl(byDefault)).toBe(seconds);
    expect(await cacheControl(`{ spaces(filter: { date: "${date}" }) { nodes { id } } }`)).toBe(seconds);

    const free = `isAvailable(date: "${date}", option: DAY)`;
    expect(await cacheControl(`{ space(id: "${id}") { free: ${free} } }`)).toBe(seconds);
    const month = `availability(from: "${date}", to: "${date}") { day }`;
    expect(await cacheControl(`{ districts { id } spaces { nodes { ${month} } } }`)).toBe(seconds);
  });

  it('differs by who is signed in, by the origin and by the type of the answer', async () => {
    const asJson = await get('{ districts { id } }');
    expect(asJson.headers.get('vary')).toBe('Origin, Authorization, Accept');
    expect(asJson.headers.get('content-type')).toBe('application/json; charset=utf-8');
    const accept = 'application/graphql-response+json';
    const other = await get('{ districts { id } }', { headers: { accept } });
    expect(other.headers.get('content-type')).toContain(accept);
    expect(other.headers.get('etag')).not.toBe(asJson.headers.get('etag'));
    expect(await other.text()).toBe(await asJson.text());
  });
});

describe('what nobody may keep', () => {
  const refused: [string, () => string][] = [
    ['what is the viewer’s', () => '{ me { id } }'],
    ['what is the viewer’s beside what is public', () => '{ districts { id } me { id } }'],
    ['what hangs on a space for the viewer', () => `{ space(id: "${id}") { title likedByMe } }`],
    ['it under another name', () => `{ room: space(id: "${id}") { title: likedByMe } }`],
    [
      'it in a fragment',
      () => 'fragment Card on Space { likedByMe } query { spaces { nodes { id ...Card } } }',
    ],
    [
      'it in fragments of fragments',
      () =>
        'query { ...All } fragment All on Query { spaces { ...Page } } fragment Page on SpaceConnection { edges { node { ... on Space { likedByMe } } } }',
    ],
    [
      'it in one of two places',
      () => '{ spaces { nodes { id } } spaces { nodes { title } nodes { likedByMe } } }',
    ],
    ['what is told under the terms of Spotify', () => `{ space(id: "${id}") { soundtrack { name } } }`],
    ['introspection', () => '{ __schema { queryType { name } } districts { id } }'],
    ['nothing of ours', () => '{ __typename }'],
  ];

  it.each(refused)('%s', async (_, query) => {
    expect(await cacheControl(query())).toBe('no-store');
  });

  it('what is selected for the signed in alone, only when it is selected', async () => {
    const query = `query ($mine: Boolean!) { space(id: "${id}") { title likedByMe @include(if: $mine) ... @skip(if: $mine) { subtitle } } }`;
    expect(await cacheControl(query, { mine: true })).toBe('no-store');
    expect(await cacheControl(query, { mine: false })).toBe(minute);
  });

  it('anything asked with Authorization, whatever it is worth', async () => {
    const signedIn = await get('{ districts { id } }', { headers: { authorization: `Bearer ${token}` } });
    expect(await signedIn.json()).toEqual({ data: expect.anything() });
    const stale = await get('{ districts { id } }', { headers: { authorization: 'Bearer stale' } });
    const empty = await get('{ districts { id } }', { headers: { authorization: '' } });
    for (const { headers } of [signedIn, stale, empty]) {
      expect(headers.get('cache-control')).toBe('no-store');
      expect(headers.get('etag')).toBeNull();
    }
  });

  it('anything asked by POST', async () => {
    const response = await fetch(`${app.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'if-none-match': '*' },
      body: JSON.stringify({ query: '{ districts { id } }' }),
    });
    expect(response.status).toBe(200);
    expect(await response.json()).toEqual({ data: expect.anything() });
    expect(response.headers.get('cache-control')).toBe('no-store');
    expect(response.headers.get('etag')).toBeNull();
  });

  it.each([
    ['what is refused beside what is answered', '{ districts { id } space(id: "none") { id } }', 200],
    ['what is not valid', '{ nonsense }', 400],
    ['what cannot be read', '{', 400],
    ['a mutation', 'mutation { logOut(refreshToken: "none") }', 405],
    ['variables that are lacking', 'query ($id: ID!) { space(id: $id) { id } }', 400],
    ['a query without the header that browsers ask about', null, 400],
  ])('%s', async (_, query, status) => {
    const response = query
      ? await get(query, { headers: { 'if-none-match': '*' } })
      : await fetch(`${app.url}/graphql?query={districts{id}}`, { headers: { 'if-none-match': '*' } });
    expect(response.status).toBe(status);
    expect(await response.json()).toEqual(expect.objectContaining({ errors: expect.anything() }));
    expect(response.headers.get('cache-control')).toBe('no-store');
    expect(response.headers.get('etag')).toBeNull();
  });
});

describe('who has an answer already', () => {
  const query = '{ districts { id name } }';

  it.each([
    ['its tag', (etag: string) => etag],
    ['a list with it', (etag: string) => `"a,b", W/"other" ,${etag}`],
    ['the tag as a weak one', (etag: string) => `W/${etag}`],
    ['anything', () => '*'],
  ])('and names %s gets 304 and no body', async (_, ifNoneMatch) => {
    const first = await get(query);
    const etag = first.headers.get('etag') ?? '';
    expect(etag).toMatch(/^"[\w-]{43}"$/);
    const again = await get(query, { headers: { 'if-none-match': ifNoneMatch(etag) } });
    expect(again.status).toBe(304);
    expect(await again.text()).toBe('');
    for (const name of ['cache-control', 'etag', 'vary']) {
      expect(again.headers.get(name)).toBe(first.headers.get(name));
    }
    expect(again.headers.get('content-type')).toBeNull();
    expect(again.headers.get('content-length')).toBeNull();
  });

  it.each([
    ['another tag', () => '"other"'],
    ['the tag without its quotes', (etag: string) => etag.slice(1, -1)],
    ['a list that cannot be read', (etag: string) => `${etag} ${etag}`],
  ])('but names %s gets all of it', async (_, ifNoneMatch) => {
    const etag = (await get(query)).headers.get('etag') ?? '';
    const again = await get(query, { headers: { 'if-none-match': ifNoneMatch(etag) } });
    expect(again.status).toBe(200);
    expect(await again.json()).toEqual({ data: expect.anything() });
  });

  it('gets the new one when it has changed', async () => {
    const list = '{ spaces(sort: NEWEST) { edges { cursor node { title } } } }';
    const etag = (await get(list)).headers.get('etag') ?? '';
    const headers = { 'if-none-match': etag };
    expect((await get(list, { headers })).status).toBe(304);
    await new Make(app).space({ title: '연남 합주실' });
    const changed = await get(list, { headers });
    expect(changed.status).toBe(200);
    expect(await changed.text()).toContain('연남 합주실');
    expect(changed.headers.get('etag')).not.toBe(etag);
  });
});

it('a hash is enough once it is known, and until then is kept by nobody', async () => {
  // Another one each time: a shared cache knows the hashes of yesterday.
  const name = `Rooms${randomUUID().replaceAll('-', '')}`;
  const query = `query ${name}($first: Int) { spaces(first: $first) { nodes { title } } }`;
  const hash = createHash('sha256').update(query).digest('hex');
  const variables = { first: 1 };

  const unknown = await get(null, { variables, hash, headers: { 'if-none-match': '*' } });
  expect(await unknown.text()).toContain('PersistedQueryNotFound');
  expect(unknown.headers.get('cache-control')).toBe('private, no-cache, must-revalidate');
  expect(unknown.headers.get('etag')).toBeNull();

  const registered = await get(query, { variables, hash });
  expect(registered.headers.get('cache-control')).toBe(minute);
  const known = await get(null, { variables, hash });
  expect(await known.text()).toBe(await registered.text());
  expect(known.headers.get('cache-control')).toBe(minute);
  const headers = { 'if-none-match': known.headers.get('etag') ?? '' };
  expect((await get(null, { variables, hash, headers })).status).toBe(304);
  // The same query with other variables is another answer.
  expect((await get(null, { variables: { first: 2 }, hash, headers })).status).toBe(200);
});

it('production answers alike', async () => {
  const production = await startApp({ NODE_ENV: 'production', PUBLIC_URL: 'https://hapju.example' });
  try {
    const address = `${production.url}/graphql?query={districts{id}}`;
    const asked = { 'apollo-require-preflight': 'yes' };
    const { headers } = await fetch(address, { headers: asked });
    expect(headers.get('cache-control')).toBe(day);
    expect(headers.get('vary')).toBe('Origin, Authorization, Accept');
    const again = await fetch(address, {
      headers: { ...asked, 'if-none-match': headers.get('etag') ?? '' },
    });
    expect(again.status).toBe(304);
  } finally {
    await production.stop();
  }
});

describe('the schema', () => {
  let schema: GraphQLSchema;

  beforeAll(() => {
    ({ schema } = app.get(GraphQLSchemaHost));
  });

  const fields = () =>
    Object.values(schema.getTypeMap())
      .filter((type) => isObjectType(type) && !type.name.startsWith('__'))
      .flatMap((type) =>
        isObjectType(type)
          ? Object.values(type.getFields()).map((field) => ({
              name: `${type.name}.${field.name}`,
              root: [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()].includes(
                type,
              ),
              resolves: Boolean(field.resolve),
              facts: field.extensions as CacheFacts,
            }))
          : [],
      );

  it('lets be kept what is written down, and nothing else', () => {
    const found = fields().flatMap(({ name, facts: { lifetime } }) =>
      lifetime ? [[name, typeof lifetime === 'function' ? 'by its arguments' : lifetime] as const] : [],
    );
    expect(Object.fromEntries(found)).toEqual(cacheable);
    const silent = fields().filter(({ facts }) => facts.batch && !facts.lifetime);
    expect(silent.map(({ name }) => name).sort()).toEqual(closed);
  });

  it('takes the word of the field above for properties alone', () => {
    const fetched = fields().filter(({ resolves, root }) => resolves && !root);
    expect(fetched.length).toBeGreaterThan(20);
    expect(fetched.filter(({ facts }) => !facts.batch).map(({ name }) => name)).toEqual([]);
  });

  it('lets nothing be kept that looks at who asks', () => {
    const [discovery, reflector] = [app.get(DiscoveryService, { strict: false }), app.get(Reflector)];
    const found = discovery.getProviders().flatMap(({ metatype }) => {
      const prototype = metatype?.prototype as object | undefined;
      return Object.entries(Object.getOwnPropertyDescriptors(prototype ?? {})).flatMap(([key, { value }]) => {
        if (typeof value !== 'function' || !metatype) return [];
        if (reflector.get(batchFieldKey, value)) {
          const type = Reflect.getMetadata('graphql:resolver_type', metatype) as string;
          return value.length > 2 ? [`${type}.${key}`] : [];
        }
        const type = Reflect.getMetadata('graphql:resolver_type', value) as string | undefined;
        if (!type) return [];
        const name = (Reflect.getMetadata('graphql:resolver_name', value) as string | undefined) ?? key;
        // By the numbers of Nest: arguments are 3 and what is selected is 2; neither tells who asks.
        const taken = Reflect.getMetadata('__routeArguments__', metatype, key) as object | undefined;
        const other = Object.keys(taken ?? {}).filter((parameter) => !/^[23]:/.test(parameter));
        return other.length > 0 ? [`${type}.${name}`] : [];
      });
    });
    expect(found).toEqual(expect.arrayContaining(['Query.me', 'Query.playlist', 'Space.likedByMe']));
    const open = fields().flatMap(({ name, facts }) => (facts.lifetime ? [name] : []));
    expect(open.filter((name) => found.includes(name))).toEqual([]);
  });
});
