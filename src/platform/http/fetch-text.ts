import { traced } from '../ops/tracing.js';

const mostBytes = 256 * 1024;
const tooLarge = 'answer too large';

/** What an outside API has answered: text first, since what a proxy or a server in trouble says may be anything. */
export interface TextAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

/** A call that brought no answer; `fault` says why. */
export class CallFailed extends Error {
  constructor(readonly fault: string) {
    super(fault);
    this.name = 'CallFailed';
  }
}

/**
 * Calls an outside API, within `ms` milliseconds from the first byte sent to the last one read. Redirects are answers
 * like any other, and answers above 256 KiB are cut off.
 * @throws CallFailed
 */
export async function fetchText(url: string, init: RequestInit, ms: number): Promise<TextAnswer> {
  const { method = 'GET' } = init;
  const { hostname } = new URL(url);
  // No path: what people search for is in it.
  const attributes = { 'http.request.method': method, 'server.address': hostname };
  return traced(`${method} ${hostname}`, attributes, async (span) => {
    const answer = await call(url, init, ms);
    span?.setAttribute('http.response.status_code', answer.status);
    return answer;
  });
}

async function call(url: string, init: RequestInit, ms: number): Promise<TextAnswer> {
  try {
    const response = await fetch(url, { ...init, signal: AbortSignal.timeout(ms), redirect: 'manual' });
    return { status: response.status, headers: response.headers, text: await readText(response) };
  } catch (error) {
    throw new CallFailed(faultOf(error));
  }
}

/** @throws Error when there is more than 256 KiB of it, once that many bytes have come */
async function readText(response: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += chunk.byteLength;
    if (size > mostBytes) throw new Error(tooLarge);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** Why a call failed, in words that hold nothing of what was sent: errors of fetch may quote headers and addresses. */
export function faultOf(error: unknown): string {
  const { name, message, cause } = error as Error & { cause?: { code?: unknown } };
  if (message === tooLarge) return message;
  return typeof cause?.code === 'string' ? cause.code : name;
}
