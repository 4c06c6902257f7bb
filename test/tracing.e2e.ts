import { once } from 'node:events';
import { createServer, type IncomingMessage, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { startApp, type TestApp } from './app.js';
import { killAll, launchBeside, type Launch, setClock } from './processes.js';

interface Span {
  readonly name: string;
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly attributes: readonly { key: string; value: Record<string, unknown> }[];
  readonly status: { readonly code?: number };
}

const mine = '0af7651916cd43dd8448eb211c80319c';
const parent = 'b7ad6b7169203331';
const email = 'typed.by.somebody@example.com';
const password = 'typed by somebody too';

const kakao = {
  KAKAO_REST_API_KEY: 'key',
  KAKAO_APP_ID: '1',
  KAKAO_AUTH_URL: 'http://127.0.0.1:1',
  KAKAO_API_URL: 'http://127.0.0.1:1',
};

let app: TestApp;
let collector: Server;
let endpoint: string;
let bodies: string[];

beforeAll(async () => {
  app = await startApp();
  setClock(app);
  // Takes what a collector takes: POST /v1/traces with JSON (OTLP/HTTP).
  collector = createServer((received, response) => {
    let text = '';
    received.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
    received.on('end', () => {
      if (received.url === '/v1/traces') bodies.push(text);
      response.setHeader('content-type', 'application/json').end('{}');
    });
  }).listen(0, '127.0.0.1');
  await once(collector, 'listening');
  endpoint = `http://127.0.0.1:${(collector.address() as AddressInfo).port}`;
});

afterEach(killAll);

afterAll(async () => {
  collector.close();
  await app.stop();
});

/** A log-in and one with Kakao, each of its own trace; what the server wrote, its spans, and the ids of the requests. */
async function run(given: Partial<Launch>) {
  bodies = [];
  const server = await launchBeside(app, {
    env: { NODE_ENV: 'production', LOG_LEVEL: 'info', ...kakao, ...given.env },
  });
  /** Sends a request whose body comes in two parts, and returns its id. */
  const post = async (body: object, headers: Record<string, string> = {}) => {
    const text = JSON.stringify(body);
    const sent = request(`${server.url}/graphql`, {
      agent: false,
      method: 'POST',
      headers: { 'content-type': 'application/json', 'content-length': text.length, ...headers },
    });
    sent.write(text.slice(0, 5));
    await (await fetch(`${server.url}/healthz`)).text();
    sent.end(text.slice(5));
    const [response] = (await once(sent, 'response')) as [IncomingMessage];
    await once(response.resume(), 'end');
    return response.headers['x-request-id'];
  };
  const logIn = await post(
    {
      query: 'mutation Typed($input: LogInInput!) { logIn(input: $input) { accessToken } }',
      variables: { input: { email, password } },
    },
    { traceparent: `00-${mine}-${parent}-01` },
  );
  const withKakao = await post({
    query: 'mutation { logInWithKakao(accessToken: "typed-token") { accessToken } }',
  });
  await server.stop();
  const spans = bodies.flatMap((body) =>
    JSON.parse(body).resourceSpans.flatMap(({ scopeSpans }: any) =>
      scopeSpans.flatMap((each: any) => each.spans),
    ),
  ) as Span[];
  return { spans, log: server.output, logIn, withKakao };
}

const of = ({ attributes }: Span, name: string) =>
  Object.values(attributes.find(({ key }) => key === name)?.value ?? {})[0];

describe('spans', () => {
  it('go down from the caller to each statement and call, and hold nothing that was typed', async () => {
    const { spans, log, logIn, withKakao } = await run({
      env: { OTEL_EXPORTER_OTLP_ENDPOINT: `${endpoint}/` },
    });
    const child = (name: string, above: Span | { spanId: string }) => {
      const found = spans.filter((span) => span.name === name && span.parentSpanId === above.spanId);
      expect(found.length, name).toBeGreaterThan(0);
      return found[0] as Span;
    };

    const root = child('POST /graphql', { spanId: parent });
    expect([root.traceId, of(root, 'hapju.request_id')]).toEqual([mine, logIn]);
    expect(of(root, 'http.response.status_code')).toBe(200);
    const operation = child('mutation logIn', root);
    expect([operation.traceId, operation.status.code, of(operation, 'error.type')]).toEqual([
      mine,
      2,
      'UNAUTHENTICATED',
    ]);
    const statement = child('SELECT', operation);
    expect(of(statement, 'db.system.name')).toBe(app.database.dialect);
    expect(of(statement, 'db.query.text')).toMatch(/^SELECT [^]*\?/);

    const own = spans.find((span) => of(span, 'hapju.request_id') === withKakao) as Span;
    expect(own.parentSpanId ?? '').toBe('');
    expect(own.traceId).not.toBe(mine);
    const call = child('GET 127.0.0.1', child('mutation logInWithKakao', own));
    expect([call.status.code, of(call, 'error.type')]).toEqual([2, 'CallFailed']);

    // A line of the log leads to its request, and to its trace.
    expect(lineAbout(log, 'kakao does not answer')).toMatchObject({
      requestId: withKakao,
      traceId: own.traceId,
    });
    expect(bodies.join()).not.toMatch(/typed|Typed|127\.0\.0\.1:1|access_token/);
  }, 60_000);

  it('are begun for no part where the settings say so, but still where a caller has begun', async () => {
    const env = { OTEL_EXPORTER_OTLP_ENDPOINT: endpoint, OTEL_TRACES_SAMPLER_ARG: '0' };
    const { spans } = await run({ env });
    expect(spans.length).toBeGreaterThan(2);
    expect(new Set(spans.map(({ traceId }) => traceId))).toEqual(new Set([mine]));
  }, 60_000);

  it('are none without an endpoint, and requests are known by their ids all the same', async () => {
    const { log, withKakao } = await run({});
    expect(bodies).toEqual([]);
    const told = lineAbout(log, 'operation refused');
    expect([told.requestId, told.traceId, told.err.code]).toEqual([
      withKakao,
      undefined,
      'UPSTREAM_UNAVAILABLE',
    ]);
  }, 60_000);

  it('are none for debugging either, but then lines from deep within a request have its id, too', async () => {
    const { log, withKakao } = await run({ env: { LOG_LEVEL: 'debug' } });
    expect(bodies).toEqual([]);
    const told = lineAbout(log, 'kakao does not answer');
    expect([told.requestId, told.traceId]).toEqual([withKakao, undefined]);
  }, 60_000);
});

/** The first line of a log that holds these words. */
function lineAbout(log: string, words: string): any {
  return JSON.parse(log.split('\n').find((line) => line.includes(words)) ?? '{}');
}
