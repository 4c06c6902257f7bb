import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { Viewer } from '../auth/viewer.js';
import { MediaEntity } from '../media/media.entity.js';
import { MediaService } from '../media/media.service.js';
import { PicturesService } from '../media/pictures.service.js';
import { Database } from '../platform/database/database.js';
import { BadInput, NotFound } from '../platform/errors.js';
import type { UploadedFile } from '../platform/graphql/upload-files.js';
import { Ids } from '../platform/ids.js';
import { HostingService } from './hosting.service.js';
import { SpaceImageEntity } from './space-image.entity.js';
import { writePictures } from './space-pictures.js';
import { checkImageCount, checkSameIds, mostImages } from './space-images.rules.js';
import type { Space } from './spaces.types.js';
import { SpacesService } from './spaces.service.js';

/** The pictures of a space, in the order their host wants. Each change holds the row of the space, which holds them too. */
@Injectable()
export class SpaceImagesService {
  constructor(
    private readonly database: Database,
    private readonly spaces: SpacesService,
    private readonly hosting: HostingService,
    private readonly pictures: PicturesService,
    private readonly media: MediaService,
    private readonly ids: Ids,
  ) {}

  /**
   * Adds pictures behind those there are, all or none.
   * @throws NotFound unless the space is the viewer's, BadInput, and whatever taking the pictures in throws
   */
  async add(viewer: Viewer, spaceId: string, files: readonly UploadedFile[]): Promise<Space> {
    await this.spaces.getOwnSpace(viewer, spaceId);
    checkImageCount('images', files.length);
    const stored = await this.pictures.store('images', files);
    try {
      await this.database.transaction(async (manager) => {
        const present = await this.lockImages(manager, viewer, spaceId);
        if (present.length + stored.length > mostImages) {
          throw new BadInput('images', `must leave the space with at most ${mostImages} pictures`);
        }
        await manager.insert(MediaEntity, stored);
        const added = stored.map(({ id }, index) => ({
          id: this.ids.next(),
          spaceId,
          mediaId: id,
          position: present.length + index,
        }));
        await manager.insert(SpaceImageEntity, added);
        await writePictures(manager, [spaceId]);
      });
    } catch (error) {
      await this.media.withdraw(stored, error);
      throw error;
    }
    return this.spaces.getSpace(spaceId);
  }

  /**
   * Removes a picture, but never the last one; the bytes go once the rows are gone.
   * @throws NotFound unless the space is the viewer's and the picture the space's, BadInput
   */
  async remove(viewer: Viewer, spaceId: string, imageId: string): Promise<Space> {
    const removed = await this.database.transaction(async (manager) => {
      const present = await this.lockImages(manager, viewer, spaceId);
      const image = present.find(({ id }) => id === imageId);
      if (!image) throw new NotFound('picture');
      if (present.length === 1) throw new BadInput('imageId', 'must not be the last picture of the space');
      const object = await manager.findOneByOrFail(MediaEntity, { id: image.mediaId });
      await manager.delete(SpaceImageEntity, { id: imageId });
      await manager.delete(MediaEntity, { id: image.mediaId });
      await this.number(
        manager,
        present.filter((other) => other !== image),
      );
      await writePictures(manager, [spaceId]);
      return object;
    });
    await this.media.discard([removed]);
    return this.spaces.getSpace(spaceId);
  }

  /**
   * Puts the pictures in a new order; the first is the cover.
   * @throws NotFound unless the space is the viewer's, BadInput
   */
  async order(viewer: Viewer, spaceId: string, imageIds: readonly string[]): Promise<Space> {
    await this.database.transaction(async (manager) => {
      const present = await this.lockImages(manager, viewer, spaceId);
      checkSameIds(
        'imageIds',
        imageIds,
        present.map(({ id }) => id),
      );
      const byId = new Map(present.map((image) => [image.id, image]));
      await this.number(
        manager,
        imageIds.map((id) => byId.get(id) as SpaceImageEntity),
      );
      await writePictures(manager, [spaceId]);
    });
    return this.spaces.getSpace(spaceId);
  }

  private async lockImages(
    manager: EntityManager,
    viewer: Viewer,
    spaceId: string,
  ): Promise<SpaceImageEntity[]> {
    await this.hosting.lockOwn(manager, viewer, spaceId);
    return manager.find(SpaceImageEntity, { where: { spaceId }, order: { position: 'ASC' } });
  }

  /** Gives each image its place in the list. */
  private async number(manager: EntityManager, images: readonly SpaceImageEntity[]): Promise<void> {
    for (const [position, image] of images.entries()) {
      if (image.position !== position) await manager.update(SpaceImageEntity, { id: image.id }, { position });
    }
  }
}
