import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { Server as NetServer, type Socket } from 'node:net';
import { setImmediate as nextTurn } from 'node:timers/promises';

/** A proxy that gives its idle connections up sooner never meets one that is being closed. */
const lingerMs = 2000;
/** So many connections wait at most for a server that listens as Node's do (the backlog of `server.listen`). */
const mostWaiting = 511;

/**
 * Follows the connections of a server, and returns what ends it without losing a request: who is connected by then is let
 * in and nobody after, whatever comes on connections that are there is answered, and each of them ends with its answer.
 * Those that are idle stay for two seconds, since a request may be on its way on one of them. It resolves when all are
 * gone; what is not within `ms` milliseconds is cut. WebSockets are not its matter.
 */
export function followConnections(server: Server): (ms: number) => Promise<void> {
  // The last answer of each connection, while it is in the making: to close after an earlier one would lose it. A Set that
  // answers enter and leave would keep those that are over alive, table by outgrown table.
  const answering = new Map<Socket, ServerResponse | null>();
  let heard = 0;
  let draining = false;
  let lingered = false;
  let allGone = () => {};
  const forget = (socket: Socket) => {
    answering.delete(socket);
    if (answering.size === 0) allGone();
  };
  server.on('connection', (socket) => {
    heard += 1;
    answering.set(socket, null);
    socket.once('close', () => forget(socket));
  });
  server.prependListener('upgrade', ({ socket }: IncomingMessage) => forget(socket));
  server.prependListener('request', ({ socket }, response) => {
    heard += 1;
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
  /**
   * The system connects clients by itself, and the event loop hears of one in each turn: the rest would be reset. In a turn
   * with work more of them may come unheard, so the last one is a turn in which nobody comes and nobody asks.
   */
  const letAllIn = async () => {
    await nextTurn();
    for (let turn = 0, before = -1; turn < mostWaiting && heard > before; turn += 1) {
      before = heard;
      await nextTurn();
    }
  };
  return async (ms) => {
    draining = true;
    for (const response of answering.values()) {
      if (response && !response.headersSent) response.setHeader('connection', 'close');
    }
    const rest = setTimeout(() => server.closeAllConnections(), ms);
    await letAllIn();
    // The HTTP server's own way to stop listening closes idle connections at once.
    NetServer.prototype.close.call(server);
    const idle = setTimeout(() => {
      lingered = true;
      server.closeIdleConnections();
    }, lingerMs);
    if (answering.size > 0) await new Promise<void>((resolve) => (allGone = resolve));
    clearTimeout(idle);
    clearTimeout(rest);
  };
}
