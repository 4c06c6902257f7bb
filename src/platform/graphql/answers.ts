import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { graphqlPath } from './endpoint.js';
import { tagIfPublic } from './entity-tags.js';

/** What becomes of the answers of GraphQL on their way out: they are made bytes, and those that anybody may keep get a tag. */
export function finishAnswers(server: FastifyInstance): void {
  server.addHook('onRoute', (route) => {
    if (route.url === graphqlPath) route.onSend = [asBytes, tagIfPublic];
  });
}

/** A text would be copied behind its head first, and then be made bytes. */
function asBytes(
  _request: FastifyRequest,
  _reply: FastifyReply,
  body: unknown,
  done: (error: null, body: unknown) => void,
): void {
  done(null, typeof body === 'string' ? Buffer.from(body) : body);
}
