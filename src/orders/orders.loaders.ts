import { Args, ArgsType, Field, Int, Parent, Resolver } from '@nestjs/graphql';
import { User } from '../auth/accounts.types.js';
import { BatchField } from '../platform/graphql/batch-field.js';
import { type Connection, PageArgs } from '../platform/graphql/connection.js';
import { LocalDateScalar } from '../platform/graphql/scalars.js';
import type { LocalDate } from '../platform/local-date.js';
import { SlotOption, Space } from '../spaces/spaces.types.js';
import { AvailabilityService } from './availability.service.js';
import { DayAvailability, SlotState } from './availability.types.js';
import { PointsService } from './points.service.js';
import { type PointEntry, PointEntryConnection } from './points.types.js';

@ArgsType()
class AvailabilityArgs {
  @Field(() => LocalDateScalar, { description: 'The first date.' })
  from: LocalDate;

  @Field(() => LocalDateScalar, { description: 'The last date, at most 91 days after the first.' })
  to: LocalDate;
}

@ArgsType()
class IsAvailableArgs {
  @Field(() => LocalDateScalar, { description: 'The date at the venue.' })
  date: LocalDate;

  @Field(() => SlotOption, { description: 'Which part of it.' })
  option: SlotOption;
}

const fieldOf = { DAY: 'day', NIGHT: 'night', ALL: 'all' } as const;

/** What orders add to a space. */
@Resolver(() => Space)
export class SpaceOrdersLoaders {
  constructor(private readonly availabilities: AvailabilityService) {}

  @BatchField(() => [DayAvailability], {
    description: 'What can be booked on each date of a range of at most 92 days.',
  })
  availability(
    @Parent() spaces: Space[],
    @Args() { from, to }: AvailabilityArgs,
  ): Promise<DayAvailability[][]> {
    return this.availabilities.list(spaces, from, to);
  }

  @BatchField(() => Boolean, { description: 'Whether an option can be booked on a date right now.' })
  async isAvailable(
    @Parent() spaces: Space[],
    @Args() { date, option }: IsAvailableArgs,
  ): Promise<boolean[]> {
    const days = await this.availabilities.list(spaces, date, date);
    return days.map(([day]) => day?.[fieldOf[option]] === SlotState.FREE);
  }
}

/** What orders add to the signed-in person. */
@Resolver(() => User)
export class UserOrdersLoaders {
  constructor(private readonly pointsOf: PointsService) {}

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
}
