import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

/** Requests that may wait on a connection behind the one that is answered. Browsers wait for each answer. */
const mostWaiting = 16;

/**
 * Answers that wait for others on their connection (RFC 9112, section 9.3.2): each may hold memory and a file, so they are
 * few. Node tells only the one that it sends when the connection is gone, and so the others are told here.
 */
export class Pipelines {
  private readonly waiting = new WeakMap<Socket, Set<ServerResponse>>();

  /** Whether a request is to be answered. The connection of who sends too many at once is cut. */
  admit({ socket }: IncomingMessage, response: ServerResponse): boolean {
    // Node goes on with what it has read.
    if (socket.destroyed) return false;
    // One that waits has no socket yet.
    if (response.socket) return true;
    const waiting = this.waiting.get(socket) ?? this.follow(socket);
    if (waiting.size === mostWaiting) {
      socket.destroy();
      return false;
    }
    waiting.add(response);
    response.once('close', () => waiting.delete(response));
    return true;
  }

  private follow(socket: Socket): Set<ServerResponse> {
    const waiting = new Set<ServerResponse>();
    this.waiting.set(socket, waiting);
    socket.once('close', () => {
      for (const response of waiting) {
        response.destroy();
        response.emit('close');
      }
    });
    return waiting;
  }
}
