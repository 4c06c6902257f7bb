import { type Readable, finished } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { FastifyReply } from 'fastify';
import type { Decision } from './decide.js';
import type { ByteRange } from './range.js';

/**
 * Writes a decided answer, with the header fields set on the reply before, and resolves when it is sent or
 * the client has left. `open` is called only where there are bytes to send; its error leaves the reply
 * untouched, so that it can still be answered with a status. A source that fails later, or does not give
 * exactly the bytes of the range, ends in a cut connection and rejects with that error while `reply.sent` is
 * true.
 */
export async function sendObject(
  reply: FastifyReply,
  decision: Decision,
  open: (range: ByteRange, signal: AbortSignal) => Promise<Readable>,
): Promise<void> {
  if (decision.body === null) {
    writeHead(reply, decision);
    reply.raw.end();
    return;
  }
  const left = leaving(reply);
  let source: Readable;
  try {
    source = await open(decision.body, left);
  } catch (error) {
    if (!left.aborted) throw error;
    reply.hijack();
    return;
  }
  try {
    writeHead(reply, decision);
  } catch (error) {
    source.destroy();
    throw error;
  }
  await pipe(source, decision.body.end - decision.body.start + 1, reply, left);
}

/** Aborts when the client has left before the end of its answer. */
function leaving({ raw }: FastifyReply): AbortSignal {
  const client = new AbortController();
  if (raw.destroyed) client.abort();
  raw.once('close', () => {
    if (!raw.writableFinished) client.abort();
  });
  return client.signal;
}

/**
 * Takes the reply out of Fastify's hands only once its head is valid: until then an error can still be
 * answered.
 */
function writeHead(reply: FastifyReply, { status, headers }: Decision): void {
  const all = Object.entries({ ...reply.getHeaders(), ...headers });
  reply.raw.writeHead(status, Object.fromEntries(all.filter(([, value]) => value !== undefined)));
  reply.hijack();
}

async function pipe(source: Readable, length: number, reply: FastifyReply, left: AbortSignal): Promise<void> {
  // Whichever comes first is the cause: the source's failure, or the client's leaving, which makes the source
  // fail too.
  let failure: unknown = null;
  const fail = (error: unknown): void => {
    if (!left.aborted) failure ??= error;
  };
  finished(source, { writable: false }, (error) => error && fail(error));
  /** Node itself would end a short answer as if it were complete. */
  async function* counted(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer, void> {
    let sent = 0;
    for await (const chunk of chunks) {
      sent += chunk.length;
      yield chunk;
    }
    if (sent === length) return;
    const error = new Error(`The object gave ${sent} bytes instead of ${length}`);
    fail(error);
    throw error;
  }
  try {
    // Without the signal a source that hangs would stay open: a pipeline looks at its end only when there is
    // a chunk.
    await pipeline(source, counted, reply.raw, { signal: left });
  } catch {
    if (failure !== null) throw failure;
  }
}
