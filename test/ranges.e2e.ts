import { once } from 'node:events';
import { Agent, type IncomingMessage, request } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { MediaEntity } from '../src/media/media.entity.js';
import { Shortcuts } from '../src/platform/http/shortcuts.js';
import { startApp, type TestApp } from './app.js';
import { Make } from './make.js';
import { testS3 } from './storages.js';

const size = 10_000;
const bytes = Buffer.from(Uint8Array.from({ length: size }, (_, index) => (index * 31 + (index >> 8)) % 251));
const date = 'Sat, 21 Nov 2026 03:00:00 GMT';
const earlier = 'Sat, 21 Nov 2026 02:59:59 GMT';
const later = 'Sat, 21 Nov 2026 03:00:01 GMT';
/** In a table stands for the entity tag of the object, with its quotes. */
const tag = 'THE-TAG';

let app: TestApp;
let media: MediaEntity;
let empty: MediaEntity;

beforeAll(async () => {
  app = await startApp();
  const make = new Make(app);
  media = await make.media(bytes);
  empty = await make.media(new Uint8Array());
});

afterAll(() => app.stop());

type Headers = Record<string, string | string[]>;

/** One request as it is, without what `fetch` adds; fields with several values are sent as several lines. */
async function ask(
  method: string,
  headers: Headers,
  { id, sha256 } = media,
): Promise<[IncomingMessage, Buffer]> {
  const own = JSON.parse(JSON.stringify(headers).replaceAll(tag, JSON.stringify(`"${sha256}"`).slice(1, -1)));
  const sending = request(`${app.url}/media/${id}`, { method, headers: own, agent: false }).end();
  const [response] = (await once(sending, 'response')) as [IncomingMessage];
  return [response, await buffer(response)];
}

/** What must come back: the whole, a part with its first and last byte, or a status without a body. */
type Answer = 'whole' | readonly [number, number] | 304 | 412 | 416;

const far = '9'.repeat(40);

describe.each<[string, readonly [Headers, Answer][]]>([
  [
    'one range (RFC 9110, 14.1.2)',
    [
      [{}, 'whole'],
      [{ range: 'bytes=0-0' }, [0, 0]],
      [{ range: 'bytes=0-1' }, [0, 1]],
      [{ range: 'bytes=0-' }, [0, 9999]],
      [{ range: 'bytes=0-9999' }, [0, 9999]],
      [{ range: 'bytes=500-999' }, [500, 999]],
      [{ range: 'bytes=9500-' }, [9500, 9999]],
      [{ range: 'bytes=9999-' }, [9999, 9999]],
      [{ range: 'bytes=9999-9999' }, [9999, 9999]],
      [{ range: 'bytes=9000-10000' }, [9000, 9999]],
      [{ range: 'bytes=0-9223372036854775808' }, [0, 9999]],
      [{ range: `bytes=1-${far}` }, [1, 9999]],
      [{ range: 'bytes=0000500-0000999' }, [500, 999]],
      [{ range: 'bytes=-1' }, [9999, 9999]],
      [{ range: 'bytes=-500' }, [9500, 9999]],
      [{ range: 'bytes=-10000' }, [0, 9999]],
      [{ range: 'bytes=-10001' }, [0, 9999]],
      [{ range: `bytes=-${far}` }, [0, 9999]],
      [{ range: 'Bytes=0-1' }, [0, 1]],
      [{ range: 'bytes=0-1 ' }, [0, 1]],
      [{ range: 'bytes=0-1,' }, [0, 1]],
      [{ range: 'bytes=,0-1' }, [0, 1]],
    ],
  ],
  [
    'a range outside (15.5.17)',
    [
      [{ range: 'bytes=10000-' }, 416],
      [{ range: 'bytes=10000-10001' }, 416],
      [{ range: `bytes=${far}-` }, 416],
      [{ range: 'bytes=-0' }, 416],
      [{ range: 'bytes=10000-, 20000-20001' }, 416],
      [{ range: 'bytes=-0,10000-' }, 416],
    ],
  ],
  [
    'several ranges, of which the whole is a right answer (14.2)',
    [
      [{ range: 'bytes=0-1,5-9' }, 'whole'],
      [{ range: 'bytes=0-1, 5-9' }, 'whole'],
      [{ range: 'bytes=0-4,2-9' }, 'whole'],
      [{ range: 'bytes=0-1,-1' }, 'whole'],
      [{ range: 'bytes=0-1,20000-' }, [0, 1]],
      [{ range: 'bytes=20000-,0-1' }, [0, 1]],
      [{ range: `bytes=${'0-0,'.repeat(1500)}` }, 'whole'],
      [{ range: `bytes=${'0-,'.repeat(1000)}0-1` }, 'whole'],
    ],
  ],
  [
    'a field that is none, and is ignored (14.2)',
    [
      [{ range: 'bytes=10-5' }, 'whole'],
      [{ range: 'bytes=' }, 'whole'],
      [{ range: 'bytes=-' }, 'whole'],
      [{ range: 'bytes=a-b' }, 'whole'],
      [{ range: 'bytes=0-1;5-9' }, 'whole'],
      [{ range: 'bytes=1.5-3' }, 'whole'],
      [{ range: 'bytes=0x0-0x9' }, 'whole'],
      [{ range: 'bytes=+0-1' }, 'whole'],
      [{ range: 'bytes=--1' }, 'whole'],
      [{ range: 'bytes=0 -1' }, 'whole'],
      [{ range: 'bytes= 0-1' }, 'whole'],
      [{ range: 'bytes 0-1' }, 'whole'],
      [{ range: 'bytes=0-1-2' }, 'whole'],
      [{ range: '0-1' }, 'whole'],
      [{ range: 'items=0-1' }, 'whole'],
      [{ range: 'bytes=０-１' }, 'whole'],
      [{ range: 'bytes=0-1,x' }, 'whole'],
    ].map(([headers, answer]) => [latin1(headers as Headers), answer as Answer]),
  ],
  [
    'If-Match and If-Unmodified-Since (13.1.1, 13.1.4)',
    [
      [{ 'if-match': tag }, 'whole'],
      [{ 'if-match': '*' }, 'whole'],
      [{ 'if-match': `"other", ${tag}` }, 'whole'],
      [{ 'if-match': '"other"' }, 412],
      [{ 'if-match': `W/${tag}` }, 412],
      [{ 'if-match': '"other"', range: 'bytes=0-1' }, 412],
      [{ 'if-match': tag, range: 'bytes=0-1' }, [0, 1]],
      [{ 'if-unmodified-since': date }, 'whole'],
      [{ 'if-unmodified-since': later }, 'whole'],
      [{ 'if-unmodified-since': earlier }, 412],
      [{ 'if-unmodified-since': 'yesterday' }, 'whole'],
      [{ 'if-match': tag, 'if-unmodified-since': earlier }, 'whole'],
    ],
  ],
  [
    'If-None-Match and If-Modified-Since (13.1.2, 13.1.3)',
    [
      [{ 'if-none-match': tag }, 304],
      [{ 'if-none-match': `W/${tag}` }, 304],
      [{ 'if-none-match': '*' }, 304],
      [{ 'if-none-match': `"a,b", ${tag}` }, 304],
      [{ 'if-none-match': '"other"' }, 'whole'],
      [{ 'if-none-match': 'other' }, 'whole'],
      [{ 'if-none-match': tag, range: 'bytes=0-1' }, 304],
      [{ 'if-modified-since': date }, 304],
      [{ 'if-modified-since': later }, 304],
      [{ 'if-modified-since': 'Saturday, 21-Nov-26 03:00:00 GMT' }, 304],
      [{ 'if-modified-since': 'Sat Nov 21 03:00:00 2026' }, 304],
      [{ 'if-modified-since': earlier }, 'whole'],
      [{ 'if-modified-since': 'Sat, 31 Feb 2026 03:00:00 GMT' }, 'whole'],
      [{ 'if-none-match': '"other"', 'if-modified-since': later }, 'whole'],
      [{ 'if-match': '"other"', 'if-none-match': tag }, 412],
    ],
  ],
  [
    'If-Range (13.1.5)',
    [
      [{ range: 'bytes=0-1', 'if-range': tag }, [0, 1]],
      [{ range: 'bytes=0-1', 'if-range': '"other"' }, 'whole'],
      [{ range: 'bytes=0-1', 'if-range': `W/${tag}` }, 'whole'],
      [{ range: 'bytes=0-1', 'if-range': date }, [0, 1]],
      [{ range: 'bytes=0-1', 'if-range': later }, 'whole'],
      [{ range: 'bytes=0-1', 'if-range': earlier }, 'whole'],
      [{ range: 'bytes=0-1', 'if-range': 'nonsense' }, 'whole'],
      [{ range: 'bytes=20000-', 'if-range': '"other"' }, 'whole'],
      [{ range: 'bytes=20000-', 'if-range': tag }, 416],
      [{ 'if-range': tag }, 'whole'],
      [{ range: 'bytes=0-1', 'if-range': tag, 'if-none-match': tag }, 304],
    ],
  ],
])('%s', (_, cases) => {
  it.each(cases)('%j', async (headers, answer) => {
    const [response, body] = await ask('GET', headers);
    const [first, last] = answer === 'whole' ? [0, size - 1] : typeof answer === 'number' ? [0, -1] : answer;
    const length = last - first + 1;
    expect(response.statusCode).toBe(typeof answer === 'number' ? answer : answer === 'whole' ? 200 : 206);
    expect(body.equals(bytes.subarray(first, first + length))).toBe(true);
    expect(response.headers).toMatchObject(expectedFields(answer, length));
    if (answer === 'whole') expect(response.headers['content-range']).toBeUndefined();
    if (answer === 304) expect(response.headers).not.toHaveProperty('content-type');
    // Who names an origin is never answered by what is at hand.
    const [other, same] = await ask('GET', { ...headers, origin: 'https://elsewhere.example' });
    expect([other.statusCode, told(other)]).toEqual([response.statusCode, told(response)]);
    expect(same.equals(body)).toBe(true);
  });
});

/** The header fields that are the same for all who ask for the same. */
function told({ headers }: IncomingMessage): object {
  return { ...headers, date: null, 'x-request-id': null };
}

function expectedFields(answer: Answer, length: number): Record<string, string> {
  if (answer === 304) return { etag: `"${media.sha256}"` };
  if (answer === 412) return { 'content-length': '0' };
  if (answer === 416) return { 'content-length': '0', 'content-range': `bytes */${size}` };
  return {
    'content-length': String(length),
    'content-type': 'audio/mpeg',
    'accept-ranges': 'bytes',
    'last-modified': date,
    etag: `"${media.sha256}"`,
    ...(answer === 'whole' ? {} : { 'content-range': `bytes ${answer[0]}-${answer[1]}/${size}` }),
  };
}

/** Node sends fields as Latin-1; other letters go as the bytes of their UTF-8. */
function latin1(headers: Headers): Headers {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, Buffer.from(String(value)).toString('latin1')]),
  );
}

describe('other methods and objects', () => {
  it.each<[Headers, number]>([
    [{}, 200],
    [{ range: 'bytes=0-1' }, 200],
    [{ range: 'bytes=20000-' }, 200],
    [{ 'if-none-match': tag }, 304],
    [{ 'if-match': '"other"' }, 412],
  ])('HEAD with %j sends no byte', async (headers, status) => {
    const [response, body] = await ask('HEAD', headers);
    expect([response.statusCode, body.length]).toEqual([status, 0]);
    if (status === 200) expect(response.headers['content-length']).toBe(String(size));
  });

  it.each<[Headers, number]>([
    [{}, 200],
    [{ range: 'bytes=0-' }, 416],
    [{ range: 'bytes=-1' }, 200],
    [{ range: 'bytes=-0' }, 416],
  ])('an object without bytes, asked with %j', async (headers, status) => {
    const [response, body] = await ask('GET', headers, empty);
    expect([response.statusCode, response.headers['content-length'], body.length]).toEqual([status, '0', 0]);
    if (status === 416) expect(response.headers['content-range']).toBe('bytes */0');
  });

  it('two Range fields are no single range', async () => {
    const [response, body] = await ask('GET', { range: ['bytes=0-1', 'bytes=5-9'] });
    expect([response.statusCode, body.length]).toEqual([200, size]);
  });

  it('a broken download goes on where it stopped, byte for byte', async () => {
    const [, start] = await ask('GET', { range: 'bytes=0-3332' });
    const [, middle] = await ask('GET', { range: 'bytes=3333-7000', 'if-range': tag });
    const [, end] = await ask('GET', { range: 'bytes=7001-', 'if-range': tag });
    expect(Buffer.concat([start, middle, end]).equals(bytes)).toBe(true);
  });

  it.skipIf(testS3)('what was read a moment ago takes the shortcut', async () => {
    const { id, sha256 } = await new Make(app).media(Buffer.from('bytes'));
    const take = vi.spyOn(app.get(Shortcuts), 'take');
    for (let time = 0; time < 2; time += 1) await ask('GET', {}, { ...media, id, sha256 });
    expect(take.mock.results.map(({ value }) => value as boolean)).toEqual([false, true]);
    take.mockRestore();
  });

  it('many who take parts of large objects, and leave, get the right bytes and no others', async () => {
    const large = Buffer.from(
      Uint8Array.from({ length: 3_000_000 }, (_, at) => (at * 31 + (at >> 8) * 7 + (at >> 16)) % 251),
    );
    const { id } = await new Make(app).media(large);
    const agent = new Agent({ keepAlive: true, maxSockets: 50 });
    let state = 1;
    const random = (most: number) => (state = (state * 48_271) % 2_147_483_647) % most;
    let whole = 0;
    const takePart = async () => {
      const [start, length] = [random(large.length), 1 + random(random(2) ? 70_000 : 1_500_000)];
      const end = Math.min(start + length, large.length) - 1;
      const leavesAfter = random(3) ? Infinity : random(length);
      const sending = request(`${app.url}/media/${id}`, {
        headers: { range: `bytes=${start}-${end}` },
        agent,
      }).end();
      const [response] = (await once(sending, 'response')) as [IncomingMessage];
      let position = start;
      for await (const chunk of response as AsyncIterable<Buffer>) {
        if (!chunk.equals(large.subarray(position, position + chunk.length))) {
          throw new Error(`other bytes at ${position} of ${start}-${end}`);
        }
        position += chunk.length;
        if (position - start > leavesAfter) return;
        if (random(4) === 0) await nextTurn();
      }
      expect(position).toBe(end + 1);
      whole += 1;
    };
    for (let round = 0; round < 3; round += 1) await Promise.all(Array.from({ length: 200 }, takePart));
    agent.destroy();
    expect(whole).toBeGreaterThan(300);
  });

  it('many parts at once do not mix', async () => {
    const parts = Array.from({ length: 40 }, (_, index) => index * 250);
    const answers = await Promise.all(
      parts.map((from) => ask('GET', { range: `bytes=${from}-${from + 249}` })),
    );
    expect(Buffer.concat(answers.map(([, body]) => body)).equals(bytes)).toBe(true);
  });
});
