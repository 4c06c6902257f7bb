import { pino } from 'pino';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type KakaoCall, KakaoStub, kapiError, kauthError } from '../../test/kakao-stub.js';
import {
  badGateway,
  cutOff,
  hang,
  huge,
  jsonAnswer,
  late,
  redirect,
  slowBody,
  type StubAnswer,
  textAnswer,
} from '../../test/stub-answers.js';
import { Clock } from '../platform/clock.js';
import { Metrics } from '../platform/ops/metrics.js';
import type { Config } from '../platform/config.js';
import { AppError, ErrorCode } from '../platform/errors.js';
import { KakaoClient } from './kakao.client.js';

const redirectUri = 'https://hapju.example/auth/kakao/callback';
const verifier = 'the-verifier-of-the-tests-43-characters-long';
const challenge = 'JDa28XuBYf244jrlXfM9ahoTe13uA80F7zva8yGaGnQ';

const refused = {
  code: ErrorCode.UNAUTHENTICATED,
  message: 'Kakao does not vouch for this log-in; log in with Kakao again.',
};
const unavailable = {
  code: ErrorCode.UPSTREAM_UNAVAILABLE,
  message: 'Log-in with Kakao is not possible right now; try again later.',
};
const forbidden = {
  code: ErrorCode.FORBIDDEN,
  message: 'Kakao does not allow this account to log in here.',
};

class MovableClock extends Clock {
  // Years away from now, so that a look at another clock shows.
  instant = Date.parse('2036-11-21T12:00:00+09:00');

  override now(): number {
    return this.instant;
  }
}

const person = (id: string, more = '') => `{"id":${id},"connected_at":"2026-05-01T00:00:00Z"${more}}`;
const nobody = (id: string) => ({ id, nickname: null, avatarUrl: null, email: null, emailProved: false });
const account = (given: object) => person('1', `,"kakao_account":${JSON.stringify(given)}`);
const plain = person('4012345678');

describe('the client of Kakao', () => {
  const clock = new MovableClock();
  let stub: KakaoStub;
  let lines: string[];
  let client: KakaoClient;

  beforeAll(async () => {
    stub = await KakaoStub.start(() => clock.now());
  });

  beforeEach(() => {
    stub.reset();
    lines = [];
    client = makeClient(stub, lines);
  });

  // Whatever a test did, nothing secret and nothing in Kakao's words may have been written down.
  afterEach(() => {
    const log = lines.join('');
    for (const secret of stub.secrets) expect(log).not.toContain(secret);
    expect(log).not.toMatch(/described KOE|message -|ip mismatched|authorization code not found|<html>/);
  });

  afterAll(() => stub.stop());

  function makeClient(of: KakaoStub, log: string[], settings: object = {}): KakaoClient {
    const config = { kakao: { ...of.settings, ...settings } } as Config;
    return new KakaoClient(
      config,
      pino({ level: 'trace' }, { write: (line) => void log.push(line) }),
      clock,
      new Metrics(),
    );
  }

  /** A code as a browser brings it back from Kakao. */
  async function makeCode(me: string, claims?: Record<string, unknown>, asked: object = {}): Promise<string> {
    const authorization = { redirectUri, state: 's', nonce: 'n', codeChallenge: challenge, ...asked };
    const back = await stub.agree(client.authorizeUrl(authorization), me, claims);
    return new URL(back).searchParams.get('code') as string;
  }

  const exchange = async (me: string = plain) =>
    client.exchangeCode({ code: await makeCode(me), redirectUri, codeVerifier: verifier });

  /** What was logged, as `level fault-or-code`. */
  const logged = () =>
    lines
      .map((line) => JSON.parse(line) as { level: number; call: string; fault?: string; code?: string })
      .map(({ level, call, fault, code }) => `${pino.levels.labels[level]} ${call}: ${fault ?? code}`);

  describe('the way to Kakao', () => {
    it('carries state, nonce and challenge, and no scope', () => {
      const url = new URL(
        client.authorizeUrl({ redirectUri, state: 'a&b', nonce: 'c', codeChallenge: challenge }),
      );
      expect(`${url.origin}${url.pathname}`).toBe(`${stub.url}/oauth/authorize`);
      expect(Object.fromEntries(url.searchParams)).toEqual({
        client_id: 'stub-rest-api-key',
        redirect_uri: redirectUri,
        response_type: 'code',
        state: 'a&b',
        nonce: 'c',
        code_challenge: challenge,
        code_challenge_method: 'S256',
      });
    });

    it('leads to where browsers reach Kakao, when that is elsewhere', () => {
      client = makeClient(stub, lines, { browserAuthUrl: 'https://kakao.example/auth' });
      const url = client.authorizeUrl({ redirectUri, state: 'a', nonce: 'b', codeChallenge: 'c' });
      expect(url).toMatch(/^https:\/\/kakao\.example\/auth\/oauth\/authorize\?client_id=/);
    });

    it('is shut while Kakao is not set up', async () => {
      const config = { kakao: null } as Config;
      client = new KakaoClient(config, pino({ level: 'silent' }), clock, new Metrics());
      const authorization = { redirectUri, state: 'a', nonce: 'b', codeChallenge: 'c' };
      expect(() => client.authorizeUrl(authorization)).toThrow(
        expect.objectContaining({ code: ErrorCode.NOT_CONFIGURED }),
      );
      await expect(client.findUser('token')).rejects.toMatchObject({ code: ErrorCode.NOT_CONFIGURED });
    });
  });

  describe('the exchange of a code', () => {
    it('gives the access token, with the secret in the body', async () => {
      const { accessToken, idToken } = await exchange();
      expect(accessToken).toMatch(/^stub-at-/);
      expect(idToken).toBeNull();
      const [request] = stub.requests;
      expect(Object.fromEntries(request?.form ?? [])).toEqual({
        grant_type: 'authorization_code',
        client_id: 'stub-rest-api-key',
        client_secret: 'stub-client-secret-hW2x',
        redirect_uri: redirectUri,
        code: expect.stringMatching(/^stub-code-/) as string,
        code_verifier: verifier,
      });
      expect(request?.headers['content-type']).toBe('application/x-www-form-urlencoded;charset=utf-8');
      expect(request?.headers.authorization).toBeUndefined();
      expect(stub.asked).toEqual(['token']);
      expect(logged()).toEqual([]);
    });

    it('sends no secret where none is set', async () => {
      client = makeClient(stub, lines, { clientSecret: null });
      await expect(exchange()).rejects.toMatchObject(unavailable);
      expect(stub.requests[0]?.form.has('client_secret')).toBe(false);
      expect(logged()).toEqual(['error token: KOE010']);
    });

    it('refuses a code that is used, made up, or another log-in’s', async () => {
      const code = await makeCode(plain);
      await client.exchangeCode({ code, redirectUri, codeVerifier: verifier });
      for (const [again, codeVerifier] of [
        [code, verifier],
        ['made-up', verifier],
        [await makeCode(plain), `${verifier}x`],
      ] as const) {
        await expect(client.exchangeCode({ code: again, redirectUri, codeVerifier })).rejects.toMatchObject(
          refused,
        );
      }
      expect(logged()).toEqual([]);
    });

    it.each([
      ['warn token: KOE003', kauthError(500, 'KOE003')],
      ['warn token: KOE237', kauthError(400, 'KOE237')],
      ['warn token: KOE237', kauthError(429, 'KOE237')],
      ['error token: KOE010', kauthError(401, 'KOE010')],
      ['error token: KOE010', kauthError(400, 'KOE010')],
      ['error token: KOE101', kauthError(400, 'KOE101')],
      ['error token: KOE101', kauthError(401, 'KOE101')],
      ['error token: KOE303', kauthError(400, 'KOE303')],
      ['error token: KOE009', kauthError(400, 'KOE009')],
      ['error token: KOE310', kauthError(400, 'KOE310')],
      ['error token: KOE999', kauthError(400, 'KOE999')],
      ['warn token: status 400', jsonAnswer(400, { error: 'invalid_grant' })],
      ['warn token: status 400', jsonAnswer(400, { error: 'x', error_code: 'KOE320 with a secret' })],
      ['warn token: status 502', badGateway],
      ['warn token: status 500', textAnswer(500, '')],
      ['warn token: status 401', textAnswer(401, 'Unauthorized')],
      ['warn token: an answer of another shape', textAnswer(200, '')],
      ['warn token: an answer of another shape', textAnswer(200, '<html>hello</html>')],
      ['warn token: an answer of another shape', jsonAnswer(200, {})],
      ['warn token: an answer of another shape', jsonAnswer(200, [])],
      ['warn token: an answer of another shape', jsonAnswer(200, null)],
      ['warn token: an answer of another shape', jsonAnswer(200, { access_token: null })],
      ['warn token: an answer of another shape', jsonAnswer(200, { access_token: '' })],
      ['warn token: an answer of another shape', jsonAnswer(200, { access_token: 'a\r\nb' })],
      ['warn token: an answer of another shape', jsonAnswer(200, { access_token: 'a', id_token: 1 })],
      ['warn token: answer too large', huge('{"access_token":"a"}')],
    ])('is told apart from trouble of Kakao’s: %s (%#)', async (line, answer) => {
      stub.answer('token', answer);
      await expect(exchange()).rejects.toMatchObject(unavailable);
      expect(logged()).toEqual([line]);
    });
  });

  describe('the person behind a token', () => {
    const find = (me: string) => client.findUser(stub.accessToken(me));

    it('is asked for after the token, with the token in the header alone', async () => {
      const token = stub.accessToken(plain);
      expect(await client.findUser(token)).toEqual(nobody('4012345678'));
      expect(stub.asked).toEqual(['access_token_info', 'user/me']);
      for (const { headers, query } of stub.requests) {
        expect(headers.authorization).toBe(`Bearer ${token}`);
        expect(query.toString()).not.toContain(token);
      }
      expect(stub.requests[1]?.query.get('secure_resource')).toBe('true');
      expect(logged()).toEqual([]);
    });

    it.each(['1', '2147483648', '9007199254740993', '12345678901234567890123456789'])(
      'keeps its id as it is written: %s',
      async (id) => {
        expect(await find(person(id))).toEqual(nobody(id));
      },
    );

    it('tells two ids apart that are one as doubles', async () => {
      const token = stub.accessToken(person('9007199254740993'), { id: '9007199254740992' });
      await expect(client.findUser(token)).rejects.toMatchObject(unavailable);
      expect(logged()).toEqual(['warn user/me: another id than access_token_info']);
    });

    it('is known wholly when everything is agreed to', async () => {
      const me = account({
        profile_nickname_needs_agreement: false,
        profile_image_needs_agreement: false,
        profile: {
          nickname: '김하늘',
          thumbnail_image_url: 'https://k.kakaocdn.net/dn/standin/img_110x110.jpg',
          profile_image_url: 'https://k.kakaocdn.net/dn/standin/img_640x640.jpg',
          is_default_image: false,
          is_default_nickname: false,
        },
        has_email: true,
        email_needs_agreement: false,
        is_email_valid: true,
        is_email_verified: true,
        email: 'Haneul@Example.com',
        name: '김하늘',
        birthyear: '2001',
        phone_number: '+82 10-0000-0000',
      });
      expect(await find(me)).toEqual({
        id: '1',
        nickname: '김하늘',
        avatarUrl: 'https://k.kakaocdn.net/dn/standin/img_640x640.jpg',
        email: 'haneul@example.com',
        emailProved: true,
      });
    });

    it.each<[string, string, object]>([
      ['nickname only', account({ profile: { nickname: '바다' } }), { nickname: '바다' }],
      ['nothing agreed to', account({ profile_needs_agreement: true, email_needs_agreement: true }), {}],
      ['not signed up', person('1', ',"has_signed_up":false'), {}],
      ['an account of null', person('1', ',"kakao_account":null'), {}],
      ['an account of another type', person('1', ',"kakao_account":"none"'), {}],
      ['parts of other types', account({ profile: { nickname: 1 }, email: [], is_email_valid: 'yes' }), {}],
      [
        'an email that is none',
        account({ email: 'no email', is_email_valid: true, is_email_verified: true }),
        {},
      ],
      [
        'an email now another’s',
        account({ is_email_valid: false, is_email_verified: true, email: 'a@b.co' }),
        { email: 'a@b.co' },
      ],
      ['an email that is masked', account({ is_email_valid: false, email: 'ka***@example.com' }), {}],
      [
        'an email not verified',
        account({ is_email_valid: true, is_email_verified: false, email: 'a@b.co' }),
        { email: 'a@b.co' },
      ],
      ['an email of which nothing is said', account({ email: 'a@b.co' }), { email: 'a@b.co' }],
      [
        'flags that are not quite true',
        account({ is_email_valid: 1, is_email_verified: 'true', email: 'a@b.co' }),
        { email: 'a@b.co' },
      ],
    ])('is known in part: %s', async (_, me, known) => {
      expect(await find(me)).toEqual({ ...nobody('1'), ...known });
    });

    it.each([
      'http://k.kakaocdn.net/a.jpg',
      'https://kakaocdn.net.evil.example/a.jpg',
      'https://evilkakaocdn.net/a.jpg',
      'https://evil.example/k.kakaocdn.net/a.jpg',
      'https://user@k.kakaocdn.net/a.jpg',
      'https://k.kakaocdn.net:8443/a.jpg',
      'https://k.kakaocdn.net@evil.example/a.jpg',
      'javascript:alert(1)//k.kakaocdn.net',
      'data:image/png;base64,AAAA',
      '//k.kakaocdn.net/a.jpg',
      'http://127.0.0.1:1/a.jpg',
      `https://k.kakaocdn.net/${'a'.repeat(500)}`,
      '',
    ])('has no picture at %s', async (url) => {
      expect(await find(account({ profile: { profile_image_url: url } }))).toEqual(nobody('1'));
    });

    it('may have a picture at the very server that is set up as Kakao', async () => {
      const url = `${stub.url}/a.jpg`;
      expect(await find(account({ profile: { profile_image_url: url } }))).toEqual({
        ...nobody('1'),
        avatarUrl: url,
      });
    });

    it('is nobody for a token of another app, whose profile is not even read', async () => {
      const me = account({ email: 'victim@example.com', is_email_valid: true, is_email_verified: true });
      await expect(client.findUser(stub.foreignToken(me))).rejects.toMatchObject(refused);
      expect(stub.asked).toEqual(['access_token_info']);
      expect(logged()).toEqual([]);
    });

    it.each(['', 'unknown', 'a b', 'a\r\nx: y', '토큰', 'a'.repeat(2_049)])(
      'is nobody for a token made up, %j',
      async (token) => {
        await expect(client.findUser(token)).rejects.toMatchObject(refused);
        expect(stub.asked).toEqual(token === 'unknown' ? ['access_token_info'] : []);
      },
    );

    it.each<[object, StubAnswer, string[]]>([
      [refused, kapiError(401, -401), []],
      [refused, kapiError(400, -2), []],
      [refused, kapiError(400, -101), []],
      [refused, kapiError(400, -103), []],
      [forbidden, kapiError(403, -4), []],
      [forbidden, kapiError(403, -6), []],
      [forbidden, kapiError(403, -402), []],
      [forbidden, kapiError(401, -406), []],
      [unavailable, kapiError(400, -1), ['warn $: -1']],
      [unavailable, kapiError(400, -7), ['warn $: -7']],
      [unavailable, kapiError(400, -603), ['warn $: -603']],
      [unavailable, kapiError(503, -9798), ['warn $: -9798']],
      [unavailable, kapiError(400, -10), ['error $: -10']],
      [unavailable, kapiError(400, -11), ['error $: -11']],
      [unavailable, kapiError(403, -12), ['error $: -12']],
      [unavailable, kapiError(403, -3), ['error $: -3']],
      [unavailable, kapiError(403, -5), ['error $: -5']],
      [unavailable, kapiError(400, -8), ['error $: -8']],
      [unavailable, kapiError(400, -102), ['error $: -102']],
      [unavailable, kapiError(400, -12345), ['error $: -12345']],
      [unavailable, kapiError(401, -401, 'ip mismatched! callerIp=203.0.113.9.'), ['error $: -401']],
      [unavailable, badGateway, ['warn $: status 502']],
      [unavailable, textAnswer(401, ''), ['warn $: status 401']],
      [unavailable, textAnswer(201, person('1', ',"app_id":900001')), ['warn $: status 201']],
      [unavailable, redirect('/elsewhere', person('1', ',"app_id":900001')), ['warn $: status 302']],
      [unavailable, redirect('http://169.254.169.254/latest/', '{}'), ['warn $: status 302']],
      [unavailable, jsonAnswer(200, {}), ['warn $: an answer of another shape']],
      [unavailable, jsonAnswer(200, { id: null, app_id: 900001 }), ['warn $: an answer of another shape']],
      [
        unavailable,
        textAnswer(200, person('"1"', ',"app_id":900001')),
        ['warn $: an answer of another shape'],
      ],
      [unavailable, textAnswer(200, person('0', ',"app_id":900001')), ['warn $: an answer of another shape']],
      [
        unavailable,
        textAnswer(200, person('-1', ',"app_id":900001')),
        ['warn $: an answer of another shape'],
      ],
      [
        unavailable,
        textAnswer(200, person('1.5', ',"app_id":900001')),
        ['warn $: an answer of another shape'],
      ],
      [
        unavailable,
        textAnswer(200, person('4e9', ',"app_id":900001')),
        ['warn $: an answer of another shape'],
      ],
      [
        unavailable,
        textAnswer(200, person('true', ',"app_id":900001')),
        ['warn $: an answer of another shape'],
      ],
      [unavailable, textAnswer(200, '<html></html>'), ['warn $: an answer of another shape']],
      [unavailable, textAnswer(200, '['.repeat(200_000)), ['warn $: an answer of another shape']],
      [unavailable, huge(person('1', ',"app_id":900001')), ['warn $: answer too large']],
    ])('is told apart from what else Kakao may say, at either call: %o (%#)', async (result, answer, log) => {
      for (const call of ['access_token_info', 'user/me'] as const) {
        stub.reset();
        lines.length = 0;
        stub.answer(call, answer);
        await expect(find(person('1'))).rejects.toMatchObject(result);
        expect(logged()).toEqual(log.map((line) => line.replace('$', call)));
        expect(stub.asked).toEqual(
          call === 'user/me' ? ['access_token_info', 'user/me'] : ['access_token_info'],
        );
      }
    });

    it.each(['', ',"app_id":null', ',"app_id":"900001"', ',"app_id":900001.0'])(
      'is nobody when Kakao does not say whose the token is: %j',
      async (more) => {
        stub.answer('access_token_info', textAnswer(200, person('1', more)));
        await expect(find(person('1'))).rejects.toMatchObject(unavailable);
        expect(stub.asked).toEqual(['access_token_info']);
      },
    );

    it('is known from an answer that carries fields of older days', async () => {
      const info = '{"expiresInMillis":21240000,"id":1,"expires_in":21240,"app_id":900001,"appId":900001}';
      stub.answer('access_token_info', textAnswer(200, info));
      expect(await find(person('1', ',"properties":{"nickname":"x"},"synched_at":null'))).toEqual(
        nobody('1'),
      );
    });

    it('is known from 256 KiB at most', async () => {
      const most = 256 * 1024;
      stub.answer('user/me', textAnswer(200, person('1').padStart(most)));
      expect(await find(person('1'))).toEqual(nobody('1'));
      stub.answer('user/me', textAnswer(200, person('1').padStart(most + 1)));
      await expect(find(person('1'))).rejects.toMatchObject(unavailable);
    });

    it('is not to be had when the connection breaks', async () => {
      stub.answer('user/me', cutOff);
      await expect(find(person('1'))).rejects.toMatchObject(unavailable);
      expect(logged()).toEqual([expect.stringMatching(/^warn user\/me: (UND_ERR_\w+|ECONNRESET)$/)]);
    });

    it('is not to be had while nobody listens', async () => {
      const gone = await KakaoStub.start();
      client = makeClient(gone, lines);
      await gone.stop();
      await expect(client.findUser('token')).rejects.toMatchObject(unavailable);
      expect(logged()).toEqual(['warn access_token_info: ECONNREFUSED']);
    });
  });

  it('never waits for more than 2 seconds for one call, nor 3 for all', async () => {
    const good = textAnswer(200, person('1', ',"app_id":900001'));
    const cases: [least: number, most: number, Partial<Record<KakaoCall, StubAnswer>>, asked: number][] = [
      [1_900, 2_700, { access_token_info: hang }, 1],
      [1_900, 2_700, { access_token_info: slowBody }, 1],
      [1_900, 2_700, { 'user/me': hang }, 2],
      [2_700, 3_400, { access_token_info: late(1_500, good), 'user/me': hang }, 2],
      [2_700, 3_400, { access_token_info: late(1_500, good), 'user/me': slowBody }, 2],
    ];
    const waited = cases.map(async ([least, most, answers, asked]) => {
      const own = await KakaoStub.start();
      for (const [call, answer] of Object.entries(answers)) own.answer(call as KakaoCall, answer);
      const begin = performance.now();
      await expect(makeClient(own, lines).findUser(own.accessToken(plain))).rejects.toMatchObject(
        unavailable,
      );
      const ms = performance.now() - begin;
      expect(ms).toBeGreaterThan(least);
      expect(ms).toBeLessThan(most);
      expect(own.requests.length).toBe(asked);
      await own.stop();
    });
    stub.answer('token', hang);
    const begin = performance.now();
    await expect(exchange()).rejects.toMatchObject(unavailable);
    expect(performance.now() - begin).toBeLessThan(2_700);
    await Promise.all(waited);
    expect(new Set(logged().map((line) => line.split(': ')[1]))).toEqual(new Set(['TimeoutError']));
  });

  describe('an id_token', () => {
    const check = async (claims: object, header?: object) =>
      client.checkIdToken(await stub.idToken({ sub: '4012345678', nonce: 'n', ...claims }, header), 'n');

    it('comes with the tokens when Kakao makes one, and names its person', async () => {
      const code = await makeCode(plain, {});
      const { idToken } = await client.exchangeCode({ code, redirectUri, codeVerifier: verifier });
      expect(await client.checkIdToken(idToken as string, 'n')).toBe('4012345678');
    });

    it.each<[string, object]>([
      ['issuer', { iss: 'https://kauth.kakao.com.evil.example' }],
      ['audience', { aud: 'another-app' }],
      ['audience of none', { aud: [] }],
      ['nonce', { nonce: 'm' }],
      ['no nonce', { nonce: undefined }],
      ['no person', { sub: undefined }],
      ['no end', { exp: undefined }],
      ['end in the past', { exp: Math.floor(clock.now() / 1000) }],
    ])('is refused for its %s', async (_, claims) => {
      await expect(check(claims)).rejects.toMatchObject(refused);
    });

    it('is refused when no key of Kakao’s has signed it', async () => {
      await stub.signer('stub-key-1');
      await expect(check({}, { kid: 'stub-key-1', signer: 'another' })).rejects.toMatchObject(refused);
      const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
      const [, payload] = (await stub.idToken({ sub: '1', nonce: 'n' })).split('.');
      for (const token of [
        `${encode({ alg: 'none' })}.${payload}.`,
        `${encode({ alg: 'HS256', kid: 'stub-key-1' })}.${payload}.c2ln`,
        'e30.e30.c2ln',
        'no token',
        '',
      ]) {
        await expect(client.checkIdToken(token, 'n')).rejects.toMatchObject(refused);
      }
    });

    it('is checked with keys that are fetched once, by many at once too', async () => {
      const token = await stub.idToken({ sub: '4012345678', nonce: 'n' });
      await Promise.all([1, 2, 3].map(() => client.checkIdToken(token, 'n')));
      await check({});
      expect(stub.asked).toEqual(['jwks']);
      clock.instant += 86_400_000;
      await check({});
      expect(stub.asked).toEqual(['jwks', 'jwks']);
    });

    it('of a new key is taken, and unknown keys are asked for once a minute at most', async () => {
      await check({});
      clock.instant += 60_000;
      expect(await check({}, { kid: 'stub-key-2' })).toBe('4012345678');
      expect(stub.asked).toEqual(['jwks', 'jwks']);
      for (let index = 0; index < 5; index += 1) {
        await expect(check({}, { kid: `made-up-${index}`, signer: 'stub-key-1' })).rejects.toMatchObject(
          refused,
        );
      }
      expect(stub.asked).toEqual(['jwks', 'jwks']);
      clock.instant += 60_000;
      await expect(check({}, { kid: 'made-up-5', signer: 'stub-key-1' })).rejects.toMatchObject(refused);
      await expect(check({}, { kid: 'made-up-6', signer: 'stub-key-1' })).rejects.toMatchObject(refused);
      expect(stub.asked).toEqual(['jwks', 'jwks', 'jwks']);
    });

    it.each<[string, StubAnswer]>([
      ['status 502', badGateway],
      ['an answer of another shape', jsonAnswer(200, {})],
      ['an answer of another shape', jsonAnswer(200, { keys: 'none' })],
      ['answer too large', huge('{"keys":[]}')],
    ])('cannot be checked without the keys: %s (%#)', async (fault, answer) => {
      stub.answer('jwks', answer);
      await expect(check({})).rejects.toMatchObject(unavailable);
      expect(logged()).toEqual([`warn jwks: ${fault}`]);
      stub.reset();
      expect(await check({})).toBe('4012345678');
    });
  });

  it('refuses with errors that hold nothing else', async () => {
    const error: unknown = await client.findUser(stub.accessToken('{}')).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(AppError);
    expect((error as AppError).cause).toBeUndefined();
    expect((error as AppError).details).toEqual({});
  });
});
