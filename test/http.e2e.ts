import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { Database } from '../src/platform/database/database.js';
import { startApp, type TestApp } from './app.js';
import { Make } from './make.js';

let app: TestApp;

beforeAll(async () => {
  app = await startApp();
});

afterAll(() => app.stop());

describe('the welcome page', () => {
  it('comes under a strict policy, and so does all it is made of', async () => {
    const page = await fetch(app.url);
    const html = await page.text();
    expect(page.status).toBe(200);
    expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(page.headers.get('content-security-policy')).toContain(
      "default-src 'none'; script-src 'self'; style-src 'self'",
    );
    expect(html).not.toMatch(/ style=|<style|<script(?![^>]*src=)| on[a-z]+=/);
    const links = [...html.matchAll(/(?:src|href)="(\/welcome\/[^"]+)"/g)].map(([, link]) => link as string);
    expect(links.length).toBeGreaterThan(2);
    for (const link of links) {
      const file = await fetch(app.url + link);
      await file.text();
      expect([link, file.status]).toEqual([link, 200]);
    }
  });

  it('names the demo login where there is demo data only', async () => {
    expect(await (await fetch(app.url)).text()).not.toContain('hapju.demo');
    const demo = await startApp({ DEMO: 'on' });
    try {
      expect(await (await fetch(demo.url)).text()).toContain('guest@hapju.demo');
    } finally {
      await demo.stop();
    }
  });

  it('brings the client of its live updates, with all that imports', async () => {
    const folder = `${app.url}/welcome/graphql-ws`;
    const client = await fetch(`${folder}/client.js`);
    expect(client.headers.get('content-type')).toBe('text/javascript; charset=utf-8');
    const imports = [...(await client.text()).matchAll(/from\s*["'](\.[^"']+)["']/g)].map(([, file]) => file);
    for (const file of imports) {
      expect((await fetch(new URL(file as string, `${folder}/`))).status).toBe(200);
    }
  });

  it.each(['welcome.module.ts', '..%2fmain.ts', 'nothing.css', 'icons'])('serves no %s', async (file) => {
    const response = await fetch(`${app.url}/welcome/${file}`);
    expect(response.status).toBe(404);
    expect(await response.json()).toMatchObject({ error: { code: 'NOT_FOUND' } });
  });
});

describe('a client that offers HTTP/2 on its first request', () => {
  const body = JSON.stringify({ query: '{ districts { id } }' });
  const first = [
    'POST /graphql HTTP/1.1',
    'Host: localhost',
    'Connection: Upgrade, HTTP2-Settings',
    'Upgrade: h2c',
    'HTTP2-Settings: AAMAAABkAAQCAAAAAAIAAAAA',
    'Content-Type: application/json',
    `Content-Length: ${body.length}`,
    '',
  ].join('\r\n');

  it.each([
    ['in one piece', [`${first}\r\n${body}`]],
    ['head first', [`${first}\r\n`, body]],
  ])('is answered in HTTP/1.1, and so is its next request: sent %s', async (_, pieces) => {
    const { port, hostname } = new URL(app.url);
    const socket = connect(Number(port), hostname);
    let answer = '';
    socket.on('data', (chunk: Buffer) => (answer += chunk.toString()));
    for (const piece of pieces) {
      await new Promise((resolve) => socket.write(piece, resolve));
      await new Promise((resolve) => setImmediate(resolve));
    }
    await vi.waitFor(() => expect(answer).toMatch(/^HTTP\/1\.1 200 OK\r\n[^]*"districts":\[\{"id":"\d+"\}/));
    answer = '';
    socket.write('GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n');
    await vi.waitFor(() => expect(answer).toMatch(/^HTTP\/1\.1 200 OK\r\n[^]*\{"status":"ok"\}/));
    socket.destroy();
  });
});

describe('every answer', () => {
  it('of an unknown address is coded', async () => {
    const response = await fetch(`${app.url}/nothing/here`);
    expect(response.status).toBe(404);
    expect(await response.json()).toEqual({
      error: { code: 'NOT_FOUND', message: 'There is nothing at this address.' },
    });
  });

  it('carries a request id and forbids sniffing', async () => {
    const response = await fetch(`${app.url}/healthz`);
    expect(await response.json()).toEqual({ status: 'ok' });
    expect(response.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
    expect(response.headers.get('x-content-type-options')).toBe('nosniff');
  });

  it('lets only known origins read it', async () => {
    const asked = async (origin: string) =>
      (await fetch(`${app.url}/healthz`, { headers: { origin } })).headers.get('access-control-allow-origin');
    expect(await asked('https://evil.example')).toBeNull();
    expect(await asked('null')).toBeNull();
    expect(await asked('https://studio.apollographql.com')).toBe('https://studio.apollographql.com');
  });

  it('answers their preflights, and says what may differ', async () => {
    const origin = 'https://studio.apollographql.com';
    const wanted = {
      'access-control-request-method': 'POST',
      'access-control-request-headers': 'authorization,content-type',
    };
    const { status, headers } = await fetch(`${app.url}/graphql`, {
      method: 'OPTIONS',
      headers: { origin, ...wanted },
    });
    expect(status).toBe(204);
    expect(Object.fromEntries(headers)).toMatchObject({
      'access-control-allow-origin': origin,
      'access-control-allow-methods': 'GET,HEAD,POST,PUT',
      'access-control-allow-headers': 'authorization,content-type',
      'access-control-max-age': '86400',
      vary: 'Origin, Access-Control-Request-Headers',
    });
  });
});

describe('GraphQL', () => {
  const post = async (
    body: string,
    headers: Record<string, string> = { 'content-type': 'application/json' },
  ) => {
    const response = await fetch(`${app.url}/graphql`, { method: 'POST', headers, body });
    return { status: response.status, answer: (await response.json()) as any };
  };

  it.each([
    ['a syntax error', '{ spaces {'],
    ['an unknown field', '{ spaces { nonsense } }'],
    ['a document of 1,200 tokens', `{ ${'districts { id } '.repeat(300)} }`],
    ['a document 20,000 levels deep', `${'{ a '.repeat(20_000)}`],
  ])('refuses %s as bad input', async (_, query) => {
    const { status, answer } = await post(JSON.stringify({ query }));
    expect(status).toBe(400);
    expect(answer.errors[0].extensions).toEqual({ code: 'BAD_USER_INPUT' });
    expect(JSON.stringify(answer)).not.toMatch(/stack|node_modules/i);
  });

  it.each([
    ['no JSON', '{', 400, 'BAD_USER_INPUT'],
    ['2 MB', JSON.stringify({ query: `# ${'x'.repeat(2_000_000)}` }), 413, 'PAYLOAD_TOO_LARGE'],
  ])('refuses a body of %s', async (_, body, status, code) => {
    const answered = await post(body);
    expect(answered.status).toBe(status);
    expect(answered.answer).toEqual({ errors: [{ message: expect.any(String), extensions: { code } }] });
  });

  it('refuses what a foreign page could send without asking', async () => {
    const { status } = await post('{"query":"{ districts { id } }"}', { 'content-type': 'text/plain' });
    expect(status).toBeGreaterThanOrEqual(400);
  });

  it('refuses a variable that is null where an argument must not be', async () => {
    const root = await app.run('query ($sort: SpaceSort = NEWEST) { spaces(sort: $sort) { totalCount } }', {
      sort: null,
    });
    expect(root.data).toBeNull();
    expect(root.errors?.[0]).toMatchObject({ path: ['spaces'], extensions: { code: 'BAD_USER_INPUT' } });

    const space = await new Make(app).space();
    const below = await app.run(
      `query ($id: ID!, $to: LocalDate = "2026-12-02") { space(id: $id) {
         availability(from: "2026-12-01", to: $to) { day } } districts { id } }`,
      { id: space.id, to: null },
    );
    expect(below.data.districts).toHaveLength(25);
    expect(below.errors).toEqual([
      expect.objectContaining({ path: ['space', 'availability'], extensions: { code: 'BAD_USER_INPUT' } }),
    ]);
  });

  it('runs no batch', async () => {
    const { status } = await post('[{"query":"{ districts { id } }"},{"query":"{ districts { id } }"}]');
    expect(status).toBe(400);
  });

  it('keeps persisted queries', async () => {
    const query = '{ categories { id } }';
    const hash = '1b09ac9c9ed2d1c2ff2bd9ff5b9a0a7e8e4c9d7b'.padEnd(64, '0');
    const unknown = await post(
      JSON.stringify({ extensions: { persistedQuery: { version: 1, sha256Hash: hash } } }),
    );
    expect(unknown.answer.errors[0].extensions.code).toBe('PERSISTED_QUERY_NOT_FOUND');
    const { createHash } = await import('node:crypto');
    const sha256Hash = createHash('sha256').update(query).digest('hex');
    const extensions = { persistedQuery: { version: 1, sha256Hash } };
    expect((await post(JSON.stringify({ query, extensions }))).answer.errors).toBeUndefined();
    expect((await post(JSON.stringify({ extensions }))).answer.data.categories.length).toBeGreaterThan(5);
  });

  it('shows Sandbox to a browser', async () => {
    const page = await fetch(`${app.url}/graphql`, { headers: { accept: 'text/html' } });
    expect(page.status).toBe(200);
    expect(await page.text()).toContain('sandbox');
  });

  it('masks what breaks, and tells the request id', async () => {
    const database = app.get(Database);
    const select = database.select.bind(database);
    database.select = () => Promise.reject(new Error("SELECT secret FROM space: table 'space' is on fire"));
    try {
      const answer = await app.run('{ spaces { nodes { id } } districts { id } }');
      expect(answer.data).toBeNull();
      expect(answer.errors).toEqual([
        {
          message: 'Something went wrong on our side. Please quote the request id.',
          locations: expect.anything(),
          path: ['spaces'],
          extensions: { code: 'INTERNAL', requestId: expect.stringMatching(/^[0-9a-f-]{36}$/) },
        },
      ]);
      const media = await fetch(`${app.url}/media/00000000-0000-7000-8000-000000000000`);
      expect(media.status).toBe(500);
      expect(await media.json()).toEqual({
        error: {
          code: 'INTERNAL',
          message: 'Something went wrong on our side. Please quote the request id.',
          requestId: media.headers.get('x-request-id'),
        },
      });
    } finally {
      database.select = select;
    }
  });
});
