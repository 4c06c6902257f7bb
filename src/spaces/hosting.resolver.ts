import { Args, ID, Mutation, Resolver } from '@nestjs/graphql';
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

@Resolver()
export class HostingResolver {
  constructor(
    private readonly hosting: HostingService,
    private readonly imagesOf: SpaceImagesService,
  ) {}

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

  @Mutation(() => Space, { description: 'Changes a space; orders keep what they were placed under.' })
  updateSpace(
    @CurrentViewer() viewer: Viewer,
    @Args('id', spaceId) id: string,
    @Args('input', { description: 'What to change.' }) input: UpdateSpaceInput,
  ): Promise<Space> {
    return this.hosting.update(viewer, id, input);
  }

  @Mutation(() => ID, {
    description:
      'Takes a space off the lists for good and ends its holds. `CONFLICT` with the number of `bookings` while paid stays lie ahead.',
  })
  deleteSpace(@CurrentViewer() viewer: Viewer, @Args('id', spaceId) id: string): Promise<string> {
    return this.hosting.remove(viewer, id);
  }

  @Mutation(() => Space, { description: 'Adds pictures behind those there are, 10 in all.' })
  addSpaceImages(
    @CurrentViewer() viewer: Viewer,
    @Args('id', spaceId) id: string,
    @Args('images', images) files: UploadedFile[],
  ): Promise<Space> {
    return this.imagesOf.add(viewer, id, files);
  }

  @Mutation(() => Space, { description: 'Removes a picture; the last one stays.' })
  removeSpaceImage(
    @CurrentViewer() viewer: Viewer,
    @Args('id', spaceId) id: string,
    @Args('imageId', { type: () => ID, description: 'Id of a picture of the space.' }) imageId: string,
  ): Promise<Space> {
    return this.imagesOf.remove(viewer, id, imageId);
  }

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
