import { randomBytes } from 'node:crypto';
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { jsonAnswer, type StubAnswer, textAnswer } from './stub-answers.js';

/** What the server under test asks of Spotify. */
export type SpotifyCall = 'token' | 'search' | 'playlist';

export interface SpotifyRequest {
  /** `null`: something this Spotify does not have. */
  readonly call: SpotifyCall | null;
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  /** The body as it came. */
  readonly body: string;
}

const secret = 'stub-client-secret-Qp7z';

/** Spotify on a port of this machine: its limits, its holes, every fault on demand, and a record of what was asked. */
export class SpotifyStub {
  readonly requests: SpotifyRequest[] = [];
  /** Everything that must never be told or logged: the client secret and tokens. */
  readonly secrets: string[] = [secret];
  /** What each query finds; a null is a hole. */
  readonly found = new Map<string, readonly unknown[]>();
  /** The playlists there are, by their ids. */
  readonly playlists = new Map<string, object>();
  /** How long a token lives. */
  tokenSeconds = 3_600;
  /** No two runs share an id, so that nothing kept in a shared Redis passes from one to the other. */
  private readonly clientId = `stub-${randomBytes(8).toString('hex')}`;
  private readonly tokens = new Map<string, number>();
  private readonly faults = new Map<SpotifyCall, StubAnswer>();
  private readonly server = createServer((request, response) => void this.serve(request, response));

  /** @param now the clock by which tokens run out, in milliseconds */
  static async start(now: () => number = Date.now): Promise<SpotifyStub> {
    const stub = new SpotifyStub(now);
    await new Promise<void>((resolve) => stub.server.listen(0, '127.0.0.1', resolve));
    return stub;
  }

  private constructor(private readonly now: () => number) {}

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** Its settings as environment variables. */
  get env(): Record<string, string> {
    return {
      SPOTIFY_CLIENT_ID: this.clientId,
      SPOTIFY_CLIENT_SECRET: secret,
      SPOTIFY_ACCOUNTS_URL: this.url,
      SPOTIFY_API_URL: `${this.url}/v1`,
    };
  }

  /** What was asked, in order; `token` but once stands for one request. */
  get asked(): (SpotifyCall | null)[] {
    return this.requests.map(({ call }) => call);
  }

  count(call: SpotifyCall): number {
    return this.asked.filter((one) => one === call).length;
  }

  /** Has playlists of these numbers, to be asked for one by one. */
  put(...numbers: number[]): string[] {
    for (const number of numbers) this.playlists.set(idOf(number), playlist(number));
    return numbers.map(idOf);
  }

  /** From now on a call is answered like this. */
  answer(call: SpotifyCall, answer: StubAnswer): void {
    this.faults.set(call, answer);
  }

  /** From now on the whole API is answered like this, tokens as ever. */
  answerAll(answer: StubAnswer): void {
    this.answer('search', answer);
    this.answer('playlist', answer);
  }

  /** Well again. */
  heal(): void {
    this.faults.clear();
  }

  /** From now on no token given out so far is good. */
  revoke(): void {
    this.tokens.clear();
  }

  /** Well again, and nothing asked so far. */
  reset(): void {
    this.heal();
    this.requests.length = 0;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = '', url = '', headers } = request;
    const { pathname, searchParams } = new URL(url, this.url);
    let body = '';
    for await (const chunk of request) body += String(chunk);
    const call = callOf(method, pathname);
    this.requests.push({ call, method, path: pathname, query: searchParams, headers, body });
    const fault = call && this.faults.get(call);
    if (fault) fault(response);
    else if (call === 'token') this.giveToken(headers, body)(response);
    else (this.refusal(headers.authorization) ?? this.tell(call, pathname, searchParams))(response);
  }

  private giveToken(headers: IncomingHttpHeaders, body: string): StubAnswer {
    const [, pair = ''] = /^Basic (.+)$/.exec(headers.authorization ?? '') ?? [];
    const [id, given] = Buffer.from(pair, 'base64').toString().split(':');
    if (id !== this.clientId) return invalidClient('Invalid client');
    if (given !== secret) return invalidClient('Invalid client secret');
    const form = headers['content-type'] === 'application/x-www-form-urlencoded';
    if (!form || new URLSearchParams(body).get('grant_type') !== 'client_credentials') {
      return jsonAnswer(400, { error: 'unsupported_grant_type', error_description: 'described' });
    }
    const token = `BQD-stub-${randomBytes(12).toString('base64url')}`;
    this.secrets.push(token);
    this.tokens.set(token, this.now() + this.tokenSeconds * 1_000);
    return jsonAnswer(200, { access_token: token, token_type: 'Bearer', expires_in: this.tokenSeconds });
  }

  private refusal(authorization = ''): StubAnswer | null {
    const endsAt = this.tokens.get(authorization.replace(/^Bearer /, ''));
    if (endsAt === undefined) return apiError(401, 'Invalid access token');
    return endsAt > this.now() ? null : apiError(401, 'The access token expired');
  }

  private tell(call: SpotifyCall | null, path: string, query: URLSearchParams): StubAnswer {
    if (call === 'search') return this.search(query);
    const id = path.split('/').at(-1) ?? '';
    const found = call === 'playlist' ? this.playlists.get(id) : undefined;
    return found ? jsonAnswer(200, found) : apiError(404, 'Resource not found');
  }

  private search(query: URLSearchParams): StubAnswer {
    const words = query.get('q') ?? '';
    const limit = Number(query.get('limit') ?? 5);
    const offset = Number(query.get('offset') ?? 0);
    if (words === '') return apiError(400, 'No search query');
    if (!(limit >= 0 && limit <= 10)) return apiError(400, 'Invalid limit');
    if (!(offset >= 0 && offset <= 1000)) return apiError(400, 'Invalid offset');
    const found = this.found.get(words) ?? [];
    const pageUrl = (at: number) => `${this.url}/v1/search?offset=${at}&limit=${limit}&query=${words}`;
    return jsonAnswer(200, {
      playlists: {
        href: pageUrl(offset),
        limit,
        next: offset + limit < found.length ? pageUrl(offset + limit) : null,
        offset,
        previous: null,
        total: found.length,
        items: found.slice(offset, offset + limit),
      },
    });
  }
}

/** The id of the playlist of a number: 22 characters. */
export function idOf(number: number): string {
  return `3standin${String(number).padStart(14, '0')}`;
}

/** A playlist as Spotify shows it to an app in development mode, with some parts replaced. */
export function playlist(number: number, given: object = {}): object {
  const id = idOf(number);
  const owner = `standinuser${number}`;
  return {
    collaborative: false,
    description: `Description ${number}`,
    external_urls: { spotify: `https://open.spotify.com/playlist/${id}` },
    href: `https://api.spotify.com/v1/playlists/${id}`,
    id,
    images: [
      { height: 640, url: `https://mosaic.scdn.co/640/${number}`, width: 640 },
      { height: 300, url: `https://mosaic.scdn.co/300/${number}`, width: 300 },
      { height: 60, url: `https://mosaic.scdn.co/60/${number}`, width: 60 },
    ],
    name: `Playlist ${number}`,
    owner: {
      display_name: `Owner ${number}`,
      external_urls: { spotify: `https://open.spotify.com/user/${owner}` },
      href: `https://api.spotify.com/v1/users/${owner}`,
      id: owner,
      type: 'user',
      uri: `spotify:user:${owner}`,
    },
    primary_color: null,
    public: true,
    snapshot_id: 'AAAAstandin',
    items: { href: `https://api.spotify.com/v1/playlists/${id}/items`, total: 100 + number },
    type: 'playlist',
    uri: `spotify:playlist:${id}`,
    ...given,
  };
}

/** A refusal of the API. */
export function apiError(status: number, message: string, reason?: string): StubAnswer {
  return jsonAnswer(status, { error: { status, message, ...(reason && { reason }) } });
}

/** Too many calls, in JSON; `retryAfter` as the header, null for none. */
export function tooMany(retryAfter: string | null, reason?: string): StubAnswer {
  const error = { status: 429, message: 'API rate limit exceeded', ...(reason && { reason }) };
  const headers: Record<string, string> = retryAfter === null ? {} : { 'retry-after': retryAfter };
  return textAnswer(429, JSON.stringify({ error }), headers);
}

/** What Spotify says once the owner of the app pays no more, in plain text. */
export const premiumRequired = textAnswer(
  403,
  'Active premium subscription required for the owner of the app.',
  { 'content-type': 'text/plain' },
);

function invalidClient(description: string): StubAnswer {
  return jsonAnswer(400, { error: 'invalid_client', error_description: description });
}

function callOf(method: string, path: string): SpotifyCall | null {
  if (method === 'POST' && path === '/api/token') return 'token';
  if (method === 'GET' && path === '/v1/search') return 'search';
  return method === 'GET' && /^\/v1\/playlists\/[^/]+$/.test(path) ? 'playlist' : null;
}
