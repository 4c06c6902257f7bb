import { Module } from '@nestjs/common';
import { AuthModule } from '../auth/auth.module.js';
import { AudioAnalyst } from './audio/audio-analyst.js';
import { AudioFilesService } from './audio-files.service.js';
import { ImagesService } from './images.service.js';
import { MediaLinks } from './media-links.js';
import { MediaSweepService } from './media-sweep.service.js';
import { MediaRoutes } from './media.routes.js';
import { MediaService } from './media.service.js';
import { PicturesService } from './pictures.service.js';
import { RecordingAnalysisService } from './recording-analysis.service.js';
import { RecordingsController } from './recordings.controller.js';
import { RecordingLoaders, UserRecordingsLoaders } from './recordings.loaders.js';
import { RecordingsResolver } from './recordings.resolver.js';
import { RecordingsService } from './recordings.service.js';
import { StreamSignatures } from './stream-signatures.js';
import { UploadSlots } from './upload-slots.js';

/** Bytes: stored objects, pictures, recordings, streaming. */
@Module({
  imports: [AuthModule],
  controllers: [RecordingsController],
  providers: [
    AudioAnalyst,
    AudioFilesService,
    ImagesService,
    MediaLinks,
    MediaRoutes,
    MediaService,
    MediaSweepService,
    PicturesService,
    RecordingAnalysisService,
    RecordingLoaders,
    RecordingsResolver,
    RecordingsService,
    StreamSignatures,
    UploadSlots,
    UserRecordingsLoaders,
  ],
  exports: [AudioAnalyst, AudioFilesService, MediaService, MediaLinks, PicturesService, UploadSlots],
})
export class MediaModule {}
