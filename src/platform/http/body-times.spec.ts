import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import Fastify, { type FastifyInstance } from 'fastify';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type BodyTimes, limitBodyTimes } from './body-times.js';
import { bodyOf } from './upload-body.js';
import { passUploads } from './upload-route.js';

const times: BodyTimes = {
  ordinary: 300,
  upload: 1500,
  window: 200,
  leastBytes: 20,
  afterAnswer: 200,
  stalled: 1000,
};

describe('the time that bodies may take', () => {
  let server: FastifyInstance;
  let port: number;
  let failed: unknown;
  let sockets: Socket[] = [];

  beforeEach(async () => {
    server = Fastify({ requestTimeout: 0 });
    passUploads(server);
    limitBodyTimes(server, times);
    server.addContentTypeParser('multipart/form-data', (_request, _payload, done) => done(null));
    server.post('/graphql', async ({ raw }) => {
      let size = 0;
      for await (const chunk of bodyOf(raw)) size += chunk.length;
      return { size };
    });
    server.post('/ordinary', async ({ body }) => body);
    server.put('/upload', { config: { upload: true } }, async ({ raw }) => {
      let size = 0;
      try {
        for await (const chunk of bodyOf(raw)) size += chunk.length;
      } catch (error) {
        failed = error;
        throw error;
      }
      return { size };
    });
    server.get('/long', async () => Buffer.alloc(50_000_000));
    server.put('/refused', { config: { upload: true } }, async (_, reply) => reply.status(413).send());
    server.put('/slow', { config: { upload: true } }, async ({ raw }) => {
      await new Promise((resolve) => setTimeout(resolve, 700));
      let size = 0;
      for await (const chunk of bodyOf(raw)) size += chunk.length;
      return { size };
    });
    await server.listen({ port: 0, host: '127.0.0.1' });
    port = (server.server.address() as { port: number }).port;
    failed = undefined;
    sockets = [];
  });

  afterEach(async () => {
    for (const socket of sockets) socket.destroy();
    await server.close();
  });

  /** Sends a head, then `part` every 20 ms as long as it may; resolves with all that came back, once it is closed. */
  async function send(head: string, part: string, times: number): Promise<string> {
    const socket = connect(port, '127.0.0.1').setEncoding('utf8');
    sockets.push(socket);
    let answer = '';
    socket.on('data', (text: string) => (answer += text)).on('error', () => undefined);
    socket.write(`${head}\r\nhost: x\r\n\r\n`);
    let left = times;
    const timer = setInterval(() => {
      if (left > 0) socket.write(part);
      left -= 1;
    }, 20);
    const answered = new Promise((resolve) => {
      socket.on('data', () => /\{"size":\d+\}/.test(answer) && resolve(undefined));
    });
    // Cut in the middle of a part it is reset, after the answer.
    await Promise.race([new Promise((resolve) => socket.once('close', resolve)), answered]);
    clearInterval(timer);
    return answer;
  }

  it('an ordinary body that does not come is cut', async () => {
    const head = 'POST /ordinary HTTP/1.1\r\ncontent-type: application/json\r\ncontent-length: 100';
    expect(await send(head, '[', 1)).toMatch(/^HTTP\/1.1 408 /);
  });

  it('an upload that trickles is cut, and whoever reads it learns of it', async () => {
    expect(await send('PUT /upload HTTP/1.1\r\ncontent-length: 5000', 'x', 1000)).toMatch(/^HTTP\/1.1 408 /);
    await expect.poll(() => failed).toMatchObject({ code: 'BAD_USER_INPUT' });
  });

  it.each([
    ['of its own route', 'PUT /upload HTTP/1.1'],
    ['to GraphQL', 'POST /graphql HTTP/1.1\r\ncontent-type: multipart/form-data; boundary=b'],
  ])('an upload %s that is slow but steady goes on beyond the limit of others', async (_, head) => {
    const answer = await send(`${head}\r\ncontent-length: 600`, 'x'.repeat(20), 30);
    expect(answer).toMatch(/^HTTP\/1.1 200 [^]*\{"size":600\}$/);
  });

  it('an upload has an end all the same', async () => {
    const answer = await send('PUT /upload HTTP/1.1\r\ncontent-length: 4000000', 'x'.repeat(20), 1e6);
    expect(answer).toMatch(/^HTTP\/1.1 408 /);
  });

  it('an upload that the server itself is slow to take is not cut', async () => {
    const answer = await send('PUT /slow HTTP/1.1\r\ncontent-length: 3000000', 'x'.repeat(3_000_000), 1);
    expect(answer).toMatch(/^HTTP\/1.1 200 [^]*\{"size":3000000\}$/);
  });

  it('an answer of which nothing more is taken is cut', async () => {
    const closed = new Promise((resolve) => {
      server.server.once('connection', (socket: Socket) => socket.once('close', resolve));
    });
    const socket = connect(port, '127.0.0.1').on('error', () => undefined);
    sockets.push(socket);
    socket.write('GET /long HTTP/1.1\r\nhost: x\r\n\r\n');
    await once(socket, 'readable');
    await closed;
    expect(socket.bytesRead).toBeLessThan(50_000_000);
  });

  it('an answer that is taken slowly is not', async () => {
    const socket = connect(port, '127.0.0.1').on('error', () => undefined);
    sockets.push(socket);
    socket.write('GET /long HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n');
    let size = 0;
    for await (const chunk of socket) {
      const before = Math.floor(size / 10_000_000);
      size += (chunk as Buffer).length;
      // For longer in all than an answer may stand still.
      if (Math.floor(size / 10_000_000) > before) await new Promise((resolve) => setTimeout(resolve, 300));
    }
    expect(size).toBeGreaterThan(50_000_000);
  });

  it('what still comes behind the answer is not waited for', async () => {
    const answer = await send('PUT /refused HTTP/1.1\r\ncontent-length: 4000000', 'x', 1e6);
    expect(answer).toMatch(/^HTTP\/1.1 413 /);
  });
});
