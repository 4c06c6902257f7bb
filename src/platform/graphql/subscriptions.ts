import { randomUUID } from 'node:crypto';
import { type IncomingMessage, type Server, STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import type { ApolloServerPlugin, GraphQLServerContext, GraphQLServerListener } from '@apollo/server';
import { Plugin } from '@nestjs/apollo';
import { HttpAdapterHost } from '@nestjs/core';
import type { GraphQLSchema } from 'graphql';
import { CloseCode, handleProtocols } from 'graphql-ws';
import { type WebSocket, WebSocketServer } from 'ws';
import { Config } from '../config.js';
import { callerOf, type Trust, trusting } from '../http/proxies.js';
import { Log } from '../ops/log.js';
import { Metrics } from '../ops/metrics.js';
import { inScope } from '../ops/scope.js';
import { ErrorLog } from './error-log.js';
import { OperationWatch } from './operation-watch.js';
import { SubscriptionConnection } from './subscription-connection.js';
import { offersSomethingElse, refusalOf, serveWithoutOffer } from './upgrade.js';

const mostMessageBytes = 65_536;
/** Bytes that wait for one who does not read; more is taken for malice, since streams wait for their reader. */
const mostWaitingBytes = 1_048_576;
const pingMs = 12_000;
const goodbyeMs = 1000;

/**
 * Subscriptions over WebSockets, by the protocol graphql-transport-ws, as long as Apollo serves the rest over HTTP.
 *
 * The library's own wiring to `ws` is not used: it writes every broken connection to the console, and what is wrong
 * into the reason of a close.
 */
@Plugin()
export class Subscriptions implements ApolloServerPlugin {
  private readonly sockets = new WebSocketServer({
    noServer: true,
    maxPayload: mostMessageBytes,
    handleProtocols,
  });
  private readonly trust: Trust;
  private readonly connections = new Set<SubscriptionConnection>();
  private closing = false;

  constructor(
    private readonly adapterHost: HttpAdapterHost,
    private readonly config: Config,
    private readonly log: Log,
    private readonly errorLog: ErrorLog,
    private readonly operations: OperationWatch,
    metrics: Metrics,
  ) {
    this.trust = trusting(config.trustedProxies);
    metrics.watch('hapju_websockets', 'WebSockets that are open.', () => this.connections.size);
    metrics.watch('hapju_subscriptions', 'Subscriptions that run.', () =>
      [...this.connections].reduce((sum, { size }) => sum + size, 0),
    );
  }

  async serverWillStart({ schema }: GraphQLServerContext): Promise<GraphQLServerListener> {
    const server = this.adapterHost.httpAdapter.getHttpServer() as Server;
    server.on('upgrade', (request, socket, head) => {
      if (offersSomethingElse(request)) return serveWithoutOffer(server, request, socket, head);
      const status = this.closing ? 503 : refusalOf(request, this.config.corsOrigins);
      if (status !== null) return refuse(socket, status);
      this.sockets.handleUpgrade(request, socket, head, (opened) => this.serve(schema, opened, request));
    });
    // The HTTP server waits for its sockets, so they must go while it closes.
    return { drainServer: () => this.close() };
  }

  private serve(schema: GraphQLSchema, socket: WebSocket, request: IncomingMessage): void {
    const ip = callerOf(request, this.trust);
    const connection = new SubscriptionConnection(
      schema,
      this.config.production,
      ip,
      this.errorLog,
      this.operations,
    );
    this.connections.add(connection);
    const closed = connection.server.opened(
      {
        protocol: socket.protocol,
        // A socket that is lost meanwhile is told of by its close.
        send: (text) =>
          new Promise((resolve) => {
            if (socket.readyState === socket.OPEN) socket.send(text, () => resolve());
            else resolve();
          }),
        close: (code, reason) => socket.close(code, reason),
        onMessage: (handle) =>
          socket.on('message', (data: Buffer) => {
            if (socket.bufferedAmount > mostWaitingBytes) return socket.terminate();
            // What a message begins belongs to it, up to the last event of a subscription.
            void inScope({ requestId: randomUUID(), span: null }, () =>
              handle(data.toString()).catch((error: unknown) => {
                this.log.warn({ err: error }, 'a message on a WebSocket failed');
                socket.close(CloseCode.BadRequest, 'Bad request');
              }),
            );
          }),
      },
      null,
    );
    const stopPings = keepAlive(socket);
    // `ws` closes it with the code that says what was wrong.
    socket.on('error', () => undefined);
    socket.once('close', (code, reason) => {
      stopPings();
      this.connections.delete(connection);
      closed(code, reason.toString()).catch((error: unknown) =>
        this.log.error({ err: error }, 'a subscription did not end'),
      );
    });
  }

  /** Sends everybody away, to come back to another process. */
  async close(): Promise<void> {
    this.closing = true;
    const open = [...this.sockets.clients];
    const gone = open.map((socket) => new Promise((resolve) => socket.once('close', resolve)));
    for (const socket of open) socket.close(1001, 'Going away');
    const timer = setTimeout(() => {
      for (const socket of open) socket.terminate();
    }, goodbyeMs);
    await Promise.all(gone);
    clearTimeout(timer);
  }
}

/** Cuts off a peer that has not answered a ping by the time of the next. */
function keepAlive(socket: WebSocket): () => void {
  let answered = true;
  socket.on('pong', () => (answered = true));
  const timer = setInterval(() => {
    if (!answered) return socket.terminate();
    answered = false;
    socket.ping();
  }, pingMs);
  return () => clearInterval(timer);
}

function refuse(socket: Duplex, status: number): void {
  socket.on('error', () => undefined);
  socket.once('finish', () => socket.destroy());
  socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}
