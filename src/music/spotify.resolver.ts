import { Args, ArgsType, Context, Field, Query, Resolver } from '@nestjs/graphql';
import { Public } from '../platform/access.js';
import { type Connection, pageArgs } from '../platform/graphql/connection.js';
import type { RequestContext } from '../platform/graphql/request-context.js';
import { mostPlaylists, type Playlist, PlaylistConnection } from './playlists.types.js';
import { SpotifyFeaturedService } from './spotify-featured.service.js';
import { SpotifySearchService } from './spotify-search.service.js';

@ArgsType()
class PlaylistsArgs extends pageArgs(mostPlaylists, mostPlaylists) {}

@ArgsType()
class SearchPlaylistsArgs extends PlaylistsArgs {
  @Field(() => String, {
    description: 'What to look for, 1 to 100 characters; case and white space make no difference.',
  })
  query: string;
}

const unavailable =
  '`UPSTREAM_UNAVAILABLE` within 3 seconds when Spotify cannot be asked and nothing is kept; `NOT_CONFIGURED` where Spotify is not set up.';

/** Finding playlists at Spotify. */
@Resolver()
export class SpotifyResolver {
  constructor(
    private readonly searching: SpotifySearchService,
    private readonly featured: SpotifyFeaturedService,
  ) {}

  @Public()
  @Query(() => PlaylistConnection, {
    nullable: true,
    description: `Playlists of Spotify that match, as Spotify ranks them. An answer may be 10 minutes old; an older one, up to 6 hours, is given at once while a new one is fetched. A page may hold fewer than asked. ${unavailable}`,
  })
  searchPlaylists(
    @Args() { query, first, after }: SearchPlaylistsArgs,
    @Context() { ip }: RequestContext,
  ): Promise<Connection<Playlist>> {
    return this.searching.search(query, first, after, ip);
  }

  @Public()
  @Query(() => PlaylistConnection, {
    nullable: true,
    description: `Playlists of Spotify that the operator of this server has picked, in that order. What is told of them may be an hour old, up to 6 hours while Spotify cannot be asked; what cannot be had then is left out. ${unavailable}`,
  })
  featuredPlaylists(@Args() { first, after }: PlaylistsArgs): Promise<Connection<Playlist>> {
    return this.featured.list(first, after);
  }
}
