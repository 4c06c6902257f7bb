import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { MediaSweepService } from '../../src/media/media-sweep.service.js';
import { Config } from '../../src/platform/config.js';
import { ObjectStorage } from '../../src/platform/storage/storage.js';
import { startApp, type TestApp } from '../app.js';
import { Make } from '../make.js';
import { bookingAt, killAll, launchBeside, type ServerProcess, setClock } from '../processes.js';
import { testS3 } from '../storages.js';
import { Load } from './load.js';
import { FaultProxy } from './proxy.js';

const hour = 3_600_000;
const size = 12_000_000;
const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

/** A recording that takes three parts. */
const song = Buffer.alloc(size, 7);
readFileSync(new URL('../fixtures/pcm.wav', import.meta.url)).copy(song);

describe.runIf(testS3)('a server whose S3', () => {
  let app: TestApp;
  let proxy: FaultProxy;
  let server: ServerProcess;
  let guest: { id: string; token: string };

  beforeAll(async () => {
    app = await startApp();
    proxy = await FaultProxy.before(Number(new URL(app.get(Config).s3.endpoint as string).port));
    server = await launchBeside(app, { env: { S3_ENDPOINT: `http://127.0.0.1:${proxy.port}` } });
  });

  beforeEach(async () => {
    setClock(app);
    guest = await new Make(app).guest();
  });

  afterEach(() => proxy.heal());

  afterAll(async () => {
    await killAll();
    await app.stop();
    await proxy.stop();
  });

  async function upload(signal?: AbortSignal): Promise<{ status: number; body: any }> {
    const response = await fetch(`${server.url}/recordings/song.wav`, {
      method: 'PUT',
      headers: { authorization: `Bearer ${guest.token}` },
      body: song,
      ...(signal && { signal }),
    });
    return { status: response.status, body: await response.json() };
  }

  const linkOf = ({ streamUrl }: { streamUrl: string }) =>
    server.url + streamUrl.slice(streamUrl.indexOf('/media/'));

  const keys = async () => {
    const found: string[] = [];
    for await (const { key } of app.get(ObjectStorage).list()) found.push(key);
    return found;
  };

  /** What is written down of the guest's recordings: their number, and the bytes they are counted as. */
  const counted = async () => {
    const [row] = await app.database.select<{ n: number; bytes: number }>(
      `SELECT COUNT(r.id) AS n, MAX(u.bytes) AS bytes FROM recording_usage u
       LEFT JOIN recording r ON r.owner_id = u.owner_id WHERE u.owner_id = ?`,
      [guest.id],
    );
    return [Number(row?.n), Number(row?.bytes ?? 0)];
  };

  /** What stays of unfinished uploads and objects without rows, when the sweep has been. */
  const sweptClean = async () => {
    setClock(app);
    app.clock.advance(25 * hour);
    await app.get(MediaSweepService, { strict: false }).sweep();
    expect(await app.get(ObjectStorage).sweep(Number.MAX_SAFE_INTEGER)).toBe(0);
    expect(await app.get(MediaSweepService, { strict: false }).findMissing()).toEqual([]);
    setClock(app);
  };

  /** Cuts connections on which more than so many bytes go out, `times` times. */
  const cutAt = (limit: number, times: number) => {
    let [sent, left] = [0, times];
    proxy.judge = (bytes) => {
      if (left === 0) return 'pass';
      sent += bytes.length;
      if (sent < limit) return 'pass';
      [sent, left] = [0, left - 1];
      return 'cut after';
    };
  };

  it('breaks off once in the middle of an upload keeps the whole of it', async () => {
    cutAt(7_000_000, 1);
    const { status, body } = await upload();
    expect([status, body.size]).toEqual([201, size]);
    const bytes = new Uint8Array(await (await fetch(linkOf(body))).arrayBuffer());
    expect(sha256(bytes)).toBe(sha256(song));
    expect(await counted()).toEqual([1, size]);
  });

  it('breaks off each time keeps nothing, says so, and works again by itself', async () => {
    const before = await keys();
    cutAt(1_000_000, Infinity);
    const { status, body } = await upload();
    expect([status, body.error.code]).toEqual([503, 'UNAVAILABLE']);
    expect(await counted()).toEqual([0, 0]);
    proxy.heal();
    await sweptClean();
    expect((await keys()).sort()).toEqual(before.sort());
    expect((await upload()).status).toBe(201);
    expect(await counted()).toEqual([1, size]);
  });

  it('takes no connections refuses bytes, books on, and what was deleted meanwhile goes with the sweep', async () => {
    const { body } = await upload();
    const before = await keys();
    const load = new Load(app, bookingAt(app, server));
    await load.start(5);
    proxy.closed = true;
    proxy.reset();
    expect((await upload()).status).toBe(503);
    const played = await fetch(linkOf(body));
    expect([played.status, ((await played.json()) as any).error.code]).toEqual([503, 'UNAVAILABLE']);
    const deleted = await server.run(
      'mutation ($id: ID!) { deleteRecording(id: $id) }',
      { id: body.id },
      guest.token,
    );
    expect(deleted).toEqual({ data: { deleteRecording: body.id } });
    expect(await counted()).toEqual([0, 0]);
    expect(await keys()).toEqual(before);
    await load.bookings(10);
    await load.settle();
    expect(load.refusals).toEqual({});
    proxy.heal();
    await sweptClean();
    expect(await keys()).toHaveLength(before.length - 1);
    expect((await upload()).status).toBe(201);
  }, 60_000);

  it('falls silent cuts who listens, never ends short, books on, and lets go of who leaves', async () => {
    const { body } = await upload();
    const idle = proxy.connections;
    const load = new Load(app, bookingAt(app, server));
    await load.start(5);
    proxy.bytesLeft = 8_000_000;
    const listening = await fetch(linkOf(body));
    expect(listening.status).toBe(200);
    const leaving = new AbortController();
    const uploading = upload(leaving.signal).catch((error: Error) => error.name);
    const heard = listening.arrayBuffer();
    await expect(heard).rejects.toThrow('terminated');
    await load.bookings(10);
    await load.settle();
    expect(load.refusals).toEqual({});
    leaving.abort();
    expect(await uploading).toBe('AbortError');
    proxy.heal();
    await expect.poll(() => proxy.connections, { timeout: 30_000 }).toBeLessThanOrEqual(idle);
    expect(await counted()).toEqual([1, size]);
    expect((await upload()).status).toBe(201);
    await sweptClean();
  }, 90_000);
});
