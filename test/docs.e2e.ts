import { DiscoveryService, Reflector } from '@nestjs/core';
import { GraphQLSchemaHost, Query, Resolver } from '@nestjs/graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { html, prose } from '../src/docs/html.js';
import { describedRoutes } from '../src/docs/routes.js';
import { ErrorCode } from '../src/platform/errors.js';
import { startApp, type TestApp } from './app.js';

/** An operation whose author has forgotten to say when it refuses. */
@Resolver()
class ForgottenResolver {
  @Query(() => String, { description: 'Forgotten.' })
  forgotten(): string {
    return '';
  }
}

describe('/docs', () => {
  let app: TestApp;
  let page: string;
  let headers: Headers;

  beforeAll(async () => {
    app = await startApp();
    const response = await fetch(`${app.url}/docs`);
    headers = response.headers;
    page = await response.text();
  });

  afterAll(() => app.stop());

  const ids = () => [...page.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id as string);

  it('tells every operation, type and code', () => {
    const { schema } = app.get(GraphQLSchemaHost);
    const types = Object.keys(schema.getTypeMap()).filter(
      (name) => !/^(__|(Query|Mutation|Subscription|String|Int|Float|Boolean|ID)$)/.test(name),
    );
    const operations = ['Query', 'Mutation', 'Subscription'].flatMap((name) =>
      Object.keys((schema.getType(name) as unknown as { getFields(): object }).getFields()).map(
        (field) => `${name.toLowerCase()}-${field}`,
      ),
    );
    const wanted = [
      ...operations,
      ...types.map((name) => `type-${name}`),
      ...Object.values(ErrorCode).map((code) => `error-${code}`),
    ];
    expect(wanted.filter((id) => !ids().includes(id))).toEqual([]);
  });

  it('has links that lead somewhere, and each id once', () => {
    const targets = [...page.matchAll(/href="#([^"]+)"/g)].map(([, id]) => id);
    expect(targets.filter((id) => !ids().includes(id as string))).toEqual([]);
    expect(ids().length).toBe(new Set(ids()).size);
  });

  it('tells every route, but for pages and stand-ins', () => {
    const [discovery, reflector] = [app.get(DiscoveryService, { strict: false }), app.get(Reflector)];
    expect(describedRoutes(discovery, reflector).map(({ method, path }) => `${method} ${path}`)).toEqual([
      'GET /auth/kakao',
      'GET /auth/kakao/callback',
      'GET /healthz',
      'GET, HEAD /media/:id',
      'GET /metrics',
      'GET /readyz',
      'POST /recordings',
      'PUT /recordings/:fileName',
      'GET /schema.gql',
    ]);
  });

  it('tells beside an operation when it refuses', () => {
    const [, entry = ''] = page.split('id="mutation-cancelOrder"');
    expect(entry.slice(0, entry.indexOf('</article>'))).toContain(
      'when its hold or its stay is over, or the key was used with another input',
    );
  });

  it('loads nothing from elsewhere, and runs nothing of its own text', () => {
    expect(page).not.toMatch(/(?:src|href)="(?:https?:)?\/\//);
    expect(page).not.toMatch(/<script(?! type="module" src="\/docs\/docs\.js">)|<style| style=/);
    expect(headers.get('content-security-policy')).toContain(
      "default-src 'none'; script-src 'self'; style-src 'self'",
    );
  });

  it('is the same until the server is another', async () => {
    const etag = headers.get('etag') ?? '';
    const again = await fetch(`${app.url}/docs`, { headers: { 'if-none-match': etag } });
    expect([again.status, await again.text()]).toEqual([304, '']);
    for (const file of ['docs.css', 'docs.js']) {
      expect((await fetch(`${app.url}/docs/${file}`)).status).toBe(200);
    }
    expect((await fetch(`${app.url}/docs/docs.controller.ts`)).status).toBe(404);
  });

  it('lets no server start whose operations do not say when they refuse', async () => {
    await expect(startApp({}, { providers: [ForgottenResolver] })).rejects.toThrow(
      'Query.forgotten does not declare when it refuses',
    );
  });

  it('escapes what it tells', () => {
    expect(html`<p title="${'"'}">${'<b>'} ${[html`<i>x</i>`, 1]} ${false}</p>`.text).toBe(
      '<p title="&quot;">&lt;b&gt; <i>x</i>1 </p>',
    );
    expect(prose('a `b<c` d').text).toBe('a <code>b&lt;c</code> d');
  });
});
