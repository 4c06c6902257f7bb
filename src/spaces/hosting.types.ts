import { Field, Float, ID, InputType, Int } from '@nestjs/graphql';
import { CancellationPolicy, SlotOption } from './spaces.types.js';

const texts = {
  title: 'Its name, 1 to 100 characters.',
  subtitle: 'One line about it, 1 to 200 characters.',
  address: 'Postal address in Korean, 1 to 200 characters.',
  latitude: 'Degrees north (WGS 84), -90 to 90; with `longitude` or not at all.',
  longitude: 'Degrees east (WGS 84), -180 to 180; with `latitude` or not at all.',
  minCount: 'The least number of people it is let to, 1 to 1000.',
  maxCount: 'The largest number of people it is let to, `minCount` to 1000.',
  options: 'What it sells: 1 to 3 options, each once.',
};

@InputType({ description: 'An option and what it costs.' })
export class PriceOptionInput {
  @Field(() => SlotOption, { description: 'Which part of a date.' })
  option: SlotOption;

  @Field(() => Int, { description: 'Price in won for one date, 0 to 1,000,000,000.' })
  price: number;
}

@InputType({ description: 'A space to register.' })
export class CreateSpaceInput {
  @Field(() => String, { description: texts.title })
  title: string;

  @Field(() => String, { description: texts.subtitle })
  subtitle: string;

  @Field(() => String, { description: texts.address })
  address: string;

  @Field(() => Float, { nullable: true, description: texts.latitude })
  latitude?: number | null;

  @Field(() => Float, { nullable: true, description: texts.longitude })
  longitude?: number | null;

  @Field(() => ID, { description: 'Id of its category: what kind of space it is.' })
  categoryId: string;

  @Field(() => ID, { description: 'Id of its district: where it is.' })
  districtId: string;

  @Field(() => Int, { nullable: true, defaultValue: 2, description: texts.minCount })
  minCount: number | null;

  @Field(() => Int, { description: texts.maxCount })
  maxCount: number;

  @Field(() => [ID], { defaultValue: [], description: 'Ids of what it offers.' })
  facilityIds: string[];

  @Field(() => [PriceOptionInput], { description: texts.options })
  options: PriceOptionInput[];

  @Field(() => CancellationPolicy, {
    defaultValue: CancellationPolicy.FLEXIBLE,
    description: 'What guests who cancel get back.',
  })
  cancellationPolicy: CancellationPolicy;
}

@InputType({
  description:
    'What to change of a space. What is absent or null stays, but for the coordinates: null removes them.',
})
export class UpdateSpaceInput {
  @Field(() => String, { nullable: true, description: texts.title })
  title?: string | null;

  @Field(() => String, { nullable: true, description: texts.subtitle })
  subtitle?: string | null;

  @Field(() => String, { nullable: true, description: texts.address })
  address?: string | null;

  @Field(() => Float, { nullable: true, description: texts.latitude })
  latitude?: number | null;

  @Field(() => Float, { nullable: true, description: texts.longitude })
  longitude?: number | null;

  @Field(() => ID, { nullable: true, description: 'Id of its category: what kind of space it is.' })
  categoryId?: string | null;

  @Field(() => ID, { nullable: true, description: 'Id of its district: where it is.' })
  districtId?: string | null;

  @Field(() => Int, { nullable: true, description: texts.minCount })
  minCount?: number | null;

  @Field(() => Int, { nullable: true, description: texts.maxCount })
  maxCount?: number | null;

  @Field(() => [ID], { nullable: true, description: 'What it offers, instead of what it did.' })
  facilityIds?: string[] | null;

  @Field(() => [PriceOptionInput], {
    nullable: true,
    description: `${texts.options} Instead of what it sold; orders keep the price they were placed at.`,
  })
  options?: PriceOptionInput[] | null;

  @Field(() => CancellationPolicy, {
    nullable: true,
    description: 'What guests who cancel get back; orders keep the policy they were placed under.',
  })
  cancellationPolicy?: CancellationPolicy | null;
}
