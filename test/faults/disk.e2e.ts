import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import Libsql from 'libsql';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { startApp, type TestApp, testSecret } from '../app.js';
import { makeDatabase } from '../databases.js';
import { Make } from '../make.js';
import { bookingAt, killAll, launchBeside, ServerProcess, setClock } from '../processes.js';
import { Load } from './load.js';
import { canMount, SmallDisk } from './small-disk.js';

const song = readFileSync(new URL('../fixtures/cbr.mp3', import.meta.url));
/** SQLite and folders are the same whatever servers the suites run on. */
const here = canMount && !process.env['TEST_DATABASE_URL'];

describe.runIf(here)('a server whose disk', () => {
  let disk: SmallDisk;
  let app: TestApp;
  let server: ServerProcess;

  beforeAll(async () => {
    disk = new SmallDisk(30);
    const env = {
      DATABASE_URL: `sqlite:${join(disk.folder, 'hapju.db')}`,
      STORAGE_URL: `file:${join(disk.folder, 'objects')}`,
    };
    app = await startApp(env);
    server = await launchBeside(app, { env });
  });

  afterAll(async () => {
    await killAll();
    await app.stop();
    disk.drop();
  });

  it('is full refuses what writes, plays and lists, keeps the file whole, and goes on when there is room', async () => {
    setClock(app);
    const guest = await new Make(app).guest();
    const upload = () =>
      fetch(`${server.url}/recordings/a.mp3`, {
        method: 'PUT',
        headers: { authorization: `Bearer ${guest.token}` },
        body: song,
      });
    const kept = (await (await upload()).json()) as { streamUrl: string };
    const files = () =>
      new Set(readdirSync(join(disk.folder, 'objects'), { recursive: true, encoding: 'utf8' }));
    const before = files();
    const load = new Load(app, bookingAt(app, server));
    await load.start(5);
    await load.bookings(5);
    disk.fill();
    await load.refused(20);
    expect((await upload()).status).toBe(503);
    expect(files()).toEqual(before);
    const spaces = await server.run('{ spaces(first: 1) { nodes { id } } }');
    expect(spaces.errors).toBeUndefined();
    const link = server.url + kept.streamUrl.slice(kept.streamUrl.indexOf('/media/'));
    expect(new Uint8Array(await (await fetch(link)).arrayBuffer())).toEqual(new Uint8Array(song));
    disk.free();
    const recovered = await load.bookings(10);
    await load.settle();
    expect(Object.keys(load.refusals)).toEqual([
      'UNAVAILABLE The database cannot be reached right now; try again.',
    ]);
    expect((await upload()).status).toBe(201);
    const file = new Libsql(join(disk.folder, 'hapju.db'));
    expect(file.pragma('integrity_check')).toEqual([{ integrity_check: 'ok' }]);
    file.close();
    console.log(
      `disk full | booked ${load.done.length} | ${JSON.stringify(load.refusals)} | again after ${recovered} ms`,
    );
  }, 60_000);
});

describe.runIf(here)('a server that may not write', () => {
  let disk: SmallDisk;

  beforeAll(() => {
    disk = new SmallDisk(5);
    mkdirSync(join(disk.folder, 'objects/.tmp'), { recursive: true });
    disk.close();
  });

  afterEach(killAll);
  afterAll(() => disk.drop());

  const failure = (env: Record<string, string>) =>
    ServerProcess.launch({ env: { APP_SECRET: testSecret, DEMO: 'off', LOG_LEVEL: 'silent', ...env } }).catch(
      (error: Error) => error.message,
    );

  it.each(['objects', 'missing'])('where its objects go (%s) says so and does not start', async (name) => {
    const made = await makeDatabase();
    const said = await failure({ DATABASE_URL: made.url, STORAGE_URL: `file:${join(disk.folder, name)}` });
    expect(said).toMatch(
      /^It ended with 1\.\nThe settings cannot be used:\n {2}STORAGE_URL names a folder that cannot be written to \(E/,
    );
    await made.drop();
  });

  it('where its database is does not start', async () => {
    const said = await failure({ DATABASE_URL: `sqlite:${join(disk.folder, 'hapju.db')}` });
    expect(said).toMatch(/^It ended with 1\.\n.*Unable to open connection to local database/);
  });
});
