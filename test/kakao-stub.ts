import { createHash, randomBytes } from 'node:crypto';
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import type { KakaoSettings } from '../src/platform/config.js';
import { jsonAnswer, type StubAnswer, textAnswer } from './stub-answers.js';

/** What the server under test asks of Kakao. */
export type KakaoCall = 'token' | 'access_token_info' | 'user/me' | 'jwks';

export interface KakaoRequest {
  /** `null`: something Kakao does not have. */
  readonly call: KakaoCall | null;
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  /** The body, read as a form. */
  readonly form: URLSearchParams;
}

/** What a token is worth. */
interface Worth {
  /** The answer of `/v2/user/me`, as JSON text: numbers may be beyond what a double holds. */
  readonly me: string;
  /** The answer of `/v1/user/access_token_info`. */
  readonly info: string;
}

interface Code extends Worth {
  readonly redirectUri: string | null;
  readonly challenge: string | null;
  readonly idToken: string | undefined;
}

const calls: Readonly<Record<string, KakaoCall>> = {
  'POST /oauth/token': 'token',
  'GET /v1/user/access_token_info': 'access_token_info',
  'GET /v2/user/me': 'user/me',
  'GET /.well-known/jwks.json': 'jwks',
};

const appId = '900001';
const foreignAppId = '777777';

/** Kakao on a port of this machine: tokens of any worth, every fault on demand, and a record of what was asked. */
export class KakaoStub {
  readonly requests: KakaoRequest[] = [];
  /** Everything that must never be told or logged: the client secret, codes and tokens. */
  readonly secrets: string[] = [];
  private readonly tokens = new Map<string, Worth>();
  private readonly codes = new Map<string, Code>();
  private readonly faults = new Map<KakaoCall, StubAnswer>();
  private readonly signers = new Map<string, Awaited<ReturnType<typeof generateKeyPair>>>();
  private readonly server = createServer((request, response) => void this.serve(request, response));

  /** @param now the clock by which id_tokens are dated, in milliseconds */
  static async start(now: () => number = Date.now): Promise<KakaoStub> {
    const stub = new KakaoStub(now);
    await new Promise<void>((resolve) => stub.server.listen(0, '127.0.0.1', resolve));
    stub.secrets.push(stub.settings.clientSecret as string);
    return stub;
  }

  private constructor(private readonly now: () => number) {}

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  get settings(): KakaoSettings {
    return {
      restApiKey: 'stub-rest-api-key',
      clientSecret: 'stub-client-secret-hW2x',
      appId,
      authUrl: this.url,
      apiUrl: this.url,
    };
  }

  /** The settings as environment variables. */
  get env(): Record<string, string> {
    const { restApiKey, clientSecret, authUrl, apiUrl } = this.settings;
    return {
      KAKAO_REST_API_KEY: restApiKey,
      KAKAO_CLIENT_SECRET: clientSecret as string,
      KAKAO_APP_ID: appId,
      KAKAO_AUTH_URL: authUrl,
      KAKAO_API_URL: apiUrl,
    };
  }

  /** What was asked of Kakao, in order. */
  get asked(): (KakaoCall | null)[] {
    return this.requests.map(({ call }) => call);
  }

  /**
   * An access token for somebody, given as the answer of `/v2/user/me`; `info` replaces parts of what
   * `/v1/user/access_token_info` says.
   */
  accessToken(me: string | object, info: { id?: string; app_id?: string } = {}): string {
    const token = this.secret('at');
    this.tokens.set(token, worthOf(me, info));
    return token;
  }

  /** A genuine token that Kakao has issued to another app; both endpoints accept it. */
  foreignToken(me: string | object): string {
    return this.accessToken(me, { app_id: foreignAppId });
  }

  /**
   * What a browser does that follows `location` to Kakao, where somebody agrees: the address it is sent back to.
   * @param claims when given, an id_token comes along, with these claims in place of the right ones
   */
  async agree(location: string, me: string | object, claims?: Record<string, unknown>): Promise<string> {
    const query = this.authorizeQuery(location);
    const worth = worthOf(me, {});
    const code = this.secret('code');
    const sub = String(/"id":\s*(\d+)/.exec(worth.me)?.[1]);
    this.codes.set(code, {
      ...worth,
      redirectUri: query.get('redirect_uri'),
      challenge: query.get('code_challenge'),
      idToken: claims && (await this.idToken({ sub, nonce: query.get('nonce'), ...claims })),
    });
    return backTo(query, { code });
  }

  /** The address a browser is sent back to when somebody says no. */
  deny(location: string, error = 'access_denied'): string {
    return backTo(this.authorizeQuery(location), { error, error_description: 'User denied access' });
  }

  /** An id_token as Kakao makes it, with `claims` in place of the right ones. */
  async idToken(
    claims: Record<string, unknown>,
    header: { kid?: string; signer?: string } = {},
  ): Promise<string> {
    const { kid = 'stub-key-1', signer = kid } = header;
    const now = Math.floor(this.now() / 1000);
    const right = {
      iss: this.url,
      aud: this.settings.restApiKey,
      iat: now,
      exp: now + 21_600,
      auth_time: now,
    };
    const { privateKey } = await this.signer(signer);
    const token = await new SignJWT({ ...right, ...claims })
      .setProtectedHeader({ kid, typ: 'JWT', alg: 'RS256' })
      .sign(privateKey);
    this.secrets.push(token);
    return token;
  }

  /** Makes a key that the next answer of `jwks.json` lists. */
  async signer(kid: string) {
    let pair = this.signers.get(kid);
    if (!pair) {
      pair = await generateKeyPair('RS256', { extractable: true });
      this.signers.set(kid, pair);
    }
    return pair;
  }

  /** From now on a call is answered like this. */
  answer(call: KakaoCall, answer: StubAnswer): void {
    this.faults.set(call, answer);
  }

  /** Well again, and nothing asked so far. */
  reset(): void {
    this.faults.clear();
    this.requests.length = 0;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private secret(kind: string): string {
    const secret = `stub-${kind}-${randomBytes(12).toString('base64url')}`;
    this.secrets.push(secret);
    return secret;
  }

  private authorizeQuery(location: string): URLSearchParams {
    const url = new URL(location);
    if (`${url.origin}${url.pathname}` !== `${this.url}/oauth/authorize`) throw new Error(location);
    return url.searchParams;
  }

  private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = '', url = '', headers } = request;
    const { pathname, searchParams } = new URL(url, this.url);
    let body = '';
    for await (const chunk of request) body += String(chunk);
    const call = calls[`${method} ${pathname}`] ?? null;
    const form = new URLSearchParams(body);
    this.requests.push({ call, method, path: pathname, query: searchParams, headers, form });
    const fault = call && this.faults.get(call);
    if (fault) fault(response);
    else if (call === 'token') this.exchange(form)(response);
    else if (call === 'jwks') jsonAnswer(200, await this.publicKeys())(response);
    else if (call) this.tell(call, headers.authorization)(response);
    else jsonAnswer(404, {})(response);
  }

  private exchange(form: URLSearchParams): StubAnswer {
    const { restApiKey, clientSecret } = this.settings;
    if (form.get('grant_type') !== 'authorization_code') return kauthError(400, 'KOE310');
    if (form.get('client_id') !== restApiKey) return kauthError(401, 'KOE101');
    if (form.get('client_secret') !== clientSecret) return kauthError(401, 'KOE010');
    const given = form.get('code') ?? '';
    const code = this.codes.get(given);
    this.codes.delete(given);
    if (!code) return kauthError(400, 'KOE320', `authorization code not found for code=${given}`);
    if (code.redirectUri !== form.get('redirect_uri')) return kauthError(400, 'KOE303');
    const challenge = createHash('sha256').update(form.get('code_verifier') ?? '');
    if (code.challenge !== challenge.digest('base64url')) return kauthError(400, 'KOE320');
    const accessToken = this.secret('at');
    this.tokens.set(accessToken, code);
    return jsonAnswer(200, {
      token_type: 'bearer',
      access_token: accessToken,
      ...(code.idToken && { id_token: code.idToken }),
      expires_in: 21_599,
      refresh_token: this.secret('rt'),
      refresh_token_expires_in: 5_183_999,
      scope: 'account_email profile_image profile_nickname',
    });
  }

  private tell(call: KakaoCall, authorization = ''): StubAnswer {
    const worth = this.tokens.get(authorization.replace(/^Bearer /, ''));
    if (!worth) return kapiError(401, -401, 'this access token does not exist');
    return textAnswer(200, call === 'user/me' ? worth.me : worth.info);
  }

  private async publicKeys() {
    const pairs = [...this.signers].map(async ([kid, { publicKey }]) => ({
      kid,
      alg: 'RS256',
      use: 'sig',
      ...(await exportJWK(publicKey)),
    }));
    return { keys: await Promise.all(pairs) };
  }
}

/** A refusal of kauth. */
export function kauthError(status: number, code: string, description = `described ${code}`): StubAnswer {
  return jsonAnswer(status, { error: 'some_error', error_description: description, error_code: code });
}

/** A refusal of kapi. */
export function kapiError(status: number, code: number, msg = `message ${code}`): StubAnswer {
  const headers = status === 401 ? { 'www-authenticate': 'Bearer error=invalid_token' } : {};
  return textAnswer(status, JSON.stringify({ msg, code }), headers as Record<string, string>);
}

function worthOf(me: string | object, info: { id?: string; app_id?: string }): Worth {
  const text = typeof me === 'string' ? me : JSON.stringify(me);
  const { id = /"id":\s*([^,}\s]+)/.exec(text)?.[1] ?? 'null', app_id = appId } = info;
  return { me: text, info: `{"id":${id},"expires_in":21240,"app_id":${app_id}}` };
}

function backTo(query: URLSearchParams, parameters: Record<string, string>): string {
  const url = new URL(query.get('redirect_uri') ?? '');
  for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value);
  url.searchParams.set('state', query.get('state') ?? '');
  return url.href;
}
