import type { FastifyInstance, FastifyRequest } from 'fastify';
import { AppError, ErrorCode } from '../errors.js';
import { graphqlPath } from '../graphql/endpoint.js';
import { isGraphqlUpload } from './upload-route.js';

/**
 * Refuses what nobody here can read, before a byte of its body is read: packed bodies, JSON that is not UTF-8, and on
 * GraphQL's path all but JSON and multipart forms. Whatever else a browser would send for a foreign page without asking
 * first ends here too.
 */
export function refuseUnreadable(server: FastifyInstance): void {
  server.addHook('onRequest', (request, _, done) => {
    done(refusalOf(request) ?? undefined);
  });
}

function refusalOf(request: FastifyRequest): AppError | null {
  const { 'content-type': type, 'content-encoding': encoding = 'identity' } = request.headers;
  if (encoding.toLowerCase() !== 'identity') {
    return wrongType('A body must come as it is, without a Content-Encoding.');
  }
  // Nearly all requests come so, and need no closer look.
  const isPlainJson = type === undefined || type === 'application/json';
  const isJson = isPlainJson || /^application\/json\s*(?:;|$)/i.test(type);
  if (isJson && !isPlainJson && !isUtf8(type)) return wrongType('JSON must be UTF-8.');
  if (request.routeOptions.url !== graphqlPath) return null;
  if (!isJson && !isGraphqlUpload(request)) return wrongType('The Content-Type must be application/json.');
  // Apollo is handed a URL made with it.
  if (!URL.canParse(`http://${request.hostname}/`)) {
    return new AppError(ErrorCode.BAD_USER_INPUT, 'The Host header names no host.');
  }
  return null;
}

function isUtf8(contentType: string): boolean {
  const [, charset = 'utf-8'] = /;\s*charset\s*=\s*"?([^\s";]+)/i.exec(contentType) ?? [];
  return charset.toLowerCase() === 'utf-8';
}

function wrongType(message: string): AppError {
  return new AppError(ErrorCode.UNSUPPORTED_MEDIA_TYPE, message);
}
