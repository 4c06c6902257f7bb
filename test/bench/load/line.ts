import { connect, type Socket } from 'node:net';

/** A request as it goes over the line, and what its answer must look like. */
export interface Request {
  readonly bytes: Buffer;
  readonly status: number;
  /** Bytes of the body, where they are known. */
  length?: number;
}

/** An answer; its body only where it was asked for. */
export interface Answer {
  readonly status: number;
  readonly length: number;
  readonly body: Buffer;
}

/**
 * One kept connection on which one request follows the answer of the one before. It reads the length and lets the bytes
 * go: the fewer cycles the client takes, the more are left to what is measured.
 */
export class Line {
  private head: Buffer = Buffer.alloc(0);
  private left = -1;
  private length = 0;
  private status = 0;
  private parts: Buffer[] | null = null;
  private done: ((answer: Answer) => void) | null = null;
  private failed: ((error: Error) => void) | null = null;

  private constructor(private readonly socket: Socket) {
    socket.setNoDelay(true);
    socket.on('data', (chunk) => this.take(chunk));
    socket.on('error', (error) => this.failed?.(error));
    socket.on('close', () => this.failed?.(new Error('The server has closed the connection.')));
  }

  static open(port: number): Promise<Line> {
    return new Promise((resolve, reject) => {
      const socket = connect(port, '127.0.0.1');
      socket.once('error', reject);
      socket.once('connect', () => {
        socket.removeListener('error', reject);
        resolve(new Line(socket));
      });
    });
  }

  send(bytes: Buffer, keepBody = false): Promise<Answer> {
    return new Promise((resolve, reject) => {
      if (this.socket.destroyed) throw new Error('The server has closed the connection.');
      [this.done, this.failed] = [resolve, reject];
      this.parts = keepBody ? [] : null;
      this.socket.write(bytes);
    });
  }

  close(): void {
    this.failed = null;
    this.socket.destroy();
  }

  private take(chunk: Buffer): void {
    let rest = chunk;
    if (this.left < 0) {
      this.head = this.head.length > 0 ? Buffer.concat([this.head, chunk]) : chunk;
      const end = this.head.indexOf('\r\n\r\n');
      if (end < 0) return;
      rest = this.head.subarray(end + 4);
      this.read(this.head.toString('latin1', 0, end));
      this.head = Buffer.alloc(0);
    }
    this.left -= rest.length;
    this.parts?.push(rest);
    if (this.left > 0) return;
    this.left = -1;
    const body = this.parts ? Buffer.concat(this.parts) : Buffer.alloc(0);
    this.done?.({ status: this.status, length: this.length, body });
  }

  private read(head: string): void {
    const [, length] = /\r\ncontent-length: (\d+)/i.exec(head) ?? [];
    if (length === undefined) this.socket.destroy(new Error(`An answer without a length: ${head}`));
    this.status = Number(head.slice(9, 12));
    this.left = this.length = Number(length);
  }
}

/** A GET as bytes. */
export function get(path: string, headers = ''): Buffer {
  return Buffer.from(`GET ${path} HTTP/1.1\r\nhost: bench\r\n${headers}\r\n`);
}

/** A POST of JSON as bytes. */
export function post(path: string, body: object, headers = ''): Buffer {
  const text = JSON.stringify(body);
  return Buffer.from(
    `POST ${path} HTTP/1.1\r\nhost: bench\r\ncontent-type: application/json\r\naccept: application/json\r\n` +
      `content-length: ${Buffer.byteLength(text)}\r\n${headers}\r\n${text}`,
  );
}
