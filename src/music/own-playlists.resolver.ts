import { Args, ID, Mutation, Resolver } from '@nestjs/graphql';
import { Refuses } from '../platform/graphql/refuses.js';
import { CurrentViewer } from '../auth/current-viewer.decorator.js';
import type { Viewer } from '../auth/viewer.js';
import { OwnPlaylistsService } from './own-playlists.service.js';
import { PlaylistInput } from './own-playlists.types.js';
import { mostOwnPlaylists } from './playlist.rules.js';
import { Playlist } from './playlists.types.js';

const playlistId = { type: () => ID, description: 'Id of a playlist of the viewer.' };

@Resolver()
export class OwnPlaylistsResolver {
  constructor(private readonly playlists: OwnPlaylistsService) {}

  @Refuses({ CONFLICT: `the viewer has ${mostOwnPlaylists} playlists already` })
  @Mutation(() => Playlist, {
    description: 'Makes a playlist of our own tracks, which everybody may read by its id.',
  })
  createPlaylist(
    @CurrentViewer() viewer: Viewer,
    @Args('input', { description: 'What it is.' }) input: PlaylistInput,
  ): Promise<Playlist> {
    return this.playlists.create(viewer, input);
  }

  @Refuses({ NOT_FOUND: 'the viewer has no such playlist' })
  @Mutation(() => Playlist, {
    description:
      'Replaces a whole playlist: renames, adds, removes and puts in order at once. The list given is the whole list.',
  })
  updatePlaylist(
    @CurrentViewer() viewer: Viewer,
    @Args('id', playlistId) id: string,
    @Args('input', { description: 'All that it shall be.' }) input: PlaylistInput,
  ): Promise<Playlist> {
    return this.playlists.update(viewer, id, input);
  }

  @Refuses({ NOT_FOUND: 'the viewer has no such playlist' })
  @Mutation(() => ID, {
    description:
      'Deletes a playlist for good and returns its id; spaces that played it have no soundtrack then.',
  })
  deletePlaylist(@CurrentViewer() viewer: Viewer, @Args('id', playlistId) id: string): Promise<string> {
    return this.playlists.delete(viewer, id);
  }
}
