import { Module } from '@nestjs/common';
import { AuthModule } from '../auth/auth.module.js';
import { MediaModule } from '../media/media.module.js';
import { HostingResolver } from './hosting.resolver.js';
import { HostingService } from './hosting.service.js';
import { LikesResolver } from './likes.resolver.js';
import { LikesService } from './likes.service.js';
import { ReferenceService } from './reference.service.js';
import { ReviewsService } from './reviews.service.js';
import { SpaceImagesService } from './space-images.service.js';
import { SpaceListService } from './space-list.service.js';
import {
  ReviewLoaders,
  SpaceImageLoaders,
  SpaceLikesLoaders,
  SpaceLoaders,
  UserSpacesLoaders,
} from './spaces.loaders.js';
import { SpacesResolver } from './spaces.resolver.js';
import { SpacesService } from './spaces.service.js';

/** Spaces one can book, and looking for them. */
@Module({
  imports: [AuthModule, MediaModule],
  providers: [
    HostingResolver,
    HostingService,
    SpaceImagesService,
    SpacesResolver,
    SpacesService,
    SpaceListService,
    ReferenceService,
    ReviewsService,
    LikesResolver,
    LikesService,
    SpaceLikesLoaders,
    UserSpacesLoaders,
    SpaceLoaders,
    ReviewLoaders,
    SpaceImageLoaders,
  ],
  exports: [HostingService, SpacesService, SpaceListService, ReferenceService, ReviewsService],
})
export class SpacesModule {}
