import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
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

/** What only makes sense for the connection that the offer was made on. */
const ofTheOffer = /^(?:connection|upgrade|http2-settings)$/i;

/**
 * Whether a request offers another protocol than WebSockets, as some HTTP clients do with `h2c` on each first request.
 * A server may ignore an offer (RFC 9110, section 7.8), but Node takes each for accepted as soon as anybody listens.
 */
export function offersSomethingElse({ headers }: IncomingMessage): boolean {
  return headers.upgrade?.toLowerCase() !== 'websocket';
}

/** Gives a request back to the HTTP server as it came, without its offer. */
export function serveWithoutOffer(
  server: Server,
  request: IncomingMessage,
  socket: Duplex,
  head: Buffer,
): void {
  const { method, url, httpVersion, rawHeaders } = request;
  const lines = [`${method} ${url} HTTP/${httpVersion}`];
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const [name, value] = rawHeaders.slice(index, index + 2) as [string, string];
    if (!ofTheOffer.test(name)) lines.push(`${name}: ${value}`);
  }
  socket.unshift(Buffer.concat([Buffer.from(`${lines.join('\r\n')}\r\n\r\n`, 'latin1'), head]));
  server.emit('connection', socket);
}
