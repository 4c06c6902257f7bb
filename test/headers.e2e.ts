import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startApp, type TestApp } from './app.js';
import { Make } from './make.js';

const closed =
  "default-src 'none'; img-src 'self'; media-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

describe('headers', () => {
  let app: TestApp;
  let streamUrl: string;

  beforeAll(async () => {
    app = await startApp();
    await new Make(app).track();
    const { data } = await app.run('{ tracks { nodes { streamUrl } } }');
    streamUrl = new URL(data.tracks.nodes[0].streamUrl).pathname;
  });

  afterAll(() => app.stop());

  const query = (text: string) => ({
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query: text }),
  });

  const places: [string, () => [path: string, init?: RequestInit]][] = [
    ['an answer of GraphQL', () => ['/graphql', query('{ districts { id } }')]],
    ['a refusal of GraphQL', () => ['/graphql', query('{ nonsense }')]],
    [
      'a query by GET',
      () => ['/graphql?query={__typename}', { headers: { 'apollo-require-preflight': 'yes' } }],
    ],
    ['the page of Sandbox', () => ['/graphql', { headers: { accept: 'text/html' } }]],
    ['the welcome page', () => ['/']],
    ['a file of it', () => ['/welcome/welcome.js']],
    ['the icon that moved', () => ['/favicon.ico', { redirect: 'manual' }]],
    ['the schema', () => ['/schema.gql']],
    ['a track', () => [streamUrl]],
    ['a piece of a track', () => [streamUrl, { headers: { range: 'bytes=0-1' } }]],
    ['an unknown address', () => ['/nothing']],
    ['an address that cannot be read', () => ['/%']],
    ['another method', () => ['/healthz', { method: 'DELETE' }]],
    [
      'a preflight',
      () => [
        '/graphql',
        {
          method: 'OPTIONS',
          headers: { origin: 'https://studio.apollographql.com', 'access-control-request-method': 'POST' },
        },
      ],
    ],
    ['a body that is too large', () => ['/graphql', { ...query('x'), body: 'x'.repeat(2_000_000) }]],
  ];

  it.each(places)('of %s are safe', async (_, place) => {
    const [path, init] = place();
    const response = await fetch(app.url + path, init);
    await response.arrayBuffer();
    expect(response.headers.get('x-content-type-options')).toBe('nosniff');
    expect(response.headers.get('x-frame-options')).toBe('DENY');
    expect(response.headers.get('referrer-policy')).toBe('no-referrer');
    expect(response.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(response.headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
    expect(response.headers.get('x-powered-by')).toBeNull();
    expect(response.headers.get('server')).toBeNull();
    expect(response.headers.get('strict-transport-security')).toBeNull();
  });

  it('let nobody keep an answer of GraphQL, and anybody a track', async () => {
    const headersOf = async (path: string, init?: RequestInit) => (await fetch(app.url + path, init)).headers;
    expect((await headersOf('/graphql', query('{ me { id } }'))).get('cache-control')).toBe('no-store');
    expect((await headersOf('/graphql', query('{ me { id } }'))).get('content-security-policy')).toBe(closed);
    expect((await headersOf(streamUrl)).get('cache-control')).toContain('immutable');
  });

  it('let Sandbox load its own and nothing else', async () => {
    const page = await fetch(`${app.url}/graphql`, { headers: { accept: 'text/html' } });
    const policy = page.headers.get('content-security-policy') ?? '';
    const loaded = [...(await page.text()).matchAll(/<script[^>]* src="(https:\/\/[^/"]+)/g)].map(
      ([, host]) => host,
    );
    expect(loaded.length).toBeGreaterThan(0);
    for (const host of loaded) expect(policy).toMatch(new RegExp(`script-src [^;]*${host}[ ;]`));
    expect(policy).toContain('frame-src https://sandbox.embed.apollographql.com;');
    expect(policy).not.toMatch(/\*|https:;|unsafe-eval/);
  });

  it('send browsers to https where the server is reached by it', async () => {
    const secure = await startApp({ PUBLIC_URL: 'https://hapju.example' });
    try {
      const { id } = await new Make(secure).media(Buffer.from('bytes'));
      // The second time its bytes are at hand.
      for (const path of ['/healthz', `/media/${id}`, `/media/${id}`]) {
        const response = await fetch(secure.url + path);
        await response.arrayBuffer();
        expect(response.headers.get('strict-transport-security')).toBe('max-age=31536000');
      }
    } finally {
      await secure.stop();
    }
  });
});

describe('the address of the caller', () => {
  const logIn = `mutation { logIn(input: { email: "nobody@example.com", password: "a wrong password" }) { accessToken } }`;
  const signUps = async (app: TestApp, forwardedFor: (index: number) => string) => {
    const codes: string[] = [];
    for (let index = 0; index < 60; index += 1) {
      const response = await fetch(`${app.url}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'x-forwarded-for': forwardedFor(index) },
        body: JSON.stringify({ query: logIn.replace('nobody', `nobody${index}`) }),
      });
      const { errors } = (await response.json()) as { errors: { extensions: { code: string } }[] };
      codes.push(errors[0]?.extensions.code ?? '');
    }
    return codes.filter((code) => code === 'RATE_LIMITED').length;
  };

  it('is the peer: what it says of itself fools no limit', async () => {
    const app = await startApp({ RATE_LIMIT_FACTOR: '1', REDIS_URL: '' });
    try {
      expect(await signUps(app, (index) => `10.0.0.${index}`)).toBe(10);
    } finally {
      await app.stop();
    }
  });

  it('is what a trusted proxy says, and only the last it says', async () => {
    const app = await startApp({ RATE_LIMIT_FACTOR: '1', REDIS_URL: '', TRUSTED_PROXIES: '127.0.0.0/8' });
    try {
      expect(await signUps(app, (index) => `10.0.0.${index}`)).toBe(0);
      expect(await signUps(app, (index) => `10.0.1.${index}, 10.9.9.9`)).toBe(10);
    } finally {
      await app.stop();
    }
  });
});
