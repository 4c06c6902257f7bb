import { existsSync } from 'node:fs';
import { GraphQLSchemaHost } from '@nestjs/graphql';
import { getOperationAST, parse, validate } from 'graphql';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readyOperations, type ReadyOperation } from '../src/explorer/ready-operations.js';
import { weigh } from '../src/platform/graphql/document-weight.js';
import { documentLimits, excessOf, maxTokens } from '../src/platform/graphql/document-limits.js';
import { startApp, type TestApp } from './app.js';
import { Make } from './make.js';

const executablePath = '/usr/bin/chromium';
const offline = ['--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1'];
const args = ['--no-sandbox', '--disable-gpu', '--disable-background-networking', ...offline];

const sample = {
  spaceId: '019a0000-0000-7000-8000-000000000000',
  date: '2026-12-05',
  until: '2027-01-04',
  email: 'guest@hapju.demo',
  password: 'hapju demo 2026',
  key: 'k',
};

describe('ready operations', () => {
  let app: TestApp;
  const operations = readyOperations(sample, 'an id');
  const together = operations.map(({ document }) => document).join('\n\n');

  beforeAll(async () => {
    app = await startApp();
  });

  afterAll(() => app.stop());

  it.each(operations.map((operation) => [operation.title, operation] as const))(
    '%s is valid and within the limits',
    (_, { document, variables }: ReadyOperation) => {
      const { schema } = app.get(GraphQLSchemaHost);
      const parsed = parse(document, { maxTokens });
      expect(validate(schema, parsed)).toEqual([]);
      const operation = getOperationAST(parsed);
      expect(
        operation && excessOf(parsed, operation, weigh(schema, parsed, operation, variables)),
      ).toBeNull();
    },
  );

  it('are one document for Sandbox, with one set of variables', () => {
    expect(parse(together, { maxTokens }).definitions.length).toBeLessThanOrEqual(documentLimits.operations);
    expect(together.length).toBeLessThan(documentLimits.characters);
    const given = new Map<string, unknown>();
    for (const [name, value] of operations.flatMap(({ variables }) => Object.entries(variables))) {
      if (given.has(name)) expect(value).toEqual(given.get(name));
      given.set(name, value);
    }
  });

  it('stand in Sandbox, on a room that is free', async () => {
    const { id } = await new Make(app).space({ title: '망원 합주실', maxCount: 6 });
    const page = await fetch(`${app.url}/graphql`, { headers: { accept: 'text/html' } });
    const html = await page.text();
    expect(html).toContain('mutation SignIn(');
    expect(html).toContain(`"spaceId":"${id}"`);
  });

  it('are nowhere in production', async () => {
    const live = await startApp({ NODE_ENV: 'production' });
    try {
      for (const path of ['/explorer', '/explorer/main.js', '/explorer/initial_options.js', '/docs']) {
        expect((await fetch(live.url + path)).status).toBe(404);
      }
      const page = await fetch(`${live.url}/graphql`, { headers: { accept: 'text/html' } });
      expect(await page.text()).not.toContain('EmbeddedSandbox');
    } finally {
      await live.stop();
    }
  });

  it('gives no file but those of the explorer', async () => {
    for (const path of [
      '/explorer/..%2f..%2fpackage.json',
      '/explorer/iframe-sandbox/index.html',
      '/explorer/x.js',
    ]) {
      expect((await fetch(app.url + path)).status).toBe(404);
    }
  });
});

// Debian's `chromium`; without it there is nothing to look with.
describe.skipIf(!existsSync(executablePath))('the explorer, offline', () => {
  let app: TestApp;
  let browser: Browser;
  let page: Page;

  beforeAll(async () => {
    app = await startApp();
    await new Make(app).space({ title: '망원 합주실', maxCount: 6 });
    browser = await chromium.launch({ executablePath, args });
    page = await browser.newPage();
  });

  afterAll(async () => {
    await browser.close();
    await app.stop();
  });

  it('takes the place of Sandbox, asks nobody else, and runs a ready operation', async () => {
    const asked: string[] = [];
    await page.goto(`${app.url}/graphql`);
    await page.waitForURL('**/explorer');
    page.on('request', (request) =>
      asked.push(new URL(request.url()).protocol + new URL(request.url()).host),
    );
    await page.locator('.window-switcher__item--active', { hasText: '1 Find a room' }).waitFor();
    const answers: { data: { spaces: { nodes: { title: string }[] } } }[] = [];
    await page.route('**/graphql', async (route) => {
      const response = await route.fetch();
      if (route.request().postData()?.includes('FindRooms')) answers.push(await response.json());
      await route.fulfill({ response });
    });
    await page.getByRole('button', { name: 'Send Request' }).and(page.locator(':visible')).click();
    await page.getByText('망원 합주실').first().waitFor();
    expect(answers.map(({ data }) => data.spaces.nodes.map(({ title }) => title))).toEqual([['망원 합주실']]);
    const own = new URL(app.url).host;
    expect(asked.filter((from) => from !== `http:${own}` && !/^(data|blob):$/.test(from))).toEqual([]);
  });
});
