import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { type ClientRequest, type IncomingMessage, request } from 'node:http';
import { connect } from 'node:net';
import { createClient } from 'graphql-ws';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { startApp, type TestApp } from './app.js';
import { Make } from './make.js';
import { killAll, launchBeside, type ServerProcess, setClock } from './processes.js';

const query = JSON.stringify({ query: '{ districts { id } }' });

let app: TestApp;
let token: string;

beforeAll(async () => {
  app = await startApp();
  setClock(app);
  token = (await new Make(app).guest()).token;
});

afterEach(killAll);

afterAll(() => app.stop());

/** A request whose body has begun and waits to be ended. */
function begun({ url }: ServerProcess, path: string, body: Buffer, headers: object): ClientRequest {
  const made = request(`${url}${path}`, {
    agent: false,
    method: path === '/graphql' ? 'POST' : 'PUT',
    headers: { connection: 'keep-alive', 'content-length': body.byteLength, ...headers },
  });
  made.write(body.subarray(0, 5));
  return made;
}

async function answerOf(made: ClientRequest): Promise<[number | undefined, string | undefined, any]> {
  const [response] = (await once(made, 'response')) as [IncomingMessage];
  const chunks: Buffer[] = [];
  for await (const chunk of response) chunks.push(chunk as Buffer);
  return [response.statusCode, response.headers.connection, JSON.parse(Buffer.concat(chunks).toString())];
}

const inFlight = async ({ url }: ServerProcess): Promise<number> => {
  const text = await (await fetch(`${url}/metrics`)).text();
  const each = [...text.matchAll(/^hapju_http_requests_in_flight\{.*\} (\d+)$/gm)].map(([, count]) =>
    Number(count),
  );
  return each.reduce((sum, count) => sum + count, 0) - 1;
};

async function refuses({ port }: ServerProcess): Promise<boolean> {
  const socket = connect(port, '127.0.0.1');
  const refused = await once(socket, 'connect').then(
    () => false,
    () => true,
  );
  socket.destroy();
  return refused;
}

describe('a server that is told to stop', () => {
  it('is not ready at once, lets nobody in, and answers all that it has accepted', async () => {
    const server = await launchBeside(app);
    const mp3 = readFileSync(new URL('fixtures/cbr.mp3', import.meta.url));
    const json = { 'content-type': 'application/json' };
    const mine = { authorization: `Bearer ${token}` };
    const requests = Array.from({ length: 20 }, () => begun(server, '/graphql', Buffer.from(query), json));
    const uploads = Array.from({ length: 3 }, () => begun(server, '/recordings/a.mp3', mp3, mine));
    await expect.poll(() => inFlight(server)).toBe(23);
    const codes: number[] = [];
    const client = createClient({
      url: `${server.url.replace('http', 'ws')}/graphql`,
      webSocketImpl: WebSocket,
      lazy: false,
      retryAttempts: 0,
      onNonLazyError: () => undefined,
      on: { closed: (event) => codes.push((event as { code: number }).code) },
    });
    await new Promise<void>((resolve) => client.on('connected', () => resolve()));
    // A connection on which more is asked while the server stops: it is in the middle of a request then.
    const half = connect(server.port, '127.0.0.1').setEncoding('utf8');
    half.write('GET /readyz HTTP/1.1\r\nhost: x\r\n');
    await inFlight(server);

    const exit = server.stop();
    await expect.poll(() => refuses(server)).toBe(true);
    half.write('\r\n');
    const [told] = (await once(half, 'data')) as [string];
    expect(told).toMatch(/^HTTP\/1\.1 503 /);
    expect(told.toLowerCase()).toContain('connection: close');
    expect(told).toContain('{"status":"stopping","checks":{}}');
    await expect.poll(() => codes).toEqual([1001]);

    const answers = [...requests, ...uploads].map(answerOf);
    for (const made of requests) made.end(query.slice(5));
    for (const made of uploads) made.end(mp3.subarray(5));
    const all = await Promise.all(answers);
    expect(
      all.slice(0, 20).map(([status, connection, { data }]) => [status, connection, data?.districts.length]),
    ).toEqual(Array.from({ length: 20 }, () => [200, 'close', 25]));
    expect(all.slice(20).map(([status, connection, { size }]) => [status, connection, size])).toEqual(
      Array.from({ length: 3 }, () => [201, 'close', mp3.byteLength]),
    );
    expect(await exit).toBe(0);
    await client.dispose();
  }, 60_000);

  it('cuts after its time what does not end, and ends with 0', async () => {
    const server = await launchBeside(app);
    const made = begun(server, '/graphql', Buffer.from(query), { 'content-type': 'application/json' });
    const cut = once(made, 'error');
    await expect.poll(() => inFlight(server)).toBe(1);
    const begin = performance.now();
    expect(await server.stop()).toBe(0);
    expect(performance.now() - begin).toBeGreaterThan(7500);
    await cut;
  }, 60_000);

  it('ends at once when it is told again', async () => {
    const server = await launchBeside(app);
    const made = begun(server, '/graphql', Buffer.from(query), { 'content-type': 'application/json' });
    const cut = once(made, 'error');
    await expect.poll(() => inFlight(server)).toBe(1);
    void server.stop();
    await expect.poll(() => refuses(server)).toBe(true);
    expect(await server.stop()).toBe('SIGTERM');
    await cut;
  }, 60_000);

  it('is left by graphql-ws clients for whoever serves in its place', async () => {
    const [first, second] = [await launchBeside(app), await launchBeside(app)];
    const urls: string[] = [];
    const client = createClient({
      url: () => `${(urls.length === 0 ? first : second).url.replace('http', 'ws')}/graphql`,
      webSocketImpl: WebSocket,
      lazy: false,
      on: { connected: (socket) => urls.push((socket as WebSocket).url) },
    });
    await expect.poll(() => urls).toHaveLength(1);
    expect(await first.stop()).toBe(0);
    await expect.poll(() => urls, { timeout: 15_000 }).toHaveLength(2);
    expect(urls[1]).toContain(String(second.port));
    await client.dispose();
  }, 60_000);
});

describe('a server in which something goes wrong that nobody catches', () => {
  it.each(['throw', 'reject'])(
    'logs it, answers what it has accepted, and ends with 1 (%s)',
    async (how) => {
      const server = await launchBeside(app, { preload: 'mishap.mjs', env: { NODE_ENV: 'production' } });
      const made = begun(server, '/graphql', Buffer.from(query), { 'content-type': 'application/json' });
      await expect.poll(async () => (await fetch(`${server.url}/healthz`)).status).toBe(200);
      await server.tell({ how });
      await expect.poll(() => refuses(server)).toBe(true);
      const answer = answerOf(made);
      made.end(query.slice(5));
      expect((await answer)[0]).toBe(200);
      expect(await server.end).toBe(1);
      const line = server.output.split('\n').find((each) => each.includes('"level":"fatal"')) ?? '';
      const { err, msg } = JSON.parse(line);
      expect([err.message, msg]).toEqual(['a mishap', 'an error that nobody has caught: the process ends']);
      expect(err.stack).toContain('mishap.mjs');
    },
    60_000,
  );
});
