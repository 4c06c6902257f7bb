import { once } from 'node:events';
import { connect } from 'node:net';
import { readdirSync } from 'node:fs';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { MediaEntity } from '../src/media/media.entity.js';
import { ObjectStorage } from '../src/platform/storage/storage.js';
import { startApp, type TestApp } from './app.js';
import { Make } from './make.js';

let app: TestApp;
let make: Make;

beforeAll(async () => {
  app = await startApp();
  make = new Make(app);
});

afterAll(() => app.stop());

/** Bytes that tell where they stood. */
const numbered = (length: number) =>
  Uint8Array.from({ length }, (_, index) => (index * 31 + (index >> 8)) % 251);

describe('GET /media/:id', () => {
  const bytes = numbered(100_000);
  let media: MediaEntity;

  beforeAll(async () => {
    media = await make.media(bytes, { fileName: '한강 밴드 - 망원의 밤.mp3' });
  });

  const get = (headers: Record<string, string> = {}, method = 'GET') =>
    fetch(`${app.url}/media/${media.id}`, { method, headers });
  const body = async (response: Response) => new Uint8Array(await response.arrayBuffer());

  it('serves the whole object with all a player needs', async () => {
    const response = await get();
    expect(response.status).toBe(200);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'accept-ranges': 'bytes',
      'content-length': '100000',
      'content-type': 'audio/mpeg',
      etag: `"${media.sha256}"`,
      'last-modified': 'Sat, 21 Nov 2026 03:00:00 GMT',
      'cache-control': 'public, max-age=31536000, immutable, no-transform',
      'content-disposition': `inline; filename="?? ?? - ??? ?.mp3"; filename*=UTF-8''${encodeURIComponent('한강 밴드 - 망원의 밤.mp3')}`,
      'x-content-type-options': 'nosniff',
      'x-request-id': expect.stringMatching(/^[0-9a-f-]{36}$/),
    });
    expect(await body(response)).toEqual(bytes);
  });

  it.each([
    ['bytes=0-0', 0, 0],
    ['bytes=0-1', 0, 1],
    ['bytes=65536-', 65_536, 99_999],
    ['bytes=-500', 99_500, 99_999],
    ['bytes=-999999', 0, 99_999],
    ['bytes=99999-100000000000000000000000', 99_999, 99_999],
    ['BYTES=5-9', 5, 9],
  ])('%s is a part', async (range, start, end) => {
    const response = await get({ range });
    expect(response.status).toBe(206);
    expect(response.headers.get('content-range')).toBe(`bytes ${start}-${end}/100000`);
    expect(response.headers.get('content-length')).toBe(String(end - start + 1));
    expect(await body(response)).toEqual(bytes.slice(start, end + 1));
  });

  it.each(['bytes=100000-', 'bytes=-0'])('%s lies outside', async (range) => {
    const response = await get({ range });
    expect(response.status).toBe(416);
    expect(response.headers.get('content-range')).toBe('bytes */100000');
    expect(await body(response)).toEqual(new Uint8Array());
  });

  it.each([
    'bytes=10-5',
    'bytes=abc',
    'bytes=',
    'items=0-1',
    'bytes=0x0-0x9',
    'bytes=1.5-3',
    `bytes=${'0-1,'.repeat(3000)}`,
  ])('hostile range %s does no harm', async (range) => {
    const response = await get({ range });
    expect(response.status).toBe(200);
    expect(await body(response)).toEqual(bytes);
  });

  it('a range of an older version gives the new one whole', async () => {
    expect((await get({ range: 'bytes=0-9', 'if-range': '"other"' })).status).toBe(200);
    expect((await get({ range: 'bytes=0-9', 'if-range': `"${media.sha256}"` })).status).toBe(206);
  });

  it('what a client holds already is not sent again', async () => {
    const held: Record<string, string>[] = [
      { 'if-none-match': `"${media.sha256}"` },
      { 'if-none-match': '*' },
      { 'if-modified-since': 'Sat, 21 Nov 2026 03:00:00 GMT' },
    ];
    for (const headers of held) {
      const response = await get(headers);
      expect(response.status).toBe(304);
      expect(response.headers.get('etag')).toBe(`"${media.sha256}"`);
    }
  });

  it('HEAD is GET without bytes, and knows no range', async () => {
    const response = await get({ range: 'bytes=0-9' }, 'HEAD');
    expect(response.status).toBe(200);
    expect(response.headers.get('content-length')).toBe('100000');
    expect(await body(response)).toEqual(new Uint8Array());
  });

  it('an object without bytes', async () => {
    const empty = await make.media(new Uint8Array());
    const whole = await fetch(`${app.url}/media/${empty.id}`);
    expect([whole.status, whole.headers.get('content-length')]).toEqual([200, '0']);
    expect((await fetch(`${app.url}/media/${empty.id}`, { headers: { range: 'bytes=0-' } })).status).toBe(
      416,
    );
  });

  it.each(['POST', 'PUT', 'DELETE', 'PATCH'])('%s is not allowed', async (method) => {
    const response = await get({}, method);
    expect(response.status).toBe(405);
    expect(response.headers.get('allow')).toBe('GET, HEAD');
  });

  it.each(['nope', '00000000-0000-7000-8000-000000000000', '..%2f..%2fpackage.json', 'a'.repeat(150), '%00'])(
    'unknown id %s is 404 with a code',
    async (id) => {
      const response = await fetch(`${app.url}/media/${id}`);
      expect(response.status).toBe(404);
      expect(await response.json()).toEqual({
        error: { code: 'NOT_FOUND', message: 'There is no such object.' },
      });
    },
  );

  it('an object that another process has removed is gone within a moment', async () => {
    const { id, objectKey } = await make.media(bytes);
    const status = async () => (await fetch(`${app.url}/media/${id}`)).status;
    expect(await status()).toBe(200);
    await app.database.transaction((manager) => manager.query('DELETE FROM media WHERE id = ?', [id]));
    await vi.waitFor(async () => expect(await status()).toBe(404), 5000);
    await app.get(ObjectStorage).remove(objectKey);
  });

  it('whoever sends a token that has run out must learn so', async () => {
    // From here on the bytes are at hand.
    await body(await get({}));
    const response = await get({ authorization: 'Bearer wrong' });
    expect(response.status).toBe(401);
    expect(response.headers.get('www-authenticate')).toBe('Bearer');
  });

  it.runIf(process.platform === 'linux')('a client that goes away leaves no file open', async () => {
    const large = await make.media(numbered(20_000_000));
    const open = () => readdirSync('/proc/self/fd').length;
    const before = open();
    for (let index = 0; index < 20; index += 1) {
      const socket = connect(Number(new URL(app.url).port), '127.0.0.1');
      socket.write(`GET /media/${large.id} HTTP/1.1\r\nhost: x\r\n\r\n`);
      await once(socket, 'data');
      socket.destroy();
    }
    // The file itself may be kept open for a second.
    await vi.waitFor(() => expect(open()).toBeLessThanOrEqual(before), 5000);
  });
});

describe('pictures', () => {
  let picture: MediaEntity;

  beforeAll(async () => {
    const bytes = await sharp({ create: { width: 1000, height: 500, channels: 3, background: 'teal' } })
      .png()
      .toBuffer();
    picture = await make.picture(await make.space(), 0, bytes, 1000, 500);
  });

  const at = (width: string) => fetch(`${app.url}/media/${picture.id}?w=${width}`);

  it('come at the width asked for, as WebP, with a tag of their own', async () => {
    const response = await at('320');
    const bytes = Buffer.from(await response.arrayBuffer());
    expect(response.headers.get('content-type')).toBe('image/webp');
    expect(response.headers.get('etag')).toBe(`"${picture.sha256}-w320-webp"`);
    expect(response.headers.get('content-length')).toBe(String(bytes.length));
    expect(await sharp(bytes).metadata()).toMatchObject({ format: 'webp', width: 320, height: 160 });
  });

  it('are made once however many ask', async () => {
    const put = vi.spyOn(app.get(ObjectStorage), 'put');
    const answers = await Promise.all(Array.from({ length: 10 }, () => at('160')));
    const bodies = await Promise.all(
      answers.map(async (answer) => Buffer.from(await answer.arrayBuffer()).toString('hex')),
    );
    expect(answers.map(({ status }) => status)).toEqual(Array(10).fill(200));
    expect(new Set(bodies).size).toBe(1);
    expect(put).toHaveBeenCalledTimes(1);
  });

  it.each(['0', '-1', '321', '1e3', 'abc', ''])('width %j is refused', async (width) => {
    const response = await at(width);
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ error: { code: 'BAD_USER_INPUT', argument: 'w' } });
  });

  it('one that cannot be read is a fault of ours, of which nothing is kept', async () => {
    const broken = await make.picture(await make.space(), 0, numbered(100_000), 1000, 500);
    for (let again = 0; again < 2; again += 1) {
      const response = await fetch(`${app.url}/media/${broken.id}?w=320`);
      expect(response.status).toBe(500);
      expect(await response.json()).toMatchObject({ error: { code: 'INTERNAL' } });
    }
    expect(await app.get(ObjectStorage).stat(`image/${broken.id}.w320.webp`)).toBeNull();
  });

  it('a width of what is no picture is refused', async () => {
    const audio = await make.media(new Uint8Array([1]));
    const response = await fetch(`${app.url}/media/${audio.id}?w=320`);
    expect(response.status).toBe(400);
  });
});
