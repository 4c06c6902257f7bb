import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';

/** What becomes of a connection when some bytes of the client have come: they go on, or it ends before or after that. */
export type Verdict = 'pass' | 'cut before' | 'cut after';

interface Pair {
  readonly client: Socket;
  readonly server: Socket;
}

/** A TCP proxy that hurts what goes through it, as lines and switches do. */
export class FaultProxy {
  /** Milliseconds that bytes need, either way. */
  latency = 0;
  /** Bytes are taken and go nowhere, and nobody is told: the line is dead. */
  dead = false;
  /** After so many bytes more, either way, the line is dead. */
  bytesLeft = Infinity;
  /** Who comes anew is sent away. */
  closed = false;
  /** Looks at what clients send. */
  judge: (bytes: Buffer) => Verdict = () => 'pass';
  private readonly pairs = new Set<Pair>();

  private constructor(
    private readonly listener: Server,
    private readonly target: number,
  ) {}

  /** Before the server at a port of this machine. */
  static async before(target: number): Promise<FaultProxy> {
    const listener = createServer();
    const proxy = new FaultProxy(listener, target);
    listener.on('connection', (client) => proxy.accept(client));
    listener.listen(0, '127.0.0.1');
    await once(listener, 'listening');
    return proxy;
  }

  get port(): number {
    return (this.listener.address() as AddressInfo).port;
  }

  /** How many connections go through it now. */
  get connections(): number {
    return this.pairs.size;
  }

  /** Resets every connection, as a switch does that has forgotten them. */
  reset(): void {
    for (const pair of this.pairs) cut(pair);
  }

  /** All goes well again; connections whose bytes were lost are of no use, and end. */
  heal(): void {
    if (this.dead) this.reset();
    Object.assign(this, { latency: 0, dead: false, bytesLeft: Infinity, closed: false, judge: () => 'pass' });
  }

  async stop(): Promise<void> {
    const stopped = once(this.listener, 'close');
    this.listener.close();
    this.reset();
    await stopped;
  }

  private accept(client: Socket): void {
    if (this.closed) return void client.resetAndDestroy();
    const pair = { client, server: connect(this.target, '127.0.0.1') };
    this.pairs.add(pair);
    for (const socket of [client, pair.server]) {
      socket.setNoDelay(true);
      socket.on('error', () => cut(pair));
      socket.on('close', () => {
        this.pairs.delete(pair);
        cut(pair);
      });
    }
    client.on('data', (bytes) => {
      const verdict = this.dead ? 'pass' : this.judge(bytes);
      if (verdict === 'cut before') return cut(pair);
      this.pass(bytes, pair.server);
      if (verdict === 'cut after') {
        // The answer may come at any time from now on, and must not get through.
        pair.server.removeAllListeners('data').resume();
        client.resetAndDestroy();
      }
    });
    pair.server.on('data', (bytes) => this.pass(bytes, client));
  }

  private pass(bytes: Buffer, to: Socket): void {
    this.bytesLeft -= bytes.length;
    this.dead ||= this.bytesLeft < 0;
    if (this.dead) return;
    if (this.latency > 0) setTimeout(() => to.writable && to.write(bytes), this.latency);
    else if (to.writable) to.write(bytes);
  }
}

function cut({ client, server }: Pair): void {
  client.resetAndDestroy();
  server.destroy();
}
