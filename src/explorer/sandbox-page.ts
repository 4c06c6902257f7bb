import { Injectable, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyInstance } from 'fastify';
import { Config } from '../platform/config.js';
import { graphqlPath } from '../platform/graphql/endpoint.js';

const apollo = (name: string) => `https://${name}.apollographql.com`;
const scripts = ['apollo-server-landing-page.cdn', 'embeddable-sandbox.cdn'].map(apollo).join(' ');

// The page brings a closer policy on scripts and styles itself, with a nonce that is made anew each time; both count.
const contentSecurityPolicy = [
  "default-src 'none'",
  `script-src 'self' 'unsafe-inline' ${scripts}`,
  `style-src 'unsafe-inline' ${scripts} https://fonts.googleapis.com`,
  'font-src https://fonts.gstatic.com',
  `img-src 'self' ${apollo('apollo-server-landing-page.cdn')}`,
  `manifest-src ${apollo('apollo-server-landing-page.cdn')}`,
  "connect-src 'self'",
  `frame-src ${apollo('sandbox.embed')}`,
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** Lets the page of Apollo Sandbox load what it is made of, and frame its editor. In production there is none. */
@Injectable()
export class SandboxPage implements OnModuleInit {
  constructor(
    private readonly host: HttpAdapterHost,
    private readonly config: Config,
  ) {}

  onModuleInit(): void {
    const server = this.host.httpAdapter?.getInstance<FastifyInstance>();
    if (this.config.production || !server?.addHook) return;
    server.addHook('onSend', async (request, reply) => {
      const isPage = String(reply.getHeader('content-type')).startsWith('text/html');
      if (isPage && request.routeOptions.url === graphqlPath) {
        reply.header('content-security-policy', contentSecurityPolicy);
      }
    });
  }
}
