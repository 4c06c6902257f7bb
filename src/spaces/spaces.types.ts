import { Field, Float, ID, InputType, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import type { LocalDate } from '../platform/local-date.js';
import { ConnectionOf } from '../platform/graphql/connection.js';
import { DateTimeScalar, LocalDateScalar } from '../platform/graphql/scalars.js';
import { describeTiers, refundTiers } from './cancellation.rules.js';
import { Category, District, Facility } from './reference.types.js';

export enum SlotOption {
  DAY = 'DAY',
  NIGHT = 'NIGHT',
  ALL = 'ALL',
}
registerEnumType(SlotOption, {
  name: 'SlotOption',
  description: 'What part of a date is booked.',
  valuesMap: {
    DAY: { description: 'The day half, 09:00 to 18:00.' },
    NIGHT: { description: 'The night half, 19:00 to 08:00 of the next date.' },
    ALL: { description: 'Both halves, 09:00 to 08:00 of the next date.' },
  },
});

export enum SpaceSort {
  POPULAR = 'POPULAR',
  PRICE_ASC = 'PRICE_ASC',
  PRICE_DESC = 'PRICE_DESC',
  NEWEST = 'NEWEST',
  NEAREST = 'NEAREST',
}
registerEnumType(SpaceSort, {
  name: 'SpaceSort',
  description: 'The order of a list of spaces. Spaces alike in it are ordered by id.',
  valuesMap: {
    POPULAR: { description: 'Most popular first, by a score renewed from time to time.' },
    PRICE_ASC: {
      description: 'Cheapest first, by the price of `filter.option`, else by the cheapest option.',
    },
    PRICE_DESC: {
      description: 'Dearest first, by the price of `filter.option`, else by the cheapest option.',
    },
    NEWEST: { description: 'Latest registered first.' },
    NEAREST: {
      description: 'Nearest to the centre of `filter.near` first; `BAD_USER_INPUT` without that filter.',
    },
  },
});

export enum CancellationPolicy {
  FLEXIBLE = 'FLEXIBLE',
  STANDARD = 'STANDARD',
  STRICT = 'STRICT',
}
registerEnumType(CancellationPolicy, {
  name: 'CancellationPolicy',
  description:
    'How much of the price a guest gets back who cancels, by calendar days of notice in Seoul; frozen on the order when it is placed. Whoever has just paid, or whose host cancels, gets everything back: see `CancellationQuote`.',
  valuesMap: {
    FLEXIBLE: { description: describeTiers(refundTiers.FLEXIBLE) },
    STANDARD: { description: describeTiers(refundTiers.STANDARD) },
    STRICT: { description: describeTiers(refundTiers.STRICT) },
  },
});

@InputType({ description: 'A circle on the map.' })
export class GeoCircle {
  @Field(() => Float, { description: 'Latitude of the centre in degrees north, -90 to 90.' })
  latitude: number;

  @Field(() => Float, { description: 'Longitude of the centre in degrees east, -180 to 180.' })
  longitude: number;

  @Field(() => Float, { defaultValue: 3, description: 'Radius in kilometres, 0.1 to 10.' })
  radiusKm: number;
}

@InputType({ description: 'What a space must satisfy to be listed: everything that is given.' })
export class SpaceFilter {
  @Field(() => ID, { nullable: true, description: 'Only in the district with this id; one that exists.' })
  districtId?: string | null;

  @Field(() => ID, { nullable: true, description: 'Only of the category with this id; one that exists.' })
  categoryId?: string | null;

  @Field(() => Int, { nullable: true, description: 'Only where so many people fit, 1 to 1000.' })
  headCount?: number | null;

  @Field(() => LocalDateScalar, {
    nullable: true,
    description:
      'Only where something can still be booked on this date: `option`, or any option. Today to 365 days ahead.',
  })
  date?: LocalDate | null;

  @Field(() => SlotOption, {
    nullable: true,
    description: 'Only where this option is sold; prices then mean its price.',
  })
  option?: SlotOption | null;

  @Field(() => [ID], {
    nullable: true,
    description: 'Only with all of these facilities: ids that exist, 20 at most.',
  })
  facilityIds?: string[] | null;

  @Field(() => Int, {
    nullable: true,
    description: 'Lowest price in won, 0 to 1,000,000,000; not above `maxPrice`.',
  })
  minPrice?: number | null;

  @Field(() => Int, { nullable: true, description: 'Highest price in won, 0 to 1,000,000,000.' })
  maxPrice?: number | null;

  @Field(() => String, {
    nullable: true,
    description:
      'Only where every word occurs in title, subtitle, address, district or category; parts of words count. 1 to 100 characters.',
  })
  search?: string | null;

  @Field(() => GeoCircle, {
    nullable: true,
    description: 'Only within this circle; spaces without coordinates are left out.',
  })
  near?: GeoCircle | null;
}

@ObjectType({ description: 'A picture of a space.' })
export class SpaceImage {
  @Field(() => ID, { description: 'Opaque id.' })
  id: string;

  @Field(() => Int, { description: 'Width of the original in pixels.' })
  width: number;

  @Field(() => Int, { description: 'Height of the original in pixels.' })
  height: number;

  @Field(() => Int, { description: 'Place among the pictures of its space, from 0; 0 is the cover.' })
  position: number;

  mediaId: string;
}

@ObjectType({ description: 'An option that a space sells.' })
export class PriceOption {
  @Field(() => ID, { description: 'Opaque id.' })
  id: string;

  @Field(() => SlotOption, { description: 'Which part of a date.' })
  option: SlotOption;

  @Field(() => Int, { description: 'Price in won for one date, 0 to 1,000,000,000.' })
  price: number;
}

@ObjectType({ description: 'A space that can be booked.' })
export class Space {
  @Field(() => ID, { description: 'Opaque id.' })
  id: string;

  @Field(() => String, { description: 'Its name, 1 to 100 characters.' })
  title: string;

  @Field(() => String, { description: 'One line about it, 1 to 200 characters.' })
  subtitle: string;

  @Field(() => String, { description: 'Postal address in Korean, 1 to 200 characters.' })
  address: string;

  @Field(() => Float, {
    nullable: true,
    description: 'Degrees north (WGS 84); null when its host gave none.',
  })
  latitude: number | null;

  @Field(() => Float, { nullable: true, description: 'Degrees east (WGS 84); null when its host gave none.' })
  longitude: number | null;

  @Field(() => Int, { description: 'The least number of people it is let to.' })
  minCount: number;

  @Field(() => Int, { description: 'The largest number of people it is let to.' })
  maxCount: number;

  @Field(() => Int, { description: 'Price in won for one date of its cheapest option.' })
  fromPrice: number;

  @Field(() => Int, { description: 'How many people like it, from 0.' })
  likeCount: number;

  @Field(() => Float, {
    nullable: true,
    description: 'Mean rating, 1 to 5, one decimal; null without reviews.',
  })
  averageRating: number | null;

  @Field(() => CancellationPolicy, { description: 'What guests who cancel get back.' })
  cancellationPolicy: CancellationPolicy;

  @Field(() => Category, { description: 'What kind of space it is.' })
  category: Category;

  @Field(() => District, { description: 'Where it is.' })
  district: District;

  @Field(() => [Facility], { description: 'What it offers; none: an empty list.' })
  facilities: () => readonly Facility[];

  @Field(() => [PriceOption], { description: 'What it sells, in the order DAY, NIGHT, ALL.' })
  options: () => readonly PriceOption[];

  @Field(() => [SpaceImage], { description: 'Its pictures in order, 1 to 10; the first is the cover.' })
  images: () => readonly SpaceImage[];

  @Field(() => DateTimeScalar, { description: 'When it was registered.' })
  createdAt: number;

  // Not in the schema: what the fields that hang on a space start from.
  hostId: string;
  reviewCount: number;
  dayPrice: number | null;
  nightPrice: number | null;
  allPrice: number | null;
  /** What was read along with it of one date; null when nobody asked for one. */
  slots: Slots | null;
}

/** Which halves of a date were free when a space was read. */
export interface Slots {
  readonly date: LocalDate;
  readonly day: boolean;
  readonly night: boolean;
}

@ObjectType({ description: 'A page of spaces.' })
export class SpaceConnection extends ConnectionOf(Space, { plural: 'spaces' }) {}
