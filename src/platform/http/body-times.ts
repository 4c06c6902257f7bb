import type { IncomingMessage } from 'node:http';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { isGraphqlUpload, isUpload } from './upload-route.js';

/** How long bodies may take to arrive, and to be taken; times in milliseconds. */
export interface BodyTimes {
  /** Of ordinary requests, in all. */
  readonly ordinary: number;
  /** Of uploads, in all. */
  readonly upload: number;
  /** Of an upload, at least `leastBytes` must come in every such span. */
  readonly window: number;
  readonly leastBytes: number;
  /** What still comes when the answer is out. */
  readonly afterAnswer: number;
  /** How long a client may take no byte of an answer. Browsers whose listener has paused ask again where he was. */
  readonly stalled: number;
}

export const bodyTimes: BodyTimes = {
  ordinary: 60_000,
  upload: 3_600_000,
  window: 30_000,
  leastBytes: 65_536,
  afterAnswer: 5000,
  stalled: 300_000,
};

const timedOut = 'HTTP/1.1 408 Request Timeout\r\nconnection: close\r\ncontent-length: 0\r\n\r\n';

/**
 * Cuts requests whose bodies do not come, and connections on which nothing moves: Node's own limit of requests would
 * cut a slow but steady upload as well.
 */
export function limitBodyTimes(server: FastifyInstance, times: BodyTimes): void {
  server.server.setTimeout(times.stalled);
  server.addHook('onRequest', (request, reply, done) => {
    if (hasBody(request.raw)) limit(request, reply);
    done();
  });
  const limit = (request: FastifyRequest, reply: FastifyReply) => {
    const { raw } = request;
    const upload = isUpload(request) || isGraphqlUpload(request);
    const whole = setTimeout(() => cut(raw, reply), upload ? times.upload : times.ordinary).unref();
    let before = raw.socket.bytesRead;
    const pace = upload
      ? setInterval(() => {
          const { bytesRead } = raw.socket;
          // When what has come is not even taken, the client is not the one who is slow.
          const taken = raw.readableLength < raw.readableHighWaterMark;
          if (taken && bytesRead - before < times.leastBytes) cut(raw, reply);
          before = bytesRead;
        }, times.window).unref()
      : undefined;
    const stop = () => {
      clearTimeout(whole);
      clearInterval(pace);
    };
    raw.once('end', stop).once('close', stop);
  };
  server.addHook('onResponse', ({ raw }, _, done) => {
    if (!raw.complete) setTimeout(() => raw.complete || raw.socket.destroy(), times.afterAnswer).unref();
    done();
  });
}

function hasBody({ headers }: IncomingMessage): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
}

function cut(raw: IncomingMessage, reply: FastifyReply): void {
  if (raw.complete) return;
  if (!reply.raw.headersSent) raw.socket.write(timedOut);
  raw.socket.destroySoon();
}
