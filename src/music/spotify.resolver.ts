import { Args, ArgsType, Context, Field, Query, Resolver } from '@nestjs/graphql';
import { Refuses } from '../platform/graphql/refuses.js';
import { Public } from '../platform/access.js';
import { type Connection, pageArgs } from '../platform/graphql/connection.js';
import type { RequestContext } from '../platform/graphql/request-context.js';
import { told } from '../platform/limits/rate-limits.js';
import { mostPlaylists, type Playlist, PlaylistConnection } from './playlists.types.js';
import { SpotifyFeaturedService } from './spotify-featured.service.js';
import { searchLimit, SpotifySearchService } from './spotify-search.service.js';
import { refusalsOfSpotify } from './spotify.errors.js';

@ArgsType()
class PlaylistsArgs extends pageArgs(mostPlaylists, mostPlaylists) {}

@ArgsType()
class SearchPlaylistsArgs extends PlaylistsArgs {
  @Field(() => String, {
    description: 'What to look for, 1 to 100 characters; case and white space make no difference.',
  })
  query: string;
}

/** Finding playlists at Spotify. */
@Resolver()
export class SpotifyResolver {
  constructor(
    private readonly searching: SpotifySearchService,
    private readonly featured: SpotifyFeaturedService,
  ) {}

  @Public()
  @Refuses({
    ...refusalsOfSpotify,
    RATE_LIMITED: `one address has searched ${told(searchLimit)}`,
  })
  @Query(() => PlaylistConnection, {
    nullable: true,
    description:
      'Playlists of Spotify that match, as Spotify ranks them. An answer may be 10 minutes old; an older one, up to 6 hours, is given at once while a new one is fetched. A page may hold fewer than asked.',
  })
  searchPlaylists(
    @Args() { query, first, after }: SearchPlaylistsArgs,
    @Context() { ip }: RequestContext,
  ): Promise<Connection<Playlist>> {
    return this.searching.search(query, first, after, ip);
  }

  @Public()
  @Refuses(refusalsOfSpotify)
  @Query(() => PlaylistConnection, {
    nullable: true,
    description:
      'Playlists of Spotify that the operator of this server has picked, in that order. What is told of them may be an hour old, up to 6 hours while Spotify cannot be asked; what cannot be had then is left out.',
  })
  featuredPlaylists(@Args() { first, after }: PlaylistsArgs): Promise<Connection<Playlist>> {
    return this.featured.list(first, after);
  }
}
