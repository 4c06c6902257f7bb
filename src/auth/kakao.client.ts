import { Injectable } from '@nestjs/common';
import { errors, type JSONWebKeySet, jwtVerify } from 'jose';
import type { z } from 'zod';
import { Clock } from '../platform/clock.js';
import { Config, type KakaoSettings } from '../platform/config.js';
import { type Deadline, deadlineIn, leftUntil } from '../platform/deadline.js';
import { AppError } from '../platform/errors.js';
import { CallFailed, faultOf, fetchText } from '../platform/http/fetch-text.js';
import { Log } from '../platform/ops/log.js';
import { Metrics, type UpstreamResult } from '../platform/ops/metrics.js';
import {
  findRefusal,
  keysAnswer,
  readJson,
  readUser,
  tokenAnswer,
  tokenInfoAnswer,
  tokenPattern,
  userAnswer,
} from './kakao.answers.js';
import { KakaoForbidden, KakaoNotConfigured, KakaoRefused, KakaoUnavailable } from './kakao.errors.js';
import { KakaoKeys } from './kakao-keys.js';

/** A person as Kakao knows them. Only the id is certain. */
export interface KakaoUser {
  /** Kakao's number of the person within our app, in decimal digits. */
  readonly id: string;
  readonly nickname: string | null;
  /** On Kakao's picture servers, by https. */
  readonly avatarUrl: string | null;
  /** In its normal form. */
  readonly email: string | null;
  /** Whether Kakao says that the address is the person's: valid, and verified. */
  readonly emailProved: boolean;
}

/** What the browser takes along to Kakao (RFC 6749, 4.1.1; RFC 7636; OpenID Connect Core, 3.1.2.1). */
export interface Authorization {
  readonly redirectUri: string;
  readonly state: string;
  readonly nonce: string;
  readonly codeChallenge: string;
}

/** What a code is exchanged with. */
export interface CodeExchange {
  readonly code: string;
  readonly redirectUri: string;
  readonly codeVerifier: string;
}

/** The deadline of all calls that one request of ours may need: with our own work they stay within 3 seconds. */
export const kakaoDeadline = (): Deadline => deadlineIn(wholeMs);

const callMs = 2_000;
const wholeMs = 2_800;

/** Log-in with Kakao, as developers.kakao.com describes it: kauth gives tokens, kapi tells whose they are. */
@Injectable()
export class KakaoClient {
  private readonly keys: KakaoKeys;

  constructor(
    private readonly config: Config,
    private readonly log: Log,
    private readonly clock: Clock,
    private readonly metrics: Metrics,
  ) {
    this.keys = new KakaoKeys((deadline) => this.fetchKeys(deadline), clock);
  }

  /** Where a browser begins to log in. No scope is asked for: Kakao then asks for what its console says. */
  authorizeUrl({ redirectUri, state, nonce, codeChallenge }: Authorization): string {
    const { authUrl, browserAuthUrl, restApiKey } = this.settings();
    const query = new URLSearchParams({
      client_id: restApiKey,
      redirect_uri: redirectUri,
      response_type: 'code',
      state,
      nonce,
      code_challenge: codeChallenge,
      code_challenge_method: 'S256',
    });
    return `${browserAuthUrl ?? authUrl}/oauth/authorize?${query.toString()}`;
  }

  /**
   * Exchanges the code that a browser brought back.
   * @throws KakaoRefused for a code that is used, expired or made up; KakaoUnavailable
   */
  async exchangeCode(
    { code, redirectUri, codeVerifier }: CodeExchange,
    deadline = kakaoDeadline(),
  ): Promise<{ accessToken: string; idToken: string | null }> {
    const { authUrl, restApiKey, clientSecret } = this.settings();
    const form = new URLSearchParams({
      grant_type: 'authorization_code',
      client_id: restApiKey,
      redirect_uri: redirectUri,
      code,
      code_verifier: codeVerifier,
      ...(clientSecret === null ? {} : { client_secret: clientSecret }),
    });
    const answer = await this.call('token', `${authUrl}/oauth/token`, tokenAnswer, deadline, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded;charset=utf-8' },
      body: form.toString(),
    });
    return { accessToken: answer.access_token, idToken: answer.id_token ?? null };
  }

  /**
   * Checks that Kakao made this id_token for us and for this very log-in, and returns the id of whom it names
   * (OpenID Connect Core, 3.1.3.7).
   * @throws KakaoRefused; KakaoUnavailable when Kakao's keys cannot be had
   */
  async checkIdToken(idToken: string, nonce: string, deadline = kakaoDeadline()): Promise<string> {
    const { authUrl, restApiKey } = this.settings();
    try {
      const { payload } = await jwtVerify(idToken, this.keys.before(deadline), {
        algorithms: ['RS256'],
        issuer: authUrl,
        audience: restApiKey,
        requiredClaims: ['sub', 'exp', 'nonce'],
        currentDate: new Date(this.clock.now()),
      });
      if (payload['nonce'] !== nonce) throw new KakaoRefused();
      return payload.sub as string;
    } catch (error) {
      if (error instanceof AppError) throw error;
      throw error instanceof errors.JOSEError ? new KakaoRefused() : this.unavailable('jwks', faultOf(error));
    }
  }

  /**
   * The person a Kakao access token stands for. A token of another app is refused before the profile is read: that app
   * could otherwise log in here as any of its users.
   * @throws KakaoRefused for a token that is invalid, expired or another app's; KakaoForbidden; KakaoUnavailable
   */
  async findUser(accessToken: string, deadline = kakaoDeadline()): Promise<KakaoUser> {
    const { apiUrl, appId } = this.settings();
    if (!tokenPattern.test(accessToken)) throw new KakaoRefused();
    const headers = { authorization: `Bearer ${accessToken}` };

    const infoUrl = `${apiUrl}/v1/user/access_token_info`;
    const info = await this.call('access_token_info', infoUrl, tokenInfoAnswer, deadline, { headers });
    if (info.app_id !== appId) throw new KakaoRefused();

    // Without secure_resource, pictures have addresses of http.
    const meUrl = `${apiUrl}/v2/user/me?secure_resource=true`;
    const me = await this.call('user/me', meUrl, userAnswer, deadline, { headers });
    if (me.id !== info.id) throw this.unavailable('user/me', 'another id than access_token_info');
    return readUser(me, this.ownOrigins());
  }

  private fetchKeys(deadline: Deadline): Promise<JSONWebKeySet> {
    const url = `${this.settings().authUrl}/.well-known/jwks.json`;
    return this.call('jwks', url, keysAnswer, deadline, {});
  }

  /** One call: what `shape` makes of the answer, or one of our refusals. What Kakao says in words goes nowhere. */
  private async call<T>(
    name: string,
    url: string,
    shape: z.ZodType<T>,
    deadline: Deadline,
    init: RequestInit,
  ): Promise<T> {
    const { status, text } = await this.send(name, url, deadline, init);
    const json = readJson(text);
    const refusal = findRefusal(json);
    // It answered, about what a person has brought.
    if (refusal?.meaning === 'REFUSED' || refusal?.meaning === 'FORBIDDEN') {
      this.count('ok');
      throw refusal.meaning === 'REFUSED' ? new KakaoRefused() : new KakaoForbidden();
    }
    if (refusal?.meaning === 'FAULT') {
      this.count('refused');
      this.log.error({ call: name, code: refusal.code }, 'kakao refuses this server: see its settings');
      throw new KakaoUnavailable();
    }
    if (refusal) throw this.unavailable(name, refusal.code);
    if (status !== 200) throw this.unavailable(name, `status ${status}`);
    const read = shape.safeParse(json);
    if (!read.success) throw this.unavailable(name, 'an answer of another shape');
    this.count('ok');
    return read.data;
  }

  private async send(name: string, url: string, deadline: Deadline, init: RequestInit) {
    try {
      return await fetchText(url, init, Math.min(callMs, leftUntil(deadline)));
    } catch (error) {
      throw error instanceof CallFailed ? this.unavailable(name, error.fault) : error;
    }
  }

  private unavailable(call: string, fault: string): KakaoUnavailable {
    this.count('unavailable');
    this.log.warn({ call, fault }, 'kakao does not answer as it should');
    return new KakaoUnavailable();
  }

  private count(result: UpstreamResult): void {
    this.metrics.countUpstream('kakao', result);
  }

  private settings(): KakaoSettings {
    if (!this.config.kakao) throw new KakaoNotConfigured();
    return this.config.kakao;
  }

  private ownOrigins(): string[] {
    const { authUrl, browserAuthUrl, apiUrl } = this.settings();
    return [authUrl, browserAuthUrl ?? authUrl, apiUrl].map((url) => new URL(url).origin);
  }
}
