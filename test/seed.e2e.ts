import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeDemoRoom } from '../src/demo/rooms/demo-rooms.js';
import { startApp, type TestApp } from './app.js';
import { runCommand, settingsOf } from './processes.js';

describe('npm run seed', () => {
  let app: TestApp;
  const folder = mkdtempSync(join(tmpdir(), 'hapju-seed-'));

  beforeAll(async () => {
    app = await startApp();
  });

  afterAll(async () => {
    rmSync(folder, { recursive: true });
    await app.stop();
  });

  const seed = (...args: string[]) => runCommand('seed', args, settingsOf(app), folder);
  const titles = async () => {
    const rows = await app.database.select<{ title: string }>('SELECT title FROM space');
    return rows.map(({ title }) => title).sort();
  };
  const roomsUpTo = (count: number) =>
    Array.from({ length: count }, (_, index) => makeDemoRoom(index).title).sort();

  it('fills the database with the same rooms each time, goes on where it was, and keeps the books', async () => {
    const first = seed('--rooms', '1010');
    expect(first).toMatchObject({ status: 0, stderr: '' });
    expect(first.stdout).toContain('There are 1010 rooms now, 0 of them from before.');
    expect(await titles()).toEqual(roomsUpTo(1010));

    expect(seed('--rooms', '1030').stdout).toContain('There are 1030 rooms now, 1010 of them from before.');
    expect(await titles()).toEqual(roomsUpTo(1030));
    expect(seed('--rooms', '1000')).toMatchObject({
      status: 0,
      stdout: 'There are 1030 rooms already: nothing to do.\n',
    });
    expect(runCommand('audit-books', [], settingsOf(app), folder)).toMatchObject({ status: 0 });

    const { data } = await app.run(
      '{ spaces(filter: { search: "합주 6호점" }) { totalCount nodes { title } } }',
    );
    expect(data.spaces.totalCount).toBeGreaterThan(0);
    expect(data.spaces.nodes[0].title).toMatch(/합주.* 6호점/);
  }, 180_000);

  it('refuses to fill a production, and what is no number', async () => {
    const env = { ...settingsOf(app), NODE_ENV: 'production' };
    expect(runCommand('seed', ['--rooms', '2000'], env, folder)).toMatchObject({ status: 2, stdout: '' });
    for (const args of [[], ['--rooms'], ['--rooms', 'many'], ['--rooms', '-5']]) {
      expect(seed(...args)).toMatchObject({ status: 2, stdout: '' });
    }
    expect(await titles()).toEqual(roomsUpTo(1030));
  }, 180_000);
});
