import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { Server as NetServer, type Socket } from 'node:net';

/** A proxy that gives its idle connections up sooner never meets one that is being closed. */
const lingerMs = 2000;

/**
 * Follows the connections of a server, and returns what ends it without losing a request: from then on nobody new is let
 * in, whatever comes on connections that are there is answered, and each of them ends with its answer. Those that are idle
 * stay for two seconds, since a request may be on its way on one of them. It resolves when all are gone; what is not within
 * `ms` milliseconds is cut. WebSockets are not its matter.
 */
export function followConnections(server: Server): (ms: number) => Promise<void> {
  // The last answer of each connection, while it is in the making: to close after an earlier one would lose it. A Set that
  // answers enter and leave would keep those that are over alive, table by outgrown table.
  const answering = new Map<Socket, ServerResponse | null>();
  let draining = false;
  let lingered = false;
  let allGone = () => {};
  const forget = (socket: Socket) => {
    answering.delete(socket);
    if (answering.size === 0) allGone();
  };
  server.on('connection', (socket) => {
    answering.set(socket, null);
    socket.once('close', () => forget(socket));
  });
  server.prependListener('upgrade', ({ socket }: IncomingMessage) => forget(socket));
  server.prependListener('request', ({ socket }, response) => {
    const before = answering.get(socket);
    // Its client has left.
    if (before === undefined) return;
    answering.set(socket, response);
    if (draining) {
      if (before && !before.headersSent) before.removeHeader('connection');
      response.setHeader('connection', 'close');
    }
    response.once('close', () => {
      if (answering.get(socket) === response) answering.set(socket, null);
      if (lingered) setImmediate(() => server.closeIdleConnections());
    });
  });
  return async (ms) => {
    draining = true;
    // The HTTP server's own way to stop listening closes idle connections at once.
    NetServer.prototype.close.call(server);
    for (const response of answering.values()) {
      if (response && !response.headersSent) response.setHeader('connection', 'close');
    }
    if (answering.size === 0) return;
    const gone = new Promise<void>((resolve) => (allGone = resolve));
    const idle = setTimeout(() => {
      lingered = true;
      server.closeIdleConnections();
    }, lingerMs);
    const rest = setTimeout(() => server.closeAllConnections(), ms);
    await gone;
    clearTimeout(idle);
    clearTimeout(rest);
  };
}
