import { readFileSync } from 'node:fs';
import { Body, Controller, Get, Param, Post, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Anonymous } from '../../platform/access.js';
import { NotFound } from '../../platform/errors.js';
import { packageFolder } from '../../platform/package-folder.js';
import { consentPage, refusalPage } from './consent-page.js';
import { type AuthorizeQuery, DemoKakaoService, KauthError } from './demo-kakao.service.js';
import { kauthPath } from './demo-kakao.settings.js';
import { demoPeople } from './demo-people.js';

// Read where they are written, from the sources and from the build alike.
const folder = new URL('src/demo/', packageFolder);
const files: Readonly<Record<string, { path: string; contentType: string }>> = {
  'page.css': { path: 'page.css', contentType: 'text/css; charset=utf-8' },
  'haneul.svg': { path: 'kakao/haneul.svg', contentType: 'image/svg+xml' },
};

const contentSecurityPolicy = [
  "default-src 'none'",
  "style-src 'self'",
  "img-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** The stand-in of kauth.kakao.com: agreeing, and tokens. */
@Anonymous()
@Controller(kauthPath)
export class DemoKauthController {
  /** Path under which the browser sees this controller. */
  private readonly base: string;

  constructor(private readonly kakao: DemoKakaoService) {
    this.base = new URL(kakao.settings.browserAuthUrl).pathname;
  }

  @Get('oauth/authorize')
  async authorize(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    await this.answerPage(reply, async () => {
      const query = stringsIn(request.query);
      this.kakao.checkAuthorize(query);
      await reply.send(consentPage(this.base, new URLSearchParams(query)));
    });
  }

  @Get('oauth/authorize/:choice')
  async choose(
    @Param('choice') choice: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const person = demoPeople.find(({ name }) => name === choice) ?? null;
    if (!person && choice !== 'cancel') throw new NotFound('page');
    await this.answerPage(reply, async () => {
      await reply.redirect(this.kakao.goBack(stringsIn(request.query), person), 302);
    });
  }

  @Post('oauth/token')
  async token(@Body() form: unknown, @Res() reply: FastifyReply): Promise<void> {
    reply.type('application/json;charset=UTF-8').header('cache-control', 'no-store');
    try {
      await reply.status(200).send(await this.kakao.exchange(stringsIn(form)));
    } catch (error) {
      if (!(error instanceof KauthError)) throw error;
      const { status, error: name, message, code } = error;
      await reply.status(status).send({ error: name, error_description: message, error_code: code });
    }
  }

  @Get('.well-known/jwks.json')
  keys() {
    return this.kakao.publicKeys();
  }

  @Get('files/:file')
  async file(@Param('file') name: string, @Res() reply: FastifyReply): Promise<void> {
    const file = Object.hasOwn(files, name) ? files[name] : undefined;
    if (!file) throw new NotFound('page');
    await reply
      .type(file.contentType)
      .header('content-security-policy', contentSecurityPolicy)
      .header('cache-control', 'public, max-age=300')
      .send(readFileSync(new URL(file.path, folder)));
  }

  /** What is wrong with an app is told the person, and leads nowhere. */
  private async answerPage(reply: FastifyReply, answer: () => Promise<void>): Promise<void> {
    reply
      .type('text/html; charset=utf-8')
      .header('content-security-policy', contentSecurityPolicy)
      .header('cache-control', 'no-store');
    try {
      await answer();
    } catch (error) {
      if (!(error instanceof KauthError)) throw error;
      await reply.status(error.status).send(refusalPage(this.base, error));
    }
  }
}

/** The parameters that came once, as text. */
function stringsIn(given: unknown): AuthorizeQuery & Record<string, string> {
  const entries = Object.entries((given ?? {}) as Record<string, unknown>);
  return Object.fromEntries(
    entries.filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  );
}
