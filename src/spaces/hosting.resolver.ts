import { Args, ID, Mutation, Resolver } from '@nestjs/graphql';
import { type Refusals, Refuses } from '../platform/graphql/refuses.js';
import { CurrentViewer } from '../auth/current-viewer.decorator.js';
import type { Viewer } from '../auth/viewer.js';
import { type UploadedFile, UploadScalar } from '../platform/graphql/upload-files.js';
import { HostingService } from './hosting.service.js';
import { CreateSpaceInput, UpdateSpaceInput } from './hosting.types.js';
import { SpaceImagesService } from './space-images.service.js';
import { Space } from './spaces.types.js';

const spaceId = { type: () => ID, description: 'Id of a space of the viewer.' };
const images = {
  type: () => [UploadScalar],
  description: 'Pictures in order: JPEG, PNG, WebP or AVIF, each at most 15 MiB and 50 million pixels.',
};

const refusalsOfPictures: Refusals = {
  PAYLOAD_TOO_LARGE: 'a picture has more than 15 MiB',
  UNSUPPORTED_MEDIA_TYPE: 'a picture is none of the formats taken',
};

@Resolver()
export class HostingResolver {
  constructor(
    private readonly hosting: HostingService,
    private readonly imagesOf: SpaceImagesService,
  ) {}

  @Refuses(refusalsOfPictures)
  @Mutation(() => Space, {
    description:
      'Registers a space of the viewer with 1 to 10 pictures, in one multipart request: all of it, or nothing. Of the pictures the pixels alone are kept, upright.',
  })
  createSpace(
    @CurrentViewer() viewer: Viewer,
    @Args('input', { description: 'What it is, and what it costs.' }) input: CreateSpaceInput,
    @Args('images', images) files: UploadedFile[],
  ): Promise<Space> {
    return this.hosting.create(viewer, input, files);
  }

  @Refuses({ NOT_FOUND: 'the viewer has no such space' })
  @Mutation(() => Space, { description: 'Changes a space; orders keep what they were placed under.' })
  updateSpace(
    @CurrentViewer() viewer: Viewer,
    @Args('id', spaceId) id: string,
    @Args('input', { description: 'What to change.' }) input: UpdateSpaceInput,
  ): Promise<Space> {
    return this.hosting.update(viewer, id, input);
  }

  @Refuses({
    NOT_FOUND: 'the viewer has no such space',
    CONFLICT: 'paid stays lie ahead; `bookings` says how many',
  })
  @Mutation(() => ID, {
    description: 'Takes a space off the lists for good and ends its holds.',
  })
  deleteSpace(@CurrentViewer() viewer: Viewer, @Args('id', spaceId) id: string): Promise<string> {
    return this.hosting.remove(viewer, id);
  }

  @Refuses({ NOT_FOUND: 'the viewer has no such space', ...refusalsOfPictures })
  @Mutation(() => Space, { description: 'Adds pictures behind those there are, 10 in all.' })
  addSpaceImages(
    @CurrentViewer() viewer: Viewer,
    @Args('id', spaceId) id: string,
    @Args('images', images) files: UploadedFile[],
  ): Promise<Space> {
    return this.imagesOf.add(viewer, id, files);
  }

  @Refuses({ NOT_FOUND: 'the viewer has no such space, or the space no such picture' })
  @Mutation(() => Space, { description: 'Removes a picture; the last one stays.' })
  removeSpaceImage(
    @CurrentViewer() viewer: Viewer,
    @Args('id', spaceId) id: string,
    @Args('imageId', { type: () => ID, description: 'Id of a picture of the space.' }) imageId: string,
  ): Promise<Space> {
    return this.imagesOf.remove(viewer, id, imageId);
  }

  @Refuses({ NOT_FOUND: 'the viewer has no such space' })
  @Mutation(() => Space, { description: 'Puts the pictures in another order; the first is the cover.' })
  orderSpaceImages(
    @CurrentViewer() viewer: Viewer,
    @Args('id', spaceId) id: string,
    @Args('imageIds', { type: () => [ID], description: 'Every picture of the space, once.' })
    imageIds: string[],
  ): Promise<Space> {
    return this.imagesOf.order(viewer, id, imageIds);
  }
}
