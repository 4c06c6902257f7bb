import type { FastifyRequest } from 'fastify';
import type { Loaders } from './loaders.js';

/** What one request carries through GraphQL. */
export interface RequestContext {
  readonly request: FastifyRequest;
  readonly requestId: string;
  readonly loaders: Loaders;
}
