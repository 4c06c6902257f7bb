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
 * What all lines read into, one after the other. Were it new for each chunk, a caller would get slower with whatever else he
 * has done before, and the servers dearer that wait for him.
 */
const memory = Buffer.allocUnsafeSlow(65_536);

const nothing: Buffer = Buffer.alloc(0);

/**
 * One kept connection on which one request follows the answer of the one before. It reads the length and lets the bytes
 * go: the fewer cycles the client takes, the more are left to what is measured.
 */
export class Line {
  private readonly socket: Socket;
  /** As much of a head as has come. */
  private head = nothing;
  private left = -1;
  private length = 0;
  private status = 0;
  private parts: Buffer[] | null = null;
  private done: ((answer: Answer) => void) | null = null;
  private failed: ((error: Error) => void) | null = null;

  private constructor(port: number, opened: (error?: Error) => void) {
    this.failed = opened;
    const callback = (length: number): boolean => {
      this.take(memory.subarray(0, length));
      return true;
    };
    this.socket = connect({ port, host: '127.0.0.1', noDelay: true, onread: { buffer: memory, callback } });
    this.socket.on('error', (error) => this.failed?.(error));
    this.socket.on('close', () => this.failed?.(new Error('The server has closed the connection.')));
    this.socket.once('connect', () => opened());
  }

  static open(port: number): Promise<Line> {
    return new Promise((resolve, reject) => {
      const line = new Line(port, (error) => (error ? reject(error) : resolve(line)));
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
      const known = this.head.length > 0 ? Buffer.concat([this.head, chunk]) : chunk;
      const end = known.indexOf('\r\n\r\n');
      this.head = end < 0 ? Buffer.from(known) : nothing;
      if (end < 0) return;
      rest = known.subarray(end + 4);
      this.read(known.toString('latin1', 0, end));
    }
    this.left -= rest.length;
    this.parts?.push(Buffer.from(rest));
    if (this.left > 0) return;
    this.left = -1;
    const body = this.parts ? Buffer.concat(this.parts) : nothing;
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
