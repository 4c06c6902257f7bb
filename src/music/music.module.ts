import { Module } from '@nestjs/common';
import { MediaModule } from '../media/media.module.js';
import { PlaylistLoaders, SpaceMusicLoaders, TrackLoaders } from './music.loaders.js';
import { MusicResolver } from './music.resolver.js';
import { PlaylistsService } from './playlists.service.js';
import { TracksService } from './tracks.service.js';

/** Tracks, playlists, soundtracks. */
@Module({
  imports: [MediaModule],
  providers: [
    MusicResolver,
    TracksService,
    PlaylistsService,
    TrackLoaders,
    PlaylistLoaders,
    SpaceMusicLoaders,
  ],
})
export class MusicModule {}
