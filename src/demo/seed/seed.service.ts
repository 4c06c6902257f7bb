import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/database.js';
import { DemoBookingsService } from '../bookings/demo-bookings.service.js';
import type { DemoWorld } from '../demo-world.js';
import { DemoPeopleService } from '../people/demo-people.service.js';
import { DemoRoomsService } from '../rooms/demo-rooms.service.js';
import { type DemoRoom, makeDemoRoom } from '../rooms/demo-rooms.js';

/** Rooms of one transaction, with hosts and guests of their own. */
const roomsPerPart = 1000;
/** So many of them have bookings, reviews and points: all of it would be a hundred rows to a room. */
const bookedPerPart = 100;

/** Fills a database with as many rooms as are wanted, to see how it does with them. */
@Injectable()
export class SeedService {
  constructor(
    private readonly database: Database,
    private readonly people: DemoPeopleService,
    private readonly rooms: DemoRoomsService,
    private readonly bookings: DemoBookingsService,
  ) {}

  /** How many rooms there are. */
  async count(): Promise<number> {
    const [row] = await this.database.select<{ rooms: number }>('SELECT COUNT(*) AS rooms FROM space');
    return Number(row?.rooms ?? 0);
  }

  /**
   * Adds rooms until there are `wanted`, going on where the list of rooms ended the last time. Each part is there
   * wholly or not at all, so it may be cut off and begun again.
   */
  async fill(wanted: number, tell: (rooms: number) => void): Promise<void> {
    for (let have = await this.count(); have < wanted;) {
      const part = Math.min(roomsPerPart, wanted - have);
      const first = have;
      await this.database.transaction(async (manager) => {
        const rooms = Array.from({ length: part }, (_, index) =>
          roomOf(first + index, index < bookedPerPart),
        );
        const people = await this.people.insertMore(manager);
        const world = await this.rooms.insertRooms(manager, rooms, people);
        await this.bookings.insert(manager, booked(world));
      });
      have += part;
      tell(have);
    }
  }
}

/** Fewer likes than in the demo: each is a row. */
function roomOf(index: number, reviewed: boolean): DemoRoom {
  const room = makeDemoRoom(index);
  return { ...room, likeCount: Math.round(room.likeCount / 50), reviews: reviewed ? room.reviews : [] };
}

const booked = (world: DemoWorld): DemoWorld => ({
  ...world,
  rooms: world.rooms.slice(0, bookedPerPart),
  spaceIds: world.spaceIds.slice(0, bookedPerPart),
});
