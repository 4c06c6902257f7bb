import { type ArgumentsHost, Catch, type ExceptionFilter, HttpException } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { AppError, ErrorCode, httpStatusOf, internalMessage } from '../errors.js';
import { graphqlPath } from '../graphql/endpoint.js';
import { Log } from '../ops/log.js';

/** The code for a status that Nest or Fastify has decided upon, such as 404 for a path nobody serves. */
const codeOfStatus: Readonly<Record<number, ErrorCode>> = {
  400: ErrorCode.BAD_USER_INPUT,
  401: ErrorCode.UNAUTHENTICATED,
  403: ErrorCode.FORBIDDEN,
  404: ErrorCode.NOT_FOUND,
  405: ErrorCode.BAD_USER_INPUT,
  413: ErrorCode.PAYLOAD_TOO_LARGE,
  415: ErrorCode.UNSUPPORTED_MEDIA_TYPE,
};

/**
 * The one translation of errors for REST, with the codes of GraphQL:
 * `{"error": {"code", "message", …details, "requestId"?}}`, on GraphQL's own path in GraphQL's shape.
 */
@Catch()
export class ErrorFilter implements ExceptionFilter {
  constructor(private readonly log: Log) {}

  catch(error: unknown, host: ArgumentsHost): unknown {
    // GraphQL has a translation of its own.
    if (host.getType<string>() === 'graphql') return error;
    const http = host.switchToHttp();
    const request = http.getRequest<FastifyRequest>();
    const reply = http.getResponse<FastifyReply>();
    const { status, body } = this.translate(error, request.id);
    // The head is out already, as when a stream breaks: the connection is cut, and there is nothing more to say.
    if (reply.sent) return undefined;
    const { code, message, ...details } = body;
    // A body that cannot be read never reaches Apollo; its clients still expect their own shape.
    const graphql = request.url.startsWith(graphqlPath);
    if (code === ErrorCode.UNAUTHENTICATED) void reply.header('www-authenticate', 'Bearer');
    if (code === ErrorCode.RATE_LIMITED) void reply.header('retry-after', details['retryAfter']);
    return reply
      .status(status)
      .type(`${graphql ? graphqlType(request) : 'application/json'}; charset=utf-8`)
      .header('cache-control', 'no-store')
      .send(graphql ? { errors: [{ message, extensions: { ...details, code } }] } : { error: body });
  }

  private translate(error: unknown, requestId: string): Translation {
    if (error instanceof AppError) {
      if (httpStatusOf[error.code] >= 500) this.log.warn({ requestId, err: error }, 'request refused');
      return {
        status: httpStatusOf[error.code],
        body: { code: error.code, message: error.message, ...error.details },
      };
    }
    const status = statusOf(error);
    const code = codeOfStatus[status];
    if (code) return { status, body: { code, message: messages[status] ?? 'The request cannot be served.' } };
    this.log.error({ requestId, err: error }, 'request failed');
    return { status: 500, body: { code: ErrorCode.INTERNAL, message: internalMessage, requestId } };
  }
}

/** Clients that know the newer type read the errors of a status such as 401 in it alone (GraphQL over HTTP, section 6.4). */
function graphqlType({ headers }: FastifyRequest): string {
  const type = 'application/graphql-response+json';
  return headers.accept?.includes(type) ? type : 'application/json';
}

interface Translation {
  readonly status: number;
  readonly body: { readonly code: ErrorCode; readonly message: string; readonly [detail: string]: unknown };
}

const messages: Readonly<Record<number, string>> = {
  400: 'The request cannot be read.',
  404: 'There is nothing at this address.',
  405: 'This address does not take that method.',
  413: 'The request is larger than this server takes.',
  415: 'The request is of a type this address does not take.',
};

function statusOf(error: unknown): number {
  if (error instanceof HttpException) return error.getStatus();
  const status = (error as { statusCode?: unknown }).statusCode;
  return typeof status === 'number' ? status : 500;
}
