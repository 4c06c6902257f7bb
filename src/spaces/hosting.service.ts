import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { Viewer } from '../auth/viewer.js';
import { MediaEntity } from '../media/media.entity.js';
import { MediaService } from '../media/media.service.js';
import { PicturesService } from '../media/pictures.service.js';
import { Clock } from '../platform/clock.js';
import { Database } from '../platform/database/database.js';
import { TextIndex } from '../platform/database/text-index.js';
import { AppError, ErrorCode, NotFound } from '../platform/errors.js';
import type { UploadedFile } from '../platform/graphql/upload-files.js';
import { Ids } from '../platform/ids.js';
import { BookingsAhead } from './bookings-ahead.js';
import { venueZone } from './calendar.rules.js';
import {
  checkCounts,
  checkedAddress,
  checkedPlace,
  checkedPrices,
  checkedSubtitle,
  checkedTitle,
} from './hosting.rules.js';
import type { CreateSpaceInput, UpdateSpaceInput } from './hosting.types.js';
import { ReferenceService } from './reference.service.js';
import { checkImageCount } from './space-images.rules.js';
import { SpaceImageEntity } from './space-image.entity.js';
import { noPictures, writePictures } from './space-pictures.js';
import { SpaceEntity } from './space.entity.js';
import type { Space } from './spaces.types.js';
import { SpacesService } from './spaces.service.js';

/** What of a space its text index holds. */
type Described = Pick<SpaceEntity, 'id' | 'title' | 'subtitle' | 'address' | 'districtId' | 'categoryId'>;

/** What hosts do with their spaces. */
@Injectable()
export class HostingService {
  private readonly texts: TextIndex;

  constructor(
    private readonly database: Database,
    private readonly spaces: SpacesService,
    private readonly pictures: PicturesService,
    private readonly media: MediaService,
    private readonly reference: ReferenceService,
    private readonly bookings: BookingsAhead,
    private readonly clock: Clock,
    private readonly ids: Ids,
  ) {
    this.texts = new TextIndex(database, 'space_search');
  }

  /**
   * Registers a space with its pictures, all or nothing: the objects are stored first, then every row in one
   * transaction. Should the process die between, the sweep removes the objects.
   * @throws BadInput, and whatever taking the pictures in throws
   */
  async create(viewer: Viewer, input: CreateSpaceInput, files: readonly UploadedFile[]): Promise<Space> {
    const space = this.entityOf(viewer, input);
    checkImageCount('images', files.length);
    const stored = await this.pictures.store('images', files);
    try {
      await this.database.transaction(async (manager) => {
        // All columns are given: the default of one must not make TypeORM read the row back.
        const insert = manager.createQueryBuilder().insert().into(SpaceEntity).values(space);
        await insert.updateEntity(false).execute();
        await manager.insert(MediaEntity, stored);
        const images = stored.map(({ id }, position) => ({
          id: this.ids.next(),
          spaceId: space.id,
          mediaId: id,
          position,
        }));
        await manager.insert(SpaceImageEntity, images);
        await writePictures(manager, [space.id]);
        await this.index(manager, space);
      });
    } catch (error) {
      await this.media.withdraw(stored, error);
      throw error;
    }
    return this.spaces.getSpace(space.id);
  }

  /**
   * Changes what is given of a space.
   * @throws NotFound unless the space is the viewer's, BadInput
   */
  async update(viewer: Viewer, id: string, input: UpdateSpaceInput): Promise<Space> {
    await this.database.transaction(async (manager) => {
      const space = await this.lockOwn(manager, viewer, id);
      const changes = this.changes(space, input);
      await manager.update(SpaceEntity, { id }, changes);
      await this.index(manager, { ...space, ...changes });
    });
    return this.spaces.getSpace(id);
  }

  /**
   * Takes a space off the lists for good; orders of the past still show it.
   * @throws NotFound unless the space is the viewer's, AppError (CONFLICT) while paid stays lie ahead
   */
  async remove(viewer: Viewer, id: string): Promise<string> {
    await this.database.transaction(async (manager) => {
      await this.lockOwn(manager, viewer, id);
      const bookings = await this.bookings.endHolds(manager, id);
      if (bookings > 0) {
        const what = bookings === 1 ? 'is 1 paid booking' : `are ${bookings} paid bookings`;
        throw new AppError(ErrorCode.CONFLICT, `There ${what} ahead; cancel first.`, { bookings });
      }
      await manager.update(SpaceEntity, { id }, { status: 0 });
      await this.texts.remove(manager, id);
    });
    return id;
  }

  /** The viewer's space, its row locked until the transaction ends. */
  async lockOwn(manager: EntityManager, viewer: Viewer, id: string): Promise<SpaceEntity> {
    const lock = this.database.dialect === 'mysql' ? ({ mode: 'pessimistic_write' } as const) : undefined;
    const space = await manager.findOne(SpaceEntity, { where: { id, hostId: viewer.id, status: 1 }, lock });
    if (!space) throw new NotFound('space');
    return space;
  }

  private entityOf(viewer: Viewer, input: CreateSpaceInput): SpaceEntity {
    const minCount = input.minCount ?? 2;
    checkCounts(minCount, input.maxCount);
    return {
      id: this.ids.next(),
      hostId: viewer.id,
      districtId: this.reference.districtId('input.districtId', input.districtId),
      categoryId: this.reference.categoryId('input.categoryId', input.categoryId),
      status: 1,
      title: checkedTitle(input.title),
      subtitle: checkedSubtitle(input.subtitle),
      address: checkedAddress(input.address),
      ...checkedPlace(input.latitude ?? null, input.longitude ?? null),
      minCount,
      maxCount: input.maxCount,
      ...checkedPrices(input.options),
      facilityMask: this.reference.facilityMask('input.facilityIds', input.facilityIds),
      popularity: 0,
      likeCount: 0,
      reviewCount: 0,
      ratingSum: 0,
      cancellationPolicy: input.cancellationPolicy,
      venueTz: venueZone,
      pictures: noPictures,
      createdAt: this.clock.now(),
    };
  }

  private changes(space: SpaceEntity, input: UpdateSpaceInput): Partial<SpaceEntity> {
    const { title, subtitle, address, categoryId, districtId, facilityIds, options } = input;
    const latitude = input.latitude === undefined ? space.latitude : input.latitude;
    const longitude = input.longitude === undefined ? space.longitude : input.longitude;
    const [minCount, maxCount] = [input.minCount ?? space.minCount, input.maxCount ?? space.maxCount];
    checkCounts(minCount, maxCount);
    return {
      ...(typeof title === 'string' && { title: checkedTitle(title) }),
      ...(typeof subtitle === 'string' && { subtitle: checkedSubtitle(subtitle) }),
      ...(typeof address === 'string' && { address: checkedAddress(address) }),
      ...(categoryId && { categoryId: this.reference.categoryId('input.categoryId', categoryId) }),
      ...(districtId && { districtId: this.reference.districtId('input.districtId', districtId) }),
      ...(facilityIds && { facilityMask: this.reference.facilityMask('input.facilityIds', facilityIds) }),
      ...(options && checkedPrices(options)),
      ...checkedPlace(latitude, longitude),
      minCount,
      maxCount,
      cancellationPolicy: input.cancellationPolicy ?? space.cancellationPolicy,
    };
  }

  private async index(manager: EntityManager, space: Described): Promise<void> {
    const { id, title, subtitle, address, districtId, categoryId } = space;
    const names = [this.reference.district(districtId).name, this.reference.category(categoryId).name];
    await this.texts.put(manager, id, [title, subtitle, address, ...names]);
  }
}
