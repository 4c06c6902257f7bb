import { Args, ArgsType, Field, ID, Info, Query, Resolver } from '@nestjs/graphql';
import type { GraphQLResolveInfo } from 'graphql';
import { Refuses } from '../platform/graphql/refuses.js';
import { Public } from '../platform/access.js';
import { aDay, aMinute, Cacheable, fiveSeconds } from '../platform/graphql/cacheable.js';
import { type Connection, PageArgs } from '../platform/graphql/connection.js';
import { argumentsAhead } from '../platform/graphql/look-ahead.js';
import type { LocalDate } from '../platform/local-date.js';
import { ReferenceService } from './reference.service.js';
import { Category, District, Facility } from './reference.types.js';
import { SpaceListService } from './space-list.service.js';
import { SpacesService } from './spaces.service.js';
import { Space, SpaceConnection, SpaceFilter, SpaceSort } from './spaces.types.js';

@ArgsType()
class SpacesArgs extends PageArgs {
  @Field(() => SpaceFilter, { nullable: true, description: 'What they must satisfy; absent: all.' })
  filter?: SpaceFilter | null;

  @Field(() => SpaceSort, { defaultValue: SpaceSort.POPULAR, description: 'In which order.' })
  sort: SpaceSort;
}

@Resolver()
export class SpacesResolver {
  constructor(
    private readonly spaces: SpacesService,
    private readonly spaceList: SpaceListService,
    private readonly reference: ReferenceService,
  ) {}

  @Public()
  @Cacheable(aDay)
  @Refuses({})
  @Query(() => [District], { description: 'All 25 districts, by name. They change with releases alone.' })
  districts(): District[] {
    return this.reference.listDistricts();
  }

  @Public()
  @Cacheable(aDay)
  @Refuses({})
  @Query(() => [Category], {
    description: 'All categories, in an order of their own. They change with releases alone.',
  })
  categories(): Category[] {
    return this.reference.listCategories();
  }

  @Public()
  @Cacheable(aDay)
  @Refuses({})
  @Query(() => [Facility], {
    description: 'All facilities, 53 at most, in an order of their own. They change with releases alone.',
  })
  facilities(): Facility[] {
    return this.reference.listFacilities();
  }

  @Public()
  @Cacheable<SpacesArgs>(({ filter }) => (filter?.date ? fiveSeconds : aMinute))
  @Refuses({})
  @Query(() => SpaceConnection, {
    name: 'spaces',
    description:
      'The spaces that match, page by page. With a date or a common search word a page may hold fewer rows than asked; only `hasNextPage: false` is the end.',
  })
  listSpaces(@Args() { filter, sort, first, after }: SpacesArgs): Promise<Connection<Space>> {
    return this.spaceList.list(filter ?? {}, sort, first, after);
  }

  @Public()
  @Cacheable(aMinute)
  @Refuses({ NOT_FOUND: 'there is no such space' })
  @Query(() => Space, {
    name: 'space',
    nullable: true,
    description: 'One space.',
  })
  getSpace(
    @Args('id', { type: () => ID, description: 'Its id.' }) id: string,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Space> {
    return this.spaces.getSpace(id, argumentsAhead(info, 'isAvailable')?.['date'] as LocalDate | undefined);
  }
}
