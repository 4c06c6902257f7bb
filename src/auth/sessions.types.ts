import { Field, InputType, ObjectType } from '@nestjs/graphql';
import { DateTimeScalar, EmailAddressScalar } from '../platform/graphql/scalars.js';
import { User } from './accounts.types.js';

@ObjectType({ description: 'What signing in gives.' })
export class Session {
  @Field(() => String, {
    description:
      'For `Authorization: Bearer …` in GraphQL, REST and subscriptions; runs out after 15 minutes.',
  })
  accessToken: string;

  @Field(() => String, {
    description:
      'For `refreshSession`, once: each use gives the next one. Runs out after 30 days; kept secret by the client.',
  })
  refreshToken: string;

  @Field(() => DateTimeScalar, { description: 'When the access token runs out.' })
  expiresAt: number;

  @Field(() => User, { description: 'Who is signed in.' })
  user: User;
}

@InputType({ description: 'A new local account.' })
export class SignUpInput {
  @Field(() => EmailAddressScalar, { description: 'Its email; upper and lower case are the same.' })
  email: string;

  @Field(() => String, { description: '10 to 128 characters of any kind; common ones are refused.' })
  password: string;

  @Field(() => String, { description: 'The name shown to others, 1 to 30 visible characters.' })
  nickname: string;
}

@InputType({ description: 'The credentials of a local account.' })
export class LogInInput {
  @Field(() => EmailAddressScalar, { description: 'Its email; upper and lower case are the same.' })
  email: string;

  @Field(() => String, { description: 'Its password, as at signing up; any other text is a wrong one.' })
  password: string;
}
