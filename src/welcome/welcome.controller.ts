import { readFileSync } from 'node:fs';
import { Controller, Get, Header, Param, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Public } from '../platform/access.js';
import { Config } from '../platform/config.js';
import { NotFound } from '../platform/errors.js';
import { packageFolder } from '../platform/package-folder.js';

// The pages are not compiled, so they are read where they are written, from the sources and from the build alike.
const folder = new URL('src/welcome/', packageFolder);
// A browser reads the client of subscriptions as its package ships it.
const clientFolder = new URL('.', import.meta.resolve('graphql-ws/client'));

const contentTypes: Readonly<Record<string, string>> = {
  css: 'text/css; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  svg: 'image/svg+xml',
};

// Nothing but what this server itself serves may run, load or be asked; only pictures of playlists are Spotify's.
const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data: blob: https://*.scdn.co https://*.spotifycdn.com",
  "media-src 'self' blob:",
  "connect-src 'self'",
  "font-src 'self'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join('; ');

/** What the page of a demo knows more than any other: how its guest signs in. */
const demoMark = 'data-demo-email="guest@hapju.demo" data-demo-password="hapju demo 2026"';

/** The page a browser shows at `/`, and the few files it is made of. */
@Public()
@Controller()
export class WelcomeController {
  private readonly files = new Map<string, Buffer>();

  constructor(private readonly config: Config) {}

  @Get()
  @Header('content-type', 'text/html; charset=utf-8')
  @Header('content-security-policy', contentSecurityPolicy)
  page(): string {
    const html = this.read(new URL('index.html', folder)).toString();
    return this.config.demo ? html.replace('<html', `<html ${demoMark}`) : html;
  }

  @Get('favicon.ico')
  async icon(@Res() reply: FastifyReply): Promise<void> {
    await reply.redirect('/welcome/favicon.svg', 301);
  }

  @Get('welcome/:file')
  async file(@Param('file') file: string, @Res() reply: FastifyReply): Promise<void> {
    await this.send(file, folder, reply);
  }

  @Get('welcome/icons/:file')
  async facilityIcon(@Param('file') file: string, @Res() reply: FastifyReply): Promise<void> {
    await this.send(file, new URL('icons/', folder), reply);
  }

  @Get('welcome/graphql-ws/:file')
  async clientOfSubscriptions(@Param('file') file: string, @Res() reply: FastifyReply): Promise<void> {
    await this.send(file, clientFolder, reply);
  }

  private async send(file: string, from: URL, reply: FastifyReply): Promise<void> {
    const [, extension = ''] = /^[\w-]+\.([a-z]+)$/.exec(file) ?? [];
    const contentType = contentTypes[extension];
    if (!contentType) throw new NotFound('page');
    await reply
      .header('content-type', contentType)
      .header('content-security-policy', contentSecurityPolicy)
      .header('cache-control', 'public, max-age=300')
      .send(this.read(new URL(file, from)));
  }

  private read(file: URL): Buffer {
    let bytes = this.files.get(file.href);
    if (!bytes) {
      try {
        bytes = readFileSync(file);
      } catch {
        throw new NotFound('page');
      }
      this.files.set(file.href, bytes);
    }
    return bytes;
  }
}
