import type { Server } from 'node:http';

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

/**
 * Puts safe headers on every answer, before anything else sees the request: also on those that no route and no hook
 * has a hand in. With `https`, browsers are told to come by https alone for a year.
 */
export function addSafeHeaders(server: Server, https: boolean): void {
  const headers = Object.entries(safe);
  if (https) headers.push(['strict-transport-security', `max-age=${yearSeconds}`]);
  server.prependListener('request', (_, response) => {
    for (const [name, value] of headers) response.setHeader(name, value);
  });
}
