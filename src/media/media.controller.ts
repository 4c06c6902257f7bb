import { All, Controller, Param, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Public } from '../platform/access.js';
import { decide } from '../platform/http/decide.js';
import { sendObject } from '../platform/http/send-object.js';
import { ObjectStorage } from '../platform/storage/storage.js';
import { MediaService } from './media.service.js';

/** The door for bytes. */
@Public()
@Controller('media/:id')
export class MediaController {
  constructor(
    private readonly media: MediaService,
    private readonly storage: ObjectStorage,
  ) {}

  @All()
  async serve(
    @Param('id') id: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { method } = request;
    if (method === 'GET' || method === 'HEAD') await this.answer(method, id, request, reply);
    else await reply.status(405).header('allow', 'GET, HEAD').send();
  }

  /** Facts, then the decision, then the bytes: nothing is opened for an answer that has none. */
  private async answer(
    method: 'GET' | 'HEAD',
    id: string,
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<void> {
    const query = request.url.split('?')[1] ?? '';
    const { key, facts, negotiated } = await this.media.getServable(id, query, request.headers.accept);
    const decision = decide(method, request.headers, facts);
    reply.header('cross-origin-resource-policy', 'cross-origin');
    if (negotiated) reply.header('vary', ['Accept', ...[reply.getHeader('vary') ?? []].flat()].join(', '));
    await sendObject(reply, decision, (range, signal) => this.storage.open(key, range, signal));
  }
}
