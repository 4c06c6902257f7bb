import { Injectable } from '@nestjs/common';
import type { Viewer } from '../auth/viewer.js';
import { Database } from '../platform/database/database.js';
import { inList } from '../platform/database/sql.js';
import { HostingService } from '../spaces/hosting.service.js';
import { SpacesService } from '../spaces/spaces.service.js';
import type { Space } from '../spaces/spaces.types.js';
import { SoundtrackEntity } from './playlist.entity.js';
import { PlaylistsService } from './playlists.service.js';
import type { Playlist } from './playlists.types.js';
import { isSpotifys } from './spotify.rules.js';

/** The playlists that hosts have chosen for their spaces. */
@Injectable()
export class SoundtracksService {
  constructor(
    private readonly database: Database,
    private readonly spaces: SpacesService,
    private readonly hosting: HostingService,
    private readonly playlists: PlaylistsService,
  ) {}

  /** The soundtrack of each space; null where there is none, or it cannot be had right now. */
  async findSoundtracks(spaceIds: readonly string[]): Promise<(Playlist | null)[]> {
    const wanted = inList(spaceIds);
    const rows = await this.database.select<{ spaceId: string; playlistId: string }>(
      `SELECT space_id AS spaceId, playlist_id AS playlistId FROM soundtrack WHERE space_id IN ${wanted.sql}`,
      wanted.values,
    );
    const playlists = await this.playlists.findAnyPlaylists(rows.map((row) => row.playlistId));
    const bySpace = new Map(rows.map((row, index) => [row.spaceId, playlists[index] ?? null]));
    return spaceIds.map((id) => bySpace.get(id) ?? null);
  }

  /**
   * Chooses the soundtrack of a space; null takes it away.
   * @throws NotFound unless the space is the viewer's and there is such a playlist, RateLimited, SpotifyUnavailable,
   * SpotifyNotConfigured
   */
  async setSoundtrack(viewer: Viewer, spaceId: string, playlistId: string | null): Promise<Space> {
    if (playlistId !== null && isSpotifys(playlistId)) {
      // Spotify is asked before anything is locked, and for nobody but the host.
      await this.spaces.getOwnSpace(viewer, spaceId);
      await this.playlists.getAnyPlaylist(playlistId, viewer.id);
    }
    await this.database.transaction(async (manager) => {
      await this.hosting.lockOwn(manager, viewer, spaceId);
      if (playlistId !== null && !isSpotifys(playlistId)) await this.playlists.hold(manager, playlistId);
      await manager.delete(SoundtrackEntity, { spaceId });
      if (playlistId !== null) await manager.insert(SoundtrackEntity, { spaceId, playlistId });
    });
    return this.spaces.getSpace(spaceId);
  }
}
