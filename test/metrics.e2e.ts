import { describe, expect, it } from 'vitest';
import { startApp } from './app.js';

describe('/metrics', () => {
  const token = 'a token of operators';
  const read = (url: string, headers: Record<string, string> = {}) => fetch(`${url}/metrics`, { headers });

  it('is open where nothing is at stake', async () => {
    const app = await startApp();
    const response = await read(app.url);
    expect([response.status, response.headers.get('cache-control')]).toEqual([200, 'no-store']);
    expect(await response.text()).toContain('# TYPE hapju_upstream_requests_total counter');
    await app.stop();
  });

  it('is nowhere in production', async () => {
    const app = await startApp({ NODE_ENV: 'production' });
    const response = await read(app.url, { authorization: 'Bearer ' });
    expect([response.status, await response.json()]).toEqual([
      404,
      { error: { code: 'NOT_FOUND', message: 'There is no such page.' } },
    ]);
    await app.stop();
  });

  it.each([['production'], ['development']])('is for who has the token, in %s', async (mode) => {
    const app = await startApp({ NODE_ENV: mode, METRICS_TOKEN: token });
    const statuses = [];
    for (const authorization of [
      `Bearer ${token}`,
      `Bearer ${token}x`,
      `Basic ${token}`,
      token,
      'Bearer ',
      '',
    ]) {
      statuses.push((await read(app.url, authorization ? { authorization } : {})).status);
    }
    expect(statuses).toEqual([200, 404, 404, 404, 404, 404]);
    await app.stop();
  });
});
