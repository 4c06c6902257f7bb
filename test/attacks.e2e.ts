import { once } from 'node:events';
import { request as httpRequest, type IncomingHttpHeaders } from 'node:http';
import { connect } from 'node:net';
import { gzipSync } from 'node:zlib';
import { createClient } from 'graphql-ws';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { WebSocket } from 'ws';
import { ErrorCode } from '../src/platform/errors.js';
import { Metrics } from '../src/platform/ops/metrics.js';
import { startApp, type TestApp } from './app.js';
import { Make } from './make.js';

/** What is sent, byte by byte if need be: `fetch` would not send most of it. */
interface Sent {
  readonly method?: string;
  readonly path?: string;
  readonly headers?: Record<string, string>;
  readonly body?: string | Buffer;
}

interface Reply {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

const json = { 'content-type': 'application/json' };
const preflight = { 'apollo-require-preflight': 'yes' };
const form = { 'content-type': 'application/x-www-form-urlencoded' };
const districts = '{"query":"{ districts { id } }"}';

/** Nothing of this is anybody's business. */
const insides =
  /\bstack\b|node_modules|\bat \S+ \(|\.[jt]s:\d|SELECT |INSERT |SQLITE|sqlite|typeorm|mysql|\/src\/|\/dist\//;
const codes = [...Object.values(ErrorCode), 'PERSISTED_QUERY_NOT_FOUND', 'PERSISTED_QUERY_NOT_SUPPORTED'];
const mebibyte = 1_048_576;

describe.each([
  ['in production', { NODE_ENV: 'production' }],
  ['in development', {}],
])('%s', (_, env) => {
  const production = 'NODE_ENV' in env;
  let app: TestApp;
  let token: string;

  beforeAll(async () => {
    app = await startApp({ KAKAO_REST_API_KEY: 'key', KAKAO_APP_ID: '1', ...env });
    const make = new Make(app);
    token = (await make.guest()).token;
    await make.space();
  });

  afterAll(() => app.stop());

  /** Sends it, and holds what came back against the rules that every answer keeps. */
  async function send({ method = 'POST', path = '/graphql', headers = {}, body }: Sent): Promise<Reply> {
    const begin = performance.now();
    // Node would leave the end of a body to guess with some methods.
    const length =
      body && !headers['transfer-encoding'] ? { 'content-length': String(Buffer.byteLength(body)) } : {};
    const sent = httpRequest(app.url, { agent: false, method, path, headers: { ...length, ...headers } });
    sent.end(body);
    const [response] = await once(sent, 'response');
    const chunks = await response.toArray().catch(() => []);
    sent.on('error', () => undefined);
    const text = Buffer.concat(chunks).toString();
    const reply = { status: response.statusCode, headers: response.headers, text };
    expect(performance.now() - begin).toBeLessThan(2000);
    keepsTheRules(reply);
    await goesOn();
    return reply;
  }

  function keepsTheRules({ status, headers, text }: Reply): void {
    expect(status).toBeLessThan(500);
    expect(text.length).toBeLessThan(64 * 1024);
    expect(text).not.toMatch(insides);
    expect(headers['x-powered-by']).toBeUndefined();
    expect(headers['x-content-type-options']).toBe('nosniff');
    if (status >= 400 && text) expect(codes).toContain(codeIn(text));
  }

  /** The next plain query is answered. */
  async function goesOn(): Promise<void> {
    expect((await app.run('{ districts { id } }')).data?.districts).toHaveLength(25);
  }

  const ask = (query: string, variables: object = {}, headers: Record<string, string> = {}) =>
    send({ headers: { ...json, ...headers }, body: JSON.stringify({ query, variables }) });

  const statementsOf = async (work: () => Promise<unknown>) => {
    const before = app.database.statements;
    await work();
    return app.database.statements - before;
  };

  const times = (count: number, each: (index: number) => string) =>
    Array.from({ length: count }, (_, i) => each(i)).join(' ');
  const signIn = 'logIn(input: { email: "a@example.com", password: "a wrong password" }) { accessToken }';
  const place = (day: number) =>
    `placeOrder(input: { spaceId: "x", date: "2026-12-${String(day + 1).padStart(2, '0')}", option: DAY, headCount: 2, idempotencyKey: "k${day}" }) { __typename }`;
  const doubling = (count: number, each: (next: string) => string, last: string) =>
    times(
      count,
      (index) => `fragment F${index} on Space { ${index === count - 1 ? last : each(`...F${index + 1}`)} }`,
    );
  const within = (text: string) => `query ($id: ID = "x") { space(id: $id) { ${text} } }`;

  describe('a document', () => {
    let nextQuery = 0;
    beforeAll(async () => {
      nextQuery = await statementsOf(goesOn);
    });

    /** Sends it, and sees it refused with a few coded errors before anything is asked of the database; their messages. */
    async function refused(body: string): Promise<string> {
      let reply!: Reply;
      const statements = await statementsOf(async () => {
        reply = await send({ headers: { ...json, authorization: `Bearer ${token}` }, body });
      });
      const { errors, data } = JSON.parse(reply.text);
      expect(reply.status).toBe(400);
      expect(data).toBeUndefined();
      expect(errors.length).toBeLessThanOrEqual(5);
      // Besides the code at most where in a variable it is.
      expect(errors.map(({ extensions: { argument: _argument, ...more } }: any) => more)).toEqual(
        errors.map(() => ({ code: 'BAD_USER_INPUT' })),
      );
      expect(statements).toBe(nextQuery);
      return errors.map((error: any) => error.message).join('\n');
    }

    it.each<[string, string, string, object?]>([
      [
        '101 aliases of one field',
        'at most 15 aliases',
        `{ ${times(101, (i) => `a${i}: districts { id }`)} }`,
      ],
      ['101 aliases of __typename', 'at most 15 aliases', `{ ${times(101, (i) => `a${i}: __typename`)} }`],
      [
        '101 aliases in a fragment',
        'at most 15 aliases',
        `{ ...F } fragment F on Query { ${times(101, (i) => `a${i}: __typename`)} }`,
      ],
      [
        'aliases in a fragment spread often',
        'at most 15 aliases',
        `{ districts { ...F } categories { ...G } d: districts { ...F } } fragment F on District { ${times(7, (i) => `a${i}: id`)} } fragment G on Category { x: id }`,
      ],
      [
        '20 aliases of availability',
        'at most 15 aliases',
        within(times(20, (i) => `a${i}: availability(from: "2026-12-01", to: "2027-11-01") { date }`)),
      ],
      [
        'an alias that is long',
        'at most 100 characters in an alias',
        `{ spaces(first: 100) { nodes { ${'a'.repeat(9000)}: id } } }`,
      ],
      [
        '20 log-ins under aliases',
        'at most 1 mutation',
        `mutation { ${times(20, (i) => `a${i}: ${signIn}`)} }`,
      ],
      [
        '2 log-ins in a fragment',
        'at most 1 mutation',
        `mutation { ...M } fragment M on Mutation { a: ${signIn} b: ${signIn} }`,
      ],
      [
        '20 orders under aliases',
        'at most 1 mutation',
        `mutation { ${times(20, (i) => `a${i}: ${place(i)}`)} }`,
      ],
      [
        '2 mutations, one of them skipped',
        'at most 1 mutation',
        `mutation { a: ${signIn} ... @skip(if: true) { b: ${signIn} } }`,
      ],
      ['one field 500 times', 'at most 300 fields', `{ ${'__typename '.repeat(500)} }`],
      ['one field 480 times, below', 'at most 300 fields', `{ districts { ${'id '.repeat(480)} } }`],
      ['10 unknown directives', 'Unknown directive', `{ __typename ${times(10, (i) => `@nope${i}`)} }`],
      ['1,000 @skip', 'more that 1000 tokens', `{ __typename ${'@skip(if: false) '.repeat(1000)} }`],
      ['100 @skip', 'at most 20 directives', `{ ${times(100, () => '__typename @skip(if: false)')} }`],
      ['100 unknown fields', 'Cannot query field', `{ ${times(100, (i) => `nonsense${i}`)} }`],
      ['an unknown field of 900,000 characters', 'Cannot query field', `{ ${'a'.repeat(900_000)} }`],
      [
        'a variable of 15,000 characters that is not declared',
        'Variable "$aaa',
        `{ space(id: $${'a'.repeat(15_000)}) { id } }`,
      ],
      ['5,000 levels', 'more that 1000 tokens', `${'{ a '.repeat(5000)}${'}'.repeat(5000)}`],
      ['50,000 open braces', 'Syntax Error', '{'.repeat(50_000)],
      [
        'a list literal 20,000 levels deep',
        'more that 1000 tokens',
        `{ space(id: ${'['.repeat(20_000)}${']'.repeat(20_000)}) { id } }`,
      ],
      [
        'a list literal 450 levels deep',
        'ID cannot represent',
        `{ space(id: ${'['.repeat(450)}${']'.repeat(450)}) { id } }`,
      ],
      [
        'an object literal 20,000 levels deep',
        'more that 1000 tokens',
        `{ spaces(filter: ${'{a:'.repeat(20_000)}1${'}'.repeat(20_000)}) { totalCount } }`,
      ],
      [
        'a type 20,000 levels deep',
        'more that 1000 tokens',
        `query ($a: ${'['.repeat(20_000)}ID${']'.repeat(20_000)}) { __typename }`,
      ],
      [
        'a fragment cycle',
        'Cannot spread fragment',
        '{ districts { ...A } } fragment A on District { ...B } fragment B on District { ...A }',
      ],
      [
        'a fragment inside itself',
        'Cannot spread fragment',
        '{ districts { ...A } } fragment A on District { id ...A }',
      ],
      [
        '30 doubling fragments',
        'at most 300 fields',
        `${within('...F0')} ${doubling(30, (next) => `${next} ${next}`, 'id title')}`,
      ],
      [
        'fields that overlap in many ways',
        'at most 300 fields',
        within(`${'reviews { nodes { author { id } } } '.repeat(75)}`),
      ],
      [
        'lists in lists at full page sizes',
        'at most 50000 values',
        '{ me { orders(first: 100) { nodes { space { reviews(first: 100) { nodes { id text rating createdAt author { nickname } } } } } } } }',
      ],
      [
        'a year of 100 rooms',
        'at most 50000 values',
        '{ spaces(first: 100) { nodes { availability(from: "2026-12-01", to: "2027-11-30") { date day night all } } } }',
      ],
      [
        'the waveforms of 100 tracks',
        'at most 50000 values',
        '{ tracks(first: 100) { nodes { peaks(count: 1024) } } }',
      ],
      [
        'pages through a variable',
        'at most 50000 values',
        'query ($n: Int) { me { spaces(first: $n) { nodes { reviews(first: $n) { nodes { id text rating createdAt author { id nickname } } } } } } }',
        { n: 100 },
      ],
      [
        'pages through a default',
        'at most 50000 values',
        'query ($n: Int = 100) { me { spaces(first: $n) { nodes { reviews(first: $n) { nodes { id text rating createdAt author { id nickname } } } } } } }',
      ],
      ['1,000 operations', 'more that 1000 tokens', times(1000, (i) => `query Q${i} { __typename }`)],
      ['20,001 characters', 'at most 20000 characters', `{ districts { id } } #${'x'.repeat(20_000)}`],
      [
        '10,000 wrong items in a variable',
        'ids[0]: ID cannot represent value',
        'query ($ids: [ID!]) { spaces(filter: { facilityIds: $ids }) { totalCount } }',
        { ids: Array.from({ length: 10_000 }, () => ({ a: 'b' })) },
      ],
      [
        '900,000 wrong characters in a variable',
        'got invalid value',
        'query ($n: Int) { spaces(first: $n) { totalCount } }',
        { n: 'x'.repeat(900_000) },
      ],
      ['a page beyond an Int', 'Int cannot represent', '{ spaces(first: 2147483648) { totalCount } }'],
      ['a sort that is a column', 'does not exist in "SpaceSort"', '{ spaces(sort: hostId) { totalCount } }'],
      [
        'a filter that is a column',
        'is not defined by type',
        '{ spaces(filter: { hostId: "1" }) { totalCount } }',
      ],
      ['two operations and no name', 'operation', 'query A { __typename } query B { __typename }'],
      ['nothing but space', 'Syntax Error', ' '.repeat(100_000)],
    ])('with %s is refused before anything is asked of the database', async (_, why, query, variables) => {
      expect(await refused(JSON.stringify({ query, variables }))).toContain(why);
    });

    it('whose variable is nested 100,000 levels deep is refused', async () => {
      const deep = '['.repeat(100_000) + ']'.repeat(100_000);
      const query = 'query ($id: ID!) { space(id: $id) { id } }';
      expect(await refused(`{"query":"${query}","variables":{"id":${deep}}}`)).toContain('got invalid value');
    });

    it('with 50 operations is refused, whichever of them is meant', async () => {
      const query = times(50, (i) => `query Q${i} { __typename }`);
      expect(await refused(JSON.stringify({ query, operationName: 'Q7' }))).toContain(
        'at most 10 operations',
      );
    });

    it('is refused just the same when it comes again', async () => {
      const body = JSON.stringify({ query: `{ ${times(16, (i) => `a${i}: __typename`)} }` });
      for (let round = 0; round < 3; round += 1) expect(await refused(body)).toContain('at most 15 aliases');
    });

    it.each([
      ['in plain', '{ __schema { types { name } } }'],
      ['in a fragment', '{ ...F } fragment F on Query { __type(name: "Query") { fields { name } } }'],
      ['under an alias', '{ districts: __schema { types { name } } }'],
    ])('that introspects %s gets nothing in production, over POST and GET', async (_, query) => {
      const path = `/graphql?query=${encodeURIComponent(query)}`;
      const replies = [await ask(query), await send({ method: 'GET', path, headers: preflight })];
      for (const { status, text } of replies) {
        expect(status).toBe(production ? 400 : 200);
        expect(/createOrder|placeOrder|PublicUser|totalCount|spaces/.test(text)).toBe(!production);
      }
    });

    it('that introspects in circles is refused everywhere', async () => {
      const round = (depth: number): string => (depth ? `fields { type { ${round(depth - 1)} } }` : 'name');
      expect(codeIn((await ask(`{ __schema { types { ${round(6)} } } }`)).text)).toBe('BAD_USER_INPUT');
    });

    it.each([
      ['field', '{ spacez { totalCount } }'],
      ['field in a fragment', '{ ...F } fragment F on Query { spacez { totalCount } }'],
      ['argument', '{ spaces(firzt: 1) { totalCount } }'],
      ['type', 'query ($f: SpaceFiltr) { __typename }'],
      ['enum value', '{ spaces(sort: PRICE_AS) { totalCount } }'],
      ['directive', '{ __typename @skipp(if: true) }'],
      ['input field', '{ spaces(filter: { serch: "x" }) { totalCount } }'],
      ['input field of a variable', 'query ($f: SpaceFilter) { spaces(filter: $f) { totalCount } }'],
      ['enum value of a variable', 'query ($s: SpaceSort!) { spaces(sort: $s) { totalCount } }'],
    ])('with a misspelt %s is told no better name in production', async (_, query) => {
      const path = `/graphql?query=${encodeURIComponent(query)}&variables=${encodeURIComponent('{"f":{"serch":"x"},"s":"PRICE_AS"}')}`;
      for (const reply of [
        await ask(query, { f: { serch: 'x' }, s: 'PRICE_AS' }),
        await send({ method: 'GET', path, headers: preflight }),
      ]) {
        expect([reply.status, codeIn(reply.text)]).toEqual([400, 'BAD_USER_INPUT']);
        if (production) expect(reply.text).not.toMatch(/did you mean/i);
      }
    });
  });

  describe('arguments', () => {
    it.each([
      ['a page of 2,147,483,647', '{ spaces(first: 2147483647) { totalCount } }'],
      ['a page of a billion', '{ spaces(first: 1000000000) { totalCount } }'],
      ['a page of 0', '{ spaces(first: 0) { totalCount } }'],
      ['a page of -1', '{ spaces(first: -1) { totalCount } }'],
      ['a cursor made by hand', '{ spaces(after: "WzEsIjEiXQ") { totalCount } }'],
      ['a cursor of SQL', `{ spaces(after: "'; DROP TABLE space; --") { totalCount } }`],
      ['an empty search', '{ spaces(filter: { search: " " }) { totalCount } }'],
    ])('refuse %s', async (_, query) => {
      const { status, text } = await ask(query);
      expect([status, codeIn(text)]).toEqual([200, 'BAD_USER_INPUT']);
    });

    it('refuse a cursor of 1 MB and one of another list', async () => {
      const query = 'query ($after: String) { tracks(after: $after) { totalCount } }';
      expect(codeIn((await ask(query, { after: 'x'.repeat(1_000_000) })).text)).toBe('BAD_USER_INPUT');
      const { data } = await app.run('{ spaces(first: 1) { pageInfo { endCursor } } }');
      expect(codeIn((await ask(query, { after: data.spaces.pageInfo.endCursor })).text)).toBe(
        'BAD_USER_INPUT',
      );
    });

    it.each([
      '%',
      '_',
      '\\',
      "'",
      '"',
      '%망원%',
      "망원' OR '1'='1",
      '\u0000',
      '망\u0000원',
      '\ud800',
      '🥁🥁',
      '\u202e망원',
      '망원"*',
      'NEAR(a b)',
      '+망원 -합주',
    ])('search for %j as it stands, or refuse it', async (search) => {
      const { status, text } = await ask(
        'query ($search: String) { spaces(filter: { search: $search }) { totalCount } }',
        { search },
      );
      const { data, errors } = JSON.parse(text);
      expect(status).toBe(200);
      if (errors) expect(codeIn(text)).toBe('BAD_USER_INPUT');
      else expect(data.spaces.totalCount).toBe(search === '망원' ? 1 : 0);
    });

    it.each([
      '../../v1/me',
      'a?b=c',
      'https://evil.example/playlist/x',
      'x'.repeat(10_000),
      '%2e%2e%2f',
      '\u0000',
    ])('find no playlist by %j', async (id) => {
      const { status, text } = await ask('query ($id: ID!) { playlist(id: $id) { name } }', { id });
      expect(status).toBe(200);
      expect(['BAD_USER_INPUT', 'NOT_FOUND', undefined]).toContain(codeIn(text));
      expect(JSON.parse(text).data).toEqual({ playlist: null });
    });
  });

  describe('a request', () => {
    const mutation = encodeURIComponent('mutation { logOut(refreshToken: "x") }');
    const query = encodeURIComponent('{ districts { id } }');
    const wrong: [string, Sent, number, string][] = [
      [
        'a mutation by GET',
        { method: 'GET', path: `/graphql?query=${mutation}`, headers: preflight },
        405,
        'BAD_USER_INPUT',
      ],
      [
        'a query by GET that a foreign page could send',
        { method: 'GET', path: `/graphql?query=${query}` },
        400,
        'BAD_USER_INPUT',
      ],
      [
        'a query by GET as text',
        {
          method: 'GET',
          path: `/graphql?query=${query}`,
          headers: { 'content-type': 'text/plain', ...preflight },
        },
        415,
        'UNSUPPORTED_MEDIA_TYPE',
      ],
      [
        'a query by GET under a made-up type',
        { method: 'GET', path: `/graphql?query=${query}`, headers: { 'content-type': 'application/x;y' } },
        415,
        'UNSUPPORTED_MEDIA_TYPE',
      ],
      ['text', { headers: { 'content-type': 'text/plain' }, body: districts }, 415, 'UNSUPPORTED_MEDIA_TYPE'],
      [
        'text with the preflight header',
        { headers: { 'content-type': 'text/plain', ...preflight }, body: districts },
        415,
        'UNSUPPORTED_MEDIA_TYPE',
      ],
      [
        'text that says it is JSON as well',
        { headers: { 'content-type': 'text/plain;application/json' }, body: districts },
        415,
        'UNSUPPORTED_MEDIA_TYPE',
      ],
      ['a form', { headers: form, body: `query=${query}` }, 415, 'UNSUPPORTED_MEDIA_TYPE'],
      [
        'a form with the preflight header',
        { headers: { ...form, ...preflight }, body: `query=${query}` },
        415,
        'UNSUPPORTED_MEDIA_TYPE',
      ],
      [
        'a multipart form without the preflight header',
        { headers: { 'content-type': 'multipart/form-data; boundary=x' }, body: '--x--' },
        400,
        'BAD_USER_INPUT',
      ],
      ['a body of no type', { body: districts }, 415, 'UNSUPPORTED_MEDIA_TYPE'],
      [
        'graphql as it is',
        { headers: { 'content-type': 'application/graphql' }, body: '{ districts { id } }' },
        415,
        'UNSUPPORTED_MEDIA_TYPE',
      ],
      ['a batch', { headers: json, body: `[${districts},${districts}]` }, 400, 'BAD_USER_INPUT'],
      ['a string', { headers: json, body: '"{ districts { id } }"' }, 400, 'BAD_USER_INPUT'],
      [
        'a query that is a document',
        { headers: json, body: '{"query":{"kind":"Document"}}' },
        400,
        'BAD_USER_INPUT',
      ],
      [
        'variables that are a list',
        { headers: json, body: '{"query":"{ __typename }","variables":[]}' },
        400,
        'BAD_USER_INPUT',
      ],
      [
        'a prototype',
        { headers: json, body: '{"query":"{ __typename }","__proto__":{"a":1}}' },
        400,
        'BAD_USER_INPUT',
      ],
      ['half a JSON', { headers: json, body: '{"query":' }, 400, 'BAD_USER_INPUT'],
      ['no body', { headers: json }, 400, 'BAD_USER_INPUT'],
      [
        '8 MiB',
        { headers: json, body: JSON.stringify({ query: 'x'.repeat(8 * mebibyte) }) },
        413,
        'PAYLOAD_TOO_LARGE',
      ],
      [
        '8 MiB in chunks',
        { headers: { ...json, 'transfer-encoding': 'chunked' }, body: Buffer.alloc(8 * mebibyte, '[') },
        413,
        'PAYLOAD_TOO_LARGE',
      ],
      [
        'zeros, gzipped',
        { headers: { ...json, 'content-encoding': 'gzip' }, body: gzipSync(Buffer.alloc(100 * mebibyte)) },
        415,
        'UNSUPPORTED_MEDIA_TYPE',
      ],
      [
        'JSON under an unknown encoding',
        { headers: { ...json, 'content-encoding': 'x-nope' }, body: districts },
        415,
        'UNSUPPORTED_MEDIA_TYPE',
      ],
      [
        'JSON in UTF-16',
        {
          headers: { 'content-type': 'application/json; charset=utf-16' },
          body: Buffer.from(districts, 'utf16le'),
        },
        415,
        'UNSUPPORTED_MEDIA_TYPE',
      ],
      [
        'JSON in a charset nobody has heard of',
        { headers: { 'content-type': 'application/json; charset=nope' }, body: districts },
        415,
        'UNSUPPORTED_MEDIA_TYPE',
      ],
      [
        'an answer nobody can give',
        { headers: { ...json, accept: 'image/png' }, body: districts },
        406,
        'BAD_USER_INPUT',
      ],
      ...['PUT', 'DELETE', 'PATCH', 'TRACE'].map((method): [string, Sent, number, string] => [
        method,
        { method, headers: json, ...(method === 'TRACE' ? {} : { body: districts }) },
        405,
        'BAD_USER_INPUT',
      ]),
      ['HEAD', { method: 'HEAD' }, 405, ''],
      [
        'GET that means to be POST',
        {
          method: 'GET',
          path: `/graphql?query=${mutation}&_method=POST`,
          headers: { 'x-http-method-override': 'POST', ...preflight },
        },
        405,
        'BAD_USER_INPUT',
      ],
      ['DELETE of what is only read', { method: 'DELETE', path: '/healthz' }, 405, 'BAD_USER_INPUT'],
      ['POST of a file of the page', { method: 'POST', path: '/welcome/welcome.js' }, 405, 'BAD_USER_INPUT'],
    ];

    it.each(wrong)('of %s is refused', async (_, sent, status, code) => {
      const reply = await send(sent);
      expect([reply.status, reply.text && codeIn(reply.text)]).toEqual([status, code]);
      if (status === 405) expect(reply.headers.allow).toMatch(/\b(GET|POST)\b/);
    });

    it.each([
      '/media/..%2f..%2f.env',
      '/media/%2e%2e/%2e%2e/package.json',
      '/welcome/..%2f..%2fpackage.json',
      '/welcome/%c0%ae%c0%ae/x.js',
      '//evil.example/',
      '/.git/config',
      '/.env',
      '/graphql/',
      '/graphql/../graphql',
      '/server-status',
      '/%',
      '/%00',
      `/${'a'.repeat(8000)}`,
      '/recordings/../healthz',
      '/__proto__',
      '/constructor',
      '/graphql%00',
      '/welcome/constructor',
    ])('for %s finds nothing', async (path) => {
      const reply = await send({ method: 'GET', path });
      expect([400, 404]).toContain(reply.status);
      expect(['BAD_USER_INPUT', 'NOT_FOUND']).toContain(codeIn(reply.text));
      expect(reply.text).not.toContain(path);
    });

    it.each([
      'https://evil.example',
      'null',
      'http://localhost.evil.example',
      'https://localhost.evil.example:3000',
      'https://studio.apollographql.com.evil.example',
    ])('from a page of %s is not for its eyes', async (origin) => {
      const requests: Sent[] = [
        { headers: { ...json, origin }, body: districts },
        {
          method: 'OPTIONS',
          headers: {
            origin,
            'access-control-request-method': 'POST',
            'access-control-request-headers': 'authorization',
          },
        },
      ];
      for (const sent of requests) {
        const { headers } = await send(sent);
        expect(headers['access-control-allow-origin']).toBeUndefined();
        expect(headers['access-control-allow-credentials']).toBeUndefined();
      }
    });

    it('that lies about the host gets no link to it', async () => {
      const headers = {
        host: 'evil.example',
        'x-forwarded-host': 'evil.example',
        forwarded: 'host=evil.example;proto=https',
        'x-forwarded-proto': 'gopher',
      };
      for (const sent of [
        {
          headers: { ...json, ...headers },
          body: '{"query":"{ tracks { nodes { streamUrl } } categories { imageUrl } }"}',
        },
        { method: 'GET', path: '/', headers },
        { method: 'GET', path: '/auth/kakao', headers },
        { method: 'GET', path: '/favicon.ico', headers },
        { method: 'GET', path: '/nothing', headers },
      ]) {
        const { headers: answered, text } = await send(sent);
        expect(JSON.stringify(answered) + text).not.toContain('evil');
      }
    });
  });

  describe('a multipart request', () => {
    const part = (name: string, value: string, more = '') =>
      `--x\r\nContent-Disposition: form-data; name="${name}"${more}\r\n\r\n${value}\r\n`;
    const operations = (query: string, variables: object) =>
      part('operations', JSON.stringify({ query, variables }));
    const upload = 'mutation ($file: Upload!) { uploadRecording(file: $file) { id } }';
    const file = (name: string) => part('0', 'bytes', `; filename="${name}"`);
    const map = (paths: unknown) => part('map', JSON.stringify(paths));
    const one = operations(upload, { file: null }) + map({ 0: ['variables.file'] });

    it.each([
      ['a NUL in a file name', `${one}${file('a\0.mp3')}--x--\r\n`],
      ['a header of nothing', `${one}--x\r\nnonsense\r\n\r\nbytes\r\n--x--\r\n`],
      ['no end', `${one}--x\r\nContent-Disposition: form-data; name="0"; filename="a.mp3"\r\n\r\nbytes`],
      ['no file', `${one}--x--\r\n`],
      ['the map first', `${map({ 0: ['variables.file'] })}${operations(upload, { file: null })}--x--\r\n`],
      ['no map', `${operations(upload, { file: null })}${file('a.mp3')}--x--\r\n`],
      [
        'a path into a prototype',
        `${operations(upload, { file: null })}${map({ 0: ['variables.__proto__.polluted'] })}${file('a.mp3')}--x--\r\n`,
      ],
      [
        'a path to nowhere',
        `${operations(upload, { file: null })}${map({ 0: ['variables.file.a.b'] })}${file('a.mp3')}--x--\r\n`,
      ],
      [
        'one file at 5,000 places',
        `${operations(upload, { file: null, files: [] })}${map({ 0: Array.from({ length: 5000 }, (_, i) => `variables.files.${i}`) })}${file('a.mp3')}--x--\r\n`,
      ],
      ['a map that is a list', `${operations(upload, { file: null })}${map([])}--x--\r\n`],
      ['operations that are no JSON', `${part('operations', '{')}--x--\r\n`],
      [
        'a batch',
        `${part('operations', `[${districts},${districts}]`)}${map({ 0: ['0.variables.file'] })}${file('a.mp3')}--x--\r\n`,
      ],
      [
        'two mutations of one file',
        `${operations('mutation ($file: Upload!) { a: uploadRecording(file: $file) { id } b: uploadRecording(file: $file) { id } }', { file: null })}${map({ 0: ['variables.file'] })}${file('a.mp3')}--x--\r\n`,
      ],
      ['no boundary', one, 'multipart/form-data'],
    ])('with %s is refused', async (_, body, type = 'multipart/form-data; boundary=x') => {
      const headers = { 'content-type': type, authorization: `Bearer ${token}`, ...preflight };
      const { text } = await send({ headers, body });
      expect(codeIn(text)).toBe('BAD_USER_INPUT');
      expect(({} as any).polluted).toBeUndefined();
      const { data } = await app.run('{ me { recordings { totalCount } } }', {}, token);
      expect(data.me.recordings.totalCount).toBe(0);
    });
  });

  describe('a connection', () => {
    it.each(['%%%', 'a b', 'evil.example:99999999', '[', '', 'a/b', 'x@y'])(
      'to the host %j is answered or refused, not broken',
      async (host) => {
        const head = [
          'POST /graphql HTTP/1.1',
          `Host: ${host}`,
          'Content-Type: application/json',
          'Connection: close',
        ];
        const answer = await raw(...head, `Content-Length: ${districts.length}`, '', districts);
        expect(answer).toMatch(/^HTTP\/1\.1 (200|400) /);
        expect(answer).not.toMatch(insides);
      },
    );

    /** Sends bytes as they are; what comes back until the other side closes. */
    async function raw(...lines: string[]): Promise<string> {
      const socket = connect(Number(new URL(app.url).port), '127.0.0.1');
      socket.on('error', () => undefined);
      socket.write(lines.join('\r\n'));
      const chunks = await socket.toArray().catch(() => []);
      await goesOn();
      return Buffer.concat(chunks).toString();
    }

    const smuggled = 'GET /smuggled HTTP/1.1';
    it.each([
      [
        'with a length and chunks',
        [
          'POST /graphql HTTP/1.1',
          'Host: x',
          'Content-Type: application/json',
          'Content-Length: 4',
          'Transfer-Encoding: chunked',
          '',
          '0',
          '',
          smuggled,
          'Host: x',
          '',
          '',
        ],
        400,
      ],
      [
        'with two lengths',
        ['POST /graphql HTTP/1.1', 'Host: x', 'Content-Length: 0', 'Content-Length: 28', '', smuggled, ''],
        400,
      ],
      [
        'with a chunk of no size',
        [
          'POST /graphql HTTP/1.1',
          'Host: x',
          'Content-Type: application/json',
          'Transfer-Encoding: chunked',
          '',
          'zz',
          '',
          smuggled,
          'Host: x',
          '',
          '',
        ],
        400,
      ],
      [
        'with chunks that are not the last coding',
        ['POST /graphql HTTP/1.1', 'Host: x', 'Transfer-Encoding: chunked, identity', '', '0', '', ''],
        400,
      ],
      [
        'with a space before a colon',
        ['POST /graphql HTTP/1.1', 'Host: x', 'Content-Length : 0', '', ''],
        400,
      ],
      ['with a folded header', ['GET /healthz HTTP/1.1', 'Host: x', 'X-A: b', ' c: d', '', ''], 400],
      [
        'with a head of 64 KiB',
        ['GET /healthz HTTP/1.1', 'Host: x', `X-A: ${'a'.repeat(65_536)}`, '', ''],
        431,
      ],
      ['without a host', ['GET /healthz HTTP/1.1', '', ''], 400],
      ['of HTTP/2 without a word', ['PRI * HTTP/2.0', '', 'SM', '', ''], 400],
      ['with a NUL in a header', ['GET /healthz HTTP/1.1', 'Host: x', 'X-A: \0', '', ''], 400],
    ])('%s is closed', async (_, lines, status) => {
      const answer = await raw(...lines);
      expect(answer).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
      expect(answer).not.toContain('smuggled');
      expect(answer.match(/HTTP\/1\.1 /g)).toHaveLength(1);
      expect(answer).not.toMatch(insides);
      expect(answer.length).toBeLessThan(4096);
    });

    it('that asks 700 times without waiting for an answer is cut, and nothing of it is left', async () => {
      const { id } = await new Make(app).media(Buffer.alloc(1_000_000));
      const metrics = app.get(Metrics);
      const answered = async () =>
        /requests_in_flight\{route="\/media\/:id"\} (\d+)/.exec(await metrics.text())?.[1];
      const socket = connect(Number(new URL(app.url).port), '127.0.0.1');
      socket.on('error', () => undefined).write(`GET /media/${id} HTTP/1.1\r\nHost: x\r\n\r\n`.repeat(700));
      socket.resume();
      await once(socket, 'close');
      await vi.waitFor(async () => expect(await answered()).toBe('0'));
    });

    it('that sends 100 MiB in chunks is cut before it has filled the memory', async () => {
      const before = process.memoryUsage().rss;
      const socket = connect(Number(new URL(app.url).port), '127.0.0.1');
      let answer = '';
      socket.on('error', () => undefined).on('data', (chunk: Buffer) => (answer += chunk.toString()));
      socket.write(
        'POST /graphql HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n',
      );
      const chunk = `100000\r\n${'x'.repeat(mebibyte)}\r\n`;
      for (let sent = 0; sent < 100 && !socket.destroyed; sent += 1) {
        if (!socket.write(chunk))
          await Promise.race([once(socket, 'drain'), once(socket, 'close')]).catch(() => undefined);
      }
      socket.destroy();
      expect(answer).toMatch(/^HTTP\/1\.1 413 /);
      expect(process.memoryUsage().rss - before).toBeLessThan(50 * mebibyte);
      await goesOn();
    });
  });

  describe('a WebSocket', () => {
    const subscribe = async (query: string, variables: Record<string, unknown> = {}): Promise<any[]> => {
      const client = createClient({
        url: `${app.url.replace('http', 'ws')}/graphql`,
        webSocketImpl: WebSocket,
        retryAttempts: 0,
      });
      const errors = await new Promise<any>((resolve, reject) =>
        client.subscribe(
          { query, variables },
          { next: () => reject(new Error('it ran')), error: resolve, complete: () => resolve([]) },
        ),
      );
      await client.dispose();
      await goesOn();
      return errors;
    };
    const changed = (below: string) =>
      `subscription ($id: ID = "x") { availabilityChanged(spaceId: $id) { ${below} } }`;

    it.each([
      ['16 aliases', 'at most 15 aliases', changed(times(16, (i) => `a${i}: __typename`))],
      [
        'aliases in fragments',
        'at most 15 aliases',
        `${changed('...F x: date ...F')} fragment F on DayAvailability { ${times(8, (i) => `a${i}: day`)} }`,
      ],
      ['301 fields', 'at most 300 fields', changed('date '.repeat(301))],
      ['an alias that is long', 'at most 100 characters in an alias', changed(`${'a'.repeat(101)}: date`)],
      ['50,000 braces', 'Syntax Error', '{'.repeat(50_000)],
      [
        'two ways into the stream',
        'must select only one top level field',
        'subscription { a: availabilityChanged(spaceId: "x") { date } b: availabilityChanged(spaceId: "y") { date } }',
      ],
      ['a misspelt field', 'Cannot query field', changed('dat')],
      ['100 unknown fields', 'Cannot query field', changed(times(100, (i) => `f${i}`))],
    ])('obeys the same limits: %s', async (_, why, query) => {
      const errors = await subscribe(query);
      expect(errors[0].message).toContain(why);
      expect(errors.length).toBeLessThanOrEqual(5);
      expect(errors.map(({ extensions }) => extensions)).toEqual(
        errors.map(() => ({ code: 'BAD_USER_INPUT' })),
      );
      if (production) expect(JSON.stringify(errors)).not.toMatch(/did you mean/i);
    });
  });
});

/** The code of an answer, of either shape. */
function codeIn(text: string): string | undefined {
  const { errors, error } = JSON.parse(text);
  return (errors?.[0].extensions ?? error)?.code;
}
