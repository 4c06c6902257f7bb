import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { freePort, startApp, TestClock, type TestApp } from './app.js';
import { MediaEntity } from '../src/media/media.entity.js';
import { StorageUnavailable } from '../src/platform/storage/storage.js';
import { Make } from './make.js';

const day = 86_400_000;

const row: MediaEntity = {
  id: '01930000-0000-7000-8000-000000000001',
  kind: 'AUDIO',
  objectKey: 'audio/01930000-0000-7000-8000-000000000001.mp3',
  contentType: 'audio/mpeg',
  size: 10,
  sha256: 'a'.repeat(64),
  fileName: null,
  width: null,
  height: null,
  createdAt: 0,
};

describe('the storage of a server', () => {
  let folder: string;
  let app: TestApp | undefined;

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'hapju-storage-'));
  });
  afterEach(async () => {
    vi.unstubAllEnvs();
    await app?.stop();
    app = undefined;
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it('is rid of what a killed process left a day ago, once it has started', async () => {
    const temp = join(folder, '.tmp');
    mkdirSync(temp);
    const aDayAgo = new TestClock().now() - day;
    for (const [name, at] of [
      ['old', aDayAgo - 1],
      ['young', aDayAgo],
    ] as const) {
      writeFileSync(join(temp, name), 'abc');
      utimesSync(join(temp, name), new Date(at), new Date(at));
    }
    app = await startApp({ STORAGE_URL: `file:${folder}` });
    await vi.waitFor(() => expect(existsSync(join(temp, 'old'))).toBe(false));
    expect(readdirSync(temp)).toEqual(['young']);
  });

  it('may be down: the server starts, and says 503 for bytes alone', async () => {
    vi.stubEnv('AWS_ACCESS_KEY_ID', 'KEY');
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'SECRET');
    app = await startApp({
      STORAGE_URL: 's3://bucket/objects',
      S3_ENDPOINT: `http://127.0.0.1:${await freePort()}`,
    });
    expect(await app.run('{ __typename }')).toEqual({ data: { __typename: 'Query' } });
    const make = new Make(app);
    await expect(make.media(new Uint8Array(10))).rejects.toThrow(StorageUnavailable);
    expect(await app.database.select('SELECT id FROM media')).toEqual([]);
    await app.database.transaction((manager) => manager.insert(MediaEntity, row));
    const response = await fetch(`${app.url}/media/${row.id}`);
    expect(response.status).toBe(503);
    expect(await response.json()).toEqual({
      error: {
        code: 'UNAVAILABLE',
        message: 'The files cannot be reached right now; try again later.',
      },
    });
    expect((await fetch(`${app.url}/media/${row.id}`, { method: 'HEAD' })).status).toBe(200);
  });
});
