import { Global, Module } from '@nestjs/common';
import { NewAccount } from '../auth/new-account.js';
import { FreeSlots } from '../spaces/free-slots.js';
import { AvailabilityService } from './availability.service.js';
import { BooksService } from './books.service.js';
import { ClaimedSlots } from './claimed-slots.js';
import { LedgerService } from './ledger.service.js';
import { SpaceOrdersLoaders, UserOrdersLoaders } from './orders.loaders.js';
import { PointsService } from './points.service.js';
import { SignupGrant } from './signup-grant.js';

/**
 * Availability and points. Global, because folders to the left ask it: lists of spaces which slots are free, new
 * accounts for their points.
 */
@Global()
@Module({
  providers: [
    AvailabilityService,
    BooksService,
    LedgerService,
    PointsService,
    SpaceOrdersLoaders,
    UserOrdersLoaders,
    { provide: FreeSlots, useClass: ClaimedSlots },
    { provide: NewAccount, useClass: SignupGrant },
  ],
  exports: [FreeSlots, NewAccount, LedgerService],
})
export class OrdersModule {}
