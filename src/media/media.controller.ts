import { All, Controller, Param, Query, Req, Res } from '@nestjs/common';
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
    @Query('w') width: string | undefined,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { method } = request;
    if (method === 'GET' || method === 'HEAD') await this.answer(method, id, width, request, reply);
    else await reply.status(405).header('allow', 'GET, HEAD').send();
  }

  /** Facts, then the decision, then the bytes: nothing is opened for an answer that has none. */
  private async answer(
    method: 'GET' | 'HEAD',
    id: string,
    width: string | undefined,
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<void> {
    const { key, facts } = await this.media.getServable(id, width);
    const decision = decide(method, request.headers, facts);
    reply.header('cross-origin-resource-policy', 'cross-origin');
    await sendObject(reply, decision, (range, signal) => this.storage.open(key, range, signal));
  }
}
