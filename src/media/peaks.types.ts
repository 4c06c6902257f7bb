import { ArgsType, Field, Int } from '@nestjs/graphql';

/** How much of a waveform is wanted. */
@ArgsType()
export class PeaksArgs {
  @Field(() => Int, { nullable: true, defaultValue: 256, description: 'How many, 1 to 1024.' })
  count: number | null;
}
