import { createHash } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { namesTag } from '../http/preconditions.js';

/**
 * A hook that gives an answer of GraphQL that anybody may keep a tag, says by which headers it differs, and answers with 304
 * who has the same already. All others pass untouched.
 */
export function tagIfPublic(
  { method, headers }: FastifyRequest,
  reply: FastifyReply,
  body: unknown,
  done: (error: null, body: unknown) => void,
): void {
  if (method !== 'GET' || !Buffer.isBuffer(body) || !isPublic(reply)) return done(null, body);
  const etag = tagOf(String(reply.getHeader('content-type')), body);
  // Who is signed in is never given what somebody else was told, and both types of an answer share one address.
  const vary = [reply.getHeader('vary'), 'Authorization', 'Accept'].filter(Boolean).join(', ');
  reply.header('etag', etag).header('vary', vary);
  const known = headers['if-none-match'];
  if (known === undefined || !namesTag(known, etag, 'weak')) return done(null, body);
  reply.code(304).removeHeader('content-type');
  done(null, null);
}

function isPublic(reply: FastifyReply): boolean {
  return String(reply.getHeader('cache-control')).startsWith('public');
}

function tagOf(contentType: string, body: Buffer): string {
  return `"${createHash('sha256').update(`${contentType}\n`).update(body).digest('base64url')}"`;
}
