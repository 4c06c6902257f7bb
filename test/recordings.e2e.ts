import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { request } from 'node:http';
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { RecordingAnalysisService } from '../src/media/recording-analysis.service.js';
import { RecordingsService } from '../src/media/recordings.service.js';
import { Config } from '../src/platform/config.js';
import { ObjectStorage, StorageUnavailable } from '../src/platform/storage/storage.js';
import { startApp, type TestApp } from './app.js';
import { Make } from './make.js';
import { uploadFile } from './upload.js';
import { watchPuts } from './watch-puts.js';

let app: TestApp;
let make: Make;

beforeAll(async () => {
  app = await startApp({ RECORDING_QUOTA_MB: '1' });
  make = new Make(app);
});

afterAll(() => app.stop());

const fixture = (name: string): Buffer => readFileSync(new URL(`fixtures/${name}`, import.meta.url));
const list = `{ me { recordings { totalCount pageInfo { endCursor hasNextPage } nodes {
  id fileName contentType size sha256 durationSeconds peaks(count: 2) streamUrl createdAt } } } }`;

interface Sent {
  readonly status: number;
  readonly headers: Headers;
  readonly body: any;
}

async function put(
  name: string,
  body: Uint8Array | ReadableStream,
  token: string | null,
  headers: Record<string, string> = {},
): Promise<Sent> {
  const response = await fetch(`${app.url}/recordings/${encodeURIComponent(name)}`, {
    method: 'PUT',
    headers: {
      ...(token && { authorization: `Bearer ${token}` }),
      ...headers,
    },
    body,
    duplex: 'half',
  });
  return { status: response.status, headers: response.headers, body: await response.json() };
}

async function post(form: FormData, token: string): Promise<Sent> {
  const response = await fetch(`${app.url}/recordings`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}` },
    body: form,
  });
  return { status: response.status, headers: response.headers, body: await response.json() };
}

const nodesOf = async (token: string) => (await app.run(list, {}, token)).data.me.recordings.nodes;
/** Where a link leads on this server, whatever its public address is. */
const local = (url: string) => app.url + url.slice(url.indexOf('/media/'));

/** All objects there are, and in a folder the temporary files too. */
async function stored(of = app): Promise<string[]> {
  const { storageUrl } = of.get(Config);
  if (storageUrl.startsWith('file:')) {
    const entries = readdirSync(storageUrl.slice('file:'.length), { recursive: true, withFileTypes: true });
    return entries.filter((entry) => entry.isFile()).map(({ name }) => name);
  }
  const keys: string[] = [];
  for await (const { key } of of.get(ObjectStorage).list()) keys.push(key.split('/').at(-1) as string);
  return keys;
}

/** Files that this process holds open in the folder of a storage. */
function openFiles(): string[] {
  const held = readdirSync('/proc/self/fd').flatMap((descriptor) => {
    try {
      return [readlinkSync(`/proc/self/fd/${descriptor}`)];
    } catch {
      // It was closed meanwhile.
      return [];
    }
  });
  return held.filter((path) => path.includes('/hapju-objects-'));
}

const deleteRecording = (id: string, token: string) =>
  app.run('mutation ($id: ID!) { deleteRecording(id: $id) }', { id }, token);

/** Two fixtures of different length, as one WAV of so many bytes. */
function wav(size: number): Buffer {
  const bytes = Buffer.alloc(size, 128);
  fixture('pcm.wav').copy(bytes);
  return bytes;
}

describe('PUT /recordings/:fileName', () => {
  it('keeps a recording, and says all about it', async () => {
    const { token } = await make.guest();
    const bytes = fixture('cbr.mp3');
    const sent = await put('합주 첫 곡.wav', bytes, token, { 'content-type': 'application/octet-stream' });
    expect(sent.status).toBe(201);
    expect(sent.headers.get('location')).toBe(sent.body.streamUrl);
    const [node] = await nodesOf(token);
    expect(sent.body).toEqual({ ...node, peaks: expect.any(Array) });
    expect(sent.body.peaks).toHaveLength(256);
    expect(node).toEqual({
      id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      fileName: '합주 첫 곡.mp3',
      contentType: 'audio/mpeg',
      size: bytes.length,
      sha256: createHash('sha256').update(bytes).digest('hex'),
      durationSeconds: 2.088,
      peaks: [0.012, 0.729],
      streamUrl: expect.stringMatching(/\/media\/[0-9a-f-]{36}\?e=\d+&k=[\w-]{8}&s=[\w-]{43}$/),
      createdAt: new Date(app.clock.now()).toISOString(),
    });
  });

  it.each([
    ['mediarecorder.webm', 'audio/webm', 3, true],
    ['opus.opus', 'audio/ogg', 2, true],
    ['vorbis.ogg', 'audio/ogg', 2, false],
    ['moov-last.m4a', 'audio/mp4', 2.064, false],
    ['fragmented.m4a', 'audio/mp4', 2.064, false],
    ['plain.aac', 'audio/aac', 2.112, false],
    ['flac.flac', 'audio/flac', 2, true],
    ['pcm.wav', 'audio/wav', 2, true],
    ['vbr-without-xing.mp3', 'audio/mpeg', 2.088, true],
  ])('%s is %s of %f s', async (name, contentType, durationSeconds, waveform) => {
    const { token } = await make.guest();
    const { status, body } = await put(name, fixture(name), token, { 'content-type': 'audio/x-whatever' });
    expect(status).toBe(201);
    expect(body).toMatchObject({ fileName: name, contentType, durationSeconds });
    expect(body.peaks !== null).toBe(waveform);
  });

  it('takes a body of unknown length and no type, as `curl -T` sends it', async () => {
    const { token } = await make.guest();
    const bytes = fixture('flac.flac');
    const chunks = ReadableStream.from([bytes.subarray(0, 3), bytes.subarray(3, 9000), bytes.subarray(9000)]);
    const { status, body } = await put('a.flac', chunks, token);
    expect([status, body.size]).toEqual([201, bytes.length]);
  });

  it('says 100 Continue to who waits for it', async () => {
    const { token } = await make.guest();
    const bytes = fixture('pcm.wav');
    const sending = request(`${app.url}/recordings/a.wav`, {
      method: 'PUT',
      headers: { authorization: `Bearer ${token}`, expect: '100-continue', 'content-length': bytes.length },
    });
    sending.flushHeaders();
    await once(sending, 'continue');
    sending.end(bytes);
    const [response] = await once(sending, 'response');
    response.resume();
    expect(response.statusCode).toBe(201);
  });

  it.each<[string, number, string, Uint8Array, Record<string, string>]>([
    [
      'HTML named a.mp3',
      415,
      'UNSUPPORTED_MEDIA_TYPE',
      Buffer.from('<!doctype html>'.repeat(99)),
      { 'content-type': 'audio/mpeg' },
    ],
    ['a video', 415, 'UNSUPPORTED_MEDIA_TYPE', fixture('picture.mp4'), {}],
    ['nothing', 400, 'BAD_USER_INPUT', Buffer.alloc(0), {}],
    ['a part of a file', 400, 'BAD_USER_INPUT', fixture('cbr.mp3'), { 'content-range': 'bytes 0-4400/9000' }],
    ['a form', 415, 'UNSUPPORTED_MEDIA_TYPE', fixture('cbr.mp3'), { 'content-type': 'text/plain' }],
    ['gzip', 415, 'UNSUPPORTED_MEDIA_TYPE', fixture('cbr.mp3'), { 'content-encoding': 'gzip' }],
    ['more than there is room for', 413, 'PAYLOAD_TOO_LARGE', wav(1_000_001), {}],
  ])('%s is refused, and nothing is kept of it', async (_, status, code, bytes, headers) => {
    const { token } = await make.guest();
    const before = await stored();
    const sent = await put('a.mp3', bytes, token, headers);
    expect([sent.status, sent.body.error.code]).toEqual([status, code]);
    expect(await nodesOf(token)).toEqual([]);
    expect(await stored()).toEqual(before);
  });

  it('too much of unknown length is refused while it comes', async () => {
    const { token } = await make.guest();
    const before = await stored();
    const endless = new ReadableStream<Uint8Array>({ pull: (to) => to.enqueue(wav(100_000)) });
    const sent = await put('a.wav', endless, token).catch((error: unknown) => error);
    // Whether the answer overtakes the flood is up to the network.
    if (!(sent instanceof Error))
      expect(sent).toMatchObject({ status: 413, body: { error: { left: 1_000_000 } } });
    await vi.waitFor(async () => expect(await stored()).toEqual(before));
    expect(await nodesOf(token)).toEqual([]);
  });

  it('200 MB and a byte are refused before they come', async () => {
    const { token } = await make.guest();
    const sending = request(`${app.url}/recordings/a.wav`, {
      method: 'PUT',
      headers: { authorization: `Bearer ${token}`, 'content-length': 200_000_001 },
    });
    sending.flushHeaders();
    const [response] = await once(sending, 'response');
    expect(response.statusCode).toBe(413);
    sending.on('error', () => undefined).destroy();
  });

  it('who is not signed in is refused before the body comes', async () => {
    const sending = request(`${app.url}/recordings/a.wav`, {
      method: 'PUT',
      headers: { 'content-length': 5000 },
    });
    sending.flushHeaders();
    const [response] = await once(sending, 'response');
    expect([response.statusCode, response.headers['www-authenticate']]).toEqual([401, 'Bearer']);
    sending.on('error', () => undefined).destroy();
  });

  it('may come from a page of an allowed origin', async () => {
    const asked = (origin: string) =>
      fetch(`${app.url}/recordings/a.wav`, {
        method: 'OPTIONS',
        headers: {
          origin,
          'access-control-request-method': 'PUT',
          'access-control-request-headers': 'authorization',
        },
      });
    const allowed = (await asked('https://studio.apollographql.com')).headers;
    expect(allowed.get('access-control-allow-origin')).toBe('https://studio.apollographql.com');
    expect(allowed.get('access-control-allow-methods')).toContain('PUT');
    expect(allowed.get('access-control-allow-headers')).toBe('authorization');
    expect((await asked('https://evil.example')).headers.get('access-control-allow-origin')).toBeNull();
  });

  it('of a client that leaves half-way nothing is kept, not even an open file', async () => {
    // One with room for more than S3 takes in a single part.
    const roomy = await startApp({}, { beside: app });
    const { token } = await make.guest();
    const storage = roomy.get(ObjectStorage);
    const watch = watchPuts(storage);
    const socket = connect(Number(new URL(roomy.url).port), '127.0.0.1');
    socket.write(
      `PUT /recordings/a.wav HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${token}\r\ncontent-length: 12000000\r\n\r\n`,
    );
    socket.write(wav(8_000_000));
    await vi.waitFor(() => expect(watch.taken).toBe(8_000_000), 5000);
    socket.destroy();
    await vi.waitFor(() => expect(watch.running).toBe(0), 5000);
    // What was read just before is kept open for a second.
    await vi.waitFor(() => expect(openFiles()).toEqual([]), 5000);
    expect(await stored(roomy)).toEqual([]);
    // Nor is there an upload that has not ended.
    expect(await storage.sweep(Number.MAX_SAFE_INTEGER)).toBe(0);
    expect(await nodesOf(token)).toEqual([]);
    await roomy.stop();
    expect((await put('a.wav', wav(900_000), token)).status).toBe(201);
  });

  it('a storage that fails in the middle leaves nothing, and says so', async () => {
    const { token } = await make.guest();
    const storage = app.get(ObjectStorage);
    const failing = vi.spyOn(storage, 'put').mockImplementationOnce(async (_key, body) => {
      for await (const _ of body) break;
      throw new StorageUnavailable(new Error('disk full'));
    });
    const sent = await put('a.mp3', fixture('cbr.mp3'), token);
    failing.mockRestore();
    expect([sent.status, sent.body.error.code]).toEqual([503, 'UNAVAILABLE']);
    expect(JSON.stringify(sent.body)).not.toContain('disk');
    expect(await nodesOf(token)).toEqual([]);
    expect((await put('a.mp3', fixture('cbr.mp3'), token)).status).toBe(201);
  });
});

describe('POST /recordings', () => {
  const formOf = (...parts: [string, Blob | string, string?][]) => {
    const form = new FormData();
    for (const [name, value, file] of parts) {
      if (typeof value === 'string') form.append(name, value);
      else form.append(name, value, file);
    }
    return form;
  };
  const song = new Blob([new Uint8Array(fixture('opus.opus'))]);

  it('takes the file of a form', async () => {
    const { token } = await make.guest();
    const sent = await post(formOf(['file', song, '합주.opus']), token);
    expect(sent.status).toBe(201);
    expect(sent.body).toMatchObject({ fileName: '합주.opus', contentType: 'audio/ogg', size: song.size });
    expect(await nodesOf(token)).toHaveLength(1);
  });

  it.each<[string, () => FormData, string]>([
    ['two files', () => formOf(['file', song, 'a'], ['file', song, 'b']), 'the only part'],
    ['another part before', () => formOf(['title', 'x'], ['file', song, 'a']), 'the only part'],
    [
      'another part far behind',
      () => formOf(['file', new Blob([new Uint8Array(wav(600_000))]), 'a'], ['title', 'x']),
      'the only part',
    ],
    ['a file of another name', () => formOf(['song', song, 'a']), 'the only part'],
    ['nothing', () => formOf(), 'file: '],
    ['an empty file', () => formOf(['file', new Blob([]), 'a.mp3']), 'must not be empty'],
  ])('%s is refused, and nothing is kept of it', async (_, form, why) => {
    const { token } = await make.guest();
    const before = await stored();
    const sent = await post(form(), token);
    expect([sent.status, sent.body.error.code]).toEqual([400, 'BAD_USER_INPUT']);
    expect(sent.body.error.message).toContain(why);
    expect(await nodesOf(token)).toEqual([]);
    expect(await stored()).toEqual(before);
  });

  it('keeps nothing before the whole form has ended', async () => {
    const { token } = await make.guest();
    const before = await stored();
    const watch = watchPuts(app.get(ObjectStorage));
    const head = 'content-disposition: form-data; name="file"; filename="a.opus"\r\n\r\n';
    async function* slowly() {
      yield Buffer.concat([Buffer.from(`--x\r\n${head}`), fixture('opus.opus'), Buffer.from('\r\n--x\r\n')]);
      // All of the file is there, but it is not known that it is the only one.
      await vi.waitFor(() => expect(watch.taken).toBe(fixture('opus.opus').length), 5000);
      yield Buffer.from(`${head}more\r\n--x--\r\n`);
    }
    const response = await fetch(`${app.url}/recordings`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'multipart/form-data; boundary=x' },
      body: ReadableStream.from(slowly()),
      duplex: 'half',
    });
    watch.stop();
    expect(response.status).toBe(400);
    expect(await nodesOf(token)).toEqual([]);
    expect(await stored()).toEqual(before);
    expect(await app.get(ObjectStorage).sweep(Number.MAX_SAFE_INTEGER)).toBe(0);
  });

  it('a form that ends too early, or is none, is refused', async () => {
    const { token } = await make.guest();
    const head = '--x\r\ncontent-disposition: form-data; name="file"; filename="a.opus"\r\n\r\n';
    const bytes = Buffer.concat([Buffer.from(head), fixture('opus.opus')]);
    const send = async (contentType: string) => {
      const response = await fetch(`${app.url}/recordings`, {
        method: 'POST',
        headers: { authorization: `Bearer ${token}`, 'content-type': contentType },
        body: bytes,
      });
      return response.status;
    };
    const before = await stored();
    expect(await send('multipart/form-data; boundary=x')).toBe(400);
    expect(await send('multipart/form-data; charset=x')).toBe(400);
    expect(await send('application/octet-stream')).toBe(415);
    expect(await nodesOf(token)).toEqual([]);
    expect(await stored()).toEqual(before);
  });
});

describe('room for recordings', () => {
  it('is never exceeded, however many come at once', async () => {
    const { id, token } = await make.guest();
    const upload = () =>
      app
        .get(RecordingsService)
        .upload(
          { id, role: 'USER', sessionId: 'test' },
          'a.wav',
          (async function* () {
            yield wav(300_000);
          })(),
        )
        .then(
          () => 'kept',
          (error) => error.code,
        );
    const outcomes: string[] = [];
    for (let round = 0; round < 3; round += 1)
      outcomes.push(...(await Promise.all(Array.from({ length: 10 }, upload))));
    expect(outcomes.filter((outcome) => outcome === 'kept')).toHaveLength(3);
    expect(new Set(outcomes)).toEqual(new Set(['kept', 'RATE_LIMITED', 'PAYLOAD_TOO_LARGE']));
    const [usage] = await app.database.select('SELECT bytes FROM recording_usage WHERE owner_id = ?', [id]);
    expect(usage).toEqual({ bytes: 900_000 });
    const refused = await put('a.wav', wav(300_000), token);
    expect(refused.body.error).toEqual({
      code: 'PAYLOAD_TOO_LARGE',
      message: 'There is room for 100000 more bytes of recordings; delete some to make more.',
      left: 100_000,
    });
    const [first] = await nodesOf(token);
    await deleteRecording(first.id, token);
    expect((await put('a.wav', wav(400_000), token)).status).toBe(201);
  });

  it('is guarded by the database where all looked at once', async () => {
    const { id, token } = await make.guest();
    await put('a.wav', wav(400_000), token);
    const before = (await stored()).length;
    const upload = () => {
      const body = (async function* () {
        yield wav(300_000);
        // All of them have seen the room there is, and none has taken it yet.
        await new Promise((resolve) => setImmediate(resolve));
      })();
      return app.get(RecordingsService).upload({ id, role: 'USER', sessionId: 'test' }, 'a.wav', body);
    };
    const outcomes = await Promise.allSettled([upload(), upload(), upload()]);
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(2);
    expect(await nodesOf(token)).toHaveLength(3);
    expect(await stored()).toHaveLength(before + 2);
  });
});

describe('recordings', () => {
  it("are their owner's alone, to see and to delete", async () => {
    const owner = await make.guest();
    const other = await make.guest();
    const { body } = await put('a.mp3', fixture('cbr.mp3'), owner.token);
    expect(await nodesOf(other.token)).toEqual([]);
    const { errors } = await deleteRecording(body.id, other.token);
    expect(errors?.[0]?.extensions['code']).toBe('NOT_FOUND');
    expect(await nodesOf(owner.token)).toHaveLength(1);
  });

  it('of the same bytes are two, and one outlives the other', async () => {
    const { token } = await make.guest();
    const before = (await stored()).length;
    const first = (await put('a.mp3', fixture('cbr.mp3'), token)).body;
    const second = (await put('a.mp3', fixture('cbr.mp3'), token)).body;
    expect(await stored()).toHaveLength(before + 2);
    await (await fetch(local(first.streamUrl))).arrayBuffer();
    expect((await deleteRecording(first.id, token)).data).toEqual({ deleteRecording: first.id });
    expect((await fetch(local(first.streamUrl))).status).toBe(404);
    expect((await fetch(local(second.streamUrl))).status).toBe(200);
    expect(await stored()).toHaveLength(before + 1);
    expect((await deleteRecording(first.id, token)).errors?.[0]?.extensions['code']).toBe('NOT_FOUND');
  });

  it('are gone although their object could not be removed', async () => {
    const { token } = await make.guest();
    const { body } = await put('a.mp3', fixture('cbr.mp3'), token);
    const storage = app.get(ObjectStorage);
    const failing = vi.spyOn(storage, 'remove').mockRejectedValueOnce(new StorageUnavailable(new Error()));
    expect((await deleteRecording(body.id, token)).errors).toBeUndefined();
    failing.mockRestore();
    expect((await fetch(local(body.streamUrl))).status).toBe(404);
  });

  it('come in pages, latest first', async () => {
    const { token } = await make.guest();
    const ids: string[] = [];
    for (let index = 0; index < 3; index += 1) {
      app.clock.advance(1);
      ids.unshift((await put('a.aac', fixture('plain.aac'), token)).body.id);
    }
    const page = async (after: string | null) =>
      (
        await app.run(
          'query ($after: String) { me { recordings(first: 2, after: $after) { totalCount nodes { id } pageInfo { endCursor hasNextPage } } } }',
          { after },
          token,
        )
      ).data.me.recordings;
    const first = await page(null);
    expect(first).toMatchObject({ totalCount: 3, nodes: [{ id: ids[0] }, { id: ids[1] }] });
    const second = await page(first.pageInfo.endCursor);
    expect(second).toMatchObject({ nodes: [{ id: ids[2] }], pageInfo: { hasNextPage: false } });
  });

  it('that a dead process has left without a waveform get one later, and broken ones are left in peace', async () => {
    const { token } = await make.guest();
    const { body } = await put('a.mp3', fixture('cbr.mp3'), token);
    const set = (sql: string) =>
      app.database.transaction((manager) =>
        manager.query(`UPDATE recording SET ${sql} WHERE id = '${body.id}'`),
      );
    const row = async () =>
      (
        await app.database.select(
          'SELECT peaks IS NULL AS bare, analyse_at AS due, analyse_tries AS tries FROM recording WHERE id = ?',
          [body.id],
        )
      )[0];
    expect(await row()).toEqual({ bare: 0, due: null, tries: 1 });
    const analysis = app.get(RecordingAnalysisService);
    await set(`peaks = NULL, analyse_at = ${app.clock.now() + 1}`);
    await analysis.resume();
    expect(await row()).toMatchObject({ bare: 1, tries: 1 });
    app.clock.advance(1);
    await analysis.resume();
    expect(await row()).toEqual({ bare: 0, due: null, tries: 2 });
    await set(`peaks = NULL, analyse_at = ${app.clock.now()}, analyse_tries = 3`);
    await analysis.resume();
    expect(await row()).toMatchObject({ bare: 1, due: null });
  });
});

describe('the stream of a recording', () => {
  let url: string;
  let bytes: Buffer;

  beforeAll(async () => {
    const { token } = await make.guest();
    bytes = fixture('mediarecorder.webm');
    url = local((await put('합주.webm', bytes, token)).body.streamUrl);
  });

  it('plays and seeks for whoever has the link', async () => {
    const whole = await fetch(url);
    expect(Object.fromEntries(whole.headers)).toMatchObject({
      'content-type': 'audio/webm',
      'cache-control': 'private, max-age=3600, no-transform',
      'content-disposition': `inline; filename="??.webm"; filename*=UTF-8''${encodeURIComponent('합주.webm')}`,
      'accept-ranges': 'bytes',
    });
    expect(Buffer.from(await whole.arrayBuffer())).toEqual(bytes);
    const etag = whole.headers.get('etag') as string;
    expect(etag).toMatch(/^"[0-9a-f]{64}"$/);
    const part = await fetch(url, { headers: { range: 'bytes=1000-', 'if-range': etag } });
    expect([part.status, part.headers.get('content-range')]).toEqual([
      206,
      `bytes 1000-${bytes.length - 1}/${bytes.length}`,
    ]);
  });

  it.each([
    ['without a signature', (link: string) => link.split('?')[0] as string, 404],
    ['with another query', (link: string) => `${link.split('?')[0]}?w=320`, 404],
    [
      'prolonged',
      (link: string) => link.replace(/e=(\d+)/, (_, expiry) => `e=${Number(expiry) + 3600}`),
      403,
    ],
    ['with one more parameter', (link: string) => `${link}&response-content-type=text/html`, 403],
    ['with an empty signature', (link: string) => link.replace(/s=.*/, 's='), 403],
  ])('%s is refused', async (_, change, status) => {
    // From here on the bytes are at hand.
    await (await fetch(url)).arrayBuffer();
    const response = await fetch(change(url));
    expect([response.status, response.headers.get('cache-control')]).toEqual([status, 'no-store']);
  });

  it('is refused with the link of another recording', async () => {
    const { token } = await make.guest();
    const { body } = await put('b.mp3', fixture('cbr.mp3'), token);
    const moved = `${local(body.streamUrl).split('?')[0]}?${url.split('?')[1]}`;
    const response = await fetch(moved);
    expect(response.status).toBe(403);
    expect(await response.json()).toEqual({
      error: { code: 'FORBIDDEN', message: 'This link is not good, or not any more; ask for a new one.' },
    });
  });

  it('ends with its link', async () => {
    await (await fetch(url)).arrayBuffer();
    app.clock.advance(7 * 3_600_000);
    expect((await fetch(url)).status).toBe(403);
  });
});

describe('uploadRecording', () => {
  const query = `mutation ($file: Upload!) { uploadRecording(file: $file) {
    id fileName contentType size sha256 durationSeconds streamUrl peaks(count: 4) } }`;

  it('does what PUT does, for small files', async () => {
    const { token } = await make.guest(0);
    const bytes = fixture('cbr.mp3');
    const { data, errors } = await uploadFile(app, query, { bytes, name: '합주 1.mp3' }, token);
    expect(errors).toBeUndefined();
    expect(data.uploadRecording).toMatchObject({
      fileName: '합주 1.mp3',
      contentType: 'audio/mpeg',
      size: bytes.length,
      sha256: createHash('sha256').update(bytes).digest('hex'),
    });
    const streamed = await fetch(local(data.uploadRecording.streamUrl));
    expect(Buffer.from(await streamed.arrayBuffer())).toEqual(bytes);
    expect((await nodesOf(token)).map(({ id }: { id: string }) => id)).toEqual([data.uploadRecording.id]);
  });

  it.each<[string, Uint8Array, string]>([
    ['a page', Buffer.from('<!doctype html><script>'), 'UNSUPPORTED_MEDIA_TYPE'],
    ['nothing', new Uint8Array(), 'BAD_USER_INPUT'],
    ['more than 50 MiB', wav(50 * 1024 * 1024 + 1), 'PAYLOAD_TOO_LARGE'],
  ])('refuses %s and keeps nothing', async (_, bytes, code) => {
    const { token } = await make.guest(0);
    const before = await stored();
    const { errors } = await uploadFile(app, query, { bytes, name: 'a.mp3', type: 'audio/mpeg' }, token);
    expect(errors?.[0]?.extensions['code']).toBe(code);
    expect(await stored()).toEqual(before);
    expect(await nodesOf(token)).toEqual([]);
  });

  it('requires sign-in', async () => {
    const { errors } = await uploadFile(app, query, { bytes: fixture('cbr.mp3') });
    expect(errors?.[0]?.extensions['code']).toBe('UNAUTHENTICATED');
  });
});
