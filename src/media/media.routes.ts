import { Injectable, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { TokensService } from '../auth/tokens.service.js';
import { Public } from '../platform/access.js';
import { authorizationOf } from '../platform/http/authorization.js';
import { decide } from '../platform/http/decide.js';
import { sendObject } from '../platform/http/send-object.js';
import { ObjectStorage } from '../platform/storage/storage.js';
import { MediaService } from './media.service.js';

type MediaRequest = FastifyRequest<{ Params: { id: string } }>;

/**
 * The door for bytes, for anybody. It is no controller: a player asks for one small part after the other, and Nest's way
 * to a controller takes longer than sending one.
 */
@Public()
@Injectable()
export class MediaRoutes implements OnModuleInit {
  constructor(
    private readonly host: HttpAdapterHost,
    private readonly tokens: TokensService,
    private readonly media: MediaService,
    private readonly storage: ObjectStorage,
  ) {}

  onModuleInit(): void {
    const server = this.host.httpAdapter?.getInstance<FastifyInstance>();
    // A command runs the system without a server.
    if (!server?.route) return;
    const handler = (request: MediaRequest, reply: FastifyReply) => this.serve(request, reply);
    server.route({ url: '/media/:id', method: ['GET', 'HEAD'], handler });
  }

  /** Facts, then the decision, then the bytes: nothing is opened for an answer that has none. */
  private async serve(request: MediaRequest, reply: FastifyReply): Promise<void> {
    const { method, headers } = request;
    // As everywhere, a client whose token has run out must learn so.
    if (headers.authorization !== undefined)
      await this.tokens.readAuthorization(authorizationOf(request.raw));
    const query = request.url.split('?')[1] ?? '';
    const servable = this.media.getServable(request.params.id, query, headers.accept);
    const { key, facts, negotiated } = servable instanceof Promise ? await servable : servable;
    const decision = decide(method as 'GET' | 'HEAD', headers, facts);
    const { raw } = reply;
    raw.setHeader('cross-origin-resource-policy', 'cross-origin');
    if (negotiated) raw.setHeader('vary', ['Accept', ...[raw.getHeader('vary') ?? []].flat()].join(', '));
    await sendObject(reply, decision, (range, client) => this.storage.read(key, range, client));
  }
}
