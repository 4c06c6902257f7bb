import { readFileSync } from 'node:fs';
import { createClient } from 'graphql-ws';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { startApp, type TestApp, testSecret } from './app.js';
import { killAll, launchBeside } from './processes.js';

const previous = 'the secret before that one; 32 characters';
const password = 'correct horse battery';
const secrets = {
  password,
  wrongPassword: 'the wrong horse battery',
  typed: 'typed into the wrong box',
  cookie: 'cookie-of-somebody',
  basic: Buffer.from('somebody:hunter2').toString('base64'),
  kakaoToken: 'kakao-token-of-somebody',
  kakaoCode: 'kakao-code-of-somebody',
  kakaoState: 'kakao-state-of-somebody',
  kakaoSecret: 'kakao-secret-of-the-app',
  email: 'somebody@example.com',
  secret: testSecret,
  previous,
};
const mischief = 'one\n{"level":"fatal","msg":"forged"}\r\n\u001b[31mred\u001b[0m\u0000\u2028two';

const sessionFields = 'accessToken refreshToken';
const signUp = `mutation ($input: SignUpInput!) { signUp(input: $input) { ${sessionFields} } }`;
const logIn = `mutation ($input: LogInInput!) { logIn(input: $input) { ${sessionFields} } }`;

describe.each([
  ['in production', { NODE_ENV: 'production', PUBLIC_URL: 'https://hapju.example' }],
  ['in development', {}],
])('the log %s, at its most talkative', (_, env) => {
  let app: TestApp;

  beforeAll(async () => {
    app = await startApp();
  });

  afterEach(killAll);

  afterAll(() => app.stop());

  it('tells no secret, and nothing in somebody else\u2019s words', async () => {
    const server = await launchBeside(app, {
      env: {
        ...env,
        LOG_LEVEL: 'trace',
        APP_SECRET_PREVIOUS: previous,
        KAKAO_REST_API_KEY: 'key-of-the-app',
        KAKAO_CLIENT_SECRET: secrets.kakaoSecret,
        KAKAO_APP_ID: '1',
        KAKAO_AUTH_URL: 'http://127.0.0.1:1',
        KAKAO_API_URL: 'http://127.0.0.1:1',
      },
    });
    const found: string[] = [];
    const { email } = secrets;

    // Somebody signs up, in, on and out.
    const first = (await server.run(signUp, { input: { email, password, nickname: '손님' } })).data.signUp;
    const second = (await server.run(logIn, { input: { email, password } })).data.logIn;
    await server.run(logIn, { input: { email, password: secrets.wrongPassword } });
    const refresh =
      'mutation ($token: String!) { refreshSession(refreshToken: $token) { accessToken refreshToken } }';
    const third = (await server.run(refresh, { token: second.refreshToken })).data.refreshSession;
    found.push(
      ...[first, second, third].flatMap(({ accessToken, refreshToken }) => [accessToken, refreshToken]),
    );
    const token = first.accessToken;
    await server.run('mutation ($token: String!) { logOut(refreshToken: $token) }', {
      token: third.refreshToken,
    });
    await server.run('mutation ($token: String!) { logInWithKakao(accessToken: $token) { accessToken } }', {
      token: secrets.kakaoToken,
    });
    await server.run('mutation ($code: String!) { logInWithCode(code: $code) { accessToken } }', {
      code: secrets.kakaoCode,
    });
    const begun = await fetch(`${server.url}/auth/kakao`, { redirect: 'manual' });
    const location = new URL(begun.headers.get('location') ?? '');
    found.push(
      ...['state', 'nonce', 'code_challenge'].flatMap((name) => location.searchParams.get(name) ?? []),
    );
    found.push(/=([^;]+)/.exec(begun.headers.get('set-cookie') ?? '')?.[1] ?? '');
    await fetch(`${server.url}/auth/kakao/callback?state=${secrets.kakaoState}&code=${secrets.kakaoCode}`, {
      redirect: 'manual',
    });

    // Secrets come where none are expected.
    const headers = { 'content-type': 'application/json', cookie: `session=${secrets.cookie}` };
    const post = (body: string, more: Record<string, string> = {}) =>
      fetch(`${server.url}/graphql`, { method: 'POST', headers: { ...headers, ...more }, body });
    await post(`{"query":"mutation { logIn(input: { password: \\"${secrets.typed}\\" `);
    await post(
      JSON.stringify({
        query: `mutation { logIn(input: { password: "${secrets.typed}", nope: 1 }) { nope } }`,
      }),
    );
    await post(JSON.stringify({ query: `{ "${secrets.typed}" }` }));
    await post(
      JSON.stringify({
        query: logIn,
        variables: { input: { email: secrets.typed, password: [secrets.typed] } },
      }),
    );
    await post('{"query":"{ me { id } }"}', { authorization: `Basic ${secrets.basic}` });
    await post('{"query":"{ me { id } }"}', { authorization: `Bearer ${token}x` });
    await fetch(`${server.url}/graphql?token=${token}&query={me{id}}`, {
      headers: { 'apollo-require-preflight': 'yes' },
    });
    const client = createClient({
      url: `${server.url.replace('http', 'ws')}/graphql`,
      webSocketImpl: WebSocket,
      connectionParams: { authorization: `Bearer ${token}` },
      retryAttempts: 0,
    });
    await new Promise<void>((resolve) =>
      client.subscribe(
        { query: 'subscription { availabilityChanged(spaceId: "x") { date } }' },
        { next: () => undefined, error: () => resolve(), complete: () => resolve() },
      ),
    );
    await client.dispose();

    // Somebody's words are as wild as can be.
    await server.run('query ($text: String) { spaces(filter: { search: $text }) { totalCount } }', {
      text: mischief,
    });
    await server.run(signUp, { input: { email: `b${email}`, password, nickname: mischief } });
    await fetch(`${server.url}/recordings/${encodeURIComponent(`${mischief}.wav`)}`, {
      method: 'PUT',
      headers: { authorization: `Bearer ${token}`, 'user-agent': 'agent', 'x-request-id': 'forged' },
      body: readFileSync(new URL('fixtures/pcm.wav', import.meta.url)),
    });
    const form = new FormData();
    form.set(
      'operations',
      JSON.stringify({
        query: 'mutation ($file: Upload!) { uploadRecording(file: $file) { streamUrl } }',
        variables: { file: null },
      }),
    );
    form.set('map', '{"0":["variables.file"]}');
    // Control characters but these are refused there.
    const fileName = `${mischief.replaceAll('\u0000', '').replaceAll('\u001b', '')}.mp3`;
    form.set('0', new Blob([readFileSync(new URL('fixtures/cbr.mp3', import.meta.url))]), fileName);
    const uploaded = await fetch(`${server.url}/graphql`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'apollo-require-preflight': 'yes' },
      body: form,
    });
    const { streamUrl } = ((await uploaded.json()) as any).data.uploadRecording;
    const signature = new URL(streamUrl).searchParams.get('s') ?? '';
    found.push(signature);
    await fetch(`${server.url}${new URL(streamUrl).pathname}${new URL(streamUrl).search}`);
    await fetch(`${server.url}${new URL(streamUrl).pathname}?s=${signature}`);

    // The database breaks in the middle of it.
    await app.database.transaction((manager) => manager.query('ALTER TABLE session RENAME TO session_gone'));
    const broken = await server.run(logIn, { input: { email, password } });
    const brokenToo = await server.run(refresh, { token: first.refreshToken });
    await app.database.transaction((manager) => manager.query('ALTER TABLE session_gone RENAME TO session'));
    await app.database.transaction((manager) => manager.query('ALTER TABLE recording RENAME TO gone'));
    const refused = await fetch(`${server.url}/recordings/a.wav`, {
      method: 'PUT',
      headers: { authorization: `Bearer ${token}` },
      body: readFileSync(new URL('fixtures/pcm.wav', import.meta.url)),
    });
    await app.database.transaction((manager) => manager.query('ALTER TABLE gone RENAME TO recording'));
    expect(refused.status).toBe(500);
    expect([broken, brokenToo].map((answer) => answer.errors?.[0]?.extensions['code'])).toEqual([
      'INTERNAL',
      'INTERNAL',
    ]);
    await server.stop();

    const log = server.output;
    expect(log).toContain('operation failed');
    expect(log).toContain('request failed');
    expect(log).not.toMatch(/parameters|SELECT |INSERT /);
    expect(found.filter((secret) => secret.length > 10)).toHaveLength(11);
    const told = [...Object.values(secrets), ...found].filter(
      (secret) => log.includes(secret) || log.includes(encodeURIComponent(secret)),
    );
    expect(told).toEqual([]);
    expect(log).not.toMatch(/argon2|scrypt|Bearer \S|Basic \S/);
    expect(log).not.toContain('\u001b[31m');
    expect(log.split('\n').filter((line) => line.startsWith('{"level":"fatal"'))).toEqual([]);
    if ('NODE_ENV' in env) {
      const lines = log.split('\n').filter((line) => line && !/^ {2}\S/.test(line));
      expect(lines.length).toBeGreaterThan(20);
      for (const line of lines)
        expect(Object.keys(JSON.parse(line))).toEqual(expect.arrayContaining(['level', 'time', 'msg']));
    }
  }, 60_000);
});

describe('the statements of an operation', () => {
  let app: TestApp;

  beforeAll(async () => {
    app = await startApp();
  });

  afterEach(killAll);

  afterAll(() => app.stop());

  it('are told in one line, without values, where that is wanted', async () => {
    const server = await launchBeside(app, { env: { LOG_LEVEL: 'info', LOG_SQL: 'on' } });
    await server.run('query Mine { spaces(filter: { search: "합주실비밀" }, first: 1) { nodes { id } } }');
    await server.run('{ districts { id } }');
    await server.stop();
    const lines = server.output.split('\n').filter((line) => line.includes('INFO: statements'));
    expect(lines).toHaveLength(2);
    const [spaces, districts] = lines.map((line) => JSON.parse(line.slice(line.indexOf('{'))) as Line);
    expect(spaces).toMatchObject({ operation: 'query spaces', statements: 1, ms: expect.any(Number) });
    expect(spaces?.sql).toHaveLength(1);
    expect(spaces?.sql[0]).toMatch(/^SELECT f\.id FROM space_search/);
    expect(districts).toMatchObject({ operation: 'query districts', statements: 0, sql: [] });
    expect(lines.join()).not.toContain('비밀');
  });
});

interface Line {
  readonly operation: string;
  readonly statements: number;
  readonly sql: readonly string[];
}
