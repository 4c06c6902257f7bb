import { Args, ArgsType, Field, Int, Parent, Resolver } from '@nestjs/graphql';
import { AccountsService } from '../auth/accounts.service.js';
import { PublicUser, User } from '../auth/accounts.types.js';
import type { ViewerCarrier } from '../auth/auth.guard.js';
import type { Viewer } from '../auth/viewer.js';
import { BatchField } from '../platform/graphql/batch-field.js';
import { Cacheable, fiveSeconds } from '../platform/graphql/cacheable.js';
import { type Connection, PageArgs } from '../platform/graphql/connection.js';
import { LocalDateScalar } from '../platform/graphql/scalars.js';
import type { LocalDate } from '../platform/local-date.js';
import { ReviewsService } from '../spaces/reviews.service.js';
import { Review } from '../spaces/reviews.types.js';
import { SpacesService } from '../spaces/spaces.service.js';
import { SlotOption, Space } from '../spaces/spaces.types.js';
import { AvailabilityService } from './availability.service.js';
import { DayAvailability } from './availability.types.js';
import { CancelOrderService } from './cancel-order.service.js';
import { OrdersService, type Side } from './orders.service.js';
import { CancellationQuote, Order, OrderConnection, OrderStatus } from './orders.types.js';
import { PointsService } from './points.service.js';
import { PointEntry, PointEntryConnection } from './points.types.js';

@ArgsType()
class AvailabilityArgs {
  @Field(() => LocalDateScalar, { description: 'The first date.' })
  from: LocalDate;

  @Field(() => LocalDateScalar, { description: 'The last date, at most 91 days after the first.' })
  to: LocalDate;
}

@ArgsType()
class OrdersArgs extends PageArgs {
  @Field(() => OrderStatus, { nullable: true, description: 'Only those that stand so; absent: all.' })
  status?: OrderStatus | null;
}

@ArgsType()
class IsAvailableArgs {
  @Field(() => LocalDateScalar, { description: 'The date at the venue.' })
  date: LocalDate;

  @Field(() => SlotOption, { description: 'Which part of it.' })
  option: SlotOption;
}

/** What orders add to a space. */
@Resolver(() => Space)
export class SpaceOrdersLoaders {
  constructor(private readonly availabilities: AvailabilityService) {}

  @Cacheable(fiveSeconds)
  @BatchField(() => [DayAvailability], {
    description: 'What can be booked on each date of a range of at most 92 days.',
  })
  availability(
    @Parent() spaces: Space[],
    @Args() { from, to }: AvailabilityArgs,
  ): Promise<DayAvailability[][]> {
    return this.availabilities.list(spaces, from, to);
  }

  @Cacheable(fiveSeconds)
  @BatchField(() => Boolean, { description: 'Whether an option can be booked on a date right now.' })
  isAvailable(
    @Parent() spaces: Space[],
    @Args() { date, option }: IsAvailableArgs,
  ): boolean[] | Promise<boolean[]> {
    return this.availabilities.findFree(spaces, date, option);
  }
}

/** What orders add to the signed-in person. */
@Resolver(() => User)
export class UserOrdersLoaders {
  constructor(
    private readonly pointsOf: PointsService,
    private readonly ordersOf: OrdersService,
  ) {}

  @BatchField(() => Int, { description: 'Points at hand; one point is one won.' })
  points(@Parent() users: User[]): Promise<number[]> {
    return this.pointsOf.findBalances(users.map((user) => user.id));
  }

  @BatchField(() => PointEntryConnection, { description: 'The statement of points, latest first.' })
  pointEntries(
    @Parent() users: User[],
    @Args() { first, after }: PageArgs,
  ): Promise<Connection<PointEntry>[]> {
    return Promise.all(users.map((user) => this.pointsOf.listEntries(user.id, first, after)));
  }

  @BatchField(() => OrderConnection, { description: 'The orders this person has placed, latest first.' })
  orders(
    @Parent() users: User[],
    @Args() { status, first, after }: OrdersArgs,
  ): Promise<Connection<Order>[]> {
    return this.list(users, 'guest', { status, first, after });
  }

  @BatchField(() => OrderConnection, {
    description:
      'The orders for spaces of this person, latest first; those that only hold a slot among them.',
  })
  receivedOrders(
    @Parent() users: User[],
    @Args() { status, first, after }: OrdersArgs,
  ): Promise<Connection<Order>[]> {
    return this.list(users, 'host', { status, first, after });
  }

  private list(
    users: User[],
    side: Side,
    { status, first, after }: OrdersArgs,
  ): Promise<Connection<Order>[]> {
    return Promise.all(users.map(({ id }) => this.ordersOf.listOrders(id, side, status, first, after)));
  }
}

/** What hangs on an order. */
@Resolver(() => Order)
export class OrderLoaders {
  constructor(
    private readonly spaces: SpacesService,
    private readonly accounts: AccountsService,
    private readonly cancelling: CancelOrderService,
    private readonly reviews: ReviewsService,
  ) {}

  @BatchField(() => Space, { description: 'What is booked, even if its host has removed it since.' })
  space(@Parent() orders: Order[]): Promise<(Space | null)[]> {
    return this.spaces.findSpacesEver(orders.map((order) => order.spaceId));
  }

  @BatchField(() => PublicUser, { description: 'Who has placed it.' })
  guest(@Parent() orders: Order[]): Promise<(PublicUser | null)[]> {
    return this.accounts.findPublic(orders.map((order) => order.userId));
  }

  @BatchField(() => Review, {
    nullable: true,
    description: 'What its guest has said of the stay; null until then.',
  })
  review(@Parent() orders: Order[]): Promise<(Review | null)[]> {
    return this.reviews.findOfOrders(orders.map((order) => order.id));
  }

  @BatchField(() => CancellationQuote, { description: 'What a cancel by the viewer would give back now.' })
  async cancellationQuote(
    @Parent() orders: Order[],
    _args: object,
    { viewer }: ViewerCarrier,
  ): Promise<CancellationQuote[]> {
    // Nobody sees an order who is not signed in.
    return orders.map((order) => this.cancelling.quote(viewer as Viewer, order));
  }
}

/** What hangs on a line of a statement of points. */
@Resolver(() => PointEntry)
export class PointEntryLoaders {
  constructor(private readonly ordersOf: OrdersService) {}

  @BatchField(() => Order, {
    nullable: true,
    description: 'The order it is about; null when it is about none.',
  })
  async order(@Parent() entries: PointEntry[]): Promise<(Order | null)[]> {
    const about = entries.flatMap(({ orderId }) => (orderId === null ? [] : [orderId]));
    const orders = about.length > 0 ? await this.ordersOf.findOrders(about) : [];
    const byId = new Map(orders.map((order) => [order?.id ?? null, order]));
    return entries.map(({ orderId }) => byId.get(orderId) ?? null);
  }
}
