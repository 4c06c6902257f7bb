import { Controller, Get, Req, Res } from '@nestjs/common';
import { parseCookie, stringifySetCookie } from 'cookie';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Anonymous } from '../platform/access.js';
import { Config } from '../platform/config.js';
import { BadInput } from '../platform/errors.js';
import { KakaoLoginService, startedMs } from './kakao-login.service.js';
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
  @Get()
  async start(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    keepPrivate(reply);
    const { location, browserKey } = await this.kakao.start(once(request, 'returnTo'), request.ip);
    reply.header('set-cookie', this.cookie(browserKey, startedMs / 1000));
    await reply.redirect(location, 302);
  }

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
