import { Args, Parent, Resolver } from '@nestjs/graphql';
import { User } from '../auth/accounts.types.js';
import { BatchField } from '../platform/graphql/batch-field.js';
import { type Connection, PageArgs } from '../platform/graphql/connection.js';
import { OwnPlaylistsService } from './own-playlists.service.js';
import { type Playlist, PlaylistConnection } from './playlists.types.js';

/** What playlists add to the signed-in person. */
@Resolver(() => User)
export class UserPlaylistsLoaders {
  constructor(private readonly playlistsOf: OwnPlaylistsService) {}

  @BatchField(() => PlaylistConnection, { description: 'The playlists of this person, latest first.' })
  playlists(@Parent() users: User[], @Args() { first, after }: PageArgs): Promise<Connection<Playlist>[]> {
    return Promise.all(users.map((user) => this.playlistsOf.list(user.id, first, after)));
  }
}
