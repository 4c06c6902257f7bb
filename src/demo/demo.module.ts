import { Module, type OnApplicationBootstrap } from '@nestjs/common';
import { AuthModule } from '../auth/auth.module.js';
import { MediaModule } from '../media/media.module.js';
import { Database } from '../platform/database/database.js';
import { Log } from '../platform/ops/log.js';
import { SpacesModule } from '../spaces/spaces.module.js';
import { DemoBookingsService } from './bookings/demo-bookings.service.js';
import { DemoKakaoModule } from './kakao/demo-kakao.module.js';
import { DemoPeopleService } from './people/demo-people.service.js';
import { DemoRoomsService } from './rooms/demo-rooms.service.js';
import { DemoSpotifyModule } from './spotify/demo-spotify.module.js';
import { DemoTracksService } from './tracks/demo-tracks.service.js';

/** Fills an empty database with rooms, people, bookings and music. Never part of production. */
@Module({
  imports: [AuthModule, MediaModule, SpacesModule, DemoKakaoModule, DemoSpotifyModule],
  providers: [DemoPeopleService, DemoRoomsService, DemoBookingsService, DemoTracksService],
})
export class DemoModule implements OnApplicationBootstrap {
  constructor(
    private readonly database: Database,
    private readonly rooms: DemoRoomsService,
    private readonly bookings: DemoBookingsService,
    private readonly tracks: DemoTracksService,
    private readonly log: Log,
  ) {}

  /** Objects are stored first, then every row in one transaction: a start that is cut off is begun anew. */
  async onApplicationBootstrap(): Promise<void> {
    const [someone] = await this.database.select<{ id: string }>('SELECT id FROM account LIMIT 1');
    if (someone) return;
    const [pictures, tracks] = await Promise.all([this.rooms.storePictures(), this.tracks.storeFiles()]);
    await this.database.transaction(async (manager) => {
      const world = await this.rooms.insert(manager, pictures);
      await this.bookings.insert(manager, world);
      await this.tracks.insert(manager, tracks, world);
    });
    this.log.info('filled the empty database with demo data');
  }
}
