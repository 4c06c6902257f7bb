import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { startApp, type TestApp } from './app.js';
import { Booking } from './booking.js';
import { Make } from './make.js';

const read = (url: string, headers: Record<string, string> = {}) => fetch(`${url}/metrics`, { headers });

/** A line of the text format (https://prometheus.io/docs/instrumenting/exposition_formats): name, labels, value. */
const sample =
  /^([a-zA-Z_:][a-zA-Z0-9_:]*)(\{[a-zA-Z_]\w*="(?:[^"\\\n]|\\["\\n])*"(?:,[a-zA-Z_]\w*="(?:[^"\\\n]|\\["\\n])*")*\})? (Na[Nn]|[+-]Inf|[-+\d.e]+)$/;

/** Every sample by its name and labels. */
async function samples({ url }: TestApp): Promise<Map<string, number>> {
  const found = new Map<string, number>();
  for (const line of (await (await read(url)).text()).split('\n')) {
    if (line === '' || line.startsWith('#')) continue;
    const [, name = '', labels = '', value = ''] = sample.exec(line) ?? [];
    expect([name, found.has(name + labels)], line).toEqual([expect.stringMatching(/./), false]);
    found.set(name + labels, Number(value.replace('Inf', 'Infinity')));
  }
  return found;
}

describe('what /metrics tells', () => {
  it('is what has happened', async () => {
    const app = await startApp();
    const [make, booking] = [new Make(app), new Booking(app)];
    const [space, guest] = [await make.space(), await make.guest()];
    const before = await samples(app);
    const grown = async () => {
      const after = await samples(app);
      return (key: string) => (after.get(key) ?? 0) - (before.get(key) ?? 0);
    };

    const statements = app.database.statements;
    await booking.place(guest.token, { spaceId: space.id });
    await booking.place(guest.token, { spaceId: 'none' });
    await app.run('query TypedByTheClient { ...F } fragment F on Query { typed: districts { id } }');
    await app.run('{ districts { id } categories { id } }');
    await app.run('{ nothing }');
    await fetch(`${app.url}/media/none?typed=by-the-client`);
    await fetch(`${app.url}/typed-by-the-client`);
    const sent = app.database.statements - statements;
    const by = await grown();

    const seconds = 'hapju_graphql_operation_duration_seconds_count';
    expect(by(`${seconds}{type="mutation",operation="placeOrder"}`)).toBe(2);
    expect(by(`${seconds}{type="query",operation="districts"}`)).toBe(1);
    expect(by(`${seconds}{type="query",operation="several"}`)).toBe(1);
    expect(by('hapju_graphql_errors_total{code="NOT_FOUND"}')).toBe(1);
    expect(by('hapju_graphql_errors_total{code="BAD_USER_INPUT"}')).toBe(1);
    const requests = 'hapju_http_request_duration_seconds_count';
    expect(by(`${requests}{method="POST",route="/graphql",status="200"}`)).toBe(4);
    expect(by(`${requests}{method="POST",route="/graphql",status="400"}`)).toBe(1);
    expect(by(`${requests}{method="GET",route="/media/:id",status="404"}`)).toBe(1);
    expect(by(`${requests}{method="GET",route="none",status="404"}`)).toBe(1);
    const after = await samples(app);
    const told = ['SELECT', 'INSERT', 'UPDATE', 'DELETE', 'OTHER'].map((verb) =>
      by(`hapju_sql_statement_duration_seconds_count{verb="${verb}"}`),
    );
    // The reading itself counts the orders.
    expect(told.reduce((sum, count) => sum + count)).toBe(sent + 1);
    expect(told[1]).toBeGreaterThan(0);
    expect([...after.keys()].filter((key) => /typed|none\?/i.test(key))).toEqual([]);
    await app.stop();
  });

  it('is what goes on', async () => {
    const app = await startApp();
    const [make, booking] = [new Make(app), new Booking(app)];
    const [space, guest] = [await make.space(), await make.guest()];
    await booking.book(guest.token, { spaceId: space.id, option: 'DAY' });
    await booking.place(guest.token, { spaceId: space.id, option: 'NIGHT' });
    const now = await samples(app);
    expect([now.get('hapju_orders{state="waiting"}'), now.get('hapju_orders{state="paid"}')]).toEqual([1, 1]);
    expect(now.get('hapju_http_requests_in_flight{route="/metrics"}')).toBe(1);
    expect(now.get('hapju_http_requests_in_flight{route="/graphql"}')).toBe(0);
    expect([now.get('hapju_websockets'), now.get('hapju_subscriptions')]).toEqual([0, 0]);
    expect(now.get('hapju_database_connections{state="busy"}')).toBe(0);
    expect(now.get('hapju_database_connections{state="idle"}')).toBeGreaterThan(0);
    expect(now.get('hapju_database_waiting')).toBe(0);
    expect(now.get('process_start_time_seconds')).toBeLessThanOrEqual(Date.now() / 1000);
    expect(now.get('nodejs_eventloop_lag_p99_seconds')).toBeGreaterThanOrEqual(0);
    const [, version] = /"version": "(.*?)"/.exec(readFileSync('package.json', 'utf8')) ?? [];
    expect(now.get(`hapju_build_info{version="${version}",node_version="${process.version}"}`)).toBe(1);
    await app.stop();
  });

  it('is well formed, and what the README lists', async () => {
    const app = await startApp();
    const text = await (await read(app.url)).text();
    const families = [...text.matchAll(/^# TYPE (\S+) (\S+)$/gm)].map(([, name = '', type = '']) => ({
      name,
      type,
    }));
    expect(new Set(families.map(({ name }) => name)).size).toBe(families.length);
    const ours = families.filter(({ name }) => name.startsWith('hapju_'));
    for (const { name, type } of ours) {
      expect(text).toContain(`# HELP ${name} `);
      expect([name, name.endsWith('_total')]).toEqual([name, type === 'counter']);
      if (type === 'histogram') expect(name).toMatch(/_seconds$/);
    }
    const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
    const listed = [...readme.matchAll(/^\| `(hapju_\w+)`/gm)].map(([, name]) => name);
    expect(new Set(listed)).toEqual(new Set(ours.map(({ name }) => name)));
    await samples(app);
    await app.stop();
  });
});

describe('/metrics', () => {
  const token = 'a token of operators';

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
