import { Args, ID, Mutation, Resolver } from '@nestjs/graphql';
import { Refuses } from '../platform/graphql/refuses.js';
import { CurrentViewer } from '../auth/current-viewer.decorator.js';
import type { Viewer } from '../auth/viewer.js';
import { chunksOf, fileNameOf, type UploadedFile, UploadScalar } from '../platform/graphql/upload-files.js';
import { RecordingsService } from './recordings.service.js';
import { Recording } from './recordings.types.js';

/** As the REST way takes more, this one is for small files: they lie on disk twice. */
const mostBytes = 50 * 1024 * 1024;

const recordingId = { type: () => ID, description: 'Id of a recording of the viewer.' };

@Resolver()
export class RecordingsResolver {
  constructor(private readonly recordings: RecordingsService) {}

  @Refuses({
    PAYLOAD_TOO_LARGE: 'the file has more than 50 MiB, or more than there is room `left` for',
    UNSUPPORTED_MEDIA_TYPE: 'the file is none of the formats taken',
    RATE_LIMITED: 'three uploads are under way already',
  })
  @Mutation(() => Recording, {
    description:
      'Uploads a recording of at most 50 MiB in a multipart request: MP3, AAC, M4A, Ogg Vorbis, Opus, WebM, FLAC or WAV, told by its content. Larger ones go to `PUT /recordings/:fileName`.',
  })
  async uploadRecording(
    @CurrentViewer() viewer: Viewer,
    @Args('file', { type: () => UploadScalar, description: 'The audio file; its name is kept.' })
    file: UploadedFile,
  ): Promise<Recording> {
    const chunks = chunksOf('file', file, mostBytes);
    return this.recordings.upload(viewer, await fileNameOf('file', file), chunks);
  }

  @Refuses({ NOT_FOUND: 'the viewer has no such recording' })
  @Mutation(() => ID, {
    description:
      'Deletes a recording for good and returns its id; its stream URLs lead nowhere from then on.',
  })
  deleteRecording(@CurrentViewer() viewer: Viewer, @Args('id', recordingId) id: string): Promise<string> {
    return this.recordings.delete(viewer, id);
  }
}
