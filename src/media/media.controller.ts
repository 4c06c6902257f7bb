import type { IncomingMessage } from 'node:http';
import { All, Controller, type OnModuleInit, Param, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Public } from '../platform/access.js';
import { DescribeRoute } from '../platform/http/describe-route.js';
import { decide } from '../platform/http/decide.js';
import { addHeaders } from '../platform/http/safe-headers.js';
import { sendObject } from '../platform/http/send-object.js';
import { type AnswerAtHand, Shortcuts } from '../platform/http/shortcuts.js';
import { ObjectStorage } from '../platform/storage/storage.js';
import { MediaService } from './media.service.js';

/** Pages of other origins may show and play what they have a link to. */
const forAnyPage = { 'cross-origin-resource-policy': 'cross-origin' };

const prefix = '/media/';

/** The door for bytes. */
@Public()
@Controller('media/:id')
export class MediaController implements OnModuleInit {
  constructor(
    private readonly media: MediaService,
    private readonly storage: ObjectStorage,
    private readonly shortcuts: Shortcuts,
  ) {}

  /** What many listen to is asked for again and again, part by part. */
  onModuleInit(): void {
    this.shortcuts.open(prefix, `${prefix}:id`, (request) => this.atHand(request));
  }

  @DescribeRoute({
    summary:
      'Bytes of a track, a picture or a recording, by GET or HEAD. The address comes out of GraphQL (`streamUrl`, `url`, `artworkUrl`, `imageUrl`) and is not to be made by hand.',
    takes: {
      Range: 'One range of bytes; several, or any other unit: the whole.',
      'If-None-Match, If-Modified-Since, If-Match, If-Unmodified-Since, If-Range': 'By RFC 9110, section 13.',
      Accept: 'Of pictures: AVIF for those who accept it, else WebP.',
    },
    answers: {
      200: 'The whole, with `ETag`, `Last-Modified`, `Accept-Ranges`, `Content-Length` and a name to save it under.',
      206: 'The range, with `Content-Range`.',
      304: 'It has not changed: the bytes of an address never do.',
      400: '`BAD_USER_INPUT`: a picture of a width that is not served.',
      403: '`FORBIDDEN`: the link to a recording is over; ask GraphQL for a new one.',
      404: '`NOT_FOUND`: there is nothing of that id, or no longer.',
      412: 'A precondition does not hold.',
      416: 'The range lies behind the end; `Content-Range` tells the size.',
      503: '`UNAVAILABLE`: the storage cannot be reached.',
    },
  })
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

  /** The answer, where all that it needs is in memory. */
  private atHand({ url = '', headers }: IncomingMessage): AnswerAtHand | null {
    const [path = '', query = ''] = url.split('?');
    const servable = this.media.servableAtHand(path.slice(prefix.length), query);
    if (!servable) return null;
    const decision = decide('GET', headers, servable.facts);
    const body = decision.body && this.storage.readAtHand(servable.key, decision.body);
    return body && { status: decision.status, headers: { ...decision.headers, ...forAnyPage }, body };
  }

  /** Facts, then the decision, then the bytes: nothing is opened for an answer that has none. */
  private async answer(
    method: 'GET' | 'HEAD',
    id: string,
    { url, headers }: FastifyRequest,
    reply: FastifyReply,
  ): Promise<void> {
    const query = url.split('?')[1] ?? '';
    const servable = this.media.getServable(id, query, headers.accept);
    const { key, facts, negotiated } = servable instanceof Promise ? await servable : servable;
    const decision = decide(method, headers, facts);
    const { raw } = reply;
    addHeaders(raw, forAnyPage);
    if (negotiated) raw.setHeader('vary', ['Accept', ...[raw.getHeader('vary') ?? []].flat()].join(', '));
    await sendObject(reply, decision, (range, client) => this.storage.read(key, range, client));
  }
}
