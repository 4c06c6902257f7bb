import { Args, ID, Resolver, Subscription } from '@nestjs/graphql';
import { Refuses } from '../platform/graphql/refuses.js';
import { Public } from '../platform/access.js';
import { AvailabilityFeed } from './availability-feed.service.js';
import { DayAvailability } from './availability.types.js';

@Resolver()
export class AvailabilityResolver {
  constructor(private readonly feed: AvailabilityFeed) {}

  @Public()
  @Refuses({
    NOT_FOUND: 'there is no such space',
    RATE_LIMITED: 'the WebSocket holds 100 subscriptions already',
  })
  @Subscription(() => DayAvailability, {
    description:
      'A date of the space each time it changes: held, paid, cancelled, blocked, opened, or free again because a hold is over.',
    resolve: (day: DayAvailability) => day,
  })
  availabilityChanged(
    @Args('spaceId', { type: () => ID, description: 'Id of the space.' }) spaceId: string,
  ): Promise<AsyncIterable<DayAvailability>> {
    return this.feed.watch(spaceId);
  }
}
