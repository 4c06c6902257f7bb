import {
  Agent,
  createServer,
  type IncomingMessage,
  request,
  type Server,
  type ServerResponse,
} from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';

/** Less than a server that stops leaves idle connections open: it is always the proxy that ends one. */
const idleMs = 300;

/**
 * A proxy as strict as nginx: each server in turn, connections kept and used again. A server that refuses a connection is
 * passed over; what has been sent is never sent again, so a server that cuts it off is a 502.
 */
export class Proxy {
  /** How often a server refused and the next one was asked. */
  passedOver = 0;
  private turn = 0;
  private readonly agent = new Agent({ keepAlive: true, timeout: idleMs });
  private readonly sockets = new Set<Duplex>();
  private readonly server: Server;

  private constructor(private readonly ports: readonly number[]) {
    this.server = createServer((asked, answer) => this.forward(asked, answer));
    this.server.on('upgrade', (asked: IncomingMessage, client: Socket, head: Buffer) =>
      this.tunnel(asked, client, head),
    );
  }

  static async start(ports: readonly number[]): Promise<Proxy> {
    const proxy = new Proxy(ports);
    await new Promise<void>((resolve) => proxy.server.listen(0, '127.0.0.1', resolve));
    return proxy;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    this.agent.destroy();
    for (const socket of this.sockets) socket.destroy();
    const closed = new Promise((resolve) => this.server.close(resolve));
    this.server.closeAllConnections();
    await closed;
  }

  private forward(asked: IncomingMessage, answer: ServerResponse, [port, ...others] = this.order()): void {
    const { method, url: path, headers } = asked;
    const sent = request({
      agent: this.agent,
      host: '127.0.0.1',
      port,
      method,
      path,
      headers: hopless(headers),
    });
    let connected = false;
    const begin = () => {
      connected = true;
      asked.pipe(sent);
    };
    sent.once('socket', (socket) => (socket.connecting ? socket.once('connect', begin) : begin()));
    sent.once('response', (answered) => {
      answer.writeHead(answered.statusCode as number, hopless(answered.headers));
      answered.pipe(answer);
      // Cut short there, it must be cut short here.
      answered.once('error', () => answer.destroy());
    });
    sent.once('error', (error) => {
      if (answer.headersSent) return answer.destroy();
      if (!connected && others.length > 0) {
        this.passedOver += 1;
        return this.forward(asked, answer, others);
      }
      answer.writeHead(502).end(`${connected ? 'cut off' : 'refused'}: ${error.message}`);
    });
    answer.once('close', () => sent.destroy());
  }

  private tunnel(
    asked: IncomingMessage,
    client: Socket,
    head: Buffer,
    [port, ...others] = this.order(),
  ): void {
    const server = connect(port as number, '127.0.0.1');
    server.once('connect', () => {
      const lines = asked.rawHeaders.map((part, index) => (index % 2 === 0 ? `${part}: ` : `${part}\r\n`));
      server.write(`GET ${asked.url} HTTP/1.1\r\n${lines.join('')}\r\n`);
      server.write(head);
      server.pipe(client).pipe(server);
    });
    server.once('error', () => {
      if (server.bytesWritten === 0 && others.length > 0) this.tunnel(asked, client, head, others);
      else client.destroy();
    });
    for (const socket of [client, server]) {
      this.sockets.add(socket);
      socket.on('error', () => undefined);
      socket.once('close', () => this.sockets.delete(socket));
    }
  }

  /** The next server, and those to ask when it refuses. */
  private order(): number[] {
    this.turn = (this.turn + 1) % this.ports.length;
    return [...this.ports.slice(this.turn), ...this.ports.slice(0, this.turn)];
  }
}

/** What is about one connection alone is not handed on (RFC 9110, section 7.6.1). */
function hopless(headers: IncomingMessage['headers']) {
  return Object.fromEntries(
    Object.entries(headers).filter(([name]) => name !== 'connection' && name !== 'keep-alive'),
  );
}
