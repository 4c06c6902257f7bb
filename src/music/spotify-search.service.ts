import { Injectable } from '@nestjs/common';
import { type Connection, pageSize, toConnection } from '../platform/graphql/connection.js';
import { Cursors } from '../platform/graphql/cursors.js';
import { type RateLimit, RateLimits } from '../platform/limits/rate-limits.js';
import { mostPlaylists, type Playlist } from './playlists.types.js';
import { spotifyDeadline } from './spotify.client.js';
import { lastOffset, normalisedQuery, upstreamPage } from './spotify.rules.js';
import { type FoundPage, SpotifyPlaylistsService } from './spotify-playlists.service.js';

/** A query that nobody has asked for before costs several calls. */
export const searchLimit: RateLimit = { name: 'spotify-search', times: 60, seconds: 60 };

/** How many of Spotify's pages are read at most for one of ours: they may hold next to nothing. */
const mostPages = 8;

/** What has been gathered of a search. */
interface Found {
  /** The playlists by their ids, in order, each with the offset behind it. */
  readonly places: Map<string, { readonly playlist: Playlist; readonly behind: number }>;
  /** The first offset that has not been looked at. */
  next: number;
  /** Whether there may be anything from there on. */
  more: boolean;
}

/** Searching playlists at Spotify, whose pages have holes, in pages that have none. */
@Injectable()
export class SpotifySearchService {
  constructor(
    private readonly spotify: SpotifyPlaylistsService,
    private readonly limits: RateLimits,
    private readonly cursors: Cursors,
  ) {}

  /**
   * A page of the playlists that Spotify finds; cursors are offsets there.
   * @param caller who is counted, since Spotify is not for one person to use up
   * @throws BadInput, RateLimited, SpotifyUnavailable, SpotifyNotConfigured
   */
  async search(
    query: string,
    first: number | null,
    after: string | null | undefined,
    caller: string,
  ): Promise<Connection<Playlist>> {
    const size = pageSize(first, mostPlaylists, mostPlaylists);
    const normal = normalisedQuery(query);
    const list = ['searchPlaylists', normal];
    const start = after ? (this.cursors.open(list, after)[0] as number) : 0;
    await this.limits.count(searchLimit, caller);
    const { places, next, more } = await this.gather(normal, start, size);
    const nodes = [...places.values()].map(({ playlist }) => playlist);
    return toConnection({
      nodes,
      cursorOf: (playlist) => this.cursors.seal(list, [places.get(playlist.id)?.behind ?? next]),
      hasNextPage: more,
      endCursor: () => this.cursors.seal(list, [next]),
      after,
      // Spotify's own total counts the holes: only who has seen everything knows.
      totalCount: () => (start === 0 && !more ? nodes.length : null),
    });
  }

  /**
   * Reads on from `start` until there are `size` playlists, or no more to read: the first page alone, since it says how
   * many there are, those after it side by side. When one cannot be had, what comes before it is the page.
   */
  private async gather(query: string, start: number, size: number): Promise<Found> {
    const deadline = spotifyDeadline();
    const found: Found = { places: new Map(), next: start, more: start < lastOffset + upstreamPage };
    let [read, ahead] = [0, 1];
    while (found.more && found.places.size < size && read < mostPages) {
      const lacking = Math.ceil((size - found.places.size) / upstreamPage);
      const from = found.next - (found.next % upstreamPage);
      const wanted = Math.min(lacking, ahead, mostPages - read);
      const offsets = Array.from({ length: wanted }, (_, index) => from + index * upstreamPage);
      const pages = await Promise.allSettled(
        offsets.map((offset) => this.spotify.readPage(query, offset, deadline)),
      );
      for (const [index, page] of pages.entries()) {
        if (page.status === 'rejected') {
          if (found.places.size === 0) throw page.reason;
          return found;
        }
        take(found, page.value, from + index * upstreamPage, size);
        if (!found.more) return found;
        const places = Math.min(page.value.total, lastOffset + upstreamPage) - found.next;
        ahead = Math.max(1, Math.ceil(places / upstreamPage));
      }
      read += wanted;
    }
    return found;
  }
}

/** Adds what a page of Spotify's holds, as far as it has not been looked at and is wanted. */
function take(found: Found, page: FoundPage, offset: number, size: number): void {
  const moreBehind = page.more && offset < lastOffset;
  for (const [index, playlist] of page.places.entries()) {
    if (offset + index < found.next) continue;
    if (found.places.size === size) {
      found.more = moreBehind || page.places.slice(index).some((place) => place !== null);
      return;
    }
    found.next = offset + index + 1;
    // A list that shifts between two calls shows the same playlist twice.
    if (playlist && !found.places.has(playlist.id)) {
      found.places.set(playlist.id, { playlist, behind: found.next });
    }
  }
  found.next = offset + upstreamPage;
  found.more = moreBehind;
}
