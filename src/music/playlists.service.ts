import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Database } from '../platform/database/database.js';
import { inList } from '../platform/database/sql.js';
import { NotFound } from '../platform/errors.js';
import { manyByKey, oneByKey } from '../platform/graphql/batch-field.js';
import { type Connection, pageSize, toConnection } from '../platform/graphql/connection.js';
import { Cursors } from '../platform/graphql/cursors.js';
import { PlaylistEntity } from './playlist.entity.js';
import { type Playlist, PlaylistSource } from './playlists.types.js';
import { isSpotifys } from './spotify.rules.js';
import { SpotifyPlaylistsService } from './spotify-playlists.service.js';
import { TracksService } from './tracks.service.js';
import type { Track } from './tracks.types.js';

interface PlaceRow {
  readonly playlistId: string;
  readonly position: number;
  readonly trackId: string;
}

/** Playlists: of our own tracks, and the door to those of Spotify. */
@Injectable()
export class PlaylistsService {
  constructor(
    private readonly database: Database,
    private readonly tracks: TracksService,
    private readonly spotify: SpotifyPlaylistsService,
    private readonly cursors: Cursors,
  ) {}

  /** @throws NotFound when there is none */
  async getPlaylist(id: string): Promise<Playlist> {
    const [playlist] = await this.findPlaylists([id]);
    if (!playlist) throw new NotFound('playlist');
    return playlist;
  }

  /** The playlists with these ids, in their order; null where there is none. */
  async findPlaylists(ids: readonly string[]): Promise<(Playlist | null)[]> {
    const wanted = inList([...new Set(ids)]);
    const rows = await this.database.select<
      Pick<Playlist, 'id' | 'name' | 'description' | 'ownerName' | 'trackCount'>
    >(
      `SELECT p.id, p.name, p.description, a.nickname AS ownerName, p.track_count AS trackCount
       FROM playlist p JOIN account a ON a.id = p.owner_id WHERE p.id IN ${wanted.sql}`,
      wanted.values,
    );
    const playlists = rows.map((row) => ({
      ...row,
      source: PlaylistSource.LOCAL,
      url: null,
      imageUrl: null,
    }));
    return oneByKey(ids, playlists, (playlist) => playlist.id);
  }

  /**
   * The playlist with this id, ours or of Spotify.
   * @param caller who is counted when Spotify has to be asked
   * @throws NotFound, RateLimited, SpotifyUnavailable, SpotifyNotConfigured
   */
  getAnyPlaylist(id: string, caller: string): Promise<Playlist> {
    return isSpotifys(id) ? this.spotify.getPlaylist(id, caller) : this.getPlaylist(id);
  }

  /** The playlists with these ids, ours and of Spotify; null where there is none, or it cannot be had right now. */
  async findAnyPlaylists(ids: readonly string[]): Promise<(Playlist | null)[]> {
    const [theirs, ours] = [ids.filter(isSpotifys), ids.filter((id) => !isSpotifys(id))];
    const found = await Promise.all([
      theirs.length > 0 ? this.spotify.findPlaylists(theirs) : [],
      ours.length > 0 ? this.findPlaylists(ours) : [],
    ]);
    return oneByKey(
      ids,
      found.flat().filter((playlist) => playlist !== null),
      (playlist) => playlist.id,
    );
  }

  /**
   * Keeps a playlist of ours there until the caller's transaction ends.
   * @throws NotFound when there is none
   */
  async hold(manager: EntityManager, id: string): Promise<void> {
    const lock = this.database.dialect === 'mysql' ? ({ mode: 'pessimistic_read' } as const) : undefined;
    const select = { id: true } as const;
    const playlist = await manager.findOne(PlaylistEntity, { select, where: { id }, lock });
    if (!playlist) throw new NotFound('playlist');
  }

  /** A page of the tracks of each playlist, in its order; null for playlists of Spotify, which tells no tracks. */
  async listTracks(
    playlists: readonly Playlist[],
    first: number | null,
    after: string | null | undefined,
  ): Promise<(Connection<Track> | Error | null)[]> {
    const size = pageSize(first, 50);
    const starts = this.cursors.openEach(playlists.map(listOf), after);
    const places = await this.readPlaces(
      playlists.flatMap(({ id, source }, index) => {
        const start = starts[index];
        return start instanceof Error || source === PlaylistSource.SPOTIFY
          ? []
          : [{ id, start: (start?.[0] as number | undefined) ?? -1 }];
      }),
      size + 1,
    );
    const tracks =
      places.length === 0 ? [] : await this.tracks.findTracks(places.map((place) => place.trackId));
    const placed = places.map((place, index) => ({ ...place, track: tracks[index] as Track }));
    const byPlaylist = manyByKey(
      playlists.map(({ id }) => id),
      placed,
      (place) => place.playlistId,
    );
    return playlists.map((playlist, index) => {
      const start = starts[index];
      if (playlist.source === PlaylistSource.SPOTIFY) return null;
      if (start instanceof Error) return start;
      const found = byPlaylist[index] ?? [];
      const shown = found.slice(0, size);
      return toConnection({
        nodes: shown.map(({ track }) => track),
        cursorOf: (_, place) => this.cursors.seal(listOf(playlist), [shown[place]?.position as number]),
        hasNextPage: found.length > size,
        after,
        totalCount: () => playlist.trackCount,
      });
    });
  }

  private async readPlaces(
    asked: readonly { id: string; start: number }[],
    limit: number,
  ): Promise<PlaceRow[]> {
    if (asked.length === 0) return [];
    const one = `SELECT * FROM (
        SELECT playlist_id AS playlistId, position, track_id AS trackId
        FROM playlist_track WHERE playlist_id = ? AND position > ? ORDER BY position LIMIT ${limit}) page`;
    return this.database.select<PlaceRow>(
      asked.map(() => one).join(' UNION ALL '),
      asked.flatMap(({ id, start }) => [id, start]),
    );
  }
}

const listOf = ({ id }: Playlist) => ['playlist', id];
