import { Args, ArgsType, Float, Parent, Resolver } from '@nestjs/graphql';
import { MediaLinks } from '../media/media-links.js';
import { readPeaks } from '../media/peaks.rules.js';
import { PeaksArgs } from '../media/peaks.types.js';
import { BatchField } from '../platform/graphql/batch-field.js';
import { Cacheable, tenMinutes } from '../platform/graphql/cacheable.js';
import { type Connection, pageArgs } from '../platform/graphql/connection.js';
import { Space } from '../spaces/spaces.types.js';
import { PlaylistsService } from './playlists.service.js';
import { Playlist } from './playlists.types.js';
import { SoundtracksService } from './soundtracks.service.js';
import { Track, TrackConnection } from './tracks.types.js';

@ArgsType()
class PlaylistTracksArgs extends pageArgs(50) {}

/** What hangs on a track. */
@Resolver(() => Track)
export class TrackLoaders {
  constructor(private readonly links: MediaLinks) {}

  @Cacheable(tenMinutes)
  @BatchField(() => String, { nullable: true, description: 'Address of its cover; null without one.' })
  async artworkUrl(@Parent() tracks: Track[]): Promise<(string | null)[]> {
    return tracks.map((track) => track.artworkId && this.links.publicUrl(track.artworkId));
  }

  @Cacheable(tenMinutes)
  @BatchField(() => String, {
    description: 'What to put into `<audio src>`; stable, served with byte ranges so that players can seek.',
  })
  async streamUrl(@Parent() tracks: Track[]): Promise<string[]> {
    return tracks.map((track) => this.links.publicUrl(track.mediaId));
  }

  @Cacheable(tenMinutes)
  @BatchField(() => [Float], {
    nullable: true,
    description:
      'Its waveform: the loudest sample, 0 to 1, of so many equal parts; null when it is not known.',
  })
  async peaks(@Parent() tracks: Track[], @Args() { count }: PeaksArgs): Promise<(number[] | null)[]> {
    return tracks.map((track) => readPeaks(track.storedPeaks, count ?? 256));
  }
}

/** What hangs on a playlist. */
@Resolver(() => Playlist)
export class PlaylistLoaders {
  constructor(private readonly playlists: PlaylistsService) {}

  @BatchField(() => TrackConnection, {
    nullable: true,
    description: 'Its tracks in order; null for a playlist of Spotify.',
  })
  tracks(
    @Parent() playlists: Playlist[],
    @Args() { first, after }: PlaylistTracksArgs,
  ): Promise<(Connection<Track> | Error | null)[]> {
    return this.playlists.listTracks(playlists, first, after);
  }
}

/** What music adds to a space. */
@Resolver(() => Space)
export class SpaceMusicLoaders {
  constructor(private readonly soundtracks: SoundtracksService) {}

  @BatchField(() => Playlist, {
    nullable: true,
    description:
      'The playlist its host has chosen; null without one, and, without an error, when it is gone or Spotify cannot be asked right now.',
  })
  soundtrack(@Parent() spaces: Space[]): Promise<(Playlist | null)[]> {
    return this.soundtracks.findSoundtracks(spaces.map((space) => space.id));
  }
}
