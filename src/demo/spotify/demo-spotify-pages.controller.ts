import { readFileSync } from 'node:fs';
import { Controller, Get, Param, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Anonymous } from '../../platform/access.js';
import { Config } from '../../platform/config.js';
import { NotFound } from '../../platform/errors.js';
import { packageFolder } from '../../platform/package-folder.js';
import { coverOf } from './cover.js';
import { demoPlaylists } from './demo-playlists.js';
import { pagesPath } from './demo-spotify.settings.js';
import { playlistPage } from './playlist-page.js';

// Read where it is written, from the sources and from the build alike.
const styles = new URL('src/demo/page.css', packageFolder);

const contentSecurityPolicy = [
  "default-src 'none'",
  "style-src 'self'",
  "img-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** What open.spotify.com and its picture servers are to the real ones: the page of a playlist, and its cover. */
@Anonymous()
@Controller(pagesPath)
export class DemoSpotifyPagesController {
  /** Paths under which the browser sees this server. */
  private readonly home: string;

  constructor(config: Config) {
    this.home = new URL(`${config.publicUrl}/`).pathname;
  }

  @Get('playlists/:id')
  async page(@Param('id') id: string, @Res() reply: FastifyReply): Promise<void> {
    const playlist = demoPlaylists[indexOf(id)];
    if (!playlist) throw new NotFound('page');
    await send(reply, 'text/html; charset=utf-8', playlistPage(this.home, playlist));
  }

  @Get('covers/:file')
  async cover(@Param('file') file: string, @Res() reply: FastifyReply): Promise<void> {
    const index = indexOf(file.replace(/\.svg$/, ''));
    const playlist = demoPlaylists[index];
    if (!playlist || !file.endsWith('.svg')) throw new NotFound('page');
    await send(reply, 'image/svg+xml', coverOf(playlist.categoryId, index));
  }

  @Get('page.css')
  async css(@Res() reply: FastifyReply): Promise<void> {
    await send(reply, 'text/css; charset=utf-8', readFileSync(styles));
  }
}

function indexOf(id: string): number {
  return demoPlaylists.findIndex((playlist) => playlist.id === id);
}

async function send(reply: FastifyReply, contentType: string, body: string | Buffer): Promise<void> {
  await reply
    .type(contentType)
    .header('content-security-policy', contentSecurityPolicy)
    .header('cache-control', 'public, max-age=300')
    .send(body);
}
