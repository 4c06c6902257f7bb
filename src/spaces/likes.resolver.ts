import { Args, ID, Mutation, Resolver } from '@nestjs/graphql';
import { Refuses } from '../platform/graphql/refuses.js';
import { CurrentViewer } from '../auth/current-viewer.decorator.js';
import type { Viewer } from '../auth/viewer.js';
import { LikesService } from './likes.service.js';
import { Space } from './spaces.types.js';

const spaceId = { type: () => ID, description: 'Id of the space.' };

@Resolver()
export class LikesResolver {
  constructor(private readonly likes: LikesService) {}

  @Refuses({ NOT_FOUND: 'there is no such space' })
  @Mutation(() => Space, { description: 'Likes a space; liking it again changes nothing.' })
  likeSpace(@CurrentViewer() viewer: Viewer, @Args('id', spaceId) id: string): Promise<Space> {
    return this.likes.like(viewer, id);
  }

  @Refuses({ NOT_FOUND: 'there is no such space' })
  @Mutation(() => Space, { description: 'Likes a space no more; without a like it changes nothing.' })
  unlikeSpace(@CurrentViewer() viewer: Viewer, @Args('id', spaceId) id: string): Promise<Space> {
    return this.likes.unlike(viewer, id);
  }
}
