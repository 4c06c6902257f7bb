import { Body, Controller, Headers, Post, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Anonymous } from '../../platform/access.js';
import { DemoSpotifyService } from './demo-spotify.service.js';
import { accountsPath } from './demo-spotify.settings.js';

/** The stand-in of accounts.spotify.com: tokens for apps. */
@Anonymous()
@Controller(accountsPath)
export class DemoSpotifyAccountsController {
  constructor(private readonly spotify: DemoSpotifyService) {}

  @Post('api/token')
  async token(
    @Headers('authorization') authorization: string | undefined,
    @Body() form: { grant_type?: unknown } | undefined,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { status, body } = this.spotify.giveToken(authorization, form?.grant_type);
    await reply.status(status).type('application/json').header('cache-control', 'no-store').send(body);
  }
}
