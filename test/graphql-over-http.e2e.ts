import { serverAudits } from 'graphql-http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startApp, type TestApp } from './app.js';

/** To clients that accept `application/json` alone, refused requests SHOULD be a 200; Apollo answers 400, as to others. */
const otherwise = new Set(['572B', 'FDE2', '7B9B']);

describe('the GraphQL over HTTP specification', () => {
  let app: TestApp;

  beforeAll(async () => {
    app = await startApp();
  });

  afterAll(() => app.stop());

  // A page of a foreign origin could send a GET without asking first, so one header more is wanted.
  const asked: typeof fetch = (url, init) =>
    fetch(url, { ...init, headers: { ...(init?.headers as object), 'apollo-require-preflight': 'yes' } });

  it.each(
    serverAudits({ url: () => `${app.url}/graphql`, fetchFn: asked }).map(
      (audit) => [audit.id, audit.name, audit] as const,
    ),
  )('%s: %s', async (_, __, audit) => {
    const result = await audit.fn();
    const told = result.status === 'ok' ? 'ok' : `${result.status}: ${result.reason}`;
    expect(told).toBe(otherwise.has(audit.id) ? 'warn: Response status code is not 200' : 'ok');
  });
});
