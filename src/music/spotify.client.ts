import { hash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { Cache } from '../platform/cache/cache.js';
import { Clock } from '../platform/clock.js';
import { Config, type SpotifySettings } from '../platform/config.js';
import { type Deadline, deadlineIn, leftUntil } from '../platform/deadline.js';
import { CallFailed, fetchText, type TextAnswer } from '../platform/http/fetch-text.js';
import { Leases } from '../platform/leases/leases.js';
import { Log } from '../platform/ops/log.js';
import { Metrics, type UpstreamResult } from '../platform/ops/metrics.js';
import {
  apiRefusal,
  readJson,
  readPage,
  readPlaylist,
  type SpotifyPage,
  type SpotifyPlaylist,
  tokenAnswer,
  tokenRefusal,
} from './spotify.answers.js';
import { SpotifyNotConfigured, SpotifyUnavailable } from './spotify.errors.js';
import { coolDownMs, upstreamPage } from './spotify.rules.js';
import { SpotifyPause } from './spotify-pause.js';
import { SpotifyToken } from './spotify-token.js';

type Call = 'token' | 'search' | 'playlist';

const callMs = 2_000;
const wholeMs = 2_800;
/** Nobody calls again so soon after Spotify did not answer: each would wait for as long. */
const downMs = 5_000;
/** Nor after it has refused this server as such: an operator must act first. */
const refusedMs = 60_000;
const unknownClientMs = 300_000;
/** A refusal for too many calls that is over so soon is waited for, once. */
const longestWaitMs = 2_000;

/** The deadline of all that one request of ours may need: with our own work it stays within 3 seconds. */
export const spotifyDeadline = (): Deadline => deadlineIn(wholeMs);

/**
 * Spotify's Web API with the credentials of the app alone, as development mode allows it: searching playlists and
 * reading what is told of one. Its terms let nothing be kept for good; who calls this keeps it for hours at most.
 */
@Injectable()
export class SpotifyClient {
  /** What belongs to this app at this Spotify, in names shared by all processes. */
  readonly scope: string;
  private readonly pause: SpotifyPause;
  private readonly token: SpotifyToken;

  constructor(
    private readonly config: Config,
    cache: Cache,
    leases: Leases,
    clock: Clock,
    private readonly log: Log,
    private readonly metrics: Metrics,
  ) {
    this.scope = `spotify:${config.spotify ? digestOf(config.spotify) : 'none'}`;
    this.pause = new SpotifyPause(`${this.scope}:pause`, cache, clock);
    this.token = new SpotifyToken({
      key: `${this.scope}:token`,
      cache,
      leases,
      clock,
      checkPause: () => this.pause.check(),
      fetch: (deadline) => this.fetchToken(deadline),
    });
  }

  /**
   * A page of the playlists that match `query`, from `offset` on.
   * @throws SpotifyUnavailable, SpotifyNotConfigured
   */
  async search(query: string, offset: number): Promise<SpotifyPage> {
    const parameters = new URLSearchParams({
      q: query,
      type: 'playlist',
      limit: String(upstreamPage),
      offset: String(offset),
    });
    const answer = await this.get('search', `search?${parameters.toString()}`, spotifyDeadline());
    if (answer.status !== 200) throw this.refused('search', answer);
    const page = readPage(readJson(answer.text), this.settings().ownOrigins);
    if (!page) throw this.nonsense('search');
    this.count('ok');
    return page;
  }

  /**
   * What Spotify tells of a playlist; null when it has none of this id, or shows it to nobody like us.
   * @throws SpotifyUnavailable, SpotifyNotConfigured
   */
  async findPlaylist(id: string): Promise<SpotifyPlaylist | null> {
    // An app of the old kind would get the tracks as well.
    const fields = 'id,name,description,external_urls,images,owner.display_name,items.total,tracks.total';
    const answer = await this.get('playlist', `playlists/${id}?fields=${fields}`, spotifyDeadline());
    if (answer.status !== 200) {
      const unknown =
        [400, 404].includes(answer.status) && apiRefusal.safeParse(readJson(answer.text)).success;
      if (!unknown) throw this.refused('playlist', answer);
      this.count('ok');
      return null;
    }
    const playlist = readPlaylist(readJson(answer.text), this.settings().ownOrigins);
    if (playlist?.id !== id) throw this.nonsense('playlist');
    this.count('ok');
    return playlist;
  }

  /** An answer of the API that is neither about our token nor about too many calls; both are tried again once. */
  private async get(call: Call, path: string, deadline: Deadline, again = true): Promise<TextAnswer> {
    const { apiUrl } = this.settings();
    await this.pause.check();
    const token = await this.token.get(deadline);
    const headers = { authorization: `Bearer ${token}` };
    const answer = await this.send(call, `${apiUrl}/${path}`, deadline, { headers });
    if (answer.status === 401) {
      this.token.drop(token);
      if (!again) throw await this.refusedAsSuch(call, 'status 401');
      this.count('refused');
      return this.get(call, path, deadline, false);
    }
    if (answer.status === 429) {
      const waitMs = await this.coolDown(
        call,
        answer,
        again ? Math.min(longestWaitMs, leftUntil(deadline)) : 0,
      );
      await sleep(waitMs);
      return this.get(call, path, deadline, false);
    }
    if (answer.status === 403 && readJson(answer.text) === undefined) {
      throw await this.refusedAsSuch(call, 'status 403 in plain text');
    }
    return answer;
  }

  private async fetchToken(deadline: Deadline): Promise<{ value: string; expiresIn: number }> {
    const { accountsUrl, clientId, clientSecret } = this.settings();
    await this.pause.check();
    const answer = await this.send('token', `${accountsUrl}/api/token`, deadline, {
      method: 'POST',
      headers: {
        authorization: `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString('base64')}`,
        'content-type': 'application/x-www-form-urlencoded',
      },
      body: 'grant_type=client_credentials',
    });
    if (answer.status === 429) await this.coolDown('token', answer, 0);
    const json = readJson(answer.text);
    if (tokenRefusal.safeParse(json).data?.error === 'invalid_client') {
      this.count('refused');
      this.log.error(
        { call: 'token', code: 'invalid_client' },
        'spotify refuses this server: see its settings',
      );
      await this.pause.begin(unknownClientMs, 'UNKNOWN_CLIENT');
      throw new SpotifyNotConfigured();
    }
    if (answer.status !== 200) throw this.refused('token', answer);
    const read = tokenAnswer.safeParse(json).data;
    if (!read) throw this.nonsense('token');
    this.count('ok');
    return { value: read.access_token, expiresIn: read.expires_in };
  }

  /** An answer that came in time and is not the server's own trouble. */
  private async send(call: Call, url: string, deadline: Deadline, init: RequestInit): Promise<TextAnswer> {
    try {
      const answer = await fetchText(url, init, Math.min(callMs, leftUntil(deadline)));
      if (answer.status < 500) return answer;
      throw new CallFailed(`status ${answer.status}`);
    } catch (error) {
      if (!(error instanceof CallFailed)) throw error;
      await this.pause.begin(downMs);
      throw this.unavailable(call, error.fault);
    }
  }

  /**
   * Spotify counts too many calls: returns for how long to wait when that is within `patienceMs`, else nobody calls
   * until it is over.
   * @throws SpotifyUnavailable
   */
  private async coolDown(call: Call, { headers, text }: TextAnswer, patienceMs: number): Promise<number> {
    this.count('rate_limited');
    const retryAfter = headers.get('retry-after');
    const reason = apiRefusal.safeParse(readJson(text)).data?.error.reason ?? null;
    const ms = coolDownMs(retryAfter, reason);
    if (ms <= patienceMs) return ms;
    this.log.warn({ call, seconds: ms / 1_000 }, 'spotify counts too many calls, not calling for a while');
    await this.pause.begin(ms);
    throw new SpotifyUnavailable(ms / 1_000);
  }

  /** Spotify says no to this one call, which is a fault of ours or of its operator's. */
  private refused(call: Call, { status }: TextAnswer): SpotifyUnavailable {
    if (status < 400) return this.unavailable(call, `status ${status}`);
    this.count('refused');
    this.log.error({ call, fault: `status ${status}` }, 'spotify refuses a call');
    return new SpotifyUnavailable();
  }

  /** Spotify says no to whatever this server may ask. */
  private async refusedAsSuch(call: Call, fault: string): Promise<SpotifyUnavailable> {
    this.count('refused');
    this.log.error({ call, fault }, 'spotify refuses this server: see its app at Spotify');
    await this.pause.begin(refusedMs);
    return new SpotifyUnavailable();
  }

  private nonsense(call: Call): SpotifyUnavailable {
    return this.unavailable(call, 'an answer of another shape');
  }

  private unavailable(call: Call, fault: string): SpotifyUnavailable {
    this.count('unavailable');
    this.log.warn({ call, fault }, 'spotify does not answer as it should');
    return new SpotifyUnavailable();
  }

  private count(result: UpstreamResult): void {
    this.metrics.countUpstream('spotify', result);
  }

  private settings(): SpotifySettings {
    if (!this.config.spotify) throw new SpotifyNotConfigured();
    return this.config.spotify;
  }
}

/** Another app, or another Spotify, must never take what is kept of this one for its own. */
function digestOf({ clientId, apiUrl, accountsUrl }: SpotifySettings): string {
  return hash('sha256', [clientId, apiUrl, accountsUrl].join('\n'), 'base64url').slice(0, 12);
}
