import { Args, ArgsType, Context, Field, ID, Mutation, Query, Resolver } from '@nestjs/graphql';
import { CurrentViewer } from '../auth/current-viewer.decorator.js';
import type { Viewer } from '../auth/viewer.js';
import { Public } from '../platform/access.js';
import { type Connection, PageArgs } from '../platform/graphql/connection.js';
import type { RequestContext } from '../platform/graphql/request-context.js';
import { Space } from '../spaces/spaces.types.js';
import { PlaylistsService } from './playlists.service.js';
import { Playlist } from './playlists.types.js';
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
  @Query(() => TrackConnection, { name: 'tracks', description: 'All tracks, latest first.' })
  listTracks(@Args() { search, first, after }: TracksArgs): Promise<Connection<Track>> {
    return this.tracks.list(search, first, after);
  }

  @Public()
  @Query(() => Track, {
    name: 'track',
    nullable: true,
    description: 'One track; null with `NOT_FOUND` when there is none.',
  })
  getTrack(@Args('id', { type: () => ID, description: 'Its id.' }) id: string): Promise<Track> {
    return this.tracks.getTrack(id);
  }

  @Public()
  @Query(() => Playlist, {
    name: 'playlist',
    nullable: true,
    description:
      'One playlist, ours or of Spotify; null with `NOT_FOUND` when there is none. What is told of one of Spotify may be an hour old; what is older, up to 6 hours, is given at once while Spotify is asked anew.',
  })
  getPlaylist(
    @Args('id', { type: () => ID, description: 'Its id.' }) id: string,
    @Context() { ip }: RequestContext,
  ): Promise<Playlist> {
    return this.playlists.getAnyPlaylist(id, ip);
  }

  @Mutation(() => Space, {
    description:
      'Chooses the playlist that plays in a space of the viewer, one of ours or of Spotify. `NOT_FOUND` when there is no such playlist; `UPSTREAM_UNAVAILABLE` when Spotify cannot be asked, and nothing is changed.',
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
