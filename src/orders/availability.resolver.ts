import { Args, ID, Resolver, Subscription } from '@nestjs/graphql';
import { Public } from '../platform/access.js';
import { AvailabilityFeed } from './availability-feed.service.js';
import { DayAvailability } from './availability.types.js';

@Resolver()
export class AvailabilityResolver {
  constructor(private readonly feed: AvailabilityFeed) {}

  @Public()
  @Subscription(() => DayAvailability, {
    description:
      'A date of the space each time it changes: held, paid, cancelled, blocked, opened, or free again because a hold is over. `NOT_FOUND` when there is no such space.',
    resolve: (day: DayAvailability) => day,
  })
  availabilityChanged(
    @Args('spaceId', { type: () => ID, description: 'Id of the space.' }) spaceId: string,
  ): Promise<AsyncIterable<DayAvailability>> {
    return this.feed.watch(spaceId);
  }
}
