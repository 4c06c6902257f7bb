import { once } from 'node:events';
import { type RequestListener, createServer } from 'node:http';
import { type AddressInfo, type Server, type Socket, createServer as createTcpServer } from 'node:net';
import { Readable } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { S3Storage } from './s3-storage.js';
import { StorageUnavailable } from './storage.js';

const audio = { contentType: 'audio/mpeg' };
const key = 'track/a.mp3';
const limits = { connectMs: 1000, answerMs: 100, pauseMs: 5000 };
const one = (): Readable => Readable.from([Buffer.from('abc')]);

/** Every way to ask, by its name. */
const calls: Record<string, (storage: S3Storage) => Promise<unknown>> = {
  put: (storage) => storage.put(key, one(), audio),
  stat: (storage) => storage.stat(key),
  open: (storage) => storage.open(key),
  remove: (storage) => storage.remove(key),
  list: (storage) => storage.list().next(),
  sweep: (storage) => storage.sweep(Date.now()),
};

describe('the S3 storage, where S3 fails', () => {
  let server: Server | undefined;
  const sockets = new Set<Socket>();

  /** A storage on a server of this test's own. */
  async function storageOn(created: Server, answerMs = limits.answerMs): Promise<S3Storage> {
    server = created;
    server.on('connection', (socket: Socket) => sockets.add(socket));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const settings = { endpoint, region: 'us-east-1', forcePathStyle: true };
    return S3Storage.open('s3://bucket/objects', settings, { ...limits, answerMs });
  }

  const answering = (listener: RequestListener): Promise<S3Storage> =>
    storageOn(createServer(listener), 5000);

  beforeEach(() => {
    vi.stubEnv('AWS_ACCESS_KEY_ID', 'KEY');
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'SECRET');
  });

  afterEach(async () => {
    vi.unstubAllEnvs();
    for (const socket of sockets) socket.destroy();
    sockets.clear();
    const closing = server;
    server = undefined;
    if (closing?.listening) await new Promise((resolve) => closing.close(resolve));
  });

  describe.each(Object.entries(calls))('%s', (_, call) => {
    it('gives up on a server that never answers, in bounded time', async () => {
      let asked = 0;
      const storage = await storageOn(createTcpServer(() => (asked += 1)));
      const begin = performance.now();
      await expect(call(storage)).rejects.toThrow(StorageUnavailable);
      expect(performance.now() - begin).toBeLessThan(3000);
      expect(asked).toBe(3);
    });

    it('says so when nobody listens', async () => {
      const storage = await storageOn(createTcpServer());
      await new Promise((resolve) => server?.close(resolve));
      await expect(call(storage)).rejects.toMatchObject({ cause: { code: 'ECONNREFUSED' } });
      await expect(call(storage)).rejects.toThrow(StorageUnavailable);
    });

    it.each([403, 500, 503])('takes the answer %i for a failure', async (status) => {
      const storage = await answering((_request, response) => response.writeHead(status).end());
      const failed = call(storage);
      await expect(failed).rejects.toThrow(StorageUnavailable);
      await expect(failed).rejects.toMatchObject({ cause: { $metadata: { httpStatusCode: status } } });
    });

    it('says so without credentials', async () => {
      vi.stubEnv('AWS_ACCESS_KEY_ID', undefined);
      vi.stubEnv('AWS_EC2_METADATA_DISABLED', 'true');
      vi.stubEnv('AWS_CONFIG_FILE', '/nowhere');
      vi.stubEnv('AWS_SHARED_CREDENTIALS_FILE', '/nowhere');
      let asked = 0;
      const storage = await answering(() => (asked += 1));
      const failed = call(storage);
      await expect(failed).rejects.toThrow(StorageUnavailable);
      await expect(failed).rejects.toMatchObject({ cause: { name: 'CredentialsProviderError' } });
      expect(asked).toBe(0);
    });
  });

  it('asks again after a 503', async () => {
    let asked = 0;
    const storage = await answering((_, response) => {
      asked += 1;
      if (asked < 3) response.writeHead(503).end();
      else
        response
          .writeHead(200, { 'content-length': '7', 'last-modified': 'Sat, 21 Nov 2026 03:00:00 GMT' })
          .end();
    });
    expect(await storage.stat(key)).toEqual({ size: 7, modifiedAt: Date.parse('2026-11-21T03:00:00Z') });
    expect(asked).toBe(3);
  });

  it('does not end a read that breaks off in the middle as if it were whole', async () => {
    const storage = await answering((_, response) => {
      response.writeHead(200, { 'content-length': '1000' });
      response.write(Buffer.alloc(400), () => response.destroy());
    });
    let seen = 0;
    const reading = (async () => {
      for await (const chunk of await storage.open(key)) seen += (chunk as Buffer).length;
    })();
    await expect(reading).rejects.toThrow(StorageUnavailable);
    await expect(reading).rejects.toMatchObject({ cause: { code: 'ECONNRESET' } });
    expect(seen).toBe(400);
  });

  it('gives up on a read that stops in the middle', async () => {
    const storage = await storageOn(
      createServer((_, response) => {
        response.writeHead(200, { 'content-length': '1000' });
        response.write(Buffer.alloc(400));
      }),
    );
    const stream = await storage.open(key);
    stream.resume();
    const [error] = (await once(stream, 'error')) as [Error];
    expect(error).toBeInstanceOf(StorageUnavailable);
    expect(error.cause).toMatchObject({ message: 'No byte for 100 ms' });
    await vi.waitFor(() => expect([...sockets].filter((socket) => !socket.destroyed)).toEqual([]));
  });

  it('does not take the whole for a part', async () => {
    const storage = await answering((_, response) => response.writeHead(200).end('abcdef'));
    await expect(storage.open(key, { start: 2, end: 3 })).rejects.toThrow(StorageUnavailable);
  });

  it('holds one part of an upload, and reads no further while S3 does not take it', async () => {
    let taken = 0;
    const storage = await answering((request, response) => {
      if (request.method === 'PUT') request.on('data', (chunk: Buffer) => (taken += chunk.length));
      else if (request.method === 'POST') response.end(`<R><UploadId>1</UploadId></R>`);
      else response.writeHead(404).end();
    });
    let given = 0;
    async function* endless(): AsyncGenerator<Uint8Array> {
      for (;;) {
        given += 65_536;
        yield Buffer.alloc(65_536);
      }
    }
    const abort = new AbortController();
    const put = storage.put(key, endless(), { ...audio, signal: abort.signal });
    await vi.waitFor(() => expect(taken).toBe(5 * 1024 * 1024), 3000);
    expect(given - taken).toBeLessThan(5 * 65_536);
    const reason = new Error('the client has left');
    abort.abort(reason);
    for (const socket of sockets) socket.destroy();
    server?.close();
    await expect(put).rejects.toBe(reason);
  });
});
