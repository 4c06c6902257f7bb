import { Field, ID, ObjectType } from '@nestjs/graphql';

@ObjectType({ description: 'What everybody may know of a person.' })
export class PublicUser {
  @Field(() => ID, { description: 'Opaque id.' })
  id: string;

  @Field(() => String, { description: 'The name shown to others, 1 to 60 characters.' })
  nickname: string;

  @Field(() => String, { nullable: true, description: 'Address of a picture; null without one.' })
  avatarUrl: string | null;
}
