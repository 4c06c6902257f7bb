import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { AccountsService } from '../src/auth/accounts.service.js';
import { type Answer, startApp, type TestApp } from './app.js';
import { kapiError, KakaoStub, kauthError } from './kakao-stub.js';
import { badGateway, hang, jsonAnswer } from './stub-answers.js';

const withToken = `mutation ($token: String!) {
  session: logInWithKakao(accessToken: $token) { accessToken refreshToken user { id nickname email avatarUrl points } } }`;
const withCode = 'mutation ($code: String!) { session: logInWithCode(code: $code) { user { id nickname } } }';
const page = 'https://front.example/after?tab=1';

const haneul = {
  id: 4_012_345_678,
  connected_at: '2026-03-14T05:21:07Z',
  kakao_account: {
    profile: { nickname: '김하늘', profile_image_url: 'https://k.kakaocdn.net/dn/standin/img_640x640.jpg' },
    is_email_valid: true,
    is_email_verified: true,
    email: 'Haneul@Example.com',
  },
};

let app: TestApp;
let kakao: KakaoStub;

beforeAll(async () => {
  kakao = await KakaoStub.start(() => app.clock.now());
  app = await startApp({ ...kakao.env, RETURN_TO_ORIGINS: 'https://front.example' });
});

afterEach(() => kakao.reset());

afterAll(async () => {
  await app.stop();
  await kakao.stop();
});

const codeOf = ({ errors }: Answer) => errors?.[0]?.extensions['code'];

async function accounts(): Promise<number> {
  const [row] = await app.database.select<{ n: number }>('SELECT COUNT(*) AS n FROM account');
  return row?.n ?? 0;
}

/** The counts of everything a log-in may leave behind. */
async function traces(): Promise<unknown> {
  return app.database.select(
    `SELECT (SELECT COUNT(*) FROM account) AS a, (SELECT COUNT(*) FROM kakao_login) AS k,
            (SELECT COUNT(*) FROM session) AS s, (SELECT COUNT(*) FROM ledger_tx) AS l`,
  );
}

describe('logInWithKakao', () => {
  it('makes an account on first sight, with its points, and finds it afterwards', async () => {
    const first = await app.run(withToken, { token: kakao.accessToken(haneul) });
    expect(first.data.session.user).toEqual({
      id: expect.any(String),
      nickname: '김하늘',
      email: 'haneul@example.com',
      avatarUrl: 'https://k.kakaocdn.net/dn/standin/img_640x640.jpg',
      points: 10_000,
    });
    expect(kakao.asked).toEqual(['access_token_info', 'user/me']);
    const before = await accounts();
    const again = await app.run(withToken, { token: kakao.accessToken(haneul) });
    expect(again.data.session.user.id).toBe(first.data.session.user.id);
    expect(await accounts()).toBe(before);
  });

  it('needs nothing but an id', async () => {
    const { data } = await app.run(withToken, { token: kakao.accessToken('{"id": 98765432109876543210}') });
    expect(data.session.user).toMatchObject({ nickname: '카카오 친구', email: null, avatarUrl: null });
    const [login] = await app.database.select(
      "SELECT kakao_id FROM kakao_login WHERE kakao_id = '98765432109876543210'",
    );
    expect(login).toEqual({ kakao_id: '98765432109876543210' });
  });

  it('of twenty first log-ins at once makes one account', async () => {
    const before = await accounts();
    const token = kakao.accessToken({ id: 5_000_000_001 });
    const answers = await Promise.all(Array.from({ length: 20 }, () => app.run(withToken, { token })));
    expect(answers.map(codeOf)).toEqual(Array(20).fill(undefined));
    expect(new Set(answers.map(({ data }) => data.session.user.id)).size).toBe(1);
    expect(await accounts()).toBe(before + 1);
  });

  it('of twenty who have all found nobody yet one makes the account and the others find it', async () => {
    const before = await accounts();
    const user = { id: '5000000002', nickname: null, avatarUrl: null, email: null, emailProved: false };
    const service = app.get(AccountsService);
    const found = await Promise.all(Array.from({ length: 20 }, () => service.findOrCreateByKakao(user)));
    expect(new Set(found.map(({ id }) => id)).size).toBe(1);
    expect(await accounts()).toBe(before + 1);
  });

  it('refuses a token of another app before it asks whose it is', async () => {
    const before = await traces();
    const foreign = await app.run(withToken, { token: kakao.foreignToken(haneul) });
    expect(codeOf(foreign)).toBe('UNAUTHENTICATED');
    expect(kakao.asked).toEqual(['access_token_info']);
    const unknown = await app.run(withToken, { token: 'nobody-has-this-one' });
    expect(unknown.errors?.[0]?.message).toBe(foreign.errors?.[0]?.message);
    expect(await traces()).toEqual(before);
  });

  it('refuses a token whose two answers name different people', async () => {
    const before = await traces();
    const answer = await app.run(withToken, { token: kakao.accessToken(haneul, { id: '1' }) });
    expect(answer.data).toBeNull();
    expect(['UNAUTHENTICATED', 'UPSTREAM_UNAVAILABLE']).toContain(codeOf(answer));
    expect(await traces()).toEqual(before);
  });

  it.each([
    ['is down', badGateway],
    ['hangs', hang],
    ['answers nothing of use', jsonAnswer(200, {})],
    ['has a fault of its own', kapiError(400, -1)],
    ['has had enough of us', kapiError(400, -10)],
  ])('when Kakao %s: UPSTREAM_UNAVAILABLE within 3 seconds, and nothing left behind', async (_, answer) => {
    const before = await traces();
    kakao.answer('access_token_info', answer);
    const begin = performance.now();
    const refused = await app.run(withToken, { token: kakao.accessToken({ id: 6_000_000_001 }) });
    expect(codeOf(refused)).toBe('UPSTREAM_UNAVAILABLE');
    expect(performance.now() - begin).toBeLessThan(3500);
    expect(await traces()).toEqual(before);
  });
});

describe('an email', () => {
  const local = { email: 'shared@example.com', password: 'correct horse battery', nickname: '로컬' };
  const person = (id: number, account: object) => ({
    id,
    kakao_account: { email: 'shared@example.com', ...account },
  });
  const proved = { is_email_valid: true, is_email_verified: true };
  let localId: string;

  beforeAll(async () => {
    const answer = await app.run('mutation ($i: SignUpInput!) { signUp(input: $i) { user { id } } }', {
      i: local,
    });
    localId = answer.data.signUp.user.id;
  });

  const logIn = async (me: object) =>
    (await app.run(withToken, { token: kakao.accessToken(me) })).data.session.user;

  it('links nobody while its owner has not proved it here', async () => {
    expect((await logIn(person(7_000_000_001, proved))).id).not.toBe(localId);
  });

  it.each([
    [{ is_email_valid: false, is_email_verified: true }],
    [{ is_email_valid: true, is_email_verified: false }],
    [{}],
  ])('links nobody when Kakao says %j of it', async (account) => {
    await app.get(AccountsService).confirmEmail('shared@example.com');
    const user = await logIn(
      person(7_000_000_100 + Object.keys(account).length + Object.values(account).indexOf(false), account),
    );
    expect(user.id).not.toBe(localId);
    expect(user.email).toBeNull();
  });

  it('links when both have proved it', async () => {
    await app.get(AccountsService).confirmEmail('shared@example.com');
    expect((await logIn(person(7_000_000_200, proved))).id).toBe(localId);
  });
});

describe('/auth/kakao', () => {
  interface Started {
    readonly location: string;
    readonly cookie: string;
  }

  async function start(returnTo?: string): Promise<Started> {
    const query = returnTo === undefined ? '' : `?returnTo=${encodeURIComponent(returnTo)}`;
    const response = await fetch(`${app.url}/auth/kakao${query}`, { redirect: 'manual' });
    expect(response.status).toBe(302);
    const cookie = response.headers.get('set-cookie') ?? '';
    expect(cookie).toMatch(/^hapju-login=[\w-]{43}; Max-Age=600; Path=\/; HttpOnly; SameSite=Lax$/);
    expect(response.headers.get('cache-control')).toBe('no-store');
    return { location: response.headers.get('location') ?? '', cookie: cookie.split(';')[0] ?? '' };
  }

  /** The browser comes back; the address is our own by the name the test knows it. */
  function finish(back: string, cookie?: string): Promise<Response> {
    const { pathname, search } = new URL(back);
    return fetch(app.url + pathname + search, { redirect: 'manual', headers: cookie ? { cookie } : {} });
  }

  const locationOf = (response: Response) => new URL(response.headers.get('location') ?? '');

  it('asks Kakao with state, nonce and a PKCE challenge', async () => {
    const { location } = await start(page);
    const { origin, pathname, searchParams } = new URL(location);
    expect(origin + pathname).toBe(`${kakao.url}/oauth/authorize`);
    expect(Object.fromEntries(searchParams)).toEqual({
      client_id: 'stub-rest-api-key',
      redirect_uri: expect.stringMatching(/\/auth\/kakao\/callback$/),
      response_type: 'code',
      state: expect.stringMatching(/^[\w-]{43}$/),
      nonce: expect.stringMatching(/^[\w-]{43}$/),
      code_challenge: expect.stringMatching(/^[\w-]{43}$/),
      code_challenge_method: 'S256',
    });
  });

  it('leads back with a code that signs in once, within a minute', async () => {
    const { location, cookie } = await start(page);
    const response = await finish(await kakao.agree(location, haneul), cookie);
    expect(response.status).toBe(302);
    expect(response.headers.get('set-cookie')).toContain('Max-Age=0');
    const back = locationOf(response);
    expect(`${back.origin}${back.pathname}`).toBe('https://front.example/after');
    expect(back.searchParams.get('tab')).toBe('1');
    const code = back.searchParams.get('code');
    expect((await app.run(withCode, { code })).data.session.user.nickname).toBe('김하늘');
    expect(codeOf(await app.run(withCode, { code }))).toBe('UNAUTHENTICATED');
  });

  // Redis forgets by a clock of its own.
  it.skipIf(process.env['TEST_REDIS_URL'])('forgets the code after a minute', async () => {
    const { location, cookie } = await start(page);
    const code = locationOf(await finish(await kakao.agree(location, haneul), cookie)).searchParams.get(
      'code',
    );
    app.clock.advance(60_000);
    expect(codeOf(await app.run(withCode, { code }))).toBe('UNAUTHENTICATED');
  });

  it('without returnTo answers with the session', async () => {
    const { location, cookie } = await start();
    const response = await finish(await kakao.agree(location, haneul), cookie);
    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject({
      accessToken: expect.any(String),
      user: { nickname: '김하늘' },
    });
  });

  it('takes an id_token with our nonce, and none with another', async () => {
    for (const [claims, word] of [
      [{}, null],
      [{ nonce: 'another' }, 'login_failed'],
      [{ aud: 'another' }, 'login_failed'],
    ] as const) {
      const { location, cookie } = await start(page);
      const back = locationOf(await finish(await kakao.agree(location, haneul, claims), cookie));
      expect(back.searchParams.get('error')).toBe(word);
    }
  });

  it.each<[string, (started: Started) => Promise<[back: string, cookie?: string]>]>([
    ['another browser', async ({ location }) => [await kakao.agree(location, haneul), 'hapju-login=another']],
    ['a browser without its cookie', async ({ location }) => [await kakao.agree(location, haneul)]],
    [
      'a state that is missing',
      async ({ location, cookie }) => [
        (await kakao.agree(location, haneul)).replace(/state=[^&]+/, ''),
        cookie,
      ],
    ],
    [
      'a state that is made up',
      async ({ location, cookie }) => [
        (await kakao.agree(location, haneul)).replace(/state=[^&]+/, `state=${'A'.repeat(43)}`),
        cookie,
      ],
    ],
  ])('refuses %s, exchanges no code and makes nothing', async (_, tamper) => {
    const before = await traces();
    const [back, cookie] = await tamper(await start(page));
    const response = await finish(back, cookie);
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ error: { code: 'BAD_USER_INPUT', argument: 'state' } });
    expect(kakao.asked).toEqual([]);
    expect(await traces()).toEqual(before);
  });

  it('refuses a state that was used', async () => {
    const { location, cookie } = await start(page);
    const back = await kakao.agree(location, haneul);
    expect((await finish(back, cookie)).status).toBe(302);
    expect((await finish(back, cookie)).status).toBe(400);
  });

  it.skipIf(process.env['TEST_REDIS_URL'])('refuses a state after ten minutes', async () => {
    const { location, cookie } = await start(page);
    app.clock.advance(600_000);
    expect((await finish(await kakao.agree(location, haneul), cookie)).status).toBe(400);
  });

  it.each([
    'https://evil.example/',
    '//evil.example',
    '/\\evil.example',
    'javascript:alert(1)',
    'https://front.example.evil.example/',
    'https://user@front.example/',
    'https://front.example@evil.example/',
    'http://front.example/',
    '/after',
    '',
  ])('leads nobody to %j', async (returnTo) => {
    const response = await fetch(`${app.url}/auth/kakao?returnTo=${encodeURIComponent(returnTo)}`, {
      redirect: 'manual',
    });
    expect(response.status).toBe(400);
    expect(response.headers.get('set-cookie')).toBeNull();
    expect(await response.json()).toMatchObject({ error: { code: 'BAD_USER_INPUT' } });
  });

  it('tells the page what went wrong by a stable word', async () => {
    const cases = [
      ['access_denied', async (location: string) => kakao.deny(location)],
      ['login_failed', async (location: string) => kakao.deny(location, 'login_required')],
      [
        'kakao_unavailable',
        async (location: string) => {
          kakao.answer('token', badGateway);
          return kakao.agree(location, haneul);
        },
      ],
      [
        'login_failed',
        async (location: string) => {
          kakao.answer('token', kauthError(400, 'KOE320'));
          return kakao.agree(location, haneul);
        },
      ],
      [
        'kakao_unavailable',
        async (location: string) => {
          kakao.answer('token', kauthError(401, 'KOE010'));
          return kakao.agree(location, haneul);
        },
      ],
    ] as const;
    for (const [word, answer] of cases) {
      const before = await traces();
      const { location, cookie } = await start(page);
      const back = locationOf(await finish(await answer(location), cookie));
      expect(Object.fromEntries(back.searchParams)).toEqual({ tab: '1', error: word });
      expect(await traces()).toEqual(before);
      kakao.reset();
    }
  });

  it('is limited by address, and REST says when to come again', async () => {
    const strict = await startApp({ ...kakao.env, RATE_LIMIT_FACTOR: '0.01', REDIS_URL: '' });
    const ask = () => fetch(`${strict.url}/auth/kakao`, { redirect: 'manual' });
    expect((await ask()).status).toBe(302);
    const refused = await ask();
    expect(refused.status).toBe(429);
    expect(refused.headers.get('retry-after')).toBe('900');
    expect(await refused.json()).toMatchObject({ error: { code: 'RATE_LIMITED', retryAfter: 900 } });
    await strict.stop();
  });

  it('sets a cookie that only this host can have set, over https', async () => {
    const secure = await startApp({ ...kakao.env, PUBLIC_URL: 'https://api.example' });
    const response = await fetch(`${secure.url}/auth/kakao`, { redirect: 'manual' });
    expect(response.headers.get('set-cookie')).toMatch(
      /^__Host-hapju-login=[^;]+; Max-Age=600; Path=\/; HttpOnly; Secure; SameSite=Lax$/,
    );
    await secure.stop();
  });
});

describe('without Kakao', () => {
  it('says that it is not set up', async () => {
    const bare = await startApp();
    expect(codeOf(await bare.run(withToken, { token: 'any' }))).toBe('NOT_CONFIGURED');
    const response = await fetch(`${bare.url}/auth/kakao`, { redirect: 'manual' });
    expect(response.status).toBe(501);
    await bare.stop();
  });
});
