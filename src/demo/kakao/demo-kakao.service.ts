import { hash, randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { Clock } from '../../platform/clock.js';
import { Config } from '../../platform/config.js';
import { DemoGrants } from '../demo-grants.js';
import { demoKakao } from './demo-kakao.settings.js';
import { type DemoPerson, pictureUrl } from './demo-people.js';

const second = 1_000;
const codeMs = 600 * second;
const tokenSeconds = 21_600;
const keyId = 'demo-key-1';

/** A refusal of kauth: a page at the authorize step, else `{error, error_description, error_code}`. */
export class KauthError extends Error {
  constructor(
    readonly status: number,
    readonly error: string,
    readonly code: string | null,
    description: string,
  ) {
    super(description);
  }
}

/** What a browser asks for at the authorize step. */
export interface AuthorizeQuery {
  readonly client_id?: string;
  readonly redirect_uri?: string;
  readonly response_type?: string;
  readonly scope?: string;
  readonly state?: string;
  readonly nonce?: string;
  readonly code_challenge?: string;
  readonly code_challenge_method?: string;
}

/** The form of the token step. */
export interface TokenForm {
  readonly grant_type?: string;
  readonly client_id?: string;
  readonly client_secret?: string;
  readonly redirect_uri?: string;
  readonly code?: string;
  readonly code_verifier?: string;
}

interface Code {
  readonly person: DemoPerson;
  readonly query: AuthorizeQuery;
}

/** What Kakao remembers: codes for ten minutes, tokens for six hours, in the memory of this process. */
@Injectable()
export class DemoKakaoService {
  readonly settings: ReturnType<typeof demoKakao>;
  private readonly redirectUri: string;
  private readonly codes: DemoGrants<Code>;
  private readonly tokens: DemoGrants<DemoPerson>;
  private keyPair: ReturnType<typeof generateKeyPair> | undefined;

  constructor(
    private readonly config: Config,
    private readonly clock: Clock,
  ) {
    this.settings = demoKakao(config.publicUrl, config.port);
    this.redirectUri = `${config.publicUrl}/auth/kakao/callback`;
    this.codes = new DemoGrants(clock, codeMs);
    this.tokens = new DemoGrants(clock, tokenSeconds * second);
  }

  /** @throws KauthError for what Kakao shows as a page of its own, without going back */
  checkAuthorize(query: AuthorizeQuery): void {
    if (query.client_id !== this.settings.restApiKey) throw this.unknownClient(400);
    if (query.redirect_uri !== this.redirectUri) {
      throw new KauthError(400, 'invalid_request', 'KOE006', 'The redirect URI is not registered.');
    }
    const plainChallenge = query.code_challenge !== undefined && query.code_challenge_method !== 'S256';
    if (query.response_type !== 'code' || plainChallenge) {
      throw new KauthError(400, 'invalid_request', null, 'Only the code flow is served, and only with S256.');
    }
  }

  /** Where the browser goes once a person has agreed, or with null has said no. */
  goBack(query: AuthorizeQuery, person: DemoPerson | null): string {
    this.checkAuthorize(query);
    const url = new URL(this.redirectUri);
    if (person) {
      url.searchParams.set('code', this.codes.give({ person, query }));
    } else {
      url.searchParams.set('error', 'access_denied');
      url.searchParams.set('error_description', 'User denied access');
    }
    if (query.state !== undefined) url.searchParams.set('state', query.state);
    return url.href;
  }

  /** Exchanges a code. @throws KauthError */
  async exchange(form: TokenForm) {
    if (form.grant_type !== 'authorization_code') {
      throw new KauthError(400, 'unsupported_grant_type', 'KOE310', 'unsupported grant type');
    }
    if (form.client_id !== this.settings.restApiKey) throw this.unknownClient(401);
    if (form.client_secret !== this.settings.clientSecret) {
      throw new KauthError(401, 'invalid_client', 'KOE010', 'Bad client credentials');
    }
    const code = this.codes.take(form.code ?? '');
    if (!code) throw this.unknownCode();
    if (form.redirect_uri !== code.query.redirect_uri) {
      throw new KauthError(400, 'invalid_grant', 'KOE303', 'Redirect URI mismatch.');
    }
    const challenge = code.query.code_challenge;
    if (challenge !== undefined && challenge !== challengeOf(form.code_verifier ?? ''))
      throw this.unknownCode();
    return this.tokensFor(code);
  }

  /** Whom an access token stands for, and for how many seconds still. */
  findToken(token: string): { person: DemoPerson; expiresIn: number } | undefined {
    const grant = this.tokens.find(token);
    return grant && { person: grant.value, expiresIn: Math.floor(grant.leftMs / second) };
  }

  /** The public half of the key that signs id_tokens. */
  async publicKeys() {
    const { publicKey } = await this.keys();
    return { keys: [{ kid: keyId, alg: 'RS256', use: 'sig', ...(await exportJWK(publicKey)) }] };
  }

  private async tokensFor({ person, query }: Code) {
    const openid = (query.scope ?? '').split(/[ ,]+/).includes('openid');
    const { nickname, email, picture } = person;
    const scopes = [
      email && 'account_email',
      picture && 'profile_image',
      openid && 'openid',
      nickname && 'profile_nickname',
    ];
    return {
      token_type: 'bearer',
      access_token: this.tokens.give(person),
      ...(openid && { id_token: await this.idToken(person, query.nonce) }),
      expires_in: tokenSeconds - 1,
      refresh_token: randomBytes(24).toString('base64url'),
      refresh_token_expires_in: 5_183_999,
      scope: scopes.filter(Boolean).join(' '),
    };
  }

  private async idToken(person: DemoPerson, nonce: string | undefined): Promise<string> {
    const { nickname, email } = person;
    const picture = pictureUrl(person, this.config.publicUrl);
    const now = Math.floor(this.clock.now() / second);
    const { privateKey } = await this.keys();
    return new SignJWT({ auth_time: now, nonce, nickname, picture, email })
      .setProtectedHeader({ kid: keyId, typ: 'JWT', alg: 'RS256' })
      .setIssuer(this.settings.authUrl)
      .setAudience(this.settings.restApiKey)
      .setSubject(String(person.id))
      .setIssuedAt(now)
      .setExpirationTime(now + tokenSeconds)
      .sign(privateKey);
  }

  /** Made when first asked for: most demos never need it, and it takes a moment. */
  private keys() {
    this.keyPair ??= generateKeyPair('RS256');
    return this.keyPair;
  }

  private unknownClient(status: number): KauthError {
    return new KauthError(status, 'invalid_client', 'KOE101', 'Not exist client_id');
  }

  private unknownCode(): KauthError {
    return new KauthError(400, 'invalid_grant', 'KOE320', 'authorization code not found');
  }
}

function challengeOf(verifier: string): string {
  return hash('sha256', verifier, 'base64url');
}
