import { Controller, Get, Headers, Param, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Anonymous } from '../../platform/access.js';
import { DemoSpotifyService, SpotifyApiError } from './demo-spotify.service.js';
import { apiPath } from './demo-spotify.settings.js';

/** The stand-in of api.spotify.com, as an app in development mode finds it. */
@Anonymous()
@Controller(apiPath)
export class DemoSpotifyApiController {
  constructor(private readonly spotify: DemoSpotifyService) {}

  @Get('search')
  async search(
    @Headers('authorization') authorization: string | undefined,
    @Query() query: Record<string, unknown>,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const given = Object.fromEntries(
      Object.entries(query).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
    );
    await this.answer(authorization, reply, () => this.spotify.search(given));
  }

  @Get('playlists/:id')
  async playlist(
    @Headers('authorization') authorization: string | undefined,
    @Param('id') id: string,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    await this.answer(authorization, reply, () => this.spotify.playlist(id));
  }

  /** Nobody but its owner is told what is in a playlist. */
  @Get(['playlists/:id/items', 'playlists/:id/tracks'])
  async tracks(
    @Headers('authorization') authorization: string | undefined,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    await this.answer(authorization, reply, () => {
      throw new SpotifyApiError(403, 'Forbidden');
    });
  }

  /** Closed to apps like this one since 2024. */
  @Get('browse/featured-playlists')
  async featured(
    @Headers('authorization') authorization: string | undefined,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    await this.answer(authorization, reply, () => {
      throw new SpotifyApiError(404, 'Not Found');
    });
  }

  private async answer(
    authorization: string | undefined,
    reply: FastifyReply,
    tell: () => object,
  ): Promise<void> {
    reply.type('application/json; charset=utf-8').header('cache-control', 'no-store');
    try {
      this.spotify.checkToken(authorization);
      await reply.send(tell());
    } catch (error) {
      if (!(error instanceof SpotifyApiError)) throw error;
      const { status, message } = error;
      await reply.status(status).send({ error: { status, message } });
    }
  }
}
