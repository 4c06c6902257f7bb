import { readdirSync, readFileSync } from 'node:fs';
import { extname, join, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Controller, Get, Header, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Public } from '../platform/access.js';
import { Config } from '../platform/config.js';
import { NotFound } from '../platform/errors.js';
import { packageFolder } from '../platform/package-folder.js';
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

type Altair = Pick<typeof import('altair-static'), 'renderAltair' | 'renderInitSnippet'> & {
  /** Paths of its files by their names below `/explorer/`. */
  readonly files: ReadonlyMap<string, string>;
};

/** Altair, shipped with the packages: the explorer where Sandbox cannot be loaded. In production there is none. */
@Public()
@Controller('explorer')
export class ExplorerController {
  private altair: Promise<Altair> | null = null;

  constructor(
    private readonly samples: SamplesService,
    private readonly config: Config,
  ) {}

  @Get()
  @Header('content-type', 'text/html; charset=utf-8')
  @Header('content-security-policy', contentSecurityPolicy)
  async page(@Req() request: FastifyRequest): Promise<string> {
    const { renderAltair } = await this.load();
    const options = altairOptions(await this.samples.find(), originOf(request));
    const script = `<script src="first-tab.js" data-tabs="${options.initialWindows.length}"></script>`;
    return renderAltair(options).replace('</body>', `${script}</body>`);
  }

  @Get('initial_options.js')
  @Header('content-type', 'text/javascript; charset=utf-8')
  async options(@Req() request: FastifyRequest): Promise<string> {
    const { renderInitSnippet } = await this.load();
    return renderInitSnippet(altairOptions(await this.samples.find(), originOf(request)));
  }

  @Get('*')
  async file(@Req() { url }: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const { files } = await this.load();
    const name = (url.split('?', 1)[0] ?? '').slice(path.length);
    const file = files.get(name);
    const contentType = contentTypes[extname(name)];
    if (!file || !contentType) throw new NotFound('page');
    await reply
      .header('content-type', contentType)
      .header('content-security-policy', contentSecurityPolicy)
      .header('cache-control', 'public, max-age=300')
      .send(readFileSync(file));
  }

  /** A package for development, which takes its time to load: only who looks for it waits, and production has none. */
  private load(): Promise<Altair> {
    if (this.config.production) throw new NotFound('page');
    this.altair ??= loadAltair();
    return this.altair;
  }
}

async function loadAltair(): Promise<Altair> {
  const { getDistDirectory, renderAltair, renderInitSnippet } = await import('altair-static');
  const folder = getDistDirectory();
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  const files = new Map(names.map((name) => [name.split(sep).join('/'), join(folder, name)]));
  for (const name of ['fallback.js', 'first-tab.js']) {
    files.set(name, fileURLToPath(new URL(`src/explorer/${name}`, packageFolder)));
  }
  return { renderAltair, renderInitSnippet, files };
}

const originOf = ({ protocol, host }: FastifyRequest): string => `${protocol}://${host}`;
