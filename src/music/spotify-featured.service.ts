import { Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import pLimit from 'p-limit';
import { Config } from '../platform/config.js';
import type { Deadline } from '../platform/deadline.js';
import { type Connection, pageSize, toConnection } from '../platform/graphql/connection.js';
import { Cursors } from '../platform/graphql/cursors.js';
import { Leases } from '../platform/leases/leases.js';
import { Log } from '../platform/ops/log.js';
import { Periodic } from '../platform/periodic.js';
import { mostPlaylists, type Playlist } from './playlists.types.js';
import { SpotifyClient, spotifyDeadline } from './spotify.client.js';
import { normalisedQuery } from './spotify.rules.js';
import { atOnce, playlistAges, SpotifyPlaylistsService } from './spotify-playlists.service.js';

const refreshMs = 600_000;
const searchPrefix = 'search:';
const list = ['featuredPlaylists'];

/** What the operator features, in place of Spotify's own list, which is closed to apps like this one. */
@Injectable()
export class SpotifyFeaturedService implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly periodic = new Periodic(
    refreshMs,
    () => this.refresh(),
    (error) => this.log.warn({ err: error }, 'the featured playlists could not be refreshed'),
  );

  constructor(
    private readonly config: Config,
    private readonly client: SpotifyClient,
    private readonly spotify: SpotifyPlaylistsService,
    private readonly leases: Leases,
    private readonly cursors: Cursors,
    private readonly log: Log,
  ) {}

  onApplicationBootstrap(): void {
    if (this.config.spotify) this.periodic.start();
  }

  onApplicationShutdown(): Promise<void> {
    return this.periodic.stop();
  }

  /**
   * A page of the featured playlists, in the operator's order.
   * @throws BadInput, SpotifyUnavailable, SpotifyNotConfigured
   */
  async list(first: number | null, after: string | null | undefined): Promise<Connection<Playlist>> {
    const size = pageSize(first, mostPlaylists, mostPlaylists);
    const start = after ? this.cursors.open(list, after) : null;
    const { playlists, complete } = await this.read(spotifyDeadline());
    // Behind the playlist of the cursor, wherever that is by now; when it is gone, where it was.
    const known = start ? playlists.findIndex(({ id }) => id === start[0]) : -1;
    const from = known >= 0 ? known + 1 : ((start?.[1] as number | undefined) ?? 0);
    const nodes = playlists.slice(from, from + size);
    return toConnection({
      nodes,
      cursorOf: ({ id }, index) => this.cursors.seal(list, [id, from + index]),
      hasNextPage: playlists.length > from + size,
      after,
      totalCount: () => (complete ? playlists.length : null),
    });
  }

  /** Reads everything, which has what is old fetched anew; of all processes one at a time does so. */
  async refresh(): Promise<void> {
    // Not given back: it ends long before the next turn, and what is being fetched may take a while.
    const lease = await this.leases.take(`${this.client.scope}:featured`, refreshMs / 2);
    if (lease) await this.read(spotifyDeadline());
  }

  /**
   * All featured playlists, each once. What cannot be had right now, and is not kept either, is left out.
   * @throws SpotifyUnavailable or SpotifyNotConfigured when that is all
   */
  private async read(
    deadline: Deadline,
  ): Promise<{ readonly playlists: readonly Playlist[]; readonly complete: boolean }> {
    const limit = pLimit(atOnce);
    const parts = await Promise.allSettled(
      this.config.spotifyFeatured.map((part) => limit(() => this.readPart(part, deadline))),
    );
    const had = parts.flatMap((part) => (part.status === 'fulfilled' ? [part.value] : []));
    const failed = parts.find((part) => part.status === 'rejected');
    if (failed && had.length === 0) throw failed.reason;
    const byId = new Map(had.flat().map((playlist) => [playlist.id, playlist]));
    return { playlists: [...byId.values()], complete: !failed };
  }

  private async readPart(part: string, deadline: Deadline): Promise<Playlist[]> {
    if (!part.startsWith(searchPrefix)) {
      const playlist = await this.spotify.find(`spotify:${part}`, deadline);
      return playlist ? [playlist] : [];
    }
    const query = normalisedQuery(part.slice(searchPrefix.length));
    // As slow to change as the others: nobody waits here for what was just made.
    const { places } = await this.spotify.readPage(query, 0, deadline, playlistAges);
    return places.filter((place) => place !== null);
  }
}
