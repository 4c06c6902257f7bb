import { Module } from '@nestjs/common';
import { ImagesService } from './images.service.js';
import { MediaController } from './media.controller.js';
import { MediaLinks } from './media-links.js';
import { MediaService } from './media.service.js';

/** Bytes: stored objects, pictures, streaming. */
@Module({
  controllers: [MediaController],
  providers: [MediaService, ImagesService, MediaLinks],
  exports: [MediaService, MediaLinks],
})
export class MediaModule {}
