import { Field, ID, InputType, Int, ObjectType } from '@nestjs/graphql';
import { ConnectionOf } from '../platform/graphql/connection.js';
import { DateTimeScalar } from '../platform/graphql/scalars.js';

@ObjectType({ description: 'What a guest says after a stay.' })
export class Review {
  @Field(() => ID, { description: 'Opaque id.' })
  id: string;

  @Field(() => Int, { description: 'From 1, bad, to 5, excellent.' })
  rating: number;

  @Field(() => String, { description: 'Plain text, 1 to 2,000 characters.' })
  text: string;

  @Field(() => DateTimeScalar, { description: 'When it was written.' })
  createdAt: number;

  authorId: string;
}

@ObjectType({ description: 'A page of reviews.' })
export class ReviewConnection extends ConnectionOf(Review, { plural: 'reviews' }) {}

@InputType({ description: 'What a guest says after a stay.' })
export class ReviewInput {
  @Field(() => Int, { description: 'From 1, bad, to 5, excellent.' })
  rating: number;

  @Field(() => String, { description: 'Plain text, 1 to 2,000 characters; lines may break.' })
  text: string;
}
