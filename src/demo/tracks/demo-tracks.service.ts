import { createReadStream } from 'node:fs';
import { extname } from 'node:path';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import sharp from 'sharp';
import { MediaEntity } from '../../media/media.entity.js';
import { MediaService } from '../../media/media.service.js';
import { PlaylistEntity, PlaylistTrackEntity, SoundtrackEntity } from '../../music/playlist.entity.js';
import { TrackEntity } from '../../music/track.entity.js';
import { Clock } from '../../platform/clock.js';
import { Config } from '../../platform/config.js';
import { Database } from '../../platform/database/database.js';
import { TextIndex } from '../../platform/database/text-index.js';
import { Ids } from '../../platform/ids.js';
import { type DemoWorld, insertAll } from '../demo-world.js';
import { playlistsFor } from '../spotify/demo-playlists.js';
import { demoSpotify } from '../spotify/demo-spotify.settings.js';
import { type DemoTrack, readDemoTracks } from './demo-tracks.js';

const hourMs = 3_600_000;

/** A track whose file and cover are stored. */
interface StoredTrack {
  readonly track: DemoTrack;
  readonly audio: MediaEntity;
  readonly cover: MediaEntity;
}

const playlists = [
  { name: '합주 전 워밍업', description: '악기를 꺼내며 듣는 노래', every: 2, from: 0 },
  { name: '파티의 밤', description: '조명을 낮추고', every: 3, from: 1 },
  { name: '늦은 밤 연습', description: '조용히 집중할 때', every: 4, from: 2 },
];

/** Music: tracks, playlists of them, and soundtracks for some rooms. */
@Injectable()
export class DemoTracksService {
  private readonly texts: TextIndex;

  constructor(
    database: Database,
    private readonly media: MediaService,
    private readonly config: Config,
    private readonly clock: Clock,
    private readonly ids: Ids,
  ) {
    this.texts = new TextIndex(database, 'track_search');
  }

  async storeFiles(): Promise<StoredTrack[]> {
    return Promise.all((await readDemoTracks()).map((track) => this.storeTrack(track)));
  }

  async insert(manager: EntityManager, stored: readonly StoredTrack[], world: DemoWorld): Promise<void> {
    // Entered an hour apart, the first of the list last, so that it leads the list of the latest.
    const tracks = stored.map(({ track, audio, cover }, index) => ({
      id: this.ids.next(this.clock.now() - index * hourMs),
      title: track.title,
      artist: track.artist,
      album: track.album,
      durationSeconds: track.durationSeconds,
      mediaId: audio.id,
      artworkId: cover.id,
      peaks: track.peaks,
      createdAt: this.clock.now() - index * hourMs,
    }));
    await insertAll(
      manager,
      MediaEntity,
      stored.flatMap(({ audio, cover }) => [audio, cover]),
    );
    await insertAll(manager, TrackEntity, tracks);
    for (const { id, title, artist, album } of tracks) {
      await this.texts.put(manager, id, [title, artist, album ?? '']);
    }
    await this.insertPlaylists(
      manager,
      tracks.map(({ id }) => id),
      world,
    );
  }

  private async insertPlaylists(
    manager: EntityManager,
    trackIds: readonly string[],
    world: DemoWorld,
  ): Promise<void> {
    const ids: string[] = [];
    for (const { name, description, every, from } of playlists) {
      const chosen = trackIds.filter((_, index) => index % every === from);
      const id = this.ids.next();
      ids.push(id);
      const playlist = { id, name, description, trackCount: chosen.length, createdAt: this.clock.now() };
      await insertAll(manager, PlaylistEntity, [{ ...playlist, ownerId: world.hostIds[0] ?? '' }]);
      await insertAll(
        manager,
        PlaylistTrackEntity,
        chosen.map((trackId, position) => ({ playlistId: id, position, trackId })),
      );
    }
    await insertAll(manager, SoundtrackEntity, this.soundtracks(ids, world));
  }

  /** Of six rooms three play one of ours, two one of the stand-in of Spotify, and one nothing. */
  private soundtracks(ids: readonly string[], { rooms, spaceIds }: DemoWorld): SoundtrackEntity[] {
    const { publicUrl, port, spotify } = this.config;
    // The real Spotify knows nothing of them.
    const standIn = spotify?.apiUrl === demoSpotify(publicUrl, port).apiUrl;
    return spaceIds.flatMap((spaceId, index) => {
      const suitable = playlistsFor(rooms[index]?.categoryId ?? 0);
      const theirs = standIn ? suitable[index % suitable.length] : undefined;
      const playlistId = ids[index % 6] ?? (index % 6 < 5 && theirs ? `spotify:${theirs.id}` : undefined);
      return playlistId ? [{ spaceId, playlistId }] : [];
    });
  }

  private async storeTrack(track: DemoTrack): Promise<StoredTrack> {
    const fileName = `${track.artist} - ${track.title}${extname(track.file)}`;
    const extension = extname(track.file).slice(1);
    const audio = await this.media.store(
      { kind: 'AUDIO', contentType: track.contentType, extension, fileName },
      createReadStream(track.file),
    );
    const { width, height, format } = await sharp(track.cover).metadata();
    const cover = await this.media.store(
      {
        kind: 'IMAGE',
        contentType: `image/${format}`,
        extension: extname(track.cover).slice(1),
        width,
        height,
      },
      createReadStream(track.cover),
    );
    return { track, audio, cover };
  }
}
