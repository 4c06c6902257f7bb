import type { IncomingHttpHeaders } from 'node:http';
import { parseHttpDate } from './http-date.js';

export interface Validators {
  /** Strong entity tag including its quotes. */
  readonly etag: string;
  /** Milliseconds since the epoch. */
  readonly lastModified: number;
}

/**
 * Evaluates the preconditions of a GET or HEAD request in the order of RFC 9110, section 13.2.2: the status
 * that ends the request, or null where it goes on. A date that cannot be read is ignored; a malformed list of
 * tags matches nothing.
 */
export function evaluatePreconditions(
  headers: IncomingHttpHeaders,
  validators: Validators,
  now: number,
): 304 | 412 | null {
  const ifMatch = headers['if-match'];
  const ifNoneMatch = headers['if-none-match'];
  if (ifMatch !== undefined) {
    if (!namesTag(ifMatch, validators.etag, 'strong')) return 412;
  } else {
    const date = dateOf(headers['if-unmodified-since'], now);
    if (date !== null && inSeconds(validators.lastModified) > inSeconds(date)) return 412;
  }
  if (ifNoneMatch !== undefined) {
    if (namesTag(ifNoneMatch, validators.etag, 'weak')) return 304;
  } else {
    const date = dateOf(headers['if-modified-since'], now);
    if (date !== null && inSeconds(validators.lastModified) <= inSeconds(date)) return 304;
  }
  return null;
}

/**
 * Whether an If-Range field still names this very object (RFC 9110, section 13.1.5), so that a part of it may
 * be sent. A date counts as a strong validator since objects never change: they cannot have changed twice
 * within a second (section 8.8.2.2).
 */
export function ifRangeHolds(field: string, validators: Validators, now: number): boolean {
  if (field === validators.etag) return true;
  const date = dateOf(field, now);
  return date !== null && inSeconds(date) === inSeconds(validators.lastModified);
}

function dateOf(field: string | undefined, now: number): number | null {
  return field === undefined ? null : parseHttpDate(field, now);
}

/** Header fields carry whole seconds, stored times are finer. */
function inSeconds(time: number): number {
  return Math.floor(time / 1000);
}

/** Whether a well-formed `"*" / #entity-tag` field is `*` or has the strong tag `etag` among its members. */
export function namesTag(field: string, etag: string, comparison: 'strong' | 'weak'): boolean {
  if (field === '*') return true;
  // A tag may contain commas, so the list is read tag by tag and not split.
  const tag = /(W\/)?("[\x21\x23-\x7e\x80-\xff]*")/y;
  let found = false;
  let afterTag = false;
  for (let at = 0; at < field.length;) {
    const character = field[at];
    if (character === ' ' || character === '\t' || character === ',') {
      if (character === ',') afterTag = false;
      at += 1;
      continue;
    }
    tag.lastIndex = at;
    const match = tag.exec(field);
    if (match === null || afterTag) return false;
    if (match[2] === etag && (comparison === 'weak' || match[1] === undefined)) found = true;
    afterTag = true;
    at = tag.lastIndex;
  }
  return found;
}
