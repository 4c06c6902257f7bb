import { Global, Module } from '@nestjs/common';
import { AuthModule } from '../auth/auth.module.js';
import { NewAccount } from '../auth/new-account.js';
import { BookingsAhead } from '../spaces/bookings-ahead.js';
import { FreeSlots } from '../spaces/free-slots.js';
import { SpacesModule } from '../spaces/spaces.module.js';
import { AvailabilityFeed } from './availability-feed.service.js';
import { AvailabilityResolver } from './availability.resolver.js';
import { AvailabilityService } from './availability.service.js';
import { BlocksResolver } from './blocks.resolver.js';
import { BlocksService } from './blocks.service.js';
import { BooksService } from './books.service.js';
import { CancelOrderService } from './cancel-order.service.js';
import { ClaimedSlots } from './claimed-slots.js';
import { ClaimsService } from './claims.service.js';
import { CompleteOrderService } from './complete-order.service.js';
import { IdempotencyService } from './idempotency.service.js';
import { LedgerService } from './ledger.service.js';
import { OrderLoaders, PointEntryLoaders, SpaceOrdersLoaders, UserOrdersLoaders } from './orders.loaders.js';
import { OrdersAhead } from './orders-ahead.js';
import { OrdersInNumbers } from './orders-in-numbers.js';
import { OrdersResolver } from './orders.resolver.js';
import { OrdersService } from './orders.service.js';
import { PlaceOrderService } from './place-order.service.js';
import { PointsService } from './points.service.js';
import { SignupGrant } from './signup-grant.js';
import { SlotLookService } from './slot-look.service.js';
import { StayReviewsService } from './stay-reviews.service.js';
import { UpkeepService } from './upkeep.service.js';

/**
 * Availability, bookings and points. Global, because folders to the left ask it: lists of spaces which slots are
 * free, hosts what stands in the way of removing a space, new accounts for their points.
 */
@Global()
@Module({
  imports: [AuthModule, SpacesModule],
  providers: [
    AvailabilityFeed,
    AvailabilityResolver,
    AvailabilityService,
    BlocksResolver,
    BlocksService,
    BooksService,
    CancelOrderService,
    ClaimsService,
    CompleteOrderService,
    IdempotencyService,
    LedgerService,
    OrderLoaders,
    OrdersInNumbers,
    OrdersResolver,
    OrdersService,
    PlaceOrderService,
    PointEntryLoaders,
    PointsService,
    SlotLookService,
    SpaceOrdersLoaders,
    StayReviewsService,
    UpkeepService,
    UserOrdersLoaders,
    { provide: BookingsAhead, useClass: OrdersAhead },
    { provide: FreeSlots, useClass: ClaimedSlots },
    { provide: NewAccount, useClass: SignupGrant },
  ],
  exports: [BookingsAhead, FreeSlots, NewAccount, LedgerService],
})
export class OrdersModule {}
