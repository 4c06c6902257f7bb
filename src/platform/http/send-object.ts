import type { ServerResponse } from 'node:http';
import type { FastifyReply } from 'fastify';
import type { Blocks, Reader } from '../storage/blocks.js';
import type { Decision } from './decide.js';
import type { ByteRange } from './range.js';

/**
 * Writes a decided answer, with the header fields set on `reply.raw` before, and resolves when it is sent or
 * the client has left. `open` is called only where there are bytes to send; its error leaves the reply
 * untouched, so that it can still be answered with a status. A source that fails later, or does not give
 * exactly the bytes of the range, ends in a cut connection and rejects with that error while `reply.sent` is
 * true.
 */
export async function sendObject(
  reply: FastifyReply,
  decision: Decision,
  open: (range: ByteRange, client: Reader) => Promise<Blocks>,
): Promise<void> {
  const { raw } = reply;
  if (decision.body === null) {
    writeHead(reply, decision);
    raw.end();
    return;
  }
  const client = new Client(raw);
  let source: Blocks;
  try {
    source = await open(decision.body, client);
  } catch (error) {
    if (!client.hasLeft) throw error;
    reply.hijack();
    return;
  }
  try {
    writeHead(reply, decision);
    if (client.hasLeft) return;
    // A source that hangs would stay open: nobody else looks whether the client is still there.
    client.onLeave = () => source.close();
    await give(source, decision.body.end - decision.body.start + 1, client);
  } catch (error) {
    // Whichever comes first is the cause: the source's failure, or the client's leaving, which makes it fail too.
    if (client.hasLeft) return;
    if (raw.headersSent) raw.destroy();
    throw error;
  } finally {
    source.close();
  }
}

/** Gives the client exactly `length` bytes, a block when he has taken the last: its memory is only lent. */
async function give(source: Blocks, length: number, client: Client): Promise<void> {
  let sent = 0;
  for (;;) {
    const next = source.next();
    const block = next instanceof Promise ? await next : next;
    if (client.hasLeft) return;
    sent += block?.length ?? 0;
    // Node itself would end a short answer as if it were complete.
    if (block === null ? sent < length : sent > length) {
      throw new Error(`The object gave ${sent} bytes instead of ${length}`);
    }
    if (block === null) return;
    await client.take(block, sent === length);
    if (client.hasLeft) return;
  }
}

/** Who takes an answer. */
class Client implements Reader {
  hasLeft: boolean;
  onLeave = (): void => undefined;
  private goOn = (): void => undefined;
  private leaving: AbortController | null = null;

  constructor(private readonly raw: ServerResponse) {
    this.hasLeft = raw.destroyed;
    raw.once('close', () => {
      if (!raw.writableFinished) this.leave();
      this.goOn();
    });
  }

  get signal(): AbortSignal {
    this.leaving ??= new AbortController();
    if (this.hasLeft) this.leaving.abort();
    return this.leaving.signal;
  }

  /** Resolves when the system has all of the block, or he has left: nobody looks at its memory any more. */
  take(block: Buffer, isLast: boolean): Promise<void> {
    return new Promise((resolve) => {
      this.goOn = resolve;
      if (isLast) this.raw.end(block, resolve);
      else this.raw.write(block, () => resolve());
    });
  }

  private leave(): void {
    this.hasLeft = true;
    this.leaving?.abort();
    this.onLeave();
  }
}

/**
 * Takes the reply out of Fastify's hands only once its head is valid: until then an error can still be
 * answered.
 */
function writeHead(reply: FastifyReply, { status, headers }: Decision): void {
  reply.raw.writeHead(status, headers);
  reply.hijack();
}
