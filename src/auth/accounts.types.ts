import { Field, ID, ObjectType } from '@nestjs/graphql';
import { EmailAddressScalar } from '../platform/graphql/scalars.js';

@ObjectType({ description: 'What everybody may know of a person.' })
export class PublicUser {
  @Field(() => ID, { description: 'Opaque id.' })
  id: string;

  @Field(() => String, { description: 'The name shown to others, 1 to 60 characters.' })
  nickname: string;

  @Field(() => String, { nullable: true, description: 'Address of a picture; null without one.' })
  avatarUrl: string | null;
}

@ObjectType({ description: 'The signed-in person, as only that person sees it.' })
export class User {
  @Field(() => ID, { description: 'Opaque id.' })
  id: string;

  @Field(() => String, { description: 'The name shown to others, 1 to 60 characters.' })
  nickname: string;

  @Field(() => EmailAddressScalar, {
    nullable: true,
    description:
      'The email of the local account, or the one that Kakao vouches for; null when there is neither.',
  })
  email: string | null;

  @Field(() => String, { nullable: true, description: 'Address of a picture; null without one.' })
  avatarUrl: string | null;
}
