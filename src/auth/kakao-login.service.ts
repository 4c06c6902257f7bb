import { hash, timingSafeEqual } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Config } from '../platform/config.js';
import { AppError, BadInput, ErrorCode } from '../platform/errors.js';
import { type RateLimit, RateLimits } from '../platform/limits/rate-limits.js';
import { OnceStore } from '../platform/once/once-store.js';
import { AccountsService, type SigningIn } from './accounts.service.js';
import { Unauthenticated } from './auth.errors.js';
import { KakaoCancelled, KakaoRefused } from './kakao.errors.js';
import { KakaoClient, kakaoDeadline } from './kakao.client.js';
import { checkedReturnTo, withParameter } from './return-to.rules.js';
import { SessionsService } from './sessions.service.js';
import type { Session } from './sessions.types.js';
import { hashToken, randomToken } from './tokens.service.js';

const minute = 60;
export const startLimit: RateLimit = { name: 'kakao-start', times: 100, seconds: 15 * minute };
export const tokenLimit: RateLimit = { name: 'kakao-token', times: 50, seconds: 15 * minute };
export const codeLimit: RateLimit = { name: 'login-code', times: 50, seconds: 15 * minute };

/** How long a person may take at Kakao; the cookie with the browser key lives as long. */
export const startedMs = 10 * minute * 1000;
const codeMs = minute * 1000;

const tokenForm = /^[\w-]{43}$/;

/**
 * What `?error=` says on the address returned to; each is one of our refusals.
 *
 * | word                | what has happened                                                             |
 * | ------------------- | ----------------------------------------------------------------------------- |
 * | `access_denied`     | the person has said no at Kakao                                               |
 * | `login_failed`      | Kakao ended the log-in otherwise, or does not vouch for it: begin again       |
 * | `not_allowed`       | Kakao does not let this account in: restricted, too young, consent lacking    |
 * | `invalid_request`   | Kakao sent the browser back with neither a code nor an error                  |
 * | `kakao_unavailable` | Kakao is down, slow or answers nonsense, or its settings here are wrong       |
 * | `unavailable`       | this server cannot sign anybody in right now                                  |
 */
export type LoginError =
  'access_denied' | 'login_failed' | 'not_allowed' | 'invalid_request' | 'kakao_unavailable' | 'unavailable';

const wordOf: Readonly<Partial<Record<ErrorCode, LoginError>>> = {
  [ErrorCode.UNAUTHENTICATED]: 'login_failed',
  [ErrorCode.FORBIDDEN]: 'not_allowed',
  [ErrorCode.BAD_USER_INPUT]: 'invalid_request',
  [ErrorCode.UPSTREAM_UNAVAILABLE]: 'kakao_unavailable',
  [ErrorCode.UNAVAILABLE]: 'unavailable',
};

/** A log-in under way, kept on our side. */
interface Started {
  /** SHA-256 of the key that the browser holds. */
  readonly browser: string;
  readonly codeVerifier: string;
  readonly nonce: string;
  readonly returnTo: string | null;
}

/** What a browser brings back from Kakao. */
export interface Callback {
  readonly state: string | undefined;
  readonly code: string | undefined;
  readonly error: string | undefined;
  readonly browserKey: string | undefined;
}

/** Signing in with Kakao: with a token of Kakao's, or through the browser. `address` is the caller's IP address. */
@Injectable()
export class KakaoLoginService {
  private readonly redirectUri: string;

  constructor(
    private readonly config: Config,
    private readonly kakao: KakaoClient,
    private readonly accounts: AccountsService,
    private readonly sessions: SessionsService,
    private readonly once: OnceStore,
    private readonly limits: RateLimits,
  ) {
    this.redirectUri = `${config.publicUrl}/auth/kakao/callback`;
  }

  /** Signs in who has logged in with Kakao elsewhere, as in an app, and has an access token issued to our app. */
  async logInWithToken(accessToken: string, address: string): Promise<Session> {
    await this.limits.count(tokenLimit, address);
    const user = await this.kakao.findUser(accessToken);
    const account = await this.accounts.findOrCreateByKakao(user);
    return this.sessions.open(account.id);
  }

  /**
   * Begins a log-in: where to send the browser, and the key by which it is known when it comes back.
   * @throws BadInput for a `returnTo` that is not on the list
   */
  async start(
    returnTo: string | undefined,
    address: string,
  ): Promise<{ location: string; browserKey: string }> {
    const back = returnTo === undefined ? null : checkedReturnTo(returnTo, this.config.returnToOrigins);
    const state = randomToken();
    const nonce = randomToken();
    const codeVerifier = randomToken();
    const browserKey = randomToken();
    const codeChallenge = hash('sha256', codeVerifier, 'base64url');
    const location = this.kakao.authorizeUrl({ redirectUri: this.redirectUri, state, nonce, codeChallenge });
    await this.limits.count(startLimit, address);
    const started: Started = { browser: hashToken(browserKey), codeVerifier, nonce, returnTo: back };
    await this.once.put(startedKey(state), started, startedMs);
    return { location, browserKey };
  }

  /**
   * Ends a log-in when the browser comes back. State and browser come first: of a request that another page or person
   * has made up nothing is looked at. With a `returnTo` the answer is where to send the browser, with `?code=` for
   * `logInWithCode` or with `?error=`, a `LoginError`; without one it is the session, and refusals are thrown.
   * @throws BadInput for a state that is missing, made up, used, expired or another browser's
   */
  async finish({ state, code, error, browserKey }: Callback): Promise<{ location: string } | Session> {
    const started = await this.takeStarted(state, browserKey);
    const { returnTo } = started;
    try {
      const account = await this.findAccount(started, code, error);
      if (returnTo === null) return await this.sessions.open(account.id);
      return { location: withParameter(returnTo, 'code', await this.makeCode(account.id)) };
    } catch (refusal) {
      const word = wordFor(refusal);
      if (returnTo === null || !word) throw refusal;
      return { location: withParameter(returnTo, 'error', word) };
    }
  }

  /**
   * Signs in with the code that `finish` has put on the address returned to.
   * @throws Unauthenticated for a code that is used, older than a minute or made up
   */
  async logInWithCode(code: string, address: string): Promise<Session> {
    await this.limits.count(codeLimit, address);
    const login = tokenForm.test(code)
      ? await this.once.take<{ accountId: string }>(loginCodeKey(code))
      : undefined;
    if (!login) throw new Unauthenticated('The code is not valid, or has been used; log in again.');
    return this.sessions.open(login.accountId);
  }

  private async takeStarted(state: string | undefined, browserKey: string | undefined): Promise<Started> {
    const started =
      state !== undefined && tokenForm.test(state)
        ? await this.once.take<Started>(startedKey(state))
        : undefined;
    const browser = Buffer.from(hashToken(browserKey ?? ''));
    if (!started || !timingSafeEqual(browser, Buffer.from(started.browser))) {
      throw new BadInput('state', 'belongs to no log-in that this browser has begun; begin again');
    }
    return started;
  }

  private async findAccount(
    { codeVerifier, nonce }: Started,
    code: string | undefined,
    error: string | undefined,
  ): Promise<SigningIn> {
    if (error !== undefined) throw error === 'access_denied' ? new KakaoCancelled() : new KakaoRefused();
    if (!code) throw new BadInput('code', 'is missing');
    const deadline = kakaoDeadline();
    const exchange = { code, redirectUri: this.redirectUri, codeVerifier };
    const { accessToken, idToken } = await this.kakao.exchangeCode(exchange, deadline);
    const named = idToken === null ? null : await this.kakao.checkIdToken(idToken, nonce, deadline);
    const user = await this.kakao.findUser(accessToken, deadline);
    if (named !== null && named !== user.id) throw new KakaoRefused();
    return this.accounts.findOrCreateByKakao(user);
  }

  private async makeCode(accountId: string): Promise<string> {
    const code = randomToken();
    await this.once.put(loginCodeKey(code), { accountId }, codeMs);
    return code;
  }
}

const startedKey = (state: string) => `kakao:${state}`;

// Only who holds the code can find it, not who can read the store.
const loginCodeKey = (code: string) => `login-code:${hashToken(code)}`;

function wordFor(refusal: unknown): LoginError | undefined {
  if (refusal instanceof KakaoCancelled) return 'access_denied';
  return refusal instanceof AppError ? wordOf[refusal.code] : undefined;
}
