import type { ServerResponse } from 'node:http';

/** What an answer allows a browser unless it says otherwise: to show a picture, to play a sound, to keep nothing. */
const safe: Readonly<Record<string, string>> = {
  'cache-control': 'no-store',
  'content-security-policy':
    "default-src 'none'; img-src 'self'; media-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
};

const yearSeconds = 31_536_000;

/** The safe headers by their names. With `https`, browsers are told to come by https alone for a year. */
export function safeHeaders(https: boolean): Readonly<Record<string, string>> {
  return https ? { ...safe, 'strict-transport-security': `max-age=${yearSeconds}` } : safe;
}

/** Puts them on an answer, before anything else has a hand in it. */
export function addHeaders(response: ServerResponse, headers: Readonly<Record<string, string>>): void {
  for (const name in headers) response.setHeader(name, headers[name] as string);
}
