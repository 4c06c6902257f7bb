import { mkdtempSync, rmSync, utimesSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { MediaSweepService } from '../src/media/media-sweep.service.js';
import { Config } from '../src/platform/config.js';
import { ObjectStorage } from '../src/platform/storage/storage.js';
import { startApp, type TestApp } from './app.js';
import { Make } from './make.js';
import { killAll, launchBeside, runCommand, type ServerProcess, setClock, settingsOf } from './processes.js';
import { testS3 } from './storages.js';
import { type Part, upload, uploadHalf } from './upload.js';

const preload = './failpoint.mjs';
const hour = 3_600_000;
const create =
  'mutation ($input: CreateSpaceInput!, $images: [Upload!]!) { createSpace(input: $input, images: $images) { id } }';
const input = {
  title: '망원 합주실',
  subtitle: '드럼이 있는 지하 합주실',
  address: '서울특별시 마포구 망원로 1',
  categoryId: '1',
  districtId: '11440',
  maxCount: 6,
  options: [{ option: 'DAY', price: 30_000 }],
};

let app: TestApp;
let make: Make;
let sweeper: MediaSweepService;
let pictures: [Part, Part, Part];
/** Where servers set files aside while they come in. */
let folder: string;
let server: ServerProcess;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'hapju-crash-'));
  app = await startApp();
  make = new Make(app);
  sweeper = app.get(MediaSweepService, { strict: false });
  const [one, two, three] = await Promise.all(['#c33', '#3c3', '#33c'].map(png));
  pictures = [{ bytes: one as Buffer }, { bytes: two as Buffer }, { bytes: three as Buffer }];
  server = await launch();
});

afterAll(async () => {
  await killAll();
  await app.stop();
  rmSync(folder, { recursive: true });
});

const launch = () => launchBeside(app, { preload, env: { TMPDIR: folder } });
const png = (background: string) =>
  sharp({ create: { width: 400, height: 300, channels: 3, background } })
    .png()
    .toBuffer();

async function keys(): Promise<string[]> {
  const found: string[] = [];
  for await (const { key } of app.get(ObjectStorage).list()) found.push(key);
  return found;
}

/** How many rows and objects there are. */
async function counts() {
  const rows = async (table: string) =>
    (await app.database.select<{ total: number }>(`SELECT COUNT(*) AS total FROM ${table}`))[0]?.total ?? 0;
  return {
    spaces: await rows('space'),
    images: await rows('space_image'),
    media: await rows('media'),
    objects: (await keys()).length,
  };
}

type Counts = Awaited<ReturnType<typeof counts>>;

const nothing = { spaces: 0, images: 0, media: 0, objects: 0 };
const all = { spaces: 1, images: 3, media: 3, objects: 3 };

const sum = (one: Counts, other: Counts): Counts => ({
  spaces: one.spaces + other.spaces,
  images: one.images + other.images,
  media: one.media + other.media,
  objects: one.objects + other.objects,
});

/** A host signed in, by the clock of other processes. */
async function newHost(): Promise<string> {
  setClock(app);
  return (await make.guest(0)).token;
}

/** The pictures of a host's spaces, each as its server answers for it. */
async function served(token: string): Promise<number[]> {
  const { data } = await server.run('{ me { spaces { nodes { images { url } } } } }', {}, token);
  const images: { url: string }[] = data.me.spaces.nodes.flatMap((node: any) => node.images);
  const statuses = images.map(async ({ url }) => (await fetch(server.url + new URL(url).pathname)).status);
  return Promise.all(statuses);
}

/** Sweeps two hours later: what was stored by then and has no row is too old to get one. */
async function sweepLater() {
  app.clock.advance(2 * hour);
  const swept = await sweeper.sweep();
  setClock(app);
  return swept;
}

/** Checks what a death has left behind, sweeps, and checks again; says what it has counted. */
async function account(where: string, token: string, before: Counts, left: Counts): Promise<void> {
  expect(await server.end, where).toBe('SIGKILL');
  const restarting = launch();
  const dead = await counts();
  expect(dead, where).toEqual(sum(before, left));
  const orphans = left.objects - left.media;
  expect(await sweepLater(), where).toEqual({ objects: orphans, uploads: 0 });
  const swept = await counts();
  expect(swept, where).toEqual({ ...dead, objects: dead.objects - orphans });
  expect(swept.objects, where).toBe(swept.media);
  expect(await sweeper.findMissing(), where).toEqual([]);
  server = await restarting;
  expect(await served(token), where).toEqual(Array(left.images).fill(200));
  const row = ({ spaces, images, media, objects }: Counts) => `${spaces}/${images}/${media} ${objects}`;
  console.log(`${where} | ${row(before)} | ${row(dead)} | ${row(swept)}`);
}

describe('a server killed within createSpace', () => {
  it('has registered the space with all its pictures, or nothing', async () => {
    const storage = testS3 ? 'S3' : 'folder';
    console.log(`${app.database.dialect}, ${storage}: spaces/images/media objects, before | dead | swept`);
    await server.tell({});
    const unharmed = await counts();
    const first = await newHost();
    expect((await upload(server, create, { input }, pictures, first)).errors).toBeUndefined();
    expect(await counts()).toEqual(sum(unharmed, all));
    const statements = await vi.waitUntil(
      () => server.statements.at(-1)?.endsWith(': COMMIT') && server.statements,
    );
    expect(statements[0]).toMatch(/^statement 1: (BEGIN|START) /);
    for (const [index, statement] of statements.entries()) {
      for (const when of ['before', 'after'] as const) {
        const token = await newHost();
        const before = await counts();
        await server.tell({ when, step: index + 1 });
        await expect(upload(server, create, { input }, pictures, token)).rejects.toThrow('fetch failed');
        const committed = when === 'after' && statement.endsWith(': COMMIT');
        await account(`${when} ${statement}`, token, before, committed ? all : { ...nothing, objects: 3 });
      }
    }
  }, 240_000);

  it('while its pictures come in has registered nothing', async () => {
    const token = await newHost();
    const before = await counts();
    uploadHalf(server, create, { input }, pictures, token);
    const stored = { ...nothing, objects: 1 };
    await expect.poll(counts, { timeout: 5000 }).toEqual(sum(before, stored));
    server.signal('SIGKILL');
    await account('between two pictures', token, before, stored);
  });

  it('leaves objects that the command sweeps, an hour after', async () => {
    const sweep = () => {
      const { status, stdout } = runCommand('sweep-media', [], settingsOf(app), folder);
      return { status, stdout };
    };
    const removed = (objects: number) => ({
      status: 0,
      stdout: `Removed ${objects} objects without a row and 0 unfinished uploads.\n`,
    });
    const token = await newHost();
    const before = await counts();
    await server.tell({ when: 'before', step: 2 });
    await expect(upload(server, create, { input }, pictures, token)).rejects.toThrow('fetch failed');
    expect(await server.end).toBe('SIGKILL');
    expect(sweep()).toEqual(removed(0));
    expect(await counts()).toEqual({ ...before, objects: before.objects + 3 });
    // Nobody can make an object of S3 older than it is.
    if (testS3) return;
    const old = new Date(Date.now() - 1.1 * hour);
    const root = app.get(Config).storageUrl.slice('file:'.length);
    for (const key of await keys()) utimesSync(join(root, key), old, old);
    expect(sweep()).toEqual(removed(3));
    expect(await counts()).toEqual(before);
    expect(await sweeper.findMissing()).toEqual([]);
  });
});
