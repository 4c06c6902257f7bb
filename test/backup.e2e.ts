import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import Libsql from 'libsql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addDays } from '../src/platform/local-date.js';
import { bookableDates } from '../src/spaces/calendar.rules.js';
import { startApp, type TestApp } from './app.js';
import { Booking } from './booking.js';
import { makeDatabase, type TestDatabase } from './databases.js';
import { Make } from './make.js';
import { killAll, runCommand, ServerProcess, setClock, settingsOf } from './processes.js';
import { uploadFile } from './upload.js';

const run = promisify(execFile);
const recording = readFileSync(new URL('fixtures/pcm.wav', import.meta.url));

/** Copies a database that is written to, as README says. */
async function copyDatabase(from: string, to: string): Promise<void> {
  if (from.startsWith('sqlite:')) {
    const file = new Libsql(from.slice('sqlite:'.length), { readonly: true });
    file.exec(`VACUUM INTO '${to.slice('sqlite:'.length)}'`);
    file.close();
    return;
  }
  const [source, target] = [new URL(from), new URL(to)];
  const at = ({ hostname, port, username }: URL) => ['-h', hostname, '-P', port, '-u', username];
  const options = { maxBuffer: 1e9 };
  const { stdout } = await run(
    'mysqldump',
    [...at(source), '--single-transaction', '--skip-lock-tables', source.pathname.slice(1)],
    options,
  );
  const restore = run('mysql', [...at(target), target.pathname.slice(1)], options);
  restore.child.stdin?.end(stdout);
  await restore;
}

describe('a backup', () => {
  let app: TestApp;
  let copy: TestDatabase;
  let folder: string;

  beforeAll(async () => {
    [app, copy] = await Promise.all([startApp(), makeDatabase()]);
    folder = await mkdtemp(join(tmpdir(), 'hapju-backup-'));
  });

  afterAll(async () => {
    await killAll();
    await Promise.all([app.stop(), copy.drop(), rm(folder, { recursive: true })]);
  });

  it('made while guests book and upload is a whole system', async () => {
    setClock(app);
    const make = new Make(app);
    const booking = new Booking(app);
    const space = await make.space();
    const guests = await Promise.all(Array.from({ length: 4 }, () => make.guest()));
    const acknowledged: { token: string; id: string }[] = [];
    let going = true;
    const busy = guests.map(async ({ token }, who) => {
      for (let day = 1; going && day < 28; day += 1) {
        const date = addDays(bookableDates(Date.now()).first, day);
        const option = who % 2 ? 'NIGHT' : 'DAY';
        const placed = (await booking.place(token, { spaceId: space.id, date, option })).data.placeOrder;
        if (placed.__typename !== 'Order') continue;
        const { id } = (await booking.complete(token, placed.id)).data.completeOrder;
        acknowledged.push({ token, id });
        if (day % 3 === 0) await booking.cancel(token, id);
        await uploadFile(
          app,
          'mutation ($file: Upload!) { uploadRecording(file: $file) { id } }',
          { bytes: recording, name: 'a.wav' },
          token,
        );
      }
    });
    await expect.poll(() => acknowledged.length, { timeout: 20_000 }).toBeGreaterThan(8);
    const sure = [...acknowledged];
    await copyDatabase(app.databaseUrl, copy.url);
    going = false;
    await Promise.all(busy);
    const objects = settingsOf(app)['STORAGE_URL'] as string;
    // Objects never change, so a copy made after that of the database holds all of its rows.
    if (objects.startsWith('file:')) await cp(objects.slice('file:'.length), folder, { recursive: true });

    const env = {
      ...settingsOf(app),
      DATABASE_URL: copy.url,
      STORAGE_URL: objects.startsWith('file:') ? `file:${folder}` : objects,
    };
    expect(runCommand('audit-books', [], env, folder)).toMatchObject({
      status: 0,
      stdout: 'The books are right.\n',
    });
    expect(runCommand('sweep-media', [], env, folder)).toMatchObject({ status: 0, stderr: '' });
    setClock(app);
    const server = await ServerProcess.launch({ env });
    const found = await Promise.all(
      sure.map(({ token, id }) => server.run('query ($id: ID!) { order(id: $id) { id } }', { id }, token)),
    );
    expect(found.map(({ data }) => data?.order?.id)).toEqual(sure.map(({ id }) => id));
  });
});
