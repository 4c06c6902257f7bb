import { Readable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { MediaEntity } from '../../media/media.entity.js';
import { MediaService } from '../../media/media.service.js';
import { Clock } from '../../platform/clock.js';
import { Database } from '../../platform/database/database.js';
import { TextIndex } from '../../platform/database/text-index.js';
import { Ids } from '../../platform/ids.js';
import { venueZone } from '../../spaces/calendar.rules.js';
import { cellOf } from '../../spaces/geo.rules.js';
import { ReferenceService } from '../../spaces/reference.service.js';
import { LikeEntity } from '../../spaces/like.entity.js';
import { SpaceImageEntity } from '../../spaces/space-image.entity.js';
import { noPictures, writePictures } from '../../spaces/space-pictures.js';
import { SpaceEntity } from '../../spaces/space.entity.js';
import { CancellationPolicy } from '../../spaces/spaces.types.js';
import { DemoPeopleService } from '../people/demo-people.service.js';
import { type DemoWorld, insertAll } from '../demo-world.js';
import { roomPictures } from './demo-pictures.js';
import { type DemoRoom, makeDemoRooms } from './demo-rooms.js';

const hourMs = 3_600_000;

/** A stored picture and where it hangs. */
interface Picture {
  readonly roomIndex: number;
  readonly position: number;
  readonly media: MediaEntity;
}

/** Rooms and their pictures. */
@Injectable()
export class DemoRoomsService {
  private readonly rooms = makeDemoRooms();
  private readonly texts: TextIndex;

  constructor(
    database: Database,
    private readonly people: DemoPeopleService,
    private readonly media: MediaService,
    private readonly reference: ReferenceService,
    private readonly clock: Clock,
    private readonly ids: Ids,
  ) {
    this.texts = new TextIndex(database, 'space_search');
  }

  /** Draws and stores all pictures. */
  async storePictures(): Promise<Picture[]> {
    const stored: Promise<Picture>[] = [];
    for await (const { roomIndex, position, bytes, width, height } of roomPictures(this.rooms)) {
      const picture = { kind: 'IMAGE', contentType: 'image/webp', extension: 'webp', width, height } as const;
      stored.push(
        this.media.store(picture, Readable.from([bytes])).then((media) => ({ roomIndex, position, media })),
      );
    }
    return Promise.all(stored);
  }

  async insert(manager: EntityManager, pictures: readonly Picture[]): Promise<DemoWorld> {
    const people = await this.people.insert(manager);
    const world = await this.insertRooms(manager, this.rooms, people);
    await insertAll(
      manager,
      MediaEntity,
      pictures.map(({ media }) => media),
    );
    await insertAll(
      manager,
      SpaceImageEntity,
      pictures.map(({ roomIndex, position, media }) => ({
        id: this.ids.next(),
        spaceId: world.spaceIds[roomIndex] ?? '',
        mediaId: media.id,
        position,
      })),
    );
    await writePictures(manager, world.spaceIds);
    return world;
  }

  /** Rooms without pictures, and who likes them. */
  async insertRooms(
    manager: EntityManager,
    rooms: readonly DemoRoom[],
    [hostIds, guestIds]: readonly [hostIds: string[], guestIds: string[]],
  ): Promise<DemoWorld> {
    const spaces = rooms.map((room, index) => {
      const createdAt = this.clock.now() - (rooms.length - index) * 36 * hourMs;
      return this.spaceOf(room, createdAt, hostIds, guestIds.length);
    });
    await insertAll(manager, SpaceEntity, spaces);
    await insertAll(manager, LikeEntity, this.likesOf(spaces, guestIds));
    await this.texts.add(
      manager,
      spaces.map(({ id, title, subtitle, address, districtId, categoryId }) => {
        const names = [this.reference.district(districtId).name, this.reference.category(categoryId).name];
        return [id, [title, subtitle, address, ...names]] as const;
      }),
    );
    return { rooms, spaceIds: spaces.map(({ id }) => id), hostIds, guestIds };
  }

  /** As many guests as the counter says, a different first one for each room. */
  private likesOf(spaces: readonly SpaceEntity[], guestIds: readonly string[]): LikeEntity[] {
    return spaces.flatMap((space, index) =>
      Array.from({ length: space.likeCount }, (_, turn) => {
        const accountId = guestIds[(7 * index + turn) % guestIds.length] ?? '';
        return { id: this.ids.next(), accountId, spaceId: space.id };
      }),
    );
  }

  /** Rooms were registered one every 36 hours, the last of the list latest. */
  private spaceOf(
    room: DemoRoom,
    createdAt: number,
    hostIds: readonly string[],
    guests: number,
  ): SpaceEntity {
    const prices = [room.dayPrice, room.nightPrice, room.allPrice].filter((price) => price !== null);
    return {
      id: this.ids.next(createdAt),
      hostId: hostIds[room.hostIndex] ?? '',
      districtId: room.districtId,
      categoryId: room.categoryId,
      status: 1,
      title: room.title,
      subtitle: room.subtitle,
      address: room.address,
      latitude: room.latitude,
      longitude: room.longitude,
      cell: cellOf(room.latitude, room.longitude),
      minCount: room.minCount,
      maxCount: room.maxCount,
      dayPrice: room.dayPrice,
      nightPrice: room.nightPrice,
      allPrice: room.allPrice,
      minPrice: Math.min(...prices),
      facilityMask: this.reference.facilityMask('facilityIds', room.facilityIds.map(String)),
      popularity: room.likeCount + 5 * room.reviews.length,
      likeCount: Math.min(room.likeCount, guests),
      reviewCount: room.reviews.length,
      ratingSum: room.reviews.reduce((sum, review) => sum + review.rating, 0),
      cancellationPolicy: CancellationPolicy[room.cancellationPolicy],
      venueTz: venueZone,
      pictures: noPictures,
      createdAt,
    };
  }
}
