import { Injectable } from '@nestjs/common';
import pLimit from 'p-limit';
import { Cache } from '../platform/cache/cache.js';
import { type Ages, StaleCache } from '../platform/cache/stale-cache.js';
import { Clock } from '../platform/clock.js';
import { before, type Deadline } from '../platform/deadline.js';
import { NotFound } from '../platform/errors.js';
import { type RateLimit, RateLimits } from '../platform/limits/rate-limits.js';
import { Metrics } from '../platform/ops/metrics.js';
import { type Playlist, PlaylistSource } from './playlists.types.js';
import type { SpotifyPage, SpotifyPlaylist } from './spotify.answers.js';
import { SpotifyClient, spotifyDeadline } from './spotify.client.js';
import { SpotifyUnavailable } from './spotify.errors.js';
import { spotifyIdOf } from './spotify.rules.js';

const minute = 60_000;
const hour = 60 * minute;

/** Spotify's terms allow keeping for a while only, and addresses of its pictures lapse within a day. */
const longest = { staleMs: 6 * hour, nothingMs: 5 * minute };
export const playlistAges: Ages = { freshMs: hour, ...longest };
const searchAges: Ages = { freshMs: 10 * minute, ...longest };

/** An id that nobody has asked for before costs a call. */
export const playlistLimit: RateLimit = { name: 'spotify-playlist', times: 120, seconds: 60 };

/** A page of a search with playlists as we show them. */
export interface FoundPage extends Omit<SpotifyPage, 'places'> {
  readonly places: readonly (Playlist | null)[];
}

/** How many playlists one request of ours has Spotify asked for at once. */
export const atOnce = 5;

/** Playlists of Spotify, kept for a while. Asking Spotify has a time of its own; who waits for it, until a deadline. */
@Injectable()
export class SpotifyPlaylistsService {
  private readonly kept: StaleCache;

  constructor(
    private readonly client: SpotifyClient,
    private readonly limits: RateLimits,
    cache: Cache,
    clock: Clock,
    metrics: Metrics,
  ) {
    this.kept = new StaleCache('spotify', cache, clock, metrics);
  }

  /**
   * The playlist with this id of ours.
   * @param caller who is counted, since Spotify is not for one person to use up
   * @throws NotFound, RateLimited, SpotifyUnavailable, SpotifyNotConfigured
   */
  async getPlaylist(id: string, caller: string): Promise<Playlist> {
    if (!spotifyIdOf(id)) throw new NotFound('playlist');
    await this.limits.count(playlistLimit, caller);
    const playlist = await this.find(id, spotifyDeadline());
    if (!playlist) throw new NotFound('playlist');
    return playlist;
  }

  /** The playlists with these ids of ours, in their order; null where there is none, or it cannot be had right now. */
  async findPlaylists(ids: readonly string[]): Promise<(Playlist | null)[]> {
    const deadline = spotifyDeadline();
    const limit = pLimit(atOnce);
    const different = [...new Set(ids)];
    const found = await Promise.all(
      different.map((id) => limit(() => this.find(id, deadline).catch(() => null))),
    );
    const byId = new Map(different.map((id, index) => [id, found[index] ?? null]));
    return ids.map((id) => byId.get(id) ?? null);
  }

  /**
   * The playlist with this id of ours; null when there is none.
   * @throws SpotifyUnavailable, SpotifyNotConfigured
   */
  async find(id: string, deadline: Deadline): Promise<Playlist | null> {
    const spotifyId = spotifyIdOf(id);
    if (!spotifyId) return null;
    if (performance.now() >= deadline) throw new SpotifyUnavailable();
    const found = this.kept.get(this.key('playlist', spotifyId), playlistAges, () =>
      this.client.findPlaylist(spotifyId),
    );
    const playlist = await before(deadline, found, () => new SpotifyUnavailable());
    return playlist && toPlaylist(playlist);
  }

  /**
   * A page of a search.
   * @param query in its normal spelling
   * @param offset a multiple of ten
   * @throws SpotifyUnavailable, SpotifyNotConfigured
   */
  async readPage(
    query: string,
    offset: number,
    deadline: Deadline,
    ages: Ages = searchAges,
  ): Promise<FoundPage> {
    const found = this.kept.get(this.key('search', offset, query), ages, () =>
      this.client.search(query, offset),
    );
    const page = await before(deadline, found, () => new SpotifyUnavailable());
    return { ...page, places: page.places.map((place) => place && toPlaylist(place)) };
  }

  private key(...parts: (string | number)[]): string {
    return [this.client.scope, ...parts].join(':');
  }
}

/** What is kept is shared by all requests; what a request hangs things on must be its own. */
function toPlaylist(playlist: SpotifyPlaylist): Playlist {
  return { ...playlist, id: `spotify:${playlist.id}`, source: PlaylistSource.SPOTIFY };
}
