import { Args, ArgsType, Field, ID, Query, Resolver } from '@nestjs/graphql';
import { Public } from '../platform/access.js';
import { type Connection, PageArgs } from '../platform/graphql/connection.js';
import { PlaylistsService } from './playlists.service.js';
import { Playlist } from './playlists.types.js';
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
    description: 'One playlist; null with `NOT_FOUND` when there is none.',
  })
  getPlaylist(@Args('id', { type: () => ID, description: 'Its id.' }) id: string): Promise<Playlist> {
    return this.playlists.getPlaylist(id);
  }
}
