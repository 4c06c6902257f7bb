import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { runAt, testSecret } from './app.js';
import { makeDatabase, type TestDatabase } from './databases.js';
import { killAll, runCommand, ServerProcess } from './processes.js';
import { makeStorage, type TestStorage } from './storages.js';

describe('the server process', () => {
  let folder: string;
  let made: TestDatabase;
  let storage: TestStorage;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'hapju-start-'));
    made = await makeDatabase();
    storage = await makeStorage();
  });

  afterEach(killAll);

  afterAll(async () => {
    await made.drop();
    await storage.drop();
    rmSync(folder, { recursive: true });
  });

  const launch = (env: Record<string, string>) =>
    ServerProcess.launch({ env: { DATABASE_URL: made.url, ...storage.env, ...env }, folder });
  const command = (name: string, ...args: string[]) =>
    runCommand(name, args, { DATABASE_URL: made.url, ...storage.env }, folder);

  const query = async (url: string, text: string) => (await runAt(url)(text)).data;

  it('makes the tables once, however many start at once', async () => {
    const fresh = await makeDatabase();
    const env = { DATABASE_URL: fresh.url, ...storage.env, DEMO: 'off', APP_SECRET: testSecret };
    const servers = await Promise.all([1, 2, 3].map(() => ServerProcess.launch({ env })));
    const counts = await Promise.all(servers.map(({ run }) => run('{ districts { id } }')));
    expect(counts.map(({ data }) => data.districts.length)).toEqual([25, 25, 25]);
    await killAll();
    expect(runCommand('migrate', [], env, folder)).toMatchObject({
      status: 0,
      stdout: 'The tables are up to date.\n',
    });
    await fresh.drop();
  }, 60_000);

  it('fills an empty database, keeps it over a restart, and stops cleanly', async () => {
    const first = await launch({});
    expect(first.output).toContain(`GraphQL  http://localhost:${new URL(first.url).port}/graphql`);
    const everything =
      '{ spaces(first: 1) { totalCount nodes { id } } tracks { totalCount } districts { id } }';
    const filled = await query(first.url, everything);
    expect(filled.spaces.totalCount).toBe(200);
    expect(filled.tracks.totalCount).toBeGreaterThanOrEqual(12);
    const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
    const [, asked = ''] = /```graphql\n(.*?)```/s.exec(readme) ?? [];
    const [, answered = ''] = /```json\n(.*?)```/s.exec(readme) ?? [];
    expect({ data: await query(first.url, asked) }).toEqual(JSON.parse(answered));
    const known = /guest {4}(\S+) {2}(.+)/.exec(first.output) ?? [];
    const input = `{ email: "${known[1]}", password: "${known[2]}" }`;
    const guest = await query(first.url, `mutation { logIn(input: ${input}) { user { nickname } } }`);
    expect(guest.logIn.user.nickname).toBe('데모 손님');
    expect(await first.stop()).toBe(0);
    const books = command('audit-books');
    expect(books).toMatchObject({ status: 0, stdout: 'The books are right.\n' });

    const second = await launch({});
    expect(await query(second.url, everything)).toEqual(filled);
    expect(await second.stop()).toBe(0);
  }, 60_000);

  it('lets an operator, who has the machine, make an admin', async () => {
    const admin = (...args: string[]) => command('admin', ...args);
    const email = 'operated@example.com';
    expect(admin('grant', email)).toMatchObject({ status: 1, stderr: 'No local account has this email.\n' });
    expect(admin('promote', email).stderr).toContain('npm run admin -- COMMAND EMAIL');

    const server = await launch({ DEMO: 'off' });
    const signUp = `signUp(input: { email: "${email}", password: "correct horse battery", nickname: "n" }) { accessToken }`;
    await query(server.url, `mutation { ${signUp} }`);
    const roleNow = async () => {
      const logIn = `logIn(input: { email: "${email}", password: "correct horse battery" }) { accessToken }`;
      const { accessToken } = (await query(server.url, `mutation { ${logIn} }`)).logIn;
      return JSON.parse(Buffer.from(accessToken.split('.')[1], 'base64url').toString()).role;
    };
    expect(await roleNow()).toBe('USER');
    expect(admin('grant', email)).toMatchObject({ status: 0, stdout: 'Done.\n' });
    expect(await roleNow()).toBe('ADMIN');
    expect(admin('revoke', email)).toMatchObject({ status: 0 });
    expect(await roleNow()).toBe('USER');
  });

  it('answers what it has accepted before it stops', async () => {
    const server = await launch({ DEMO: 'off' });
    const body = JSON.stringify({ query: '{ districts { id } }' });
    const slow = request(`${server.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) },
    });
    slow.write(body.slice(0, 5));
    await query(server.url, '{ __typename }');
    const exit = server.stop();
    slow.end(body.slice(5));
    const [response] = await once(slow, 'response');
    expect(response.statusCode).toBe(200);
    response.resume();
    expect(await exit).toBe(0);
  });

  it('logs one JSON line for each request in production, without its query string', async () => {
    const server = await launch({ NODE_ENV: 'production', APP_SECRET: 'x'.repeat(32) });
    const response = await fetch(`${server.url}/healthz?token=secret-of-the-sender`);
    const id = response.headers.get('x-request-id');
    await server.stop();
    const line = server.output.split('\n').find((each) => each.includes(String(id))) ?? '';
    expect(JSON.parse(line)).toMatchObject({
      level: 'info',
      requestId: id,
      method: 'GET',
      path: '/healthz',
      status: 200,
    });
    expect(server.output).not.toContain('secret-of-the-sender');
  });

  it('hides schema, Sandbox and the stand-ins in production', async () => {
    const server = await launch({ NODE_ENV: 'production', APP_SECRET: 'x'.repeat(32) });
    expect((await fetch(`${server.url}/schema.gql`)).status).toBe(404);
    expect((await fetch(`${server.url}/demo/kakao/auth/oauth/authorize`)).status).toBe(404);
    expect((await fetch(`${server.url}/demo/spotify/covers/HapjuDemoPlaylist00001.svg`)).status).toBe(404);
    const page = await fetch(`${server.url}/graphql`, { headers: { accept: 'text/html' } });
    expect(page.status).toBe(400);
    expect(await page.text()).not.toContain('Sandbox');
    expect(await query(server.url, '{ __schema { types { name } } }')).toBeUndefined();
  });

  it('refuses settings that cannot be used, all at once, by name and never by value', async () => {
    const secrets = {
      APP_SECRET: 'too-short-secret',
      PORT: 'port-value',
      DATABASE_URL: 'oracle://password@host',
      DEMO: 'on',
    };
    const failed = await launch({ NODE_ENV: 'production', ...secrets, LOG_LEVEL: 'loud' }).catch(
      (error: Error) => error.message,
    );
    for (const name of ['APP_SECRET', 'PORT', 'DATABASE_URL', 'DEMO', 'LOG_LEVEL'])
      expect(failed).toContain(name);
    for (const value of ['too-short', 'port-value', 'oracle', 'password', 'loud'])
      expect(failed).not.toContain(value);
    expect(failed).toContain('It ended with 1.');
  });
});
