import type { IncomingHttpHeaders } from 'node:http';
import { formatHttpDate } from './http-date.js';
import { evaluatePreconditions, ifRangeHolds } from './preconditions.js';
import { type ByteRange, selectRange } from './range.js';

/** What is known of an immutable object before a byte of it is read. */
export interface ObjectFacts {
  /** Bytes. */
  readonly size: number;
  readonly contentType: string;
  /** Strong entity tag including its quotes. */
  readonly etag: string;
  /** Milliseconds since the epoch. */
  readonly lastModified: number;
  readonly cacheControl: string;
  readonly contentDisposition?: string;
}

export interface Decision {
  readonly status: 200 | 206 | 304 | 412 | 416;
  /** Names are in lower case, as HTTP/2 wants them. */
  readonly headers: Readonly<Record<string, string>>;
  /** The bytes to send; null where the answer has no body. */
  readonly body: ByteRange | null;
}

/**
 * Decides the answer to a GET or HEAD request for an immutable object by RFC 9110: preconditions (section
 * 13.2.2), then If-Range and Range (section 14.2). One range is answered by 206, several satisfiable ones by
 * the whole object. `now` (ms) is needed only to read dates with a two-digit year.
 */
export function decide(
  method: 'GET' | 'HEAD',
  headers: IncomingHttpHeaders,
  facts: ObjectFacts,
  now: number = Date.now(),
): Decision {
  switch (evaluatePreconditions(headers, facts, now)) {
    case 412:
      return { status: 412, headers: { 'content-length': '0' }, body: null };
    case 304:
      // The fields a cache needs to find its copy, and no others (section 15.4.5).
      return { status: 304, headers: { etag: facts.etag, 'cache-control': facts.cacheControl }, body: null };
    case null:
      break;
  }
  const range = method === 'GET' ? requestedRange(headers, facts, now) : null;
  if (range === 'unsatisfiable') {
    return {
      status: 416,
      headers: {
        'content-range': `bytes */${facts.size}`,
        'content-length': '0',
        'accept-ranges': 'bytes',
      },
      body: null,
    };
  }
  if (range === null) {
    const hasBody = method === 'GET' && facts.size > 0;
    return {
      status: 200,
      headers: representationHeaders(facts, facts.size),
      body: hasBody ? { start: 0, end: facts.size - 1 } : null,
    };
  }
  const fields = representationHeaders(facts, range.end - range.start + 1);
  fields['content-range'] = `bytes ${range.start}-${range.end}/${facts.size}`;
  return { status: 206, headers: fields, body: range };
}

function requestedRange(
  headers: IncomingHttpHeaders,
  facts: ObjectFacts,
  now: number,
): ReturnType<typeof selectRange> {
  // Several If-Range fields, which Node may give as one text or as a list, name no validator.
  const ifRange = headers['if-range']?.toString();
  if (headers.range === undefined || (ifRange !== undefined && !ifRangeHolds(ifRange, facts, now)))
    return null;
  return selectRange(headers.range, facts.size);
}

/**
 * The fields of a 200 answer of so many bytes. A 206 repeats them all, also after If-Range where section 15.3.7 would
 * spare some: browsers judge a part from another origin by its Content-Type.
 */
function representationHeaders(facts: ObjectFacts, length: number): Record<string, string> {
  const headers: Record<string, string> = {
    'content-type': facts.contentType,
    'content-length': String(length),
    etag: facts.etag,
    'last-modified': formatHttpDate(facts.lastModified),
    'cache-control': facts.cacheControl,
    'accept-ranges': 'bytes',
  };
  if (facts.contentDisposition !== undefined) headers['content-disposition'] = facts.contentDisposition;
  return headers;
}
