import { Args, Context, Mutation, Query, Resolver } from '@nestjs/graphql';
import { Anonymous, Public } from '../platform/access.js';
import { Refuses } from '../platform/graphql/refuses.js';
import type { RequestContext } from '../platform/graphql/request-context.js';
import { told } from '../platform/limits/rate-limits.js';
import { AccountsService } from './accounts.service.js';
import { User } from './accounts.types.js';
import { CurrentViewer } from './current-viewer.decorator.js';
import { codeLimit, KakaoLoginService, tokenLimit } from './kakao-login.service.js';
import {
  accountLimit,
  LocalLoginService,
  logInLimit,
  refreshLimit,
  signUpLimit,
} from './local-login.service.js';
import { LogInInput, Session, SignUpInput } from './sessions.types.js';
import type { Viewer } from './viewer.js';

@Resolver()
export class AuthResolver {
  constructor(
    private readonly accounts: AccountsService,
    private readonly local: LocalLoginService,
    private readonly kakao: KakaoLoginService,
  ) {}

  @Public()
  @Refuses({})
  @Query(() => User, {
    nullable: true,
    description: 'Who is signed in; null when nobody is.',
  })
  async me(@CurrentViewer() viewer: Viewer | null): Promise<User | null> {
    return viewer && this.accounts.getUser(viewer.id);
  }

  @Anonymous()
  @Refuses({
    CONFLICT: 'there is an account with this email',
    RATE_LIMITED: `one address has signed up ${told(signUpLimit)}, or too many people sign in at once`,
  })
  @Mutation(() => Session, {
    description: 'Makes a local account and signs in.',
  })
  signUp(
    @Args('input', { description: 'The new account.' }) input: SignUpInput,
    @Context() { ip }: RequestContext,
  ) {
    return this.local.signUp(input, ip);
  }

  @Anonymous()
  @Refuses({
    UNAUTHENTICATED: 'email or password is wrong; it never says which',
    RATE_LIMITED: `one address has tried ${told(logInLimit)}, or one email ${told(accountLimit)}`,
  })
  @Mutation(() => Session, {
    description: 'Signs in to a local account.',
  })
  logIn(
    @Args('input', { description: 'Its credentials.' }) input: LogInInput,
    @Context() { ip }: RequestContext,
  ) {
    return this.local.logIn(input, ip);
  }

  @Anonymous()
  @Refuses({
    UNAUTHENTICATED: 'Kakao did not issue the token to this app, or it has run out',
    FORBIDDEN: 'Kakao does not let this account in: restricted, too young, consent lacking',
    RATE_LIMITED: `one address has tried ${told(tokenLimit)}`,
    UPSTREAM_UNAVAILABLE: 'Kakao cannot be asked',
    NOT_CONFIGURED: 'log-in with Kakao is not set up here',
  })
  @Mutation(() => Session, {
    description: 'Signs in with an access token that Kakao issued to this app.',
  })
  logInWithKakao(
    @Args('accessToken', { type: () => String, description: 'The Kakao access token.' }) accessToken: string,
    @Context() { ip }: RequestContext,
  ) {
    return this.kakao.logInWithToken(accessToken, ip);
  }

  @Anonymous()
  @Refuses({
    UNAUTHENTICATED: 'the code is used, older than 60 seconds or made up',
    RATE_LIMITED: `one address has tried ${told(codeLimit)}`,
  })
  @Mutation(() => Session, { description: 'Finishes a log-in that began at `/auth/kakao`.' })
  logInWithCode(
    @Args('code', {
      type: () => String,
      description: 'The code from the address returned to; valid once, for 60 seconds.',
    })
    code: string,
    @Context() { ip }: RequestContext,
  ) {
    return this.kakao.logInWithCode(code, ip);
  }

  @Anonymous()
  @Refuses({
    UNAUTHENTICATED: 'the token is unknown, spent, run out or its session over: sign in again',
    RATE_LIMITED: `one address has asked ${told(refreshLimit)}`,
  })
  @Mutation(() => Session, {
    description:
      'Spends a refresh token for a new session. Asked again within 10 seconds it answers with the same successor; later the whole session ends.',
  })
  refreshSession(
    @Args('refreshToken', { type: () => String, description: 'The refresh token received last.' })
    refreshToken: string,
    @Context() { ip }: RequestContext,
  ) {
    return this.local.refresh(refreshToken, ip);
  }

  @Anonymous()
  @Refuses({})
  @Mutation(() => Boolean, {
    description:
      'Ends the session of a refresh token. False when there is none. Its access token runs out within 15 minutes.',
  })
  logOut(
    @Args('refreshToken', { type: () => String, description: 'The refresh token received last.' })
    refreshToken: string,
  ): Promise<boolean> {
    return this.local.logOut(refreshToken);
  }
}
