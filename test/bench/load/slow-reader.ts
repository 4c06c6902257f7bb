import { connect, type Socket } from 'node:net';

/** A listener who takes a little at a time. */
export class SlowReader {
  /** Milliseconds until the first byte was there; null until then. */
  firstByteMs: number | null = null;
  taken = 0;
  private readonly begin = performance.now();

  constructor(
    port: number,
    request: Buffer,
    private readonly socket: Socket = connect(port, '127.0.0.1'),
  ) {
    socket.on('error', () => undefined);
    socket.once('readable', () => (this.firstByteMs = performance.now() - this.begin));
    socket.write(request);
  }

  /** Takes so many bytes, if they are there. */
  take(bytes: number): void {
    const chunk = this.socket.read(Math.min(bytes, this.socket.readableLength)) as Buffer | null;
    this.taken += chunk?.length ?? 0;
  }

  leave(): void {
    this.socket.destroy();
  }
}
