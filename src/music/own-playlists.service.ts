import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { AccountEntity } from '../auth/account.entity.js';
import type { Viewer } from '../auth/viewer.js';
import { Clock } from '../platform/clock.js';
import { Database } from '../platform/database/database.js';
import { BadInput, NotFound } from '../platform/errors.js';
import { type Connection, countedAtMost, pageSize, toConnection } from '../platform/graphql/connection.js';
import { Cursors } from '../platform/graphql/cursors.js';
import { Ids } from '../platform/ids.js';
import type { PlaylistInput } from './own-playlists.types.js';
import { PlacesService } from './places.service.js';
import { PlaylistEntity, SoundtrackEntity } from './playlist.entity.js';
import { TooManyPlaylists } from './playlist.errors.js';
import { checkedPlaylist, mostOwnPlaylists } from './playlist.rules.js';
import { PlaylistsService } from './playlists.service.js';
import type { Playlist } from './playlists.types.js';

/** What people do with playlists of their own. */
@Injectable()
export class OwnPlaylistsService {
  constructor(
    private readonly database: Database,
    private readonly playlists: PlaylistsService,
    private readonly places: PlacesService,
    private readonly cursors: Cursors,
    private readonly clock: Clock,
    private readonly ids: Ids,
  ) {}

  /** @throws BadInput, TooManyPlaylists */
  async create(viewer: Viewer, input: PlaylistInput): Promise<Playlist> {
    const playlist: PlaylistEntity = {
      ...checkedPlaylist(input),
      id: this.ids.next(),
      ownerId: viewer.id,
      createdAt: this.clock.now(),
    };
    await this.database.transaction(async (manager) => {
      // Of many at once each waits here, and counts those before it.
      await manager.findOne(AccountEntity, { where: { id: viewer.id }, lock: this.lock });
      const present = await manager.countBy(PlaylistEntity, { ownerId: viewer.id });
      if (present >= mostOwnPlaylists) throw new TooManyPlaylists(mostOwnPlaylists);
      checkKnown(await this.places.lockTracks(manager, input.trackIds));
      await manager.insert(PlaylistEntity, playlist);
      await this.places.replace(manager, playlist.id, input.trackIds);
    });
    return this.playlists.getPlaylist(playlist.id);
  }

  /**
   * Makes a playlist what the input says, all of it. Of several at once one comes after the other.
   * @throws NotFound unless the playlist is the viewer's, BadInput
   */
  async update(viewer: Viewer, id: string, input: PlaylistInput): Promise<Playlist> {
    const changes = checkedPlaylist(input);
    await this.database.transaction(async (manager) => {
      const unknown = await this.places.lockTracks(manager, input.trackIds);
      await this.lockOwn(manager, viewer, id);
      checkKnown(unknown);
      await manager.update(PlaylistEntity, { id }, changes);
      await this.places.replace(manager, id, input.trackIds);
    });
    return this.playlists.getPlaylist(id);
  }

  /**
   * Deletes a playlist; spaces that played it are left without a soundtrack.
   * @throws NotFound unless the playlist is the viewer's
   */
  async delete(viewer: Viewer, id: string): Promise<string> {
    await this.database.transaction(async (manager) => {
      await this.lockOwn(manager, viewer, id);
      await manager.delete(SoundtrackEntity, { playlistId: id });
      await this.places.replace(manager, id, []);
      await manager.delete(PlaylistEntity, { id });
    });
    return id;
  }

  /** Somebody's playlists, latest first. */
  async list(
    ownerId: string,
    first: number | null,
    after: string | null | undefined,
  ): Promise<Connection<Playlist>> {
    const size = pageSize(first, 20);
    const list = ['playlists', ownerId];
    const start = after ? this.cursors.open(list, after) : null;
    const rows = await this.database.select<{ id: string }>(
      `SELECT id FROM playlist WHERE owner_id = ? ${start ? 'AND id < ?' : ''} ORDER BY id DESC LIMIT ${size + 1}`,
      [ownerId, ...(start ? [start[0] as string] : [])],
    );
    const ids = rows.slice(0, size).map(({ id }) => id);
    const playlists = ids.length === 0 ? [] : await this.playlists.findPlaylists(ids);
    return toConnection({
      // One may be deleted between the two statements.
      nodes: playlists.filter((playlist) => playlist !== null),
      cursorOf: (playlist) => this.cursors.seal(list, [playlist.id]),
      hasNextPage: rows.length > size,
      after,
      totalCount: () => this.count(ownerId),
    });
  }

  private get lock() {
    return this.database.dialect === 'mysql' ? ({ mode: 'pessimistic_write' } as const) : undefined;
  }

  private async lockOwn(manager: EntityManager, viewer: Viewer, id: string): Promise<void> {
    const where = { id, ownerId: viewer.id };
    const playlist = await manager.findOne(PlaylistEntity, { where, lock: this.lock });
    if (!playlist) throw new NotFound('playlist');
  }

  private async count(ownerId: string): Promise<number> {
    const [row] = await this.database.select<{ total: number }>(
      `SELECT COUNT(*) AS total FROM (SELECT id FROM playlist WHERE owner_id = ? LIMIT ${countedAtMost}) counted`,
      [ownerId],
    );
    return row?.total ?? 0;
  }
}

function checkKnown(unknown: number): void {
  if (unknown !== -1) throw new BadInput(`input.trackIds[${unknown}]`, 'there is no such track');
}
