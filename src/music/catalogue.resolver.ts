import { Args, ID, Mutation, Resolver } from '@nestjs/graphql';
import { CurrentViewer } from '../auth/current-viewer.decorator.js';
import type { Viewer } from '../auth/viewer.js';
import { chunksOf, fileNameOf, type UploadedFile, UploadScalar } from '../platform/graphql/upload-files.js';
import { CatalogueService } from './catalogue.service.js';
import { Track } from './tracks.types.js';

const mostBytes = 50 * 1024 * 1024;

@Resolver()
export class CatalogueResolver {
  constructor(private readonly catalogue: CatalogueService) {}

  @Mutation(() => Track, {
    description:
      'Adds a track for everybody out of a file of at most 50 MiB, in a multipart request: MP3, AAC, M4A, Ogg Vorbis, Opus, WebM, FLAC or WAV, told by its content. Title, artist, album and cover are those in the file. Only for admins; `FORBIDDEN` to others.',
  })
  async uploadTrack(
    @CurrentViewer() viewer: Viewer,
    @Args('file', {
      type: () => UploadScalar,
      description: 'The audio file; where it has no title, it is called by its name without extension.',
    })
    file: UploadedFile,
  ): Promise<Track> {
    const chunks = chunksOf('file', file, mostBytes);
    return this.catalogue.upload(viewer, await fileNameOf('file', file), chunks);
  }

  @Mutation(() => ID, {
    description:
      'Deletes a track for good and returns its id; playlists close the gap it leaves. Only for admins; `FORBIDDEN` to others.',
  })
  deleteTrack(
    @CurrentViewer() viewer: Viewer,
    @Args('id', { type: () => ID, description: 'Id of the track.' }) id: string,
  ): Promise<string> {
    return this.catalogue.delete(viewer, id);
  }
}
