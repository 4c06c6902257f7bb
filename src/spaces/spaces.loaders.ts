import { Args, ArgsType, Field, Int, Parent, Resolver } from '@nestjs/graphql';
import { AccountsService } from '../auth/accounts.service.js';
import { PublicUser, User } from '../auth/accounts.types.js';
import type { ViewerCarrier } from '../auth/auth.guard.js';
import { servedWidth } from '../media/image.rules.js';
import { MediaLinks } from '../media/media-links.js';
import { BadInput } from '../platform/errors.js';
import { BatchField } from '../platform/graphql/batch-field.js';
import { aDay, aMinute, Cacheable } from '../platform/graphql/cacheable.js';
import { type Connection, PageArgs, pageArgs } from '../platform/graphql/connection.js';
import { LikesService } from './likes.service.js';
import { ReviewsService } from './reviews.service.js';
import { Review, ReviewConnection } from './reviews.types.js';
import { SpacesService } from './spaces.service.js';
import { Space, SpaceConnection, SpaceImage } from './spaces.types.js';

@ArgsType()
class ReviewsArgs extends pageArgs(10) {}

@ArgsType()
class ImageUrlArgs {
  @Field(() => Int, {
    nullable: true,
    description:
      'Wanted width in pixels, 1 to 8192; served is the next larger of a few, never above the original.',
  })
  width?: number | null;
}

/** What hangs on a space. */
@Resolver(() => Space)
export class SpaceLoaders {
  constructor(
    private readonly reviewsOf: ReviewsService,
    private readonly accounts: AccountsService,
  ) {}

  @Cacheable(aMinute)
  @BatchField(() => PublicUser, { description: 'Whose it is.' })
  host(@Parent() spaces: Space[]): Promise<(PublicUser | null)[]> {
    return this.accounts.findPublic(spaces.map((space) => space.hostId));
  }

  @Cacheable(aMinute)
  @BatchField(() => ReviewConnection, { description: 'What guests say, latest first.' })
  reviews(
    @Parent() spaces: Space[],
    @Args() { first, after }: ReviewsArgs,
  ): Promise<(Connection<Review> | Error)[]> {
    return this.reviewsOf.list(spaces, first, after);
  }
}

/** What hangs on a space for the viewer alone. */
@Resolver(() => Space)
export class SpaceLikesLoaders {
  constructor(private readonly likes: LikesService) {}

  @BatchField(() => Boolean, { description: 'Whether the viewer likes it; false when nobody is signed in.' })
  async likedByMe(@Parent() spaces: Space[], _args: object, { viewer }: ViewerCarrier): Promise<boolean[]> {
    const ids = spaces.map((space) => space.id);
    return viewer ? this.likes.findLiked(viewer, ids) : ids.map(() => false);
  }
}

/** What spaces add to the signed-in person. */
@Resolver(() => User)
export class UserSpacesLoaders {
  constructor(
    private readonly likes: LikesService,
    private readonly spacesOf: SpacesService,
  ) {}

  @BatchField(() => SpaceConnection, { description: 'The spaces of this person as a host, latest first.' })
  spaces(@Parent() users: User[], @Args() { first, after }: PageArgs): Promise<Connection<Space>[]> {
    return Promise.all(users.map((user) => this.spacesOf.listSpacesOf(user.id, first, after)));
  }

  @BatchField(() => SpaceConnection, { description: 'The spaces this person likes, liked latest first.' })
  likedSpaces(@Parent() users: User[], @Args() { first, after }: PageArgs): Promise<Connection<Space>[]> {
    return Promise.all(users.map((user) => this.likes.listLiked(user.id, first, after)));
  }
}

/** What hangs on a review. */
@Resolver(() => Review)
export class ReviewLoaders {
  constructor(private readonly accounts: AccountsService) {}

  @Cacheable(aMinute)
  @BatchField(() => PublicUser, { description: 'Who wrote it.' })
  author(@Parent() reviews: Review[]): Promise<(PublicUser | null)[]> {
    return this.accounts.findPublic(reviews.map((review) => review.authorId));
  }
}

/** What hangs on a picture. */
@Resolver(() => SpaceImage)
export class SpaceImageLoaders {
  constructor(private readonly links: MediaLinks) {}

  @Cacheable(aDay)
  @BatchField(() => String, { description: 'Where it is served; stable and cacheable for ever.' })
  url(@Parent() images: SpaceImage[], @Args() { width }: ImageUrlArgs): string[] {
    if (typeof width === 'number' && (width < 1 || width > 8192))
      throw new BadInput('width', 'must be from 1 to 8192');
    return images.map((image) =>
      this.links.publicUrl(image.mediaId, width ? servedWidth(width, image.width) : undefined),
    );
  }
}
