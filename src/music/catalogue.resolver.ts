import { Args, ID, Mutation, Resolver } from '@nestjs/graphql';
import { Refuses } from '../platform/graphql/refuses.js';
import { CurrentViewer } from '../auth/current-viewer.decorator.js';
import type { Viewer } from '../auth/viewer.js';
import { chunksOf, fileNameOf, type UploadedFile, UploadScalar } from '../platform/graphql/upload-files.js';
import { CatalogueService } from './catalogue.service.js';
import { Track } from './tracks.types.js';

const mostBytes = 50 * 1024 * 1024;

@Resolver()
export class CatalogueResolver {
  constructor(private readonly catalogue: CatalogueService) {}

  @Refuses({
    FORBIDDEN: 'the viewer is no admin',
    PAYLOAD_TOO_LARGE: 'the file has more than 50 MiB',
    UNSUPPORTED_MEDIA_TYPE: 'the file is none of the formats taken, or how long it plays cannot be told',
    RATE_LIMITED: 'three uploads are under way already',
  })
  @Mutation(() => Track, {
    description:
      'Adds a track for everybody out of a file of at most 50 MiB, in a multipart request: MP3, AAC, M4A, Ogg Vorbis, Opus, WebM, FLAC or WAV, told by its content. Title, artist, album and cover are those in the file. Only for admins.',
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

  @Refuses({ FORBIDDEN: 'the viewer is no admin', NOT_FOUND: 'there is no such track' })
  @Mutation(() => ID, {
    description:
      'Deletes a track for good and returns its id; playlists close the gap it leaves. Only for admins.',
  })
  deleteTrack(
    @CurrentViewer() viewer: Viewer,
    @Args('id', { type: () => ID, description: 'Id of the track.' }) id: string,
  ): Promise<string> {
    return this.catalogue.delete(viewer, id);
  }
}
