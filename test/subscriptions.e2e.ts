import { connect } from 'node:net';
import { Args, Int, Query, Resolver, Subscription } from '@nestjs/graphql';
import { type Client, createClient, type FormattedExecutionResult } from 'graphql-ws';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { WebSocket } from 'ws';
import { CurrentViewer } from '../src/auth/current-viewer.decorator.js';
import type { Viewer } from '../src/auth/viewer.js';
import { Public } from '../src/platform/access.js';
import { PushIterator } from '../src/platform/graphql/push-iterator.js';
import { Refuses } from '../src/platform/graphql/refuses.js';
import { startApp, type TestApp } from './app.js';

const itself = { resolve: (value: unknown) => value };
const protocol = 'graphql-transport-ws';
const uuid = expect.stringMatching(/^[0-9a-f-]{36}$/);
const broken = { code: 'INTERNAL', requestId: uuid };

/** Every stream of `ticks` that is open. */
const open = new Set<PushIterator<number>>();

/** Subscriptions for nobody but these tests. */
@Resolver()
class TickResolver {
  private open(): PushIterator<number> {
    const events: PushIterator<number> = new PushIterator<number>(() => void open.delete(events));
    open.add(events);
    return events;
  }

  @Public()
  @Refuses({})
  @Subscription(() => Int, itself)
  ticks() {
    return this.open();
  }

  @Refuses({})
  @Subscription(() => Int, itself)
  forgotten() {
    return this.open();
  }

  @Public()
  @Refuses({})
  @Subscription(() => String, { ...itself, nullable: true })
  async *viewer(@CurrentViewer() viewer: Viewer | null) {
    yield viewer?.id ?? null;
  }

  @Public()
  @Refuses({})
  @Subscription(() => Int, itself)
  async *countTo(@Args('most', { type: () => Int }) most: number) {
    for (let value = 1; value <= most; value += 1) yield value;
  }

  @Public()
  @Refuses({})
  @Subscription(() => Int, itself)
  async *breaks() {
    yield 1;
    throw new Error('the password is 1234');
  }

  @Public()
  @Refuses({})
  @Subscription(() => Int, {
    resolve: () => {
      throw new Error('the password is 1234');
    },
  })
  async *breaksLater() {
    yield 1;
  }

  @Public()
  @Refuses({})
  @Subscription(() => Int, itself)
  noStream() {
    return 12;
  }

  @Public()
  @Refuses({})
  @Query(() => Int)
  ticksOpen() {
    return open.size;
  }
}

let app: TestApp;
let url: string;
let id: string;
let token: string;
const clients: Client[] = [];
const sockets: WebSocket[] = [];

beforeAll(async () => {
  app = await startApp({ CORS_ORIGINS: 'https://friend.example' }, { providers: [TickResolver] });
  url = `${app.url.replace('http', 'ws')}/graphql`;
  const { data } = await app.run(
    'mutation ($input: SignUpInput!) { signUp(input: $input) { accessToken user { id } } }',
    { input: { email: 'viewer@example.com', password: 'correct horse battery', nickname: '손님' } },
  );
  token = data.signUp.accessToken;
  id = data.signUp.user.id;
});

afterAll(() => app.stop());

afterEach(async () => {
  for (const client of clients.splice(0)) await client.dispose();
  for (const socket of sockets.splice(0)) socket.terminate();
  await vi.waitFor(() => expect(open.size).toBe(0));
});

function client(connectionParams?: Record<string, unknown>, at = url): Client {
  const made = createClient({ url: at, webSocketImpl: WebSocket, connectionParams, retryAttempts: 0 });
  clients.push(made);
  return made;
}

interface Heard {
  readonly results: FormattedExecutionResult<Record<string, unknown>, unknown>[];
  /** Resolves when it is over: with the errors that ended it, if any. */
  readonly over: Promise<unknown>;
  leave(): void;
}

function hear(by: Client, query: string, more: object = {}): Heard {
  const results: FormattedExecutionResult<Record<string, unknown>, unknown>[] = [];
  let leave = () => {};
  const over = new Promise<unknown>((resolve) => {
    leave = by.subscribe<Record<string, unknown>, unknown>(
      { query, ...more },
      { next: (result) => results.push(result), error: resolve, complete: () => resolve(null) },
    );
  });
  return { results, over, leave };
}

/** A socket without the library; `answered` is its status when it is refused. */
function knock(path = '/graphql', options: { origin?: string; protocols?: string[]; host?: string } = {}) {
  const { origin, protocols = [protocol], host } = options;
  const socket = new WebSocket(`${app.url.replace('http', 'ws')}${path}`, protocols, {
    ...(origin === undefined ? {} : { origin }),
    headers: host === undefined ? {} : { host },
  });
  sockets.push(socket);
  const answered = new Promise<number>((resolve, reject) => {
    socket.once('open', () => resolve(101));
    socket.once('unexpected-response', (_, response) => {
      response.resume().once('close', () => resolve(response.statusCode as number));
    });
    socket.once('error', reject);
  });
  return { socket, answered };
}

const closeOf = (socket: WebSocket) =>
  new Promise<[number, string]>((resolve) =>
    socket.once('close', (code, reason) => resolve([code, reason.toString()])),
  );

/** A socket that has shaken hands. */
async function enter(): Promise<WebSocket> {
  const { socket, answered } = knock();
  expect(await answered).toBe(101);
  const acknowledged = new Promise((resolve) => socket.once('message', resolve));
  socket.send('{"type":"connection_init"}');
  await acknowledged;
  return socket;
}

const subscribeMessage = (name: string, query: string) =>
  JSON.stringify({ type: 'subscribe', id: name, payload: { query } });

describe('events', () => {
  it('arrive as they are pushed, until the client has enough, which ends the stream', async () => {
    const heard = hear(client(), 'subscription { ticks }');
    await vi.waitFor(() => expect(open.size).toBe(1));
    for (const value of [1, 2, 3]) for (const events of open) events.push(value);
    await vi.waitFor(() => expect(heard.results).toHaveLength(3));
    expect(heard.results).toEqual([1, 2, 3].map((ticks) => ({ data: { ticks } })));
    heard.leave();
    await vi.waitFor(() => expect(open.size).toBe(0));
    expect(await heard.over).toBeNull();
  });

  it('end with the stream', async () => {
    const heard = hear(client(), 'subscription ($most: Int!) { countTo(most: $most) }', {
      variables: { most: 2 },
    });
    expect(await heard.over).toBeNull();
    expect(heard.results).toEqual([{ data: { countTo: 1 } }, { data: { countTo: 2 } }]);
  });

  it('are over for the server when a socket is lost without a word', async () => {
    const socket = await enter();
    for (const name of ['a', 'b']) socket.send(subscribeMessage(name, 'subscription { ticks }'));
    await vi.waitFor(() => expect(open.size).toBe(2));
    socket.terminate();
    await vi.waitFor(() => expect(open.size).toBe(0));
  });

  it('leave nothing behind when a client ends and begins under the same id at once', async () => {
    const socket = await enter();
    const subscribe = subscribeMessage('a', 'subscription { ticks }');
    for (const text of [subscribe, '{"type":"complete","id":"a"}', subscribe]) socket.send(text);
    await vi.waitFor(() => expect(open.size).toBeGreaterThan(0));
    socket.close();
    await vi.waitFor(() => expect(open.size).toBe(0));
  });
});

describe('who is asking', () => {
  it.each(['authorization', 'Authorization'])('is told by the parameter %s', async (name) => {
    const heard = hear(client({ [name]: `Bearer ${token}` }), 'subscription { viewer }');
    expect(await heard.over).toBeNull();
    expect(heard.results).toEqual([{ data: { viewer: id } }]);
  });

  it.each([
    ['no parameters', undefined],
    ['others', { token: 'x' }],
    ['one that is no text', { authorization: 12 }],
  ])('is nobody by %s', async (_, params) => {
    const heard = hear(client(params), 'subscription { viewer }');
    expect(await heard.over).toBeNull();
    expect(heard.results).toEqual([{ data: { viewer: null } }]);
  });

  it.each([
    ['a wrong token', () => ({ authorization: 'Bearer wrong' })],
    ['another scheme', () => ({ authorization: `Basic ${token}` })],
    ['two', () => ({ authorization: `Bearer ${token}`, Authorization: `Bearer ${token}` })],
  ])('is refused by %s', async (_, params) => {
    const heard = hear(client(params()), 'subscription { ticks }');
    expect(await heard.over).toBeNull();
    expect(heard.results).toMatchObject([{ errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] }]);
    expect(open.size).toBe(0);
  });

  it('must be somebody where nothing else is said', async () => {
    const heard = hear(client(), 'subscription { forgotten }');
    expect(await heard.over).toBeNull();
    expect(heard.results).toEqual([
      {
        errors: [
          {
            message: 'Sign in first.',
            path: ['forgotten'],
            locations: [{ line: 1, column: 16 }],
            extensions: { code: 'UNAUTHENTICATED' },
          },
        ],
      },
    ]);
    expect(open.size).toBe(0);
    hear(client({ authorization: `Bearer ${token}` }), 'subscription { forgotten }');
    await vi.waitFor(() => expect(open.size).toBe(1));
  });
});

describe('a document', () => {
  const onlySubscriptions = 'Only subscriptions run over a WebSocket; send queries and mutations over HTTP.';

  it.each<[string, string, object, string]>([
    ['a query', '{ ticksOpen }', {}, onlySubscriptions],
    ['a mutation', 'mutation { logOut(refreshToken: "x") }', {}, onlySubscriptions],
    ['introspection', '{ __schema { types { name } } }', {}, onlySubscriptions],
    ['no GraphQL', 'subscription {', {}, 'Syntax Error: Expected Name, found <EOF>.'],
    [
      'too long a text',
      `subscription { ${'ticks '.repeat(1000)}}`,
      {},
      'Syntax Error: Document contains more that 1000 tokens. Parsing aborted.',
    ],
    [
      'an unknown field',
      'subscription { tick }',
      {},
      'Cannot query field "tick" on type "Subscription". Did you mean "ticks"?',
    ],
    [
      'two fields',
      'subscription { ticks viewer }',
      {},
      'Anonymous Subscription must select only one top level field.',
    ],
    [
      'a wrong variable',
      'subscription ($most: Int!) { countTo(most: $most) }',
      { variables: { most: 'x' } },
      'Variable "$most" got invalid value "x"; Int cannot represent non-integer value: "x"',
    ],
    [
      'a missing operation',
      'subscription A { ticks } subscription B { ticks }',
      { operationName: 'C' },
      'There is no such operation.',
    ],
  ])('that is %s is refused', async (_, query, more, message) => {
    const heard = hear(client(), query, more);
    expect(await heard.over).toMatchObject([{ message, extensions: { code: 'BAD_USER_INPUT' } }]);
    expect(heard.results).toEqual([]);
    expect(open.size).toBe(0);
  });

  it('gets no suggestions in production', async () => {
    const strict = await startApp({ NODE_ENV: 'production' }, { providers: [TickResolver] });
    const at = `${strict.url.replace('http', 'ws')}/graphql`;
    const heard = hear(client(undefined, at), 'subscription { tick }');
    expect(await heard.over).toEqual([
      {
        message: 'Cannot query field "tick" on type "Subscription".',
        locations: [{ line: 1, column: 16 }],
        extensions: { code: 'BAD_USER_INPUT' },
      },
    ]);
    await strict.stop();
  });
});

describe('what breaks', () => {
  const message = 'Something went wrong on our side. Please quote the request id.';

  it('in a stream is told without what it was, after what came before', async () => {
    const heard = hear(client(), 'subscription { breaks }');
    expect(await heard.over).toEqual([{ message, extensions: broken }]);
    expect(heard.results).toEqual([{ data: { breaks: 1 } }]);
  });

  it('in an event is told without what it was', async () => {
    const heard = hear(client(), 'subscription { breaksLater }');
    expect(await heard.over).toBeNull();
    const [result] = heard.results;
    expect(result).toEqual({
      data: null,
      errors: [{ message, path: ['breaksLater'], locations: [{ line: 1, column: 16 }], extensions: broken }],
    });
  });

  it('before there is a stream is told without what it was, each under an id of its own', async () => {
    const by = client();
    const heard = [hear(by, 'subscription { noStream }'), hear(by, 'subscription { noStream }')];
    const ids = [];
    for (const { over, results } of heard) {
      expect(await over).toBeNull();
      expect(results).toEqual([{ errors: [{ message, extensions: broken }] }]);
      ids.push(results[0]?.errors?.[0]?.extensions?.['requestId']);
    }
    expect(new Set(ids).size).toBe(2);
  });

  it('by reading too slowly is told as what it is', async () => {
    const heard = hear(client(), 'subscription { ticks }');
    await vi.waitFor(() => expect(open.size).toBe(1));
    // More at once than wait for one reader.
    for (const events of open) for (let value = 0; value < 1100; value += 1) events.push(value);
    expect(await heard.over).toMatchObject([{ extensions: { code: 'UNAVAILABLE' } }]);
    expect(open.size).toBe(0);
  });
});

describe('a WebSocket', () => {
  it.each<[string, string, Parameters<typeof knock>[1], number]>([
    ['is opened without an origin, as by an app', '/graphql', {}, 101],
    ['is opened with a query string', '/graphql?a=1', {}, 101],
    ['is opened for a configured origin', '/graphql', { origin: 'https://friend.example' }, 101],
    [
      'is opened for a page of this host',
      '/graphql',
      { origin: 'https://a.example', host: 'a.example' },
      101,
    ],
    ['is opened when one of the sub-protocols fits', '/graphql', { protocols: ['other', protocol] }, 101],
    ['is refused to a foreign origin', '/graphql', { origin: 'https://foe.example' }, 403],
    [
      'is refused to another scheme of a configured origin',
      '/graphql',
      { origin: 'http://friend.example' },
      403,
    ],
    ['is refused to an opaque origin', '/graphql', { origin: 'null' }, 403],
    ['is refused on another path', '/', {}, 404],
    ['is refused below the path', '/graphql/', {}, 404],
    ['is refused without a sub-protocol', '/graphql', { protocols: [] }, 400],
    ['is refused with another sub-protocol', '/graphql', { protocols: ['graphql-ws'] }, 400],
  ])('%s', async (_, path, options, status) => {
    expect(await knock(path, options).answered).toBe(status);
  });

  it('takes messages of 64 KiB and no larger', async () => {
    const socket = await enter();
    const pong = new Promise((resolve) => socket.once('message', (data: Buffer) => resolve(data.toString())));
    const ping = (size: number) => {
      const empty = JSON.stringify({ type: 'ping', payload: { text: '' } });
      return empty.replace('""', `"${'x'.repeat(size - empty.length)}"`);
    };
    const text = ping(65_536);
    expect(text).toHaveLength(65_536);
    socket.send(text);
    expect(await pong).toBe(text.replace('ping', 'pong'));
    const closed = closeOf(socket);
    socket.send(ping(65_537));
    expect((await closed)[0]).toBe(1009);
  });

  it('holds 100 subscriptions, and another when one has ended', async () => {
    const by = client();
    const held = Array.from({ length: 100 }, () => hear(by, 'subscription { ticks }'));
    await vi.waitFor(() => expect(open.size).toBe(100));
    const more = hear(by, 'subscription { ticks }');
    expect(await more.over).toEqual([
      {
        message: 'A connection holds 100 subscriptions at most; end one of them first.',
        extensions: { code: 'RATE_LIMITED', retryAfter: 1 },
      },
    ]);
    expect(open.size).toBe(100);
    held[0]?.leave();
    await vi.waitFor(() => expect(open.size).toBe(99));
    hear(by, 'subscription { ticks }');
    await vi.waitFor(() => expect(open.size).toBe(100));
  });

  it('must begin with its parameters within 3 seconds', async () => {
    const { socket } = knock();
    expect(await closeOf(socket)).toEqual([4408, 'Connection initialisation timeout']);
  });

  it.each([
    ['subscribes before its parameters', subscribeMessage('a', 'subscription { ticks }'), 4401],
    ['sends no JSON', 'hello', 4400],
    ['sends what only a server says', '{"type":"connection_ack"}', 4400],
  ])('is closed when it %s', async (_, text, code) => {
    const { socket, answered } = knock();
    await answered;
    const closed = closeOf(socket);
    socket.send(text);
    expect((await closed)[0]).toBe(code);
  });

  it('is cut off when it asks and asks and never reads', async () => {
    const socket = await enter();
    socket.pause();
    const closed = closeOf(socket);
    const text = JSON.stringify({ type: 'ping', payload: { text: 'x'.repeat(60_000) } });
    const lost = new Promise<void>((resolve) => {
      const send = () => socket.send(text, (error) => (error ? resolve() : setImmediate(send)));
      send();
    });
    await lost;
    socket.resume();
    expect((await closed)[0]).toBe(1006);
  });
});

describe('stopping', () => {
  let own: TestApp;

  beforeEach(async () => {
    own = await startApp({}, { providers: [TickResolver] });
  });

  it('says goodbye to every socket, ends its streams, and takes no new one', async () => {
    const socket = new WebSocket(`${own.url.replace('http', 'ws')}/graphql`, protocol);
    const closed = closeOf(socket);
    socket.once('open', () => socket.send('{"type":"connection_init"}'));
    socket.once('message', () => socket.send(subscribeMessage('a', 'subscription { ticks }')));
    await vi.waitFor(() => expect(open.size).toBe(1));
    const begin = Date.now();
    await own.stop();
    expect(Date.now() - begin).toBeLessThan(2000);
    expect(await closed).toEqual([1001, 'Going away']);
    expect(open.size).toBe(0);
  });

  it('does not wait for one who does not answer', async () => {
    const { hostname, port } = new URL(own.url);
    const socket = connect(Number(port), hostname);
    socket.write(
      `GET /graphql HTTP/1.1\r\nHost: ${hostname}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n` +
        `Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n` +
        `Sec-WebSocket-Protocol: ${protocol}\r\n\r\n`,
    );
    await new Promise((resolve) => socket.once('data', resolve));
    const begin = Date.now();
    await own.stop();
    expect(Date.now() - begin).toBeLessThan(2000);
    socket.destroy();
  });
});
