import { readdirSync, readFileSync } from 'node:fs';
import { extname, join, sep } from 'node:path';
import { Controller, Get, Header, type OnModuleInit, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Public } from '../platform/access.js';
import { Config } from '../platform/config.js';
import { NotFound } from '../platform/errors.js';
import { altairOptions } from './altair.js';
import { SamplesService } from './samples.service.js';

const path = '/explorer/';

const contentTypes: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.ico': 'image/x-icon',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.woff': 'font/woff',
  '.woff2': 'font/woff2',
};

// Its framework writes styles into the page; nothing but what this server serves may run, load or be asked.
const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "font-src 'self' data:",
  "connect-src 'self' ws: wss:",
  "worker-src 'self'",
  "base-uri 'self'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

type Altair = Pick<typeof import('altair-static'), 'renderAltair' | 'renderInitSnippet'>;

/** Altair, shipped with the packages: the explorer where Sandbox cannot be loaded. In production there is none. */
@Public()
@Controller('explorer')
export class ExplorerController implements OnModuleInit {
  private altair: Altair | null = null;
  private files = new Map<string, string>();

  constructor(
    private readonly samples: SamplesService,
    private readonly config: Config,
  ) {}

  /** A package for development: where the server runs for real, it is not there. */
  async onModuleInit(): Promise<void> {
    if (this.config.production) return;
    const altair = await import('altair-static');
    const folder = altair.getDistDirectory();
    this.altair = altair;
    const names = readdirSync(folder, { recursive: true, encoding: 'utf8' });
    this.files = new Map(names.map((name) => [name.split(sep).join('/'), join(folder, name)]));
    this.files.set('fallback.js', new URL('../../src/explorer/fallback.js', import.meta.url).pathname);
  }

  @Get()
  @Header('content-type', 'text/html; charset=utf-8')
  @Header('content-security-policy', contentSecurityPolicy)
  async page(@Req() request: FastifyRequest): Promise<string> {
    return this.ready().renderAltair(altairOptions(await this.samples.find(), originOf(request)));
  }

  @Get('initial_options.js')
  @Header('content-type', 'text/javascript; charset=utf-8')
  async options(@Req() request: FastifyRequest): Promise<string> {
    return this.ready().renderInitSnippet(altairOptions(await this.samples.find(), originOf(request)));
  }

  @Get('*')
  async file(@Req() { url }: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const name = (url.split('?', 1)[0] ?? '').slice(path.length);
    const file = this.files.get(name);
    const contentType = contentTypes[extname(name)];
    if (!file || !contentType) throw new NotFound('page');
    await reply
      .header('content-type', contentType)
      .header('content-security-policy', contentSecurityPolicy)
      .header('cache-control', 'public, max-age=300')
      .send(readFileSync(file));
  }

  private ready(): Altair {
    if (!this.altair) throw new NotFound('page');
    return this.altair;
  }
}

const originOf = ({ protocol, host }: FastifyRequest): string => `${protocol}://${host}`;
