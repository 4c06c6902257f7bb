import { Args, ArgsType, Context, Field, ID, Mutation, Query, Resolver } from '@nestjs/graphql';
import { Refuses } from '../platform/graphql/refuses.js';
import { CurrentViewer } from '../auth/current-viewer.decorator.js';
import type { Viewer } from '../auth/viewer.js';
import { Public } from '../platform/access.js';
import { Cacheable, tenMinutes } from '../platform/graphql/cacheable.js';
import { type Connection, PageArgs } from '../platform/graphql/connection.js';
import type { RequestContext } from '../platform/graphql/request-context.js';
import { told } from '../platform/limits/rate-limits.js';
import { Space } from '../spaces/spaces.types.js';
import { PlaylistsService } from './playlists.service.js';
import { Playlist } from './playlists.types.js';
import { playlistLimit } from './spotify-playlists.service.js';
import { refusalsOfSpotify } from './spotify.errors.js';
import { SoundtracksService } from './soundtracks.service.js';
import { TracksService } from './tracks.service.js';
import { Track, TrackConnection } from './tracks.types.js';

@ArgsType()
class TracksArgs extends PageArgs {
  @Field(() => String, {
    nullable: true,
    description:
      'Only where every word occurs in title, artist or album; parts of words count. 1 to 100 characters.',
  })
  search?: string | null;
}

@Resolver()
export class MusicResolver {
  constructor(
    private readonly tracks: TracksService,
    private readonly playlists: PlaylistsService,
    private readonly soundtracks: SoundtracksService,
  ) {}

  @Public()
  @Cacheable(tenMinutes)
  @Refuses({})
  @Query(() => TrackConnection, { name: 'tracks', description: 'All tracks, latest first.' })
  listTracks(@Args() { search, first, after }: TracksArgs): Promise<Connection<Track>> {
    return this.tracks.list(search, first, after);
  }

  @Public()
  @Cacheable(tenMinutes)
  @Refuses({ NOT_FOUND: 'there is no such track' })
  @Query(() => Track, {
    name: 'track',
    nullable: true,
    description: 'One track.',
  })
  getTrack(@Args('id', { type: () => ID, description: 'Its id.' }) id: string): Promise<Track> {
    return this.tracks.getTrack(id);
  }

  @Public()
  @Refuses({
    NOT_FOUND: 'there is no such playlist',
    ...refusalsOfSpotify,
    RATE_LIMITED: `one address has asked for playlists of Spotify ${told(playlistLimit)}`,
  })
  @Query(() => Playlist, {
    name: 'playlist',
    nullable: true,
    description:
      'One playlist, ours or of Spotify. What is told of one of Spotify may be an hour old; what is older, up to 6 hours, is given at once while Spotify is asked anew.',
  })
  getPlaylist(
    @Args('id', { type: () => ID, description: 'Its id.' }) id: string,
    @Context() { ip }: RequestContext,
  ): Promise<Playlist> {
    return this.playlists.getAnyPlaylist(id, ip);
  }

  @Refuses({
    NOT_FOUND: 'the viewer has no such space, or there is no such playlist',
    ...refusalsOfSpotify,
    RATE_LIMITED: `the viewer has asked for playlists of Spotify ${told(playlistLimit)}`,
  })
  @Mutation(() => Space, {
    description: 'Chooses the playlist that plays in a space of the viewer, one of ours or of Spotify.',
  })
  setSoundtrack(
    @CurrentViewer() viewer: Viewer,
    @Args('id', { type: () => ID, description: 'Id of a space of the viewer.' }) id: string,
    @Args('playlistId', {
      type: () => ID,
      nullable: true,
      description: 'Id of the playlist; null or absent to have none.',
    })
    playlistId?: string | null,
  ): Promise<Space> {
    return this.soundtracks.setSoundtrack(viewer, id, playlistId ?? null);
  }
}
