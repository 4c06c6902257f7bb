import { Args, ArgsType, Field, ID, Mutation, Resolver } from '@nestjs/graphql';
import { Refuses } from '../platform/graphql/refuses.js';
import { CurrentViewer } from '../auth/current-viewer.decorator.js';
import type { Viewer } from '../auth/viewer.js';
import { LocalDateScalar } from '../platform/graphql/scalars.js';
import type { LocalDate } from '../platform/local-date.js';
import { Space } from '../spaces/spaces.types.js';
import { BlocksService } from './blocks.service.js';

@ArgsType()
class BlockArgs {
  @Field(() => ID, { description: 'Id of a space of the viewer.' })
  id: string;

  @Field(() => LocalDateScalar, { description: 'The first date.' })
  from: LocalDate;

  @Field(() => LocalDateScalar, { description: 'The last date, at most 365 days after the first.' })
  to: LocalDate;
}

@Resolver()
export class BlocksResolver {
  constructor(private readonly blocks: BlocksService) {}

  @Refuses({
    NOT_FOUND: 'the viewer has no such space',
    CONFLICT: 'guests have booked or hold some of the dates; `dates` says which',
  })
  @Mutation(() => Space, {
    description: 'Closes every date of a range, from today to 365 days ahead.',
  })
  blockDates(@CurrentViewer() viewer: Viewer, @Args() { id, from, to }: BlockArgs): Promise<Space> {
    return this.blocks.block(viewer, id, from, to);
  }

  @Refuses({ NOT_FOUND: 'the viewer has no such space' })
  @Mutation(() => Space, { description: 'Opens what was blocked of a range of dates; bookings stay.' })
  unblockDates(@CurrentViewer() viewer: Viewer, @Args() { id, from, to }: BlockArgs): Promise<Space> {
    return this.blocks.unblock(viewer, id, from, to);
  }
}
