import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { type IncomingMessage, type ServerResponse, createServer, request as ask } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable, Transform } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { promisify } from 'node:util';
import {
  AbortMultipartUploadCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  ListMultipartUploadsCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
  paginateListObjectsV2,
} from '@aws-sdk/client-s3';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { type TestStorage, makeStorage, testS3 } from '../../../test/storages.js';
import { type S3Settings, readConfig } from '../config.js';
import { defaultLimits } from './s3-client.js';
import { S3Storage } from './s3-storage.js';
import { storageContract } from './storage.contract.js';
import { KeyTaken, StorageUnavailable } from './storage.js';

const audio = { contentType: 'audio/mpeg' };
const key = 'track/a.mp3';
const mebi = 1024 * 1024;
const partSize = 5 * mebi;

interface Opened {
  readonly made: TestStorage;
  readonly url: string;
  readonly settings: S3Settings;
  readonly storage: S3Storage;
}

async function open(): Promise<Opened> {
  const made = await makeStorage();
  const { storageUrl: url, s3: settings } = readConfig({ ...made.env, APP_SECRET: 's'.repeat(32) });
  return { made, url, settings, storage: S3Storage.open(url, settings) };
}

describe.runIf(testS3)('on a real server', () => {
  storageContract('the S3 storage', async () => {
    const { storage, made } = await open();
    return {
      storage,
      close: async () => {
        storage.close();
        await made.drop();
      },
    };
  });

  describe('the S3 storage', () => {
    let opened: Opened;
    let storage: S3Storage;
    let client: S3Client;
    let Bucket: string;
    const others: { close(): unknown }[] = [];

    beforeAll(async () => {
      opened = await open();
      ({ storage } = opened);
      const { endpoint, region } = opened.settings;
      client = new S3Client({ endpoint: endpoint ?? '', region, forcePathStyle: true });
      Bucket = opened.url.split('/')[2] ?? '';
    });
    afterEach(async () => {
      vi.unstubAllEnvs();
      for (const other of others.splice(0)) other.close();
      for await (const { Contents = [] } of paginateListObjectsV2({ client }, { Bucket })) {
        await Promise.all(Contents.map(({ Key }) => client.send(new DeleteObjectCommand({ Bucket, Key }))));
      }
    });
    afterAll(async () => {
      storage.close();
      client.destroy();
      await opened.made.drop();
    });

    /** Everything in the bucket: objects, and uploads that have not ended. */
    const held = async (): Promise<unknown[]> => [
      ...((await client.send(new ListObjectsV2Command({ Bucket }))).Contents ?? []).map(({ Key }) => Key),
      ...((await client.send(new ListMultipartUploadsCommand({ Bucket }))).Uploads ?? []),
    ];

    /** The same bucket by way of a proxy, which answers itself where `meddle` says so. */
    async function through(
      meddle: Meddle,
      pauseMs = 60_000,
    ): Promise<{ proxied: S3Storage; connections(): Promise<number> }> {
      const proxy = await startProxy(meddle);
      const endpoint = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`;
      const limits = { ...defaultLimits, pauseMs };
      const proxied = S3Storage.open(opened.url, { ...opened.settings, endpoint }, limits);
      others.push(proxied, proxy);
      return { proxied, connections: () => promisify(proxy.getConnections.bind(proxy))() };
    }

    it.each([0, 1, partSize - 1, partSize, partSize + 1, 12 * mebi])(
      'stores %i bytes as they are',
      async (size) => {
        const whole = numbered(size);
        const sha256 = createHash('sha256').update(whole).digest('hex');
        expect(await storage.put(key, inChunks(whole), audio)).toEqual({ size, sha256 });
        expect(whole.equals(await buffer(await storage.open(key)))).toBe(true);
        expect(await storage.stat(key)).toMatchObject({ size });
        expect(await held()).toEqual(['objects/track/a.mp3']);
      },
    );

    it('takes one chunk that is larger than a part', async () => {
      const whole = numbered(12 * mebi);
      await storage.put(key, Readable.from([whole]), audio);
      expect(whole.equals(await buffer(await storage.open(key)))).toBe(true);
    });

    it('reads ranges across parts', async () => {
      const whole = numbered(12 * mebi);
      await storage.put(key, inChunks(whole), audio);
      for (const [start, end] of [
        [partSize - 1, partSize],
        [partSize - 100, 2 * partSize + 100],
        [12 * mebi - 1, 12 * mebi - 1],
      ] as const) {
        const part = await buffer(await storage.open(key, { start, end }));
        expect(whole.subarray(start, end + 1).equals(part)).toBe(true);
      }
    });

    it('leaves nothing behind a source that fails in its second part', async () => {
      const error = new Error('the source failed');
      async function* failing(): AsyncGenerator<Uint8Array> {
        yield numbered(partSize + 100);
        await vi.waitFor(async () => expect(await held()).toHaveLength(1), 5000);
        throw error;
      }
      await expect(storage.put(key, failing(), audio)).rejects.toBe(error);
      expect(await held()).toEqual([]);
    });

    it('leaves nothing behind an abort while its second part hangs', async () => {
      const abort = new AbortController();
      const reason = new Error('the client has left');
      async function* hanging(): AsyncGenerator<Uint8Array> {
        yield numbered(partSize + 100);
        await vi.waitFor(async () => expect(await held()).toHaveLength(1), 5000);
        abort.abort(reason);
        await new Promise(() => undefined);
      }
      await expect(storage.put(key, hanging(), { ...audio, signal: abort.signal })).rejects.toBe(reason);
      expect(await held()).toEqual([]);
    });

    it.each([1, 2 * partSize])(
      'leaves nothing where an abort comes while S3 publishes %i bytes',
      async (size) => {
        const abort = new AbortController();
        const reason = new Error('the client has left');
        const { proxied } = await through(({ request, forward }) => {
          const { method, url = '' } = request;
          if (method === 'PUT' && !url.includes('partNumber')) abort.abort(reason);
          if (method === 'POST' && url.includes('uploadId')) abort.abort(reason);
          forward();
        });
        const put = proxied.put(key, inChunks(numbered(size)), { ...audio, signal: abort.signal });
        await expect(put).rejects.toBe(reason);
        expect(await held()).toEqual([]);
      },
    );

    it('leaves nothing where S3 fails at the second part', async () => {
      const { proxied } = await through(({ request, response, forward }) => {
        if (request.url?.includes('partNumber=2')) response.writeHead(503).end();
        else forward();
      });
      await expect(proxied.put(key, inChunks(numbered(12 * mebi)), audio)).rejects.toThrow(
        StorageUnavailable,
      );
      expect(await held()).toEqual([]);
    });

    it('does not wait for a source that hangs when S3 has failed', async () => {
      const { proxied } = await through(({ request, response, forward }) => {
        if (request.url?.includes('partNumber')) response.writeHead(403).end();
        else forward();
      });
      async function* hanging(): AsyncGenerator<Uint8Array> {
        yield numbered(partSize + 100);
        await new Promise(() => undefined);
      }
      await expect(proxied.put(key, hanging(), audio)).rejects.toThrow(StorageUnavailable);
      expect(await held()).toEqual([]);
    });

    it.each([1000, 12 * mebi])('refuses %i bytes of which one has changed on the way', async (size) => {
      const { proxied } = await through(({ forward }) => forward({ flip: true }));
      await expect(proxied.put(key, inChunks(numbered(size)), audio)).rejects.toThrow(StorageUnavailable);
      expect(await held()).toEqual([]);
    });

    it.each([1000, 12 * mebi])('has stored %i bytes though the answer was lost', async (size) => {
      let lost = 0;
      const { proxied } = await through(({ request: { method, url = '' }, forward }) => {
        const publishes =
          method === 'PUT' ? !url.includes('partNumber') : method === 'POST' && url.includes('uploadId');
        forward({ loseAnswer: publishes && (lost += 1) === 1 });
      });
      const whole = numbered(size);
      expect(await proxied.put(key, inChunks(whole), audio)).toMatchObject({ size });
      expect(lost).toBeGreaterThan(0);
      expect(whole.equals(await buffer(await storage.open(key)))).toBe(true);
      expect(await held()).toEqual(['objects/track/a.mp3']);
    });

    it.each([1000, 12 * mebi])('stores %i bytes on a server without conditions', async (size) => {
      let refused = 0;
      const { proxied } = await through(({ request, response, forward }) => {
        if (!request.headers['if-none-match']) return forward();
        refused += 1;
        request.resume().once('end', () => response.writeHead(501).end());
      });
      const whole = numbered(size);
      await proxied.put(key, inChunks(whole), audio);
      expect(refused).toBeGreaterThan(0);
      expect(whole.equals(await buffer(await storage.open(key)))).toBe(true);
      await expect(proxied.put(key, inChunks(numbered(10)), audio)).rejects.toThrow(KeyTaken);
      expect(await storage.stat(key)).toMatchObject({ size });
    });

    it('refuses a key that was taken while a large upload ran', async () => {
      async function* overtaken(): AsyncGenerator<Uint8Array> {
        yield numbered(partSize + 100);
        await storage.put(key, Readable.from([Buffer.from('first')]), audio);
        yield numbered(10);
      }
      await expect(storage.put(key, overtaken(), audio)).rejects.toThrow(KeyTaken);
      expect((await buffer(await storage.open(key))).toString()).toBe('first');
      expect(await held()).toEqual(['objects/track/a.mp3']);
    });

    it.each([
      ['key', 'AWS_ACCESS_KEY_ID'],
      ['secret', 'AWS_SECRET_ACCESS_KEY'],
    ])('stores and tells nothing with a wrong %s', async (_, variable) => {
      await storage.put('track/b.mp3', Readable.from([Buffer.from('abc')]), audio);
      vi.stubEnv(variable, 'wrong');
      const stranger = S3Storage.open(opened.url, opened.settings);
      others.push(stranger);
      await expect(stranger.put(key, inChunks(numbered(10)), audio)).rejects.toThrow(StorageUnavailable);
      await expect(stranger.open('track/b.mp3')).rejects.toThrow(StorageUnavailable);
      await expect(stranger.stat('track/b.mp3')).rejects.toThrow(StorageUnavailable);
      await expect(stranger.remove('track/b.mp3')).rejects.toThrow(StorageUnavailable);
      await expect(stranger.list().next()).rejects.toThrow(StorageUnavailable);
      expect(await held()).toEqual(['objects/track/b.mp3']);
    });

    it('says that the bucket is missing, not the object', async () => {
      const nowhere = S3Storage.open('s3://no-such-bucket-of-ours', opened.settings);
      others.push(nowhere);
      await expect(nowhere.put(key, inChunks(numbered(10)), audio)).rejects.toThrow(StorageUnavailable);
      await expect(nowhere.open(key)).rejects.toThrow(StorageUnavailable);
    });

    it('lists more than a page, its own prefix only, and no folder markers', async () => {
      const put = (Key: string) => client.send(new PutObjectCommand({ Bucket, Key, Body: 'x' }));
      await Promise.all([put('other/a'), put('objects/track/'), put('objectsa')]);
      const names = Array.from({ length: 1001 }, (_, index) => `track/${String(index).padStart(4, '0')}`);
      for (let at = 0; at < names.length; at += 50) {
        await Promise.all(names.slice(at, at + 50).map((name) => put(`objects/${name}`)));
      }
      const listed: string[] = [];
      for await (const object of storage.list()) listed.push(object.key);
      expect(listed.toSorted()).toEqual(names);
    }, 60_000);

    it('leaves the unfinished uploads of others alone', async () => {
      const foreign = { Bucket, Key: 'other/a' };
      const { UploadId } = await client.send(new CreateMultipartUploadCommand(foreign));
      await client.send(new CreateMultipartUploadCommand({ Bucket, Key: 'objects/a' }));
      expect(await storage.sweep(Date.now() + 3_600_000)).toBe(1);
      expect(await held()).toMatchObject([{ Key: 'other/a' }]);
      await client.send(new AbortMultipartUploadCommand({ ...foreign, UploadId }));
    });

    it('gives a URL that serves the object for a while, and no other', async () => {
      await storage.put(key, Readable.from([Buffer.from('abc')]), audio);
      const url = await storage.signedUrl(key, 60);
      const response = await fetch(url, { headers: { range: 'bytes=1-2' } });
      expect([response.status, await response.text()]).toEqual([206, 'bc']);
      expect(response.headers.get('content-type')).toBe('audio/mpeg');
      expect((await fetch(url.replace('a.mp3', 'b.mp3'))).status).toBe(403);
      expect((await fetch(url.replace('X-Amz-Expires=60', 'X-Amz-Expires=600'))).status).toBe(403);
    });

    it('gives every socket back when 200 readers leave early', async () => {
      await storage.put(key, inChunks(numbered(12 * mebi)), audio);
      const { proxied, connections } = await through(({ forward }) => forward());
      const abort = new AbortController();
      const open = async (_: unknown, index: number) => {
        const stream = await proxied.open(key, undefined, index % 2 ? abort.signal : undefined);
        stream.once('error', () => undefined);
        await once(stream, 'readable');
        return stream;
      };
      const streams: Readable[] = [];
      // A slow server would not begin to answer all of them in time, if all came at once.
      while (streams.length < 200) streams.push(...(await Promise.all(Array.from({ length: 20 }, open))));
      expect(await connections()).toBe(200);
      abort.abort();
      for (const [index, stream] of streams.entries()) if (index % 2 === 0) stream.destroy();
      await vi.waitFor(async () => expect(await connections()).toBe(0), 5000);
      expect(await proxied.stat(key)).toMatchObject({ size: 12 * mebi });
    }, 60_000);

    it('takes no socket for readers who pause, and reads on where they were', async () => {
      const whole = numbered(3 * mebi);
      await storage.put(key, inChunks(whole), audio);
      const { proxied, connections } = await through(({ forward }) => forward(), 50);
      const range = { start: 5, end: whole.length - 6 };
      const readers = await Promise.all(
        Array.from({ length: 20 }, async () => {
          const stream = await proxied.open(key, range);
          await once(stream, 'readable');
          return { stream, begin: stream.read() as Buffer };
        }),
      );
      await vi.waitFor(async () => expect(await connections()).toBe(0), 10_000);
      for (const { stream, begin } of readers) {
        const read = Buffer.concat([begin, await buffer(stream)]);
        expect(read.equals(whole.subarray(range.start, range.end + 1))).toBe(true);
      }
    }, 60_000);
  });
});

/** Bytes that tell where they stood. */
function numbered(length: number): Buffer {
  const bytes = Buffer.alloc(length);
  for (let at = 0; at < length; at += 1) bytes[at] = (at * 31 + (at >> 8)) % 251;
  return bytes;
}

async function* inChunks(whole: Buffer): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < whole.length; at += 65_536) yield whole.subarray(at, at + 65_536);
}

type Meddle = (exchange: {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  /** Lets the server answer: `flip` changes the first byte of what is sent, `loseAnswer` cuts the connection instead. */
  forward(how?: { flip?: boolean; loseAnswer?: boolean }): void;
}) => void;

/** Passes everything on to the real server as it is; signatures stay valid, since it keeps the name of the host. */
async function startProxy(meddle: Meddle) {
  const proxy = createServer((request, response) => {
    const forward: Parameters<Meddle>[0]['forward'] = ({ flip, loseAnswer } = {}) => {
      const { method, url, headers } = request;
      const onward = ask(
        { host: testS3?.hostname, port: testS3?.port, method, path: url, headers },
        (answer) => {
          if (loseAnswer) answer.resume().once('end', () => response.destroy());
          else answer.pipe(response.writeHead(answer.statusCode ?? 500, answer.headers));
        },
      );
      onward.once('error', () => response.destroy());
      (flip ? request.pipe(flipping()) : request).pipe(onward);
    };
    meddle({ request, response, forward });
  });
  proxy.listen(0, '127.0.0.1');
  await once(proxy, 'listening');
  return proxy;
}

function flipping(): Transform {
  let flipped = false;
  return new Transform({
    transform(chunk: Buffer, _, done) {
      if (!flipped) chunk[0] = ~(chunk[0] ?? 0);
      flipped = true;
      done(null, chunk);
    },
  });
}
