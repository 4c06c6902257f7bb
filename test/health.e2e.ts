import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ObjectStorage, StorageUnavailable } from '../src/platform/storage/storage.js';
import { startApp, type TestApp } from './app.js';

const ms = expect.any(Number);
/** Answers are kept for a second. */
const soon = { timeout: 10_000 };
const ok = { status: 'ok', ms };
const down = { status: 'down', ms };

describe('a server', () => {
  let app: TestApp;

  beforeEach(async () => {
    app = await startApp();
  });

  afterEach(() => app.stop());

  const ask = async (path: string) => {
    const response = await fetch(`${app.url}/${path}`);
    expect(response.headers.get('cache-control')).toBe('no-store');
    return [response.status, await response.json()];
  };

  it('lives, and is ready', async () => {
    expect(await ask('healthz')).toEqual([200, { status: 'ok' }]);
    await expect
      .poll(() => ask('readyz'), soon)
      .toEqual([200, { status: 'ok', checks: { database: ok, cache: ok, storage: ok } }]);
  });

  it('asks once for all who want to know within a second', async () => {
    await ask('readyz');
    const before = app.database.statements;
    const begin = performance.now();
    await Promise.all(Array.from({ length: 200 }, () => ask('readyz')));
    const seconds = Math.ceil((performance.now() - begin) / 1000);
    expect(app.database.statements - before).toBeLessThanOrEqual(seconds);
  });

  it('is not ready without its database, and lives on', async () => {
    const { select } = app.database;
    app.database.select = () => Promise.reject(new Error('secret.host refused'));
    expect(await ask('readyz')).toEqual([
      503,
      { status: 'down', checks: { database: down, cache: expect.anything(), storage: ok } },
    ]);
    expect(await ask('healthz')).toEqual([200, { status: 'ok' }]);
    app.database.select = select;
    await expect.poll(async () => (await ask('readyz'))[0], soon).toBe(200);
  });

  it('waits a second for a database that hangs, and asks it no second time', async () => {
    let asked = 0;
    let answer = () => {};
    const { select } = app.database;
    app.database.select = () => {
      asked += 1;
      return new Promise((resolve) => (answer = () => resolve([])));
    };
    for (const _ of [1, 2]) {
      const [status, { checks }] = (await ask('readyz')) as [number, any];
      expect([status, checks.database.status]).toEqual([503, 'down']);
      expect(checks.database.ms).toBeGreaterThanOrEqual(990);
    }
    expect(asked).toBe(1);
    app.database.select = select;
    answer();
    await expect.poll(async () => (await ask('readyz'))[0], soon).toBe(200);
  });

  it('is ready without its storage, and says that it is down', async () => {
    app.get(ObjectStorage).check = () =>
      Promise.reject(new StorageUnavailable(new Error('secret.host refused')));
    const [status, report] = (await ask('readyz')) as [number, any];
    expect([status, report.status, report.checks.storage]).toEqual([200, 'degraded', down]);
  });
});
