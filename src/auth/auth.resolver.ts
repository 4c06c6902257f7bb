import { Args, Context, Mutation, Query, Resolver } from '@nestjs/graphql';
import { Anonymous, Public } from '../platform/access.js';
import type { RequestContext } from '../platform/graphql/request-context.js';
import { AccountsService } from './accounts.service.js';
import { User } from './accounts.types.js';
import { CurrentViewer } from './current-viewer.decorator.js';
import { KakaoLoginService } from './kakao-login.service.js';
import { LocalLoginService } from './local-login.service.js';
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
  @Query(() => User, {
    nullable: true,
    description:
      'Who is signed in; null when nobody is. `UNAUTHENTICATED` when the access token has run out.',
  })
  async me(@CurrentViewer() viewer: Viewer | null): Promise<User | null> {
    return viewer && this.accounts.getUser(viewer.id);
  }

  @Anonymous()
  @Mutation(() => Session, {
    description: 'Makes a local account and signs in. `CONFLICT` when there is one with this email.',
  })
  signUp(
    @Args('input', { description: 'The new account.' }) input: SignUpInput,
    @Context() { ip }: RequestContext,
  ) {
    return this.local.signUp(input, ip);
  }

  @Anonymous()
  @Mutation(() => Session, {
    description:
      'Signs in to a local account. `UNAUTHENTICATED` when email or password is wrong; it never says which.',
  })
  logIn(
    @Args('input', { description: 'Its credentials.' }) input: LogInInput,
    @Context() { ip }: RequestContext,
  ) {
    return this.local.logIn(input, ip);
  }

  @Anonymous()
  @Mutation(() => Session, {
    description:
      'Signs in with an access token that Kakao issued to this app. `UNAUTHENTICATED` for any other token.',
  })
  logInWithKakao(
    @Args('accessToken', { type: () => String, description: 'The Kakao access token.' }) accessToken: string,
    @Context() { ip }: RequestContext,
  ) {
    return this.kakao.logInWithToken(accessToken, ip);
  }

  @Anonymous()
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
