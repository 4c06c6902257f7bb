import { Readable } from 'node:stream';
import sharp from 'sharp';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { MediaSweepService } from '../src/media/media-sweep.service.js';
import { Ids } from '../src/platform/ids.js';
import { ObjectStorage } from '../src/platform/storage/storage.js';
import { startApp, type TestApp } from './app.js';
import { Make } from './make.js';

const hour = 3_600_000;

let app: TestApp;
let make: Make;
let storage: ObjectStorage;
let sweeper: MediaSweepService;

beforeAll(async () => {
  app = await startApp();
  make = new Make(app);
  storage = app.get(ObjectStorage);
  sweeper = app.get(MediaSweepService, { strict: false });
});

afterAll(() => app.stop());

// Objects carry the time of the disk, so the clock of the test goes by that.
beforeEach(() => app.clock.set(new Date().toISOString()));

const put = (key: string) =>
  storage.put(key, Readable.from([Buffer.from('bytes')]), { contentType: 'application/octet-stream' });

async function keys(): Promise<string[]> {
  const found: string[] = [];
  for await (const { key } of storage.list()) found.push(key);
  return found.sort();
}

describe('a sweep', () => {
  it('removes what no row speaks of once it is more than an hour old, and nothing else', async () => {
    const space = await make.space();
    const bytes = await sharp({ create: { width: 400, height: 200, channels: 3, background: 'teal' } })
      .png()
      .toBuffer();
    const picture = await make.picture(space, 0, bytes, 400, 200);
    await fetch(`${app.url}/media/${picture.id}?w=160`);
    const track = await make.track();
    app.clock.set(new Date().toISOString());
    const kept = await keys();
    expect(kept).toContain(`image/${picture.id}.w160.webp`);

    const id = () => app.get(Ids).next();
    const orphans = [`image/${id()}.webp`, `image/${id()}.w320.avif`, `audio/${id()}.mp3`];
    for (const key of orphans) await put(key);
    app.clock.advance(hour - 60_000);
    expect(await sweeper.sweep()).toEqual({ objects: 0, uploads: 0 });
    expect(await keys()).toEqual([...kept, ...orphans].sort());
    app.clock.advance(120_000);
    expect(await sweeper.sweep()).toEqual({ objects: 3, uploads: 0 });
    expect(await keys()).toEqual(kept);
    expect((await fetch(`${app.url}/media/${picture.id}`)).status).toBe(200);
    expect((await fetch(`${app.url}/media/${track.mediaId}`)).status).toBe(200);
  });

  it('leaves alone what this server has not stored', async () => {
    await put('somebody-elses/file.txt');
    app.clock.advance(2 * hour);
    expect((await sweeper.sweep()).objects).toBe(0);
    expect(await keys()).toContain('somebody-elses/file.txt');
  });

  it('goes through more than one batch', async () => {
    const before = await keys();
    const ids = app.get(Ids);
    for (let index = 0; index < 501; index += 1) await put(`audio/${ids.next()}.mp3`);
    app.clock.advance(2 * hour);
    expect((await sweeper.sweep()).objects).toBe(501);
    expect(await keys()).toEqual(before);
  });

  it('finds rows that have lost their objects', async () => {
    const media = await make.media(new Uint8Array([1, 2, 3]));
    expect(await sweeper.findMissing()).toEqual([]);
    await storage.remove(media.objectKey);
    expect(await sweeper.findMissing()).toEqual([media.objectKey]);
  });
});
