import type { IncomingMessage } from 'node:http';
import { GRAPHQL_TRANSPORT_WS_PROTOCOL } from 'graphql-ws';
import { graphqlPath } from './endpoint.js';

/**
 * The status by which a request for a WebSocket is refused, or null when it may have one: 404 for any path but
 * GraphQL's, 400 without the sub-protocol, 403 for a page of a foreign origin. No browser asks by CORS before it opens
 * a WebSocket (RFC 6455, section 10.2).
 */
export function refusalOf(request: IncomingMessage, origins: readonly string[]): 400 | 403 | 404 | null {
  const { url, headers } = request;
  if (url?.split('?', 1)[0] !== graphqlPath) return 404;
  const protocols = headers['sec-websocket-protocol']?.split(',').map((name) => name.trim());
  if (!protocols?.includes(GRAPHQL_TRANSPORT_WS_PROTOCOL)) return 400;
  const { origin, host } = headers;
  if (origin === undefined || origins.includes(origin)) return null;
  return URL.canParse(origin) && new URL(origin).host === host ? null : 403;
}
