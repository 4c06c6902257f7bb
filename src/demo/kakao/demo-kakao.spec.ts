import 'reflect-metadata';
import { createHash } from 'node:crypto';
import { Global, Module } from '@nestjs/common';
import { APP_FILTER } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Test } from '@nestjs/testing';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freePort, TestClock } from '../../../test/app.js';
import { KakaoClient } from '../../auth/kakao.client.js';
import { Clock } from '../../platform/clock.js';
import { Config } from '../../platform/config.js';
import { ErrorCode } from '../../platform/errors.js';
import { ErrorFilter } from '../../platform/http/error.filter.js';
import { httpServer } from '../../platform/http/server.js';
import { Metrics } from '../../platform/ops/metrics.js';
import { Log } from '../../platform/ops/log.js';
import { DemoKakaoModule } from './demo-kakao.module.js';
import { demoKakao } from './demo-kakao.settings.js';

const clock = new TestClock();
const publicUrl = 'https://hapju.example/base';
const redirectUri = `${publicUrl}/auth/kakao/callback`;
const verifier = 'v'.repeat(43);
const codeChallenge = createHash('sha256').update(verifier).digest('base64url');
const authorization = { redirectUri, state: 's&"<', nonce: 'n', codeChallenge };

describe('the stand-in of Kakao', () => {
  let app: NestFastifyApplication;
  let origin: string;
  let client: KakaoClient;

  beforeAll(async () => {
    const port = await freePort();
    const settings = demoKakao(publicUrl, port);
    const config = {
      publicUrl,
      port,
      kakao: settings,
      trustedProxies: [],
      corsOrigins: [],
    } as unknown as Config;
    const log = pino({ level: 'silent' });
    @Global()
    @Module({
      providers: [
        { provide: Config, useValue: config },
        { provide: Clock, useValue: clock },
        { provide: Log, useValue: log },
        { provide: APP_FILTER, useClass: ErrorFilter },
      ],
      exports: [Config, Clock],
    })
    class Surroundings {}
    const module = await Test.createTestingModule({ imports: [Surroundings, DemoKakaoModule] }).compile();
    app = module.createNestApplication<NestFastifyApplication>(httpServer(config, log, new Metrics()), {
      logger: false,
    });
    await app.listen(port, '127.0.0.1');
    origin = `http://127.0.0.1:${port}`;
    client = new KakaoClient(config, log, clock, new Metrics());
  });

  afterAll(() => app.close());

  /** Follows a link of the browser's, behind the proxy that makes `publicUrl` of this server. */
  const open = (url: string) => fetch(url.replace(publicUrl, origin), { redirect: 'manual' });

  const authorizeUrl = (changes: Record<string, string | null> = {}) => {
    const url = new URL(client.authorizeUrl(authorization));
    for (const [name, value] of Object.entries(changes)) {
      if (value === null) url.searchParams.delete(name);
      else url.searchParams.set(name, value);
    }
    return url.href;
  };

  /** The links on the page, in order. */
  async function links(url: string): Promise<string[]> {
    const html = await (await open(url)).text();
    return [...html.matchAll(/<a [^>]*href="([^"]+)"/g)].map(
      ([, href]) => new URL(String(href).replaceAll('&#38;', '&'), publicUrl).href,
    );
  }

  /** Where the browser ends after choosing the link at `index`. */
  async function choose(index: number, changes: Record<string, string | null> = {}): Promise<URL> {
    const link = (await links(authorizeUrl(changes)))[index];
    const response = await open(link as string);
    expect(response.status).toBe(302);
    return new URL(response.headers.get('location') as string);
  }

  const codeOf = (url: URL) => url.searchParams.get('code') as string;

  async function token(form: Record<string, string>) {
    const response = await fetch(`${origin}/demo/kakao/auth/oauth/token`, {
      method: 'POST',
      body: new URLSearchParams(form),
    });
    expect(response.headers.get('content-type')?.toLowerCase()).toBe('application/json;charset=utf-8');
    return { status: response.status, body: (await response.json()) as Record<string, unknown> };
  }

  const form = (code: string) => ({
    grant_type: 'authorization_code',
    client_id: 'demo-rest-api-key',
    client_secret: 'demo-client-secret',
    redirect_uri: redirectUri,
    code,
    code_verifier: verifier,
  });

  async function logIn(index: number) {
    const back = await choose(index);
    return client.exchangeCode({ code: codeOf(back), redirectUri, codeVerifier: verifier });
  }

  it('shows a page that says what it is, in Korean and English, and lets one choose', async () => {
    const response = await open(authorizeUrl());
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(response.headers.get('cache-control')).toBe('no-store');
    expect(response.headers.get('content-security-policy')).toBe(
      "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    );
    const html = await response.text();
    expect(html).toContain('카카오가 아닙니다');
    expect(html).toContain('This is not Kakao but a demo');
    expect(html).not.toMatch(/<form|<script|style=/);
    expect((await links(authorizeUrl())).map((link) => new URL(link).pathname.split('/').at(-1))).toEqual([
      'haneul',
      'bada',
      'nobody',
      'cancel',
    ]);
    for (const [, path] of html.matchAll(/(?:src|<link rel="stylesheet" href)="([^"]+)"/g)) {
      const file = await open(new URL(String(path), publicUrl).href);
      expect(file.status).toBe(200);
      expect(file.headers.get('content-type')).toMatch(/^(text\/css; charset=utf-8|image\/svg\+xml)$/);
    }
  });

  it('writes nothing into the page that could act there', async () => {
    const html = await (
      await open(authorizeUrl({ state: '"><script>alert(1)</script>', scope: "'x" }))
    ).text();
    expect(html).not.toContain('<script');
    const refusal = await (await open(authorizeUrl({ client_id: '<script>' }))).text();
    expect(refusal).not.toContain('<script');
  });

  it('tells everything of the first, no email of the second, and only the id of the third', async () => {
    const people = [];
    for (const index of [0, 1, 2]) people.push(await client.findUser((await logIn(index)).accessToken));
    const nothing = { nickname: null, avatarUrl: null, email: null, emailProved: false };
    expect(people).toEqual([
      {
        id: '4012345678',
        nickname: '김하늘',
        avatarUrl: 'https://hapju.example/base/demo/kakao/auth/files/haneul.svg',
        email: 'haneul@example.com',
        emailProved: true,
      },
      { ...nothing, id: '4012345680', nickname: '바다' },
      { ...nothing, id: '4012345682' },
    ]);
  });

  it('sends the browser back with the state it came with', async () => {
    const back = await choose(1);
    expect(`${back.origin}${back.pathname}`).toBe(redirectUri);
    expect([...back.searchParams.keys()]).toEqual(['code', 'state']);
    expect(back.searchParams.get('state')).toBe('s&"<');
    expect([...(await choose(1, { state: null })).searchParams.keys()]).toEqual(['code']);
  });

  it('sends the browser back with an error when one cancels', async () => {
    expect(Object.fromEntries((await choose(3)).searchParams)).toEqual({
      error: 'access_denied',
      error_description: 'User denied access',
      state: 's&"<',
    });
  });

  it.each<[Record<string, string | null>, string]>([
    [{ client_id: 'another' }, 'KOE101'],
    [{ client_id: null }, 'KOE101'],
    [{ redirect_uri: 'https://evil.example/' }, 'KOE006'],
    [{ redirect_uri: `${redirectUri}/` }, 'KOE006'],
    [{ redirect_uri: null }, 'KOE006'],
    [{ response_type: 'token' }, 'invalid_request'],
    [{ code_challenge_method: 'plain' }, 'invalid_request'],
  ])('shows a page of its own and leads nowhere for %j', async (changes, code) => {
    const good = new URL(authorizeUrl());
    const bad = new URL(authorizeUrl(changes));
    for (const path of ['', '/haneul', '/cancel']) {
      const response = await open(`${publicUrl}/demo/kakao/auth/oauth/authorize${path}${bad.search}`);
      expect(response.status).toBe(400);
      expect(response.headers.get('location')).toBeNull();
      expect(await response.text()).toContain(code);
    }
    expect((await open(good.href)).status).toBe(200);
  });

  it('knows nobody else', async () => {
    const url = new URL(authorizeUrl());
    for (const choice of ['somebody', '__proto__']) {
      expect((await open(`${publicUrl}/demo/kakao/auth/oauth/authorize/${choice}${url.search}`)).status).toBe(
        404,
      );
    }
  });

  it('answers the exchange in the shape of Kakao', async () => {
    expect(await token(form(codeOf(await choose(0))))).toEqual({
      status: 200,
      body: {
        token_type: 'bearer',
        access_token: expect.stringMatching(/^[\w-]{32}$/) as string,
        expires_in: 21_599,
        refresh_token: expect.stringMatching(/^[\w-]{32}$/) as string,
        refresh_token_expires_in: 5_183_999,
        scope: 'account_email profile_image profile_nickname',
      },
    });
  });

  it.each<[Record<string, string>, number, string, string]>([
    [{ client_secret: 'wrong' }, 401, 'invalid_client', 'KOE010'],
    [{ client_secret: '' }, 401, 'invalid_client', 'KOE010'],
    [{ client_id: 'another' }, 401, 'invalid_client', 'KOE101'],
    [{ redirect_uri: `${redirectUri}/` }, 400, 'invalid_grant', 'KOE303'],
    [{ code_verifier: 'w'.repeat(43) }, 400, 'invalid_grant', 'KOE320'],
    [{ code_verifier: '' }, 400, 'invalid_grant', 'KOE320'],
    [{ code: 'made-up' }, 400, 'invalid_grant', 'KOE320'],
    [{ grant_type: 'password' }, 400, 'unsupported_grant_type', 'KOE310'],
  ])('refuses the exchange with %j', async (changes, status, error, code) => {
    const answer = await token({ ...form(codeOf(await choose(0))), ...changes });
    expect(answer).toEqual({
      status,
      body: { error, error_description: expect.any(String) as string, error_code: code },
    });
  });

  it('takes a code once, for ten minutes', async () => {
    const code = codeOf(await choose(0));
    expect((await token(form(code))).status).toBe(200);
    expect((await token(form(code))).body['error_code']).toBe('KOE320');

    const [inTime, late] = [codeOf(await choose(0)), codeOf(await choose(0))];
    clock.advance(599_999);
    expect((await token(form(inTime))).status).toBe(200);
    clock.advance(1);
    expect((await token(form(late))).body['error_code']).toBe('KOE320');
  });

  it('tells whose a token is, for as long as it lives, in the shapes of Kakao', async () => {
    const { accessToken } = await logIn(0);
    const ask = async (path: string, authorization?: string) => {
      const headers = authorization === undefined ? undefined : { authorization };
      const response = await fetch(`${origin}/demo/kakao/api${path}`, { headers });
      const body: unknown = await response.json();
      return { status: response.status, challenge: response.headers.get('www-authenticate'), body };
    };
    const info = '/v1/user/access_token_info';
    clock.advance(1_000);
    expect(await ask(info, `Bearer ${accessToken}`)).toEqual({
      status: 200,
      challenge: null,
      body: { id: 4012345678, expires_in: 21_599, app_id: 900001 },
    });
    const { body } = await ask('/v2/user/me', `Bearer ${accessToken}`);
    expect(body).toMatchObject({ id: 4012345678, kakao_account: { profile: { nickname: '김하늘' } } });

    const unknown = {
      status: 401,
      challenge: 'Bearer error=invalid_token',
      body: { msg: 'this access token does not exist', code: -401 },
    };
    const { body: tokens } = await token(form(codeOf(await choose(0))));
    for (const path of [info, '/v2/user/me']) {
      expect(await ask(path)).toEqual(unknown);
      expect(await ask(path, 'Bearer made-up')).toEqual(unknown);
      expect(await ask(path, `Bearer ${String(tokens['refresh_token'])}`)).toEqual(unknown);
      expect(await ask(path, 'Bearer ')).toMatchObject({ status: 400, body: { code: -2 } });
    }
    clock.advance(21_600_000);
    expect(await ask(info, `Bearer ${accessToken}`)).toEqual(unknown);
  });

  it('makes an id_token when openid is asked for, and only then', async () => {
    expect((await logIn(0)).idToken).toBeNull();
    const code = codeOf(await choose(0, { scope: 'openid,profile_nickname' }));
    const { idToken } = await client.exchangeCode({ code, redirectUri, codeVerifier: verifier });
    expect(await client.checkIdToken(idToken as string, 'n')).toBe('4012345678');
    await expect(client.checkIdToken(idToken as string, 'm')).rejects.toMatchObject({
      code: ErrorCode.UNAUTHENTICATED,
    });
  });

  it('forgets the oldest of more than a thousand codes', async () => {
    const first = codeOf(await choose(0));
    const link = (await links(authorizeUrl()))[0] as string;
    for (let index = 0; index < 1_000; index += 1) await (await open(link)).arrayBuffer();
    expect((await token(form(first))).body['error_code']).toBe('KOE320');
  });
});
