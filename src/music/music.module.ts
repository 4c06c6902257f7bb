import { Module } from '@nestjs/common';
import { MediaModule } from '../media/media.module.js';
import { CatalogueResolver } from './catalogue.resolver.js';
import { CatalogueService } from './catalogue.service.js';
import { SpacesModule } from '../spaces/spaces.module.js';
import { PlaylistLoaders, SpaceMusicLoaders, TrackLoaders } from './music.loaders.js';
import { MusicResolver } from './music.resolver.js';
import { UserPlaylistsLoaders } from './own-playlists.loaders.js';
import { OwnPlaylistsResolver } from './own-playlists.resolver.js';
import { OwnPlaylistsService } from './own-playlists.service.js';
import { PlacesService } from './places.service.js';
import { PlaylistsService } from './playlists.service.js';
import { SoundtracksService } from './soundtracks.service.js';
import { SpotifyClient } from './spotify.client.js';
import { SpotifyFeaturedService } from './spotify-featured.service.js';
import { SpotifyPlaylistsService } from './spotify-playlists.service.js';
import { SpotifyResolver } from './spotify.resolver.js';
import { SpotifySearchService } from './spotify-search.service.js';
import { TracksService } from './tracks.service.js';

/** Tracks, playlists of ours and of Spotify, soundtracks. */
@Module({
  imports: [MediaModule, SpacesModule],
  providers: [
    MusicResolver,
    TracksService,
    PlaylistsService,
    SoundtracksService,
    SpotifyResolver,
    SpotifyClient,
    SpotifyPlaylistsService,
    SpotifySearchService,
    SpotifyFeaturedService,
    TrackLoaders,
    PlaylistLoaders,
    SpaceMusicLoaders,
    CatalogueResolver,
    CatalogueService,
    OwnPlaylistsResolver,
    OwnPlaylistsService,
    PlacesService,
    UserPlaylistsLoaders,
  ],
})
export class MusicModule {}
