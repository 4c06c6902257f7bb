import { createHmac } from 'node:crypto';
import { request } from 'node:http';
import { SignJWT } from 'jose';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { PasswordsService } from '../src/auth/passwords.service.js';
import { deriveKey } from '../src/platform/app-secret.js';
import { type Answer, startApp, testSecret, type TestApp } from './app.js';

const session = 'accessToken refreshToken expiresAt user { id nickname email avatarUrl points }';
const signUp = `mutation ($input: SignUpInput!) { signUp(input: $input) { ${session} } }`;
const logIn = `mutation ($input: LogInInput!) { logIn(input: $input) { ${session} } }`;
const refresh = `mutation ($token: String!) { refreshSession(refreshToken: $token) { ${session} } }`;
const logOut = 'mutation ($token: String!) { logOut(refreshToken: $token) }';
const me = '{ me { id nickname email } }';
const password = 'correct horse battery';

let app: TestApp;
let people = 0;

beforeAll(async () => {
  app = await startApp();
});

afterAll(() => app.stop());

const codeOf = ({ errors }: Answer) => errors?.map(({ extensions }) => extensions['code']);

async function rows(table: string): Promise<number> {
  const [row] = await app.database.select<{ n: number }>(`SELECT COUNT(*) AS n FROM ${table}`);
  return row?.n ?? 0;
}

async function join(email = `guest${(people += 1)}@example.com`) {
  const { data, errors } = await app.run(signUp, { input: { email, password, nickname: '합주 손님' } });
  expect(errors).toBeUndefined();
  return data.signUp;
}

describe('signUp', () => {
  it('makes an account with its points and signs in', async () => {
    const { data } = await app.run(signUp, {
      input: { email: '  Haneul@Example.COM ', password, nickname: '  김 하늘 ' },
    });
    expect(data.signUp).toEqual({
      accessToken: expect.stringMatching(/^[\w-]+\.[\w-]+\.[\w-]+$/),
      refreshToken: expect.stringMatching(/^[\w-]{43}$/),
      expiresAt: new Date(app.clock.now() + 15 * 60_000).toISOString(),
      user: {
        id: expect.any(String),
        nickname: '김 하늘',
        email: 'haneul@example.com',
        avatarUrl: null,
        points: 10_000,
      },
    });
    const mine = await app.run(
      `{ me { email points pointEntries { nodes { kind amount createdAt } totalCount } } }`,
      {},
      data.signUp.accessToken,
    );
    expect(mine.data.me).toEqual({
      email: 'haneul@example.com',
      points: 10_000,
      pointEntries: {
        nodes: [{ kind: 'GRANT', amount: 10_000, createdAt: new Date(app.clock.now()).toISOString() }],
        totalCount: 1,
      },
    });
  });

  it('keeps the books: every movement sums to zero, every balance is the sum of its lines', async () => {
    await join();
    const unbalanced = await app.database.select(
      'SELECT tx_id FROM ledger_line GROUP BY tx_id HAVING SUM(amount) <> 0',
    );
    const wrong = await app.database.select(
      `SELECT w.account FROM wallet w LEFT JOIN ledger_line l ON l.account = w.account
       GROUP BY w.account, w.balance HAVING w.balance <> COALESCE(SUM(l.amount), 0)`,
    );
    expect([unbalanced, wrong]).toEqual([[], []]);
  });

  it('refuses a taken email in any case, and changes nothing', async () => {
    await join('taken@example.com');
    const before = [await rows('account'), await rows('ledger_tx'), await rows('session')];
    const answer = await app.run(signUp, {
      input: { email: 'TAKEN@example.com', password, nickname: '다른 사람' },
    });
    expect(codeOf(answer)).toEqual(['CONFLICT']);
    expect([await rows('account'), await rows('ledger_tx'), await rows('session')]).toEqual(before);
  });

  it('of ten at once with one email makes one account', async () => {
    const input = { email: 'race@example.com', password, nickname: '경주' };
    const answers = await Promise.all(Array.from({ length: 10 }, () => app.run(signUp, { input })));
    expect(answers.filter(({ data }) => data).length).toBe(1);
    expect(answers.flatMap((answer) => codeOf(answer) ?? [])).toEqual(Array(9).fill('CONFLICT'));
  });

  it.each([
    ['a short password', { password: 'short one' }, 'input.password: must have 10 to 128 characters'],
    [
      'a password of 129 characters',
      { password: 'aB3!'.repeat(33) },
      'input.password: must have 10 to 128 characters',
    ],
    [
      'a password of 1 MB',
      { password: 'aB3!'.repeat(200_000) },
      'input.password: must have 10 to 128 characters',
    ],
    ['a common password', { password: 'Qwertyuiop' }, 'input.password: is too easy to guess'],
    [
      'the email as password',
      { password: 'strange.name@example.com' },
      'input.password: is too easy to guess',
    ],
    [
      'the nickname as password',
      { password: 'my own nickname', nickname: 'My Own Nickname' },
      'input.password: is too easy to guess',
    ],
    ['one letter over and over', { password: 'aaaaaaaaaaaa' }, 'input.password: is too easy to guess'],
    [
      'a nickname of nothing',
      { nickname: ' \u200b ' },
      'input.nickname: must have 1 to 30 visible characters',
    ],
    ['an invisible nickname', { nickname: '\u3164' }, 'input.nickname: must have 1 to 30 visible characters'],
    [
      'a nickname of 31',
      { nickname: '가'.repeat(31) },
      'input.nickname: must have 1 to 30 visible characters',
    ],
  ])('refuses %s', async (_, wrong, message) => {
    const before = await rows('account');
    const input = { email: 'strange.name@example.com', password, nickname: '손님', ...wrong };
    const answer = await app.run(signUp, { input });
    expect(answer.errors?.[0]).toMatchObject({ message, extensions: { code: 'BAD_USER_INPUT' } });
    expect(await rows('account')).toBe(before);
  });

  it.each([
    '',
    'nobody',
    'a@b',
    'a b@example.com',
    'ａ@example.com',
    `${'a'.repeat(250)}@example.com`,
    'a@exa\u200bmple.com',
  ])('refuses the email %j', async (email) => {
    const answer = await app.run(signUp, { input: { email, password, nickname: '손님' } });
    expect(codeOf(answer)).toEqual(['BAD_USER_INPUT']);
  });

  it('stores no password, only an argon2id hash', async () => {
    await join('hashed@example.com');
    const [row] = await app.database.select<{ password_hash: string }>(
      "SELECT password_hash FROM local_login WHERE email = 'hashed@example.com'",
    );
    expect(row?.password_hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  });
});

describe('logIn', () => {
  it('takes the email in any case and the password in any composition', async () => {
    await join('compose@example.com');
    const hangul = '비밀번호는길어야해요';
    const input = { email: 'hangul@example.com', password: hangul.normalize('NFD'), nickname: '한글' };
    expect((await app.run(signUp, { input })).errors).toBeUndefined();
    const { data } = await app.run(logIn, {
      input: { email: 'HANGUL@example.com', password: hangul.normalize('NFC') },
    });
    expect(data.logIn.user.nickname).toBe('한글');
  });

  it('says and does the same for an unknown email as for a wrong password', async () => {
    await join('known@example.com');
    const verify = vi.spyOn(app.get<{ verifyNow(): unknown }>(PasswordsService), 'verifyNow');
    const before = await rows('session');
    const wrong = await app.run(logIn, { input: { email: 'known@example.com', password: 'wrong password' } });
    const unknown = await app.run(logIn, {
      input: { email: 'unknown@example.com', password: 'wrong password' },
    });
    expect(wrong.errors).toEqual(unknown.errors);
    expect(wrong.errors?.[0]).toMatchObject({
      message: 'Email or password is wrong.',
      extensions: { code: 'UNAUTHENTICATED' },
    });
    expect(verify).toHaveBeenCalledTimes(2);
    expect(await rows('session')).toBe(before);
    verify.mockRestore();
  });

  it('the decoy hash lets nobody in', async () => {
    const answer = await app.run(logIn, {
      input: { email: 'unknown@example.com', password: 'nobody has this password' },
    });
    expect(codeOf(answer)).toEqual(['UNAUTHENTICATED']);
  });
});

describe('me', () => {
  it('is null when signed out', async () => {
    expect(await app.run(me)).toEqual({ data: { me: null } });
  });

  it('is the holder of the access token, for 15 minutes', async () => {
    const { accessToken, user } = await join();
    expect((await app.run(me, {}, accessToken)).data.me.id).toBe(user.id);
    app.clock.advance(15 * 60_000 - 1000);
    expect((await app.run(me, {}, accessToken)).data.me.id).toBe(user.id);
    app.clock.advance(1000);
    expect(codeOf(await app.run(me, {}, accessToken))).toEqual(['UNAUTHENTICATED']);
  });
});

describe('refreshSession', () => {
  const renew = async (token: string) => (await app.run(refresh, { token })).data?.refreshSession;

  it('gives the next tokens, and the one before serves no more', async () => {
    const first = await join();
    const second = await renew(first.refreshToken);
    expect(second.refreshToken).not.toBe(first.refreshToken);
    expect(second.user).toEqual(first.user);
    app.clock.advance(11_000);
    expect(codeOf(await app.run(refresh, { token: first.refreshToken }))).toEqual(['UNAUTHENTICATED']);
  });

  it('works with an access token that has run out beside it', async () => {
    const { refreshToken, accessToken } = await join();
    app.clock.advance(16 * 60_000);
    const answer = await app.run(refresh, { token: refreshToken }, accessToken);
    expect(answer.errors).toBeUndefined();
  });

  it('a lost answer is given again for 10 seconds, the same', async () => {
    const { refreshToken } = await join();
    const lost = await renew(refreshToken);
    app.clock.advance(10_000);
    expect((await renew(refreshToken)).refreshToken).toBe(lost.refreshToken);
    expect(await renew(lost.refreshToken)).toBeTruthy();
  });

  it('a spent token that comes back later ends the whole session', async () => {
    const { refreshToken } = await join();
    const second = await renew(refreshToken);
    const third = await renew(second.refreshToken);
    app.clock.advance(10_001);
    expect(await renew(refreshToken)).toBeUndefined();
    expect(await renew(third.refreshToken)).toBeUndefined();
    expect(await renew(second.refreshToken)).toBeUndefined();
  });

  it('of twenty at once makes one successor', async () => {
    const { refreshToken } = await join();
    const before = await rows('refresh_token');
    const all = await Promise.all(Array.from({ length: 20 }, () => renew(refreshToken)));
    expect(new Set(all.map((each) => each.refreshToken)).size).toBe(1);
    expect((await rows('refresh_token')) - before).toBe(1);
    expect(await renew(all[0].refreshToken)).toBeTruthy();
  });

  it('ends after 30 days unused, and after 180 days however often it is used', async () => {
    const day = 86_400_000;
    const idle = await join();
    app.clock.advance(30 * day);
    expect(await renew(idle.refreshToken)).toBeUndefined();
    let { refreshToken } = await join();
    for (let month = 0; month < 6; month += 1) {
      app.clock.advance(29 * day);
      ({ refreshToken } = await renew(refreshToken));
    }
    app.clock.advance(6 * day);
    expect(await renew(refreshToken)).toBeUndefined();
  });

  it.each(['', 'x', 'A'.repeat(43), "' OR 1=1 --"])('refuses %j', async (token) => {
    expect(codeOf(await app.run(refresh, { token }))).toEqual(['UNAUTHENTICATED']);
  });

  it('takes no access token', async () => {
    const { accessToken } = await join();
    expect(codeOf(await app.run(refresh, { token: accessToken }))).toEqual(['UNAUTHENTICATED']);
  });

  it('stores hashes, no token', async () => {
    const { refreshToken } = await join();
    await renew(refreshToken);
    const stored = JSON.stringify(await app.database.select('SELECT * FROM refresh_token'));
    expect(stored).not.toContain(refreshToken);
  });
});

describe('logOut', () => {
  it('ends the session, by its latest token or a spent one', async () => {
    for (const which of ['latest', 'spent']) {
      const first = await join();
      const { data } = await app.run(refresh, { token: first.refreshToken });
      const latest = data.refreshSession.refreshToken;
      const answer = await app.run(logOut, { token: which === 'latest' ? latest : first.refreshToken });
      expect(answer.data).toEqual({ logOut: true });
      expect(codeOf(await app.run(refresh, { token: latest }))).toEqual(['UNAUTHENTICATED']);
    }
  });

  it('of nothing is false', async () => {
    expect((await app.run(logOut, { token: 'nothing' })).data).toEqual({ logOut: false });
  });
});

describe('access tokens', () => {
  const key = deriveKey(testSecret, 'access token');
  const encode = (part: object) => Buffer.from(JSON.stringify(part)).toString('base64url');
  let id: string;
  let now: number;

  beforeEach(async () => {
    id = (await join()).user.id;
    now = Math.floor(app.clock.now() / 1000);
  });

  const claims = () => ({
    sub: id,
    sid: 's',
    role: 'USER',
    iss: 'hapju',
    aud: 'hapju-api',
    iat: now,
    exp: now + 900,
  });
  const sign = (payload: object, header: object = {}, secret: Uint8Array = key) =>
    new SignJWT(payload as Record<string, unknown>)
      .setProtectedHeader({ alg: 'HS256', typ: 'at+jwt', ...header })
      .sign(secret);

  it('of ours let in, which proves the refusals below', async () => {
    expect((await app.run(me, {}, await sign(claims()))).data.me.id).toBe(id);
  });

  it.each<[string, () => Promise<string> | string]>([
    ['of no algorithm', () => `${encode({ alg: 'none', typ: 'at+jwt' })}.${encode(claims())}.`],
    ['of None', () => `${encode({ alg: 'None', typ: 'at+jwt' })}.${encode(claims())}.`],
    ['of HS512', () => sign(claims(), { alg: 'HS512' })],
    [
      'of another secret',
      () => sign(claims(), {}, deriveKey('another secret of 32 characters, or more', 'access token')),
    ],
    ['of another purpose', () => sign(claims(), {}, deriveKey(testSecret, 'cursor'))],
    ['without a type', () => sign(claims(), { typ: undefined })],
    ['of another type', () => sign(claims(), { typ: 'JWT' })],
    ['of another issuer', () => sign({ ...claims(), iss: 'evil' })],
    ['for another audience', () => sign({ ...claims(), aud: 'other' })],
    ['without an end', () => sign({ ...claims(), exp: undefined })],
    ['that has run out', () => sign({ ...claims(), exp: now })],
    ['of tomorrow', () => sign({ ...claims(), nbf: now + 86_400 })],
    [
      'with a role written in',
      async () => {
        const [header, , signature] = (await sign(claims())).split('.');
        return `${header}.${encode({ ...claims(), role: 'ADMIN' })}.${signature}`;
      },
    ],
    [
      'whose key id is a path',
      () => {
        const head = encode({ alg: 'HS256', typ: 'at+jwt', kid: '../../dev/null' });
        const body = `${head}.${encode(claims())}`;
        return `${body}.${createHmac('sha256', '').update(body).digest('base64url')}`;
      },
    ],
    ['that is a refresh token', async () => (await join()).refreshToken],
    ['of 100 kB', () => 'a'.repeat(5000)],
  ])('%s are refused', async (_, make) => {
    const answer = await app.run(me, {}, await make());
    expect(codeOf(answer)).toEqual(['UNAUTHENTICATED']);
    expect(answer.data).toEqual({ me: null });
  });

  it('of a person who is gone are refused', async () => {
    const answer = await app.run(me, {}, await sign({ ...claims(), sub: 'nobody' }));
    expect(codeOf(answer)).toEqual(['UNAUTHENTICATED']);
  });

  it('are not read from the address', async () => {
    const token = await sign(claims());
    const response = await fetch(`${app.url}/graphql?token=${token}&access_token=${token}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query: me }),
    });
    expect(await response.json()).toEqual({ data: { me: null } });
  });

  it('two at once are nobody’s, and the scheme may be in any case', async () => {
    const token = await sign(claims());
    const ask = (authorization: string[]) =>
      new Promise<Answer>((resolve, reject) => {
        const body = JSON.stringify({ query: me });
        const headers = [
          'host',
          'x',
          'content-type',
          'application/json',
          'content-length',
          String(body.length),
        ];
        const call = request(`${app.url}/graphql`, {
          method: 'POST',
          headers: [...headers, ...authorization.flatMap((value) => ['authorization', value])] as never,
        });
        call.once('error', reject);
        call.once('response', (response) => {
          let text = '';
          response.on('data', (chunk) => (text += chunk));
          response.on('end', () => resolve(JSON.parse(text)));
        });
        call.end(body);
      });
    expect((await ask([`bEaReR ${token}`])).data.me.id).toBe(id);
    expect(codeOf(await ask([`Bearer ${token}`, `Bearer ${token}`]))).toEqual(['UNAUTHENTICATED']);
    expect(codeOf(await ask([`Basic ${token}`]))).toEqual(['UNAUTHENTICATED']);
  });
});

describe('limits', () => {
  let strict: TestApp;

  beforeEach(async () => {
    strict = await startApp({ RATE_LIMIT_FACTOR: '1', REDIS_URL: '' });
    return () => strict.stop();
  });

  it('an account takes 10 tries in 15 minutes, from wherever, counted even when they come at once', async () => {
    const input = { email: 'target@example.com', password: 'a wrong password' };
    const answers = await Promise.all(Array.from({ length: 25 }, () => strict.run(logIn, { input })));
    const codes = answers.flatMap((answer) => codeOf(answer) ?? []);
    expect(codes.filter((code) => code === 'UNAUTHENTICATED').length).toBe(10);
    expect(codes.filter((code) => code === 'RATE_LIMITED').length).toBe(15);
    const limited = answers.find((answer) => codeOf(answer)?.[0] === 'RATE_LIMITED');
    expect(limited?.errors?.[0]?.extensions['retryAfter']).toBeGreaterThan(890);
    expect(limited?.errors?.[0]?.extensions['retryAfter']).toBeLessThanOrEqual(900);
  });

  it('20 tries under one request count as 20', async () => {
    const tries = Array.from(
      { length: 20 },
      (_, index) => `t${index}: logIn(input: $input) { accessToken }`,
    ).join(' ');
    const input = { email: 'aliased@example.com', password: 'a wrong password' };
    const answer = await strict.run(`mutation ($input: LogInInput!) { ${tries} }`, { input });
    expect(codeOf(answer)?.filter((code) => code === 'UNAUTHENTICATED').length ?? 0).toBeLessThanOrEqual(1);
  });

  it('an address takes 10 new accounts in an hour, whatever it says of itself', async () => {
    const codes: unknown[] = [];
    for (let index = 0; index < 11; index += 1) {
      const response = await fetch(`${strict.url}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'x-forwarded-for': `10.0.0.${index}` },
        body: JSON.stringify({
          query: signUp,
          variables: { input: { email: `n${index}@example.com`, password, nickname: '새 사람' } },
        }),
      });
      codes.push(codeOf((await response.json()) as Answer)?.[0]);
    }
    expect(codes).toEqual([...Array(10).fill(undefined), 'RATE_LIMITED']);
  });
});

describe('a flood of log-ins', () => {
  it('is bounded: some are refused, the rest of the server goes on', async () => {
    const input = { email: 'flood@example.com', password: 'a wrong password' };
    const before = process.memoryUsage().rss;
    const flood = Promise.all(Array.from({ length: 200 }, () => app.run(logIn, { input })));
    const districts = await app.run('{ districts { id } }');
    expect(districts.data.districts).toHaveLength(25);
    const codes = (await flood).flatMap((answer) => codeOf(answer) ?? []);
    expect(codes).toHaveLength(200);
    expect(new Set(codes)).toEqual(new Set(['UNAUTHENTICATED', 'RATE_LIMITED']));
    expect(codes.filter((code) => code === 'UNAUTHENTICATED').length).toBeLessThan(200);
    expect((process.memoryUsage().rss - before) / 2 ** 20).toBeLessThan(200);
  });
});
