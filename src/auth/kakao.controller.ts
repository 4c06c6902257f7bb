import { Controller, Get, Req, Res } from '@nestjs/common';
import { parseCookie, stringifySetCookie } from 'cookie';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Anonymous } from '../platform/access.js';
import { Config } from '../platform/config.js';
import { BadInput } from '../platform/errors.js';
import { DescribeRoute } from '../platform/http/describe-route.js';
import { told } from '../platform/limits/rate-limits.js';
import { KakaoLoginService, startedMs, startLimit } from './kakao-login.service.js';
import type { Session } from './sessions.types.js';

/** The two ends of a log-in with Kakao through the browser. */
@Anonymous()
@Controller('auth/kakao')
export class KakaoController {
  private readonly secure: boolean;
  private readonly cookieName: string;

  constructor(
    private readonly kakao: KakaoLoginService,
    config: Config,
  ) {
    // A __Host- cookie can be set by this host alone, but needs https (RFC 6265bis, section 4.1.3.2).
    this.secure = config.publicUrl.startsWith('https:');
    this.cookieName = this.secure ? '__Host-hapju-login' : 'hapju-login';
  }

  /** `?returnTo=`: where to end; without it the callback answers with JSON. */
  @DescribeRoute({
    summary: 'Begins a log-in with Kakao: where a browser goes, by a link.',
    takes: { returnTo: 'Where to end, at one of `RETURN_TO_ORIGINS`; without it the end is JSON.' },
    answers: {
      302: 'To Kakao, with a cookie that binds the log-in to this browser for 10 minutes.',
      400: '`BAD_USER_INPUT`: `returnTo` is not one that this server returns to.',
      429: `\`RATE_LIMITED\`: one address has begun ${told(startLimit)}.`,
      501: '`NOT_CONFIGURED`: log-in with Kakao is not set up here.',
      503: '`UNAVAILABLE`: what processes share is away.',
    },
  })
  @Get()
  async start(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    keepPrivate(reply);
    const { location, browserKey } = await this.kakao.start(once(request, 'returnTo'), request.ip);
    reply.header('set-cookie', this.cookie(browserKey, startedMs / 1000));
    await reply.redirect(location, 302);
  }

  @DescribeRoute({
    summary: 'Where Kakao sends the browser back.',
    takes: { 'state, code, error': 'From Kakao, each once.', Cookie: 'That of the beginning.' },
    answers: {
      200: 'Without `returnTo`: the fields of `Session` as JSON.',
      302: 'To `returnTo` with `?code=` for `logInWithCode`, or with `?error=`: `access_denied`, `login_failed`, `not_allowed`, `invalid_request`, `kakao_unavailable` or `unavailable`.',
      400: '`BAD_USER_INPUT`: a `state` that is missing, used, expired or of another browser.',
      401: 'Without `returnTo`: `UNAUTHENTICATED`, cancelled or not vouched for.',
      403: 'Without `returnTo`: `FORBIDDEN`, Kakao does not let this account in.',
      502: 'Without `returnTo`: `UPSTREAM_UNAVAILABLE`.',
      503: '`UNAVAILABLE`: what processes share is away.',
    },
  })
  @Get('callback')
  async finish(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    keepPrivate(reply);
    reply.header('set-cookie', this.cookie('', 0));
    const end = await this.kakao.finish({
      state: once(request, 'state'),
      code: once(request, 'code'),
      error: once(request, 'error'),
      browserKey: parseCookie(request.headers.cookie ?? '')[this.cookieName],
    });
    if ('location' in end) await reply.redirect(end.location, 302);
    else await reply.send(sessionJson(end));
  }

  /** Lax, since the browser comes back from another site. */
  private cookie(value: string, maxAge: number): string {
    return stringifySetCookie({
      name: this.cookieName,
      value,
      httpOnly: true,
      secure: this.secure,
      sameSite: 'lax',
      path: '/',
      maxAge,
    });
  }
}

/** Addresses here hold secrets: nobody keeps them, and no other server reads them in a Referer. */
function keepPrivate(reply: FastifyReply): void {
  reply.header('cache-control', 'no-store').header('referrer-policy', 'no-referrer');
}

/** A parameter of the query that may come once at most: of two, somebody else might read the other. */
function once(request: FastifyRequest, name: string): string | undefined {
  const value = (request.query as Record<string, unknown>)[name];
  if (value === undefined || typeof value === 'string') return value;
  throw new BadInput(name, 'must not be repeated');
}

/** The fields of GraphQL's `Session`. */
function sessionJson({ accessToken, refreshToken, expiresAt, user }: Session) {
  const { id, nickname, email, avatarUrl } = user;
  return {
    accessToken,
    refreshToken,
    expiresAt: new Date(expiresAt).toISOString(),
    user: { id, nickname, email, avatarUrl },
  };
}
