import { Controller, Get, Headers, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Anonymous } from '../../platform/access.js';
import { Config } from '../../platform/config.js';
import { DemoKakaoService } from './demo-kakao.service.js';
import { kapiPath } from './demo-kakao.settings.js';
import { type DemoPerson, userOf } from './demo-people.js';

/** The stand-in of kapi.kakao.com: whose token it is. */
@Anonymous()
@Controller(kapiPath)
export class DemoKapiController {
  constructor(
    private readonly kakao: DemoKakaoService,
    private readonly config: Config,
  ) {}

  @Get('v1/user/access_token_info')
  async tokenInfo(
    @Headers('authorization') authorization: string | undefined,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    await this.answer(authorization, reply, ({ id }, expiresIn) => ({
      id,
      expires_in: expiresIn,
      app_id: Number(this.kakao.settings.appId),
    }));
  }

  @Get('v2/user/me')
  async me(
    @Headers('authorization') authorization: string | undefined,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    await this.answer(authorization, reply, (person) => userOf(person, this.config.publicUrl));
  }

  private async answer(
    authorization: string | undefined,
    reply: FastifyReply,
    tell: (person: DemoPerson, expiresIn: number) => object,
  ): Promise<void> {
    reply.type('application/json;charset=UTF-8').header('cache-control', 'no-store');
    const [, bearer, token = ''] = /^(Bearer) *(\S*)$/.exec(authorization ?? '') ?? [];
    const found = this.kakao.findToken(token);
    if (found) {
      await reply.send(tell(found.person, found.expiresIn));
    } else if (bearer && token === '') {
      await reply.status(400).send({ msg: 'access token should not be null or empty', code: -2 });
    } else {
      await reply
        .status(401)
        .header('www-authenticate', 'Bearer error=invalid_token')
        .send({ msg: 'this access token does not exist', code: -401 });
    }
  }
}
