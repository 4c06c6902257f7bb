import { Global, Module } from '@nestjs/common';
import { FreeSlots } from '../spaces/free-slots.js';
import { AvailabilityService } from './availability.service.js';
import { ClaimedSlots } from './claimed-slots.js';
import { SpaceOrdersLoaders } from './orders.loaders.js';

/** Availability. Global, because lists of spaces ask it which slots are free. */
@Global()
@Module({
  providers: [AvailabilityService, SpaceOrdersLoaders, { provide: FreeSlots, useClass: ClaimedSlots }],
  exports: [FreeSlots],
})
export class OrdersModule {}
