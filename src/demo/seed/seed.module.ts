import { Module } from '@nestjs/common';
import { AuthModule } from '../../auth/auth.module.js';
import { MediaModule } from '../../media/media.module.js';
import { SpacesModule } from '../../spaces/spaces.module.js';
import { DemoBookingsService } from '../bookings/demo-bookings.service.js';
import { DemoPeopleService } from '../people/demo-people.service.js';
import { DemoRoomsService } from '../rooms/demo-rooms.service.js';
import { SeedService } from './seed.service.js';

/** What the command `seed` needs; no server loads it. */
@Module({
  imports: [AuthModule, MediaModule, SpacesModule],
  providers: [DemoPeopleService, DemoRoomsService, DemoBookingsService, SeedService],
})
export class SeedModule {}
