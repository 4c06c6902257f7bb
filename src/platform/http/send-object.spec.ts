import { once } from 'node:events';
import { type AddressInfo, type Socket, connect } from 'node:net';
import { Readable } from 'node:stream';
import { setImmediate as nextTurn } from 'node:timers/promises';
import Fastify, { type FastifyInstance, type FastifyReply } from 'fastify';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { blocksOf } from '../storage/blocks.js';
import { type ObjectFacts, decide } from './decide.js';
import type { ByteRange } from './range.js';
import { sendObject } from './send-object.js';

type Open = (range: ByteRange, signal: AbortSignal) => Promise<Readable>;

const content = Buffer.from('abcdefghijklmnopqrstuvwxyz');
const facts: ObjectFacts = {
  size: content.length,
  contentType: 'audio/mpeg',
  etag: '"5f2a"',
  lastModified: 784111777000,
  cacheControl: 'no-transform',
};

let server: FastifyInstance;
let sockets: Socket[];

beforeEach(() => {
  server = Fastify({ exposeHeadRoutes: false });
  sockets = [];
});
afterEach(async () => {
  for (const socket of sockets) socket.destroy();
  await server.close();
});

/** Serves one object at `/`; the result tells how the sending ended. */
async function serve(
  object: ObjectFacts,
  open: Open,
): Promise<{ sent: Promise<void>; reply: () => FastifyReply }> {
  let settle: (sending: Promise<void>) => void;
  const sent = new Promise<void>((resolve) => (settle = resolve));
  // A test that expects a failure looks at it later.
  sent.catch(() => undefined);
  let reply: FastifyReply;
  server.route({
    method: ['GET', 'HEAD'],
    url: '/',
    handler: (request, current) => {
      reply = current;
      const decision = decide(request.method as 'GET', request.headers, object);
      const sending = sendObject(current, decision, async (range, { signal }) =>
        blocksOf(await open(range, signal)),
      );
      settle(sending);
      return sending;
    },
  });
  await server.listen({ port: 0, host: '127.0.0.1' });
  return { sent, reply: () => reply };
}

/** A connection that has sent a request for `/` with the header lines, and the bytes it has received. */
function request(method: string, ...lines: string[]): { socket: Socket; received: () => string } {
  const socket = connect((server.server.address() as AddressInfo).port, '127.0.0.1');
  sockets.push(socket);
  // A cut connection may end in a reset.
  socket.on('error', () => undefined);
  const parts: Buffer[] = [];
  socket.on('data', (part) => parts.push(part));
  socket.write([`${method} / HTTP/1.1`, 'Host: test', ...lines, '', ''].join('\r\n'));
  return { socket, received: () => Buffer.concat(parts).toString('latin1') };
}

/** The whole answer to a request after which the server closes the connection. */
async function answerTo(method: string, ...lines: string[]) {
  const { socket, received } = request(method, ...lines, 'Connection: close');
  await new Promise((resolve) => socket.once('close', resolve));
  const [head = '', body = ''] = received().split('\r\n\r\n');
  const [statusLine = '', ...fields] = head.split('\r\n');
  const headers = Object.fromEntries(fields.map((field) => field.toLowerCase().split(': ')));
  return { status: Number(statusLine.split(' ')[1]), headers, body };
}

const fromMemory: Open = async ({ start, end }) => Readable.from([content.subarray(start, end + 1)]);
const neverOpened: Open = async () => {
  throw new Error('the storage was opened');
};

describe('a complete answer', () => {
  it('sends the whole object, with header fields set before', async () => {
    server.addHook('onRequest', async (_, reply) => {
      reply.raw.setHeader('X-Request-Id', '17').setHeader('content-type', 'text/plain');
    });
    const { sent } = await serve(facts, fromMemory);
    const { status, headers, body } = await answerTo('GET');
    expect(status).toBe(200);
    expect(headers).toMatchObject({
      'content-length': '26',
      'content-type': 'audio/mpeg',
      'accept-ranges': 'bytes',
      'x-request-id': '17',
    });
    expect(headers).not.toHaveProperty('transfer-encoding');
    expect(body).toBe('abcdefghijklmnopqrstuvwxyz');
    await sent;
  });

  it('sends a range', async () => {
    await serve(facts, fromMemory);
    expect(await answerTo('GET', 'Range: bytes=2-4')).toMatchObject({
      status: 206,
      headers: { 'content-range': 'bytes 2-4/26', 'content-length': '3' },
      body: 'cde',
    });
  });

  it('reads the header fields as Node passes them on', async () => {
    await serve(facts, fromMemory);
    expect(await answerTo('GET', 'Range:\t bytes=2-4 \t')).toMatchObject({ status: 206, body: 'cde' });
    expect(await answerTo('GET', 'Range: bytes=2-4', 'Range: bytes=6-7')).toMatchObject({ status: 200 });
    expect(await answerTo('GET', 'If-None-Match: "x"', 'If-None-Match: "5f2a"')).toMatchObject({
      status: 304,
    });
  });

  it.each([
    ['HEAD', [], 200, '26'],
    ['HEAD', ['Range: bytes=2-4'], 200, '26'],
    ['GET', ['If-None-Match: "5f2a"'], 304, undefined],
    ['GET', ['If-Match: "other"'], 412, '0'],
    ['GET', ['Range: bytes=26-'], 416, '0'],
  ])('answers %s %j by %i without opening the object', async (method, lines, status, length) => {
    const { sent } = await serve(facts, neverOpened);
    const answer = await answerTo(method, ...lines);
    expect([answer.status, answer.headers['content-length'], answer.body]).toEqual([status, length, '']);
    await sent;
  });

  it('sends an empty object without opening it', async () => {
    await serve({ ...facts, size: 0 }, neverOpened);
    const { status, headers, body } = await answerTo('GET');
    expect([status, headers['content-length'], body]).toEqual([200, '0', '']);
  });

  it('keeps the connection for the next request, and aborts nothing', async () => {
    const signals: AbortSignal[] = [];
    await serve(facts, (range, signal) => {
      signals.push(signal);
      return fromMemory(range, signal);
    });
    const { socket, received } = request('GET');
    while (!received().endsWith('xyz')) await once(socket, 'data');
    socket.write('GET / HTTP/1.1\r\nHost: test\r\nRange: bytes=0-1\r\nConnection: close\r\n\r\n');
    await once(socket, 'close');
    expect(received().match(/HTTP\/1\.1 \d+/g)).toEqual(['HTTP/1.1 200', 'HTTP/1.1 206']);
    expect(received().endsWith('\r\n\r\nab')).toBe(true);
    expect(signals.map(({ aborted }) => aborted)).toEqual([false, false]);
  });
});

describe('an error before the head', () => {
  it('leaves a missing object to the error handler', async () => {
    server.setErrorHandler((_, __, reply) => reply.code(404).send({ error: 'no such object' }));
    const missing = new Error('missing');
    const { sent } = await serve(facts, async () => {
      throw missing;
    });
    const { status, headers, body } = await answerTo('GET');
    expect([status, body]).toEqual([404, '{"error":"no such object"}']);
    expect(headers).not.toHaveProperty('etag');
    await expect(sent).rejects.toBe(missing);
  });

  it('closes the source where the head is not valid', async () => {
    let source = new Readable();
    const { sent } = await serve({ ...facts, contentType: 'audio/mpeg\n' }, async (...args) => {
      source = await fromMemory(...args);
      return source;
    });
    expect((await answerTo('GET')).status).toBe(500);
    await expect(sent).rejects.toThrow('Invalid character in header content');
    expect(source.destroyed).toBe(true);
  });
});

describe('a client that leaves', () => {
  /** A source that gives a few bytes and then nothing for ever. */
  function hanging(): Readable {
    const source = new Readable({ read: () => undefined });
    source.push('abc');
    return source;
  }

  it('closes the source half-way and is no error', async () => {
    const source = hanging();
    let signal: AbortSignal | null = null;
    const { sent } = await serve(facts, async (_, current) => {
      signal = current;
      return source;
    });
    const { socket, received } = request('GET');
    while (!received().endsWith('abc')) await once(socket, 'data');
    const closed = new Promise((resolve) => source.once('close', resolve));
    socket.destroy();
    await closed;
    await sent;
    expect(signal).toHaveProperty('aborted', true);
  });

  it('is no error where the abort makes the source fail in its own way', async () => {
    const source = hanging();
    const { sent } = await serve(facts, async (_, signal) => {
      signal.addEventListener('abort', () => source.destroy(new Error('the connection was reset')));
      return source;
    });
    const { socket, received } = request('GET');
    while (!received().endsWith('abc')) await once(socket, 'data');
    socket.destroy();
    await sent;
    expect(source.destroyed).toBe(true);
  });

  it('aborts the opening and is no error', async () => {
    let handled = 0;
    server.setErrorHandler((_, __, reply) => {
      handled += 1;
      return reply.code(500).send();
    });
    let opening: () => void;
    const begun = new Promise<void>((resolve) => (opening = resolve));
    const { sent } = await serve(facts, async (_, signal) => {
      opening();
      await once(signal, 'abort');
      throw signal.reason;
    });
    const { socket } = request('GET');
    await begun;
    socket.destroy();
    await sent;
    expect(handled).toBe(0);
  });

  it('closes a source that was opened too late', async () => {
    const source = hanging();
    let opening: () => void;
    const begun = new Promise<void>((resolve) => (opening = resolve));
    const { sent } = await serve(facts, async (_, signal) => {
      opening();
      await once(signal, 'abort');
      return source;
    });
    const { socket } = request('GET');
    await begun;
    socket.destroy();
    await sent;
    expect(source.destroyed).toBe(true);
  });

  it('is noticed though it left before', async () => {
    let arrive: () => void;
    const arrived = new Promise<void>((resolve) => (arrive = resolve));
    server.addHook('preHandler', async (_, reply) => {
      arrive();
      await once(reply.raw, 'close');
    });
    let aborted = false;
    const { sent } = await serve(facts, async (_, signal) => {
      aborted = signal.aborted;
      throw signal.reason;
    });
    const { socket } = request('GET');
    await arrived;
    socket.destroy();
    await sent;
    expect(aborted).toBe(true);
  });
});

describe('a source that fails after the head', () => {
  it('cuts the connection', async () => {
    const failure = new Error('the disk failed');
    const source = new Readable({ read: () => undefined });
    const { sent, reply } = await serve(facts, async () => source);
    source.push('abc');
    // No "Connection: close" here: by itself the server would keep the connection.
    const { socket, received } = request('GET');
    while (!received().endsWith('abc')) await once(socket, 'data');
    source.destroy(failure);
    await new Promise((resolve) => socket.once('close', resolve));
    expect(received()).toContain('content-length: 26');
    expect(received().endsWith('\r\n\r\nabc')).toBe(true);
    await expect(sent).rejects.toBe(failure);
    expect(reply().sent).toBe(true);
  });

  it('cuts the connection where the source closes without an error', async () => {
    const source = new Readable({ read: () => undefined });
    const { sent } = await serve(facts, async () => source);
    source.push('abc');
    const { socket, received } = request('GET');
    while (!received().endsWith('abc')) await once(socket, 'data');
    source.destroy();
    await new Promise((resolve) => socket.once('close', resolve));
    await expect(sent).rejects.toThrow('Premature close');
  });

  it('cuts the connection where the source is too short', async () => {
    const { sent } = await serve(facts, async () => Readable.from([content.subarray(0, 25)]));
    const { socket, received } = request('GET');
    await new Promise((resolve) => socket.once('close', resolve));
    expect(received().endsWith('\r\n\r\nabcdefghijklmnopqrstuvwxy')).toBe(true);
    await expect(sent).rejects.toThrow('The object gave 25 bytes instead of 26');
  });
});

describe('a slow reader', () => {
  it('holds the source back', async () => {
    const size = 256 * 1024 * 1024;
    const block = Buffer.alloc(256 * 1024);
    let given = 0;
    const { sent } = await serve({ ...facts, size }, async () =>
      Readable.from(
        (function* () {
          for (; given < size; given += block.length) yield block;
        })(),
        { objectMode: false, highWaterMark: block.length },
      ),
    );
    const { socket } = request('GET', 'Connection: close');
    socket.removeAllListeners('data');
    socket.pause();
    // Still is what gives nothing during many turns of the event loop, once it has begun.
    let quiet = 0;
    for (let before = -1; quiet < 200; before = given) {
      await nextTurn();
      quiet = given > 0 && given === before ? quiet + 1 : 0;
    }
    // What fits into the sockets of the system, of which the default is a few MiB each.
    expect(given).toBeLessThan(32 * 1024 * 1024);
    let received = 0;
    socket.on('data', (part) => (received += part.length));
    socket.resume();
    await once(socket, 'close');
    await sent;
    expect(given).toBe(size);
    expect(received).toBeGreaterThan(size);
  });
});
