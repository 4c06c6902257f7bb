import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { StreamSignatures } from '../src/media/stream-signatures.js';
import { startApp, type TestApp, testSecret } from './app.js';
import { Make } from './make.js';

const newSecret = 'the next secret: as long as it has to be';
const oldest = 'the secret before both: 32 characters and more';
// A list of secrets has commas between them, so one that holds a comma cannot be on it.
const oldSecret = testSecret.replaceAll(',', ';');
const hour = 3_600_000;

describe('a new secret', () => {
  const apps: TestApp[] = [];
  let before: TestApp;
  let token: string;
  let cursor: string;
  let link: string;

  beforeEach(async () => {
    before = await startApp({ APP_SECRET: oldSecret });
    apps.push(before);
    const make = new Make(before);
    const { id, token: made } = await make.guest();
    token = made;
    await make.space({ hostId: id });
    await make.space({ hostId: id });
    ({ cursor, link } = await use(before));
  });

  afterEach(async () => {
    for (const app of apps.splice(0).reverse()) await app.stop();
  });

  /** A server on the same database, at the same time. */
  async function restart(env: Record<string, string>): Promise<TestApp> {
    const app = await startApp(env, { beside: before });
    app.clock.set(new Date(before.clock.now()).toISOString());
    apps.push(app);
    return app;
  }

  /** A cursor and a link to a recording, as `app` makes them. */
  async function use(app: TestApp): Promise<{ cursor: string; link: string }> {
    const { data } = await app.run('{ spaces(first: 1) { pageInfo { endCursor } } }');
    const signatures = app.get(StreamSignatures, {
      strict: false,
    });
    return { cursor: data.spaces.pageInfo.endCursor, link: signatures.sign('media') };
  }

  /** What of the old is good with `app`. */
  async function good(app: TestApp): Promise<{ token: boolean; cursor: boolean; link: boolean }> {
    const me = await app.run('{ me { id } }', {}, token);
    const page = await app.run('query ($after: String) { spaces(after: $after) { nodes { id } } }', {
      after: cursor,
    });
    const isGood = (check: () => void) => {
      try {
        check();
        return true;
      } catch {
        return false;
      }
    };
    return {
      token: !me.errors,
      cursor: page.data?.spaces.nodes.length === 1,
      link: isGood(() => app.get(StreamSignatures, { strict: false }).check('media', link)),
    };
  }

  it('keeps what the one before has made', async () => {
    const after = await restart({ APP_SECRET: newSecret, APP_SECRET_PREVIOUS: oldSecret });
    expect(await good(after)).toEqual({ token: true, cursor: true, link: true });
  });

  it('keeps what the two before have made', async () => {
    const after = await restart({ APP_SECRET: newSecret, APP_SECRET_PREVIOUS: `${oldest}, ${oldSecret}` });
    expect(await good(after)).toEqual({ token: true, cursor: true, link: true });
  });

  it('ends it when the one before is not named', async () => {
    const after = await restart({ APP_SECRET: newSecret, APP_SECRET_PREVIOUS: oldest });
    expect(await good(after)).toEqual({ token: false, cursor: false, link: false });
  });

  it('makes all that is new: a server that knows the old one alone takes none of it', async () => {
    const after = await restart({ APP_SECRET: newSecret, APP_SECRET_PREVIOUS: oldSecret });
    const { id } = await new Make(after).account();
    token = await new Make(after).token(id);
    ({ cursor, link } = await use(after));
    expect(await good(after)).toEqual({ token: true, cursor: true, link: true });
    expect(await good(before)).toEqual({ token: false, cursor: false, link: false });
  });

  it('prolongs nothing: what is old ends when it would have', async () => {
    const after = await restart({ APP_SECRET: newSecret, APP_SECRET_PREVIOUS: oldSecret });
    after.clock.advance(15 * 60_000 - 1000);
    expect(await good(after)).toEqual({ token: true, cursor: true, link: true });
    after.clock.advance(1000);
    expect(await good(after)).toEqual({ token: false, cursor: true, link: true });
    after.clock.advance(7 * hour);
    expect(await good(after)).toEqual({ token: false, cursor: true, link: false });
  });
});
