import { RouteConfig } from '@nestjs/platform-fastify';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { AppError, ErrorCode } from '../errors.js';
import { graphqlPath } from '../graphql/endpoint.js';

/** Marks a route that reads its body itself while it comes, of any type and length, for as long as it keeps coming. */
export const UploadRoute = () => RouteConfig({ upload: true });

/** Whether a request brings files in the way GraphQL takes them. */
export function isGraphqlUpload({ routeOptions, headers }: FastifyRequest): boolean {
  return routeOptions.url === graphqlPath && /^multipart\/form-data\b/i.test(headers['content-type'] ?? '');
}

export function isUpload(request: FastifyRequest): boolean {
  return (request.routeOptions.config as { upload?: true }).upload === true;
}

/** Leaves bodies without a parser of their own to upload routes, unread, and refuses them everywhere else. */
export function passUploads(server: FastifyInstance): void {
  server.addContentTypeParser('*', (request, payload, done) => {
    if (isUpload(request)) return done(null, payload);
    const message = 'The request is of a type this address does not take.';
    done(new AppError(ErrorCode.UNSUPPORTED_MEDIA_TYPE, message));
  });
}
