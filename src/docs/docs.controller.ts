import { hash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { Readable } from 'node:stream';
import { Controller, Get, type OnApplicationBootstrap, Param, Req, Res } from '@nestjs/common';
import { DiscoveryService, Reflector } from '@nestjs/core';
import { GraphQLSchemaHost } from '@nestjs/graphql';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Public } from '../platform/access.js';
import { Config } from '../platform/config.js';
import { NotFound } from '../platform/errors.js';
import { decide, type ObjectFacts } from '../platform/http/decide.js';
import { sendObject } from '../platform/http/send-object.js';
import { packageFolder, version } from '../platform/package-folder.js';
import { blocksOf } from '../platform/storage/blocks.js';

// They are not compiled, so they are read where they are written, from the sources and from the build alike.
const folder = new URL('src/docs/', packageFolder);

const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

interface File {
  readonly bytes: Buffer;
  readonly facts: ObjectFacts;
}

/** The reference for those who write clients, made once at the start; wherever introspection is allowed too. */
@Public()
@Controller('docs')
export class DocsController implements OnApplicationBootstrap {
  private readonly files = new Map<string, File>();

  constructor(
    private readonly config: Config,
    private readonly host: GraphQLSchemaHost,
    private readonly discovery: DiscoveryService,
    private readonly reflector: Reflector,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    // A command has no schema, and production shows it to nobody.
    if (this.config.production || !this.host.schema) return;
    const { docsPage } = await import('./docs-page.js');
    const { describedRoutes } = await import('./routes.js');
    const page = docsPage(this.host.schema, describedRoutes(this.discovery, this.reflector), version);
    this.keep('', 'text/html; charset=utf-8', Buffer.from(page));
    this.keep('docs.css', 'text/css; charset=utf-8', readFileSync(new URL('docs.css', folder)));
    this.keep('docs.js', 'text/javascript; charset=utf-8', readFileSync(new URL('docs.js', folder)));
  }

  @Get()
  page(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    return this.send('', request, reply);
  }

  @Get(':file')
  file(
    @Param('file') name: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    return this.send(name, request, reply);
  }

  private keep(name: string, contentType: string, bytes: Buffer): void {
    const etag = `"${hash('sha256', bytes, 'base64url')}"`;
    const facts = {
      size: bytes.length,
      contentType,
      etag,
      lastModified: Date.now(),
      cacheControl: 'no-cache',
    };
    this.files.set(name, { bytes, facts });
  }

  private async send(name: string, request: FastifyRequest, reply: FastifyReply): Promise<void> {
    const file = this.files.get(name);
    if (!file) throw new NotFound('page');
    reply.raw.setHeader('content-security-policy', contentSecurityPolicy);
    const decision = decide('GET', request.headers, file.facts);
    await sendObject(reply, decision, async ({ start, end }) =>
      blocksOf(Readable.from([file.bytes.subarray(start, end + 1)])),
    );
  }
}
