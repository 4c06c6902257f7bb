import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { SpotifyFeaturedService } from '../src/music/spotify-featured.service.js';
import { type Answer, startApp, type TestApp } from './app.js';
import { apiError, idOf, playlist, premiumRequired, SpotifyStub, tooMany } from './spotify-stub.js';
import {
  badGateway,
  cutOff,
  hang,
  huge,
  jsonAnswer,
  late,
  redirect,
  slowBody,
  type StubAnswer,
  textAnswer,
} from './stub-answers.js';

const search = `query ($query: String!, $first: Int, $after: String) {
  list: searchPlaylists(query: $query, first: $first, after: $after) {
    nodes { id name } edges { cursor node { id } } totalCount pageInfo { hasNextPage hasPreviousPage endCursor } } }`;
const byId = `query ($id: ID!) {
  playlist(id: $id) { id source name description url imageUrl ownerName trackCount tracks { totalCount } } }`;

const [minute, hour, day] = [60_000, 3_600_000, 86_400_000];
const unavailable = 'Spotify cannot be asked right now; try again later.';

let app: TestApp;
let spotify: SpotifyStub;

beforeAll(async () => {
  spotify = await SpotifyStub.start(() => app.clock.now());
  app = await startApp(spotify.env);
});

// A day later nothing that was kept is served, and whatever kept us from calling is over.
afterEach(() => {
  spotify.reset();
  app.clock.advance(2 * day);
});

afterAll(async () => {
  await app.stop();
  await spotify.stop();
});

const codeOf = ({ errors }: Answer) => errors?.[0]?.extensions['code'];
const namesOf = ({ data }: Answer) => data.list?.nodes.map(({ name }: { name: string }) => name);

let queries = 0;

/** A query nobody has used, which finds these. */
function finding(...found: unknown[]): string {
  const query = `query ${(queries += 1)}`;
  spotify.found.set(query, found);
  return query;
}

/** So many playlists in a row. */
const row = (length: number) => Array.from({ length }, (_, index) => playlist(index));

/** Everything that a search finds, page by page, as a client walks: until there is nothing more. */
async function walk(query: string, first: number): Promise<{ ids: string[]; pages: number[] }> {
  const ids: string[] = [];
  const pages: number[] = [];
  let after: string | null = null;
  for (;;) {
    const before = spotify.count('search');
    const answer: Answer = await app.run(search, { query, first, after });
    expect(answer.errors).toBeUndefined();
    expect(spotify.count('search') - before).toBeLessThanOrEqual(8);
    const { nodes, pageInfo } = answer.data.list;
    ids.push(...nodes.map(({ id }: { id: string }) => id));
    pages.push(nodes.length);
    if (!pageInfo.hasNextPage) return { ids, pages };
    expect(pageInfo.endCursor).not.toBe(after);
    after = pageInfo.endCursor;
  }
}

describe('searchPlaylists', () => {
  it('asks Spotify once for each ten, with the token of the app, and drops the holes', async () => {
    const query = finding(null, playlist(1), null, playlist(2), ...row(21).slice(3));
    const answer = await app.run(search, { query, first: 40 });
    expect(answer.errors).toBeUndefined();
    expect(answer.data.list.nodes).toHaveLength(20);
    expect(answer.data.list.nodes[0]).toEqual({ id: `spotify:${idOf(1)}`, name: 'Playlist 1' });
    expect(answer.data.list).toMatchObject({
      totalCount: 20,
      pageInfo: { hasNextPage: false, hasPreviousPage: false },
    });
    expect(spotify.asked).toEqual(['token', 'search', 'search', 'search']);
    const [token, first, second] = spotify.requests;
    expect(token).toMatchObject({ method: 'POST', body: 'grant_type=client_credentials' });
    expect(Object.fromEntries(first?.query ?? [])).toEqual({
      q: query,
      type: 'playlist',
      limit: '10',
      offset: '0',
    });
    expect(second?.query.get('offset')).toBe('10');
    expect(first?.headers.authorization).toBe(`Bearer ${spotify.secrets.at(-1)}`);
  });

  it('knows no total before everything was seen', async () => {
    const query = finding(...row(15));
    const first = await app.run(search, { query, first: 10 });
    expect(first.data.list).toMatchObject({ totalCount: null, pageInfo: { hasNextPage: true } });
    const after = first.data.list.pageInfo.endCursor;
    const second = await app.run(search, { query, first: 10, after });
    expect(second.data.list).toMatchObject({
      totalCount: null,
      pageInfo: { hasNextPage: false, hasPreviousPage: true },
    });
    expect(second.data.list.nodes).toHaveLength(5);
  });

  it('finds nothing with one call', async () => {
    const answer = await app.run(search, { query: finding() });
    expect(answer.data.list).toMatchObject({ nodes: [], totalCount: 0, pageInfo: { hasNextPage: false } });
    expect(spotify.count('search')).toBe(1);
  });

  it('goes on behind any of its rows', async () => {
    const query = finding(playlist(0), null, ...row(30).slice(2));
    const { data } = await app.run(search, { query, first: 12 });
    for (const [index, { cursor }] of data.list.edges.entries()) {
      const next = await app.run(search, { query, first: 1, after: cursor });
      expect(namesOf(next)).toEqual([`Playlist ${index + 2}`]);
    }
  });

  it('walks through any holes at any page size, missing nothing and repeating nothing', async () => {
    const holes = fc.array(fc.oneof({ weight: 2, arbitrary: fc.constant(true) }, fc.constant(false)), {
      maxLength: 120,
    });
    await fc.assert(
      fc.asyncProperty(holes, fc.integer({ min: 1, max: 40 }), async (places, first) => {
        const query = finding(...places.map((here, index) => (here ? playlist(index) : null)));
        const there = places.flatMap((here, index) => (here ? [`spotify:${idOf(index)}`] : []));
        const { ids, pages } = await walk(query, first);
        expect(ids).toEqual(there);
        expect(pages.slice(0, -1).every((length) => length > 0 && length <= first)).toBe(true);
      }),
      { numRuns: 25 },
    );
  });

  it('does not end where nothing but holes are', async () => {
    const query = finding(...Array<null>(95).fill(null), playlist(1));
    const first = await app.run(search, { query, first: 5 });
    expect(first.data.list).toMatchObject({ nodes: [], totalCount: null, pageInfo: { hasNextPage: true } });
    expect(spotify.count('search')).toBe(8);
    const after = first.data.list.pageInfo.endCursor;
    const second = await app.run(search, { query, first: 5, after });
    expect(namesOf(second)).toEqual(['Playlist 1']);
    expect(second.data.list.pageInfo.hasNextPage).toBe(false);
  });

  it('ends where Spotify lets nobody look any further', async () => {
    const { ids } = await walk(finding(...row(1_200)), 40);
    expect(ids).toHaveLength(1_010);
    expect(Math.max(...spotify.requests.map(({ query }) => Number(query.get('offset'))))).toBe(1_000);
  });

  it('shows a playlist once that Spotify shows on two pages', async () => {
    const query = finding(...row(10), playlist(9), playlist(10));
    expect((await app.run(search, { query })).data.list.nodes).toHaveLength(11);
  });

  it('drops a malformed item, not its page', async () => {
    const broken = [{}, 1, 'text', [], playlist(1, { id: '../../me' }), playlist(2, { name: null })];
    const query = finding(...broken, playlist(3), playlist(4, { name: ' ' }), playlist(5, { owner: 7 }));
    expect(namesOf(await app.run(search, { query }))).toEqual(['Playlist 3', 'Playlist 5']);
  });

  it('takes all spellings of a query for one', async () => {
    const query = finding(playlist(1));
    for (const spelling of [query, `  ${query.toUpperCase()} `, query.replace(' ', ' \t\n ')]) {
      expect(namesOf(await app.run(search, { query: spelling }))).toEqual(['Playlist 1']);
    }
    const [jamo, syllables] = ['합주'.normalize('NFD'), '합주'];
    spotify.found.set(syllables, [playlist(2)]);
    expect(namesOf(await app.run(search, { query: jamo }))).toEqual(['Playlist 2']);
    expect(namesOf(await app.run(search, { query: syllables }))).toEqual(['Playlist 2']);
    expect(spotify.count('search')).toBe(2);
  });

  it.each([
    [{ query: '' }, 'query: must have 1 to 100 visible characters'],
    [{ query: ' \u200b\n' }, 'query: must have 1 to 100 visible characters'],
    [{ query: 'x'.repeat(101) }, 'query: must have 1 to 100 visible characters'],
    [{ query: 'x', first: 0 }, 'first: must be from 1 to 40'],
    [{ query: 'x', first: 41 }, 'first: must be from 1 to 40'],
    [{ query: 'x', after: 'x' }, 'after: is not a cursor of this list with these filters and this sort'],
  ])('refuses %j, and asks nobody', async (variables, message) => {
    const { data, errors } = await app.run(search, variables);
    expect(data).toEqual({ list: null });
    expect(errors?.[0]).toMatchObject({ message, extensions: { code: 'BAD_USER_INPUT' } });
    expect(spotify.asked).toEqual([]);
  });

  it('refuses a cursor of another search', async () => {
    const { data } = await app.run(search, { query: finding(...row(20)), first: 1 });
    const other = await app.run(search, { query: finding(...row(20)), after: data.list.pageInfo.endCursor });
    expect(codeOf(other)).toBe('BAD_USER_INPUT');
  });

  it('asks once for fifty who search for the same at once', async () => {
    const query = finding(...row(35));
    const answers = await Promise.all(Array.from({ length: 50 }, () => app.run(search, { query })));
    expect(answers.map((answer) => namesOf(answer).length)).toEqual(Array(50).fill(35));
    expect(spotify.count('token')).toBe(1);
    expect(spotify.count('search')).toBe(4);
  });

  it('shows what comes before a page that cannot be had', async () => {
    const query = finding(...row(40));
    await app.run(search, { query, first: 10 });
    spotify.answer('search', apiError(500, 'down'));
    const { data, errors } = await app.run(search, { query, first: 40 });
    expect(errors).toBeUndefined();
    expect(data.list.nodes).toHaveLength(10);
    expect(data.list.pageInfo.hasNextPage).toBe(true);
    const next = await app.run(search, { query, first: 40, after: data.list.pageInfo.endCursor });
    expect(codeOf(next)).toBe('UPSTREAM_UNAVAILABLE');
    app.clock.advance(5_000);
    spotify.heal();
    const healed = await app.run(search, { query, first: 40, after: data.list.pageInfo.endCursor });
    expect(healed.data.list.nodes).toHaveLength(30);
  });
});

describe('a search at a slow Spotify', () => {
  it('shows what came within 3 seconds, and keeps what comes later', async () => {
    const query = finding(...row(40));
    const { data } = await app.run(search, { query, first: 10 });
    const pages = new Map(
      await Promise.all(
        [0, 10, 20, 30].map(async (offset) => {
          const url = `${spotify.url}/v1/search?q=${query}&limit=10&offset=${offset}`;
          const headers = { authorization: `Bearer ${spotify.secrets.at(-1)}` };
          return [String(offset), await (await fetch(url, { headers })).text()] as const;
        }),
      ),
    );
    app.clock.advance(7 * hour);
    spotify.requests.length = 0;
    spotify.answer('search', (response) => {
      const offset = spotify.requests.at(-1)?.query.get('offset') ?? '';
      late(1_600, textAnswer(200, pages.get(offset) ?? ''))(response);
    });
    const begin = performance.now();
    const slow = await app.run(search, { query, first: 40 });
    expect(performance.now() - begin).toBeLessThan(3_000);
    expect(slow.data.list.nodes).toEqual(data.list.nodes);
    expect(slow.data.list.pageInfo.hasNextPage).toBe(true);
    await vi.waitFor(async () => {
      const whole = await app.run(search, { query, first: 40 });
      expect(whole.data.list.nodes).toHaveLength(40);
    });
    expect(spotify.count('search')).toBe(4);
  });
});

describe('a search that is kept', () => {
  it('is fresh for ten minutes, then served at once and fetched behind, and never older than six hours', async () => {
    const query = finding(playlist(1));
    const ask = async () => namesOf(await app.run(search, { query }));
    expect(await ask()).toEqual(['Playlist 1']);
    spotify.found.set(query, [playlist(2)]);
    app.clock.advance(10 * minute - 1);
    expect(await ask()).toEqual(['Playlist 1']);
    expect(spotify.count('search')).toBe(1);

    app.clock.advance(1);
    expect(await ask()).toEqual(['Playlist 1']);
    await vi.waitFor(async () => expect(await ask()).toEqual(['Playlist 2']));
    expect(spotify.count('search')).toBe(2);

    spotify.found.set(query, [playlist(3)]);
    app.clock.advance(6 * hour);
    expect(await ask()).toEqual(['Playlist 3']);
    expect(spotify.count('search')).toBe(3);
  });
});

describe('a playlist', () => {
  const get = (number: number) => app.run(byId, { id: `spotify:${idOf(number)}` });

  it('tells everything', async () => {
    spotify.put(7);
    const { data, errors } = await get(7);
    expect(errors).toBeUndefined();
    expect(data.playlist).toEqual({
      id: `spotify:${idOf(7)}`,
      source: 'SPOTIFY',
      name: 'Playlist 7',
      description: 'Description 7',
      url: `https://open.spotify.com/playlist/${idOf(7)}`,
      imageUrl: 'https://mosaic.scdn.co/300/7',
      ownerName: 'Owner 7',
      trackCount: 107,
      tracks: null,
    });
    expect(spotify.requests.at(-1)?.path).toBe(`/v1/playlists/${idOf(7)}`);
  });

  it.each([
    'spotify:',
    'spotify:short',
    'spotify:../../me/player0000',
    `spotify:${'a'.repeat(41)}`,
    'spotify',
  ])('of the id %j is NOT_FOUND, and Spotify is not asked', async (id) => {
    const answer = await app.run(byId, { id });
    expect(answer.data).toEqual({ playlist: null });
    expect(answer.errors?.[0]).toMatchObject({
      message: 'There is no such playlist.',
      extensions: { code: 'NOT_FOUND' },
    });
    expect(spotify.asked).toEqual([]);
  });

  it('nobody knows is NOT_FOUND, which is remembered for five minutes', async () => {
    for (const step of [0, 5 * minute - 1]) {
      app.clock.advance(step);
      expect(codeOf(await get(404))).toBe('NOT_FOUND');
    }
    expect(spotify.count('playlist')).toBe(1);
    app.clock.advance(1);
    spotify.put(404);
    expect((await get(404)).data.playlist.name).toBe('Playlist 404');
    spotify.playlists.delete(idOf(404));
  });

  it('Spotify calls malformed is NOT_FOUND', async () => {
    spotify.answer('playlist', apiError(400, 'Invalid base62 id'));
    expect(codeOf(await get(400))).toBe('NOT_FOUND');
  });

  it('is fresh for an hour', async () => {
    spotify.put(8);
    for (const [step, calls] of [
      [0, 1],
      [hour - 1, 1],
      [1, 2],
    ] as const) {
      app.clock.advance(step);
      expect((await get(8)).data.playlist.name).toBe('Playlist 8');
      await vi.waitFor(() => expect(spotify.count('playlist')).toBe(calls));
    }
  });
});

const nonsense: readonly [string, StubAnswer][] = [
  ['breaks off', cutOff],
  ['answers without end', huge('{}')],
  ['has a proxy that finds nobody', badGateway],
  ['is out of service', apiError(503, 'Service temporarily unavailable')],
  ['says 503 in text', textAnswer(503, 'upstream connect error')],
  ['answers a page', textAnswer(200, '<html>hello</html>')],
  ['answers half a JSON', textAnswer(200, '{"playlists":{"items":[')],
  ['answers nothing', textAnswer(200, '')],
  ['answers null', jsonAnswer(200, null)],
  ['answers another shape', jsonAnswer(200, { playlists: { items: {}, total: 'x', next: 1 } })],
  ['answers an error as a success', jsonAnswer(200, { error: { status: 429, message: 'no' } })],
  ['says 400 without a word', textAnswer(400, '')],
  ['says 403 in JSON', apiError(403, 'Forbidden')],
  ['wants to be paid', premiumRequired],
  ['is somewhere else', redirect('https://evil.example/', '{}')],
  ['counts too many calls', tooMany('60')],
  ['refuses every token', apiError(401, 'Invalid access token')],
];

describe('when Spotify', () => {
  const rest = `query ($query: String!) { districts { name }
    list: searchPlaylists(query: $query) { nodes { name } } }`;

  it.each([['hangs', hang], ['trickles', slowBody], ...nonsense] as const)(
    '%s, what is kept is served, else UPSTREAM_UNAVAILABLE within 3 seconds, and the rest is answered',
    async (_, answer) => {
      const kept = finding(playlist(1));
      await app.run(search, { query: kept });
      app.clock.advance(hour);
      spotify.answerAll(answer);

      expect(namesOf(await app.run(search, { query: kept }))).toEqual(['Playlist 1']);
      const begin = performance.now();
      const { data, errors } = await app.run(rest, { query: finding(playlist(2)) });
      expect(performance.now() - begin).toBeLessThan(3_000);
      expect(data.list).toBeNull();
      expect(data.districts).toHaveLength(25);
      expect(errors).toHaveLength(1);
      expect(errors?.[0]).toMatchObject({
        message: unavailable,
        path: ['list'],
        extensions: { code: 'UPSTREAM_UNAVAILABLE' },
      });
      const one = await app.run(byId, { id: `spotify:${idOf(1)}` });
      expect(codeOf(one)).toBe('UPSTREAM_UNAVAILABLE');
    },
  );

  it.each([['hangs', hang], ['trickles', slowBody], ...nonsense.slice(0, 11)] as const)(
    '%s when asked for a token, it is UPSTREAM_UNAVAILABLE within 3 seconds',
    async (_, answer) => {
      spotify.answer('token', answer);
      const begin = performance.now();
      const refused = await app.run(search, { query: finding(playlist(1)) });
      expect(codeOf(refused)).toBe('UPSTREAM_UNAVAILABLE');
      expect(performance.now() - begin).toBeLessThan(3_000);
      expect(spotify.count('search')).toBe(0);
    },
  );

  it('hangs, nobody waits for it after the first for five seconds', async () => {
    spotify.answerAll(hang);
    const ask = () => app.run(search, { query: finding(playlist(1)) });
    expect(codeOf(await ask())).toBe('UPSTREAM_UNAVAILABLE');
    expect(spotify.count('search')).toBe(1);
    const begin = performance.now();
    for (let turn = 0; turn < 20; turn += 1) expect(codeOf(await ask())).toBe('UPSTREAM_UNAVAILABLE');
    expect(performance.now() - begin).toBeLessThan(1_500);
    app.clock.advance(4_999);
    expect((await ask()).errors?.[0]?.extensions).toEqual({ code: 'UPSTREAM_UNAVAILABLE', retryAfter: 1 });
    expect(spotify.count('search')).toBe(1);
    app.clock.advance(1);
    spotify.heal();
    expect(namesOf(await ask())).toEqual(['Playlist 1']);
  });

  it('hangs, many fields of one request wait together and not in turns', async () => {
    spotify.answerAll(hang);
    const fields = Array.from(
      { length: 8 },
      (_, n) => `f${n}: searchPlaylists(query: "many ${n}") { totalCount }`,
    );
    const begin = performance.now();
    const { errors } = await app.run(`{ ${fields.join(' ')} }`);
    expect(performance.now() - begin).toBeLessThan(3_000);
    expect(errors).toHaveLength(8);
  });
});

describe('the token', () => {
  const ask = () => app.run(search, { query: finding(playlist(1)) });

  it('serves until a minute before its end', async () => {
    for (const [step, tokens] of [
      [0, 1],
      [hour - minute - 1, 1],
      [1, 2],
    ] as const) {
      app.clock.advance(step);
      expect(namesOf(await ask())).toEqual(['Playlist 1']);
      expect(spotify.count('token')).toBe(tokens);
    }
  });

  it('that is refused is fetched anew, once for all, and the call made once more', async () => {
    await ask();
    spotify.revoke();
    const answers = await Promise.all(Array.from({ length: 20 }, ask));
    expect(answers.map(namesOf)).toEqual(Array(20).fill(['Playlist 1']));
    expect(spotify.count('token')).toBe(2);
  });

  it('that is refused again is not fetched for ever', async () => {
    spotify.answerAll(apiError(401, 'Invalid access token'));
    expect(codeOf(await ask())).toBe('UPSTREAM_UNAVAILABLE');
    expect(spotify.asked).toEqual(['token', 'search', 'token', 'search']);
    for (let turn = 0; turn < 5; turn += 1) await ask();
    expect(spotify.asked).toHaveLength(4);
    app.clock.advance(minute);
    spotify.heal();
    expect(namesOf(await ask())).toEqual(['Playlist 1']);
  });

  it('is not asked for again for five minutes after Spotify did not know us, and that is NOT_CONFIGURED', async () => {
    spotify.answer(
      'token',
      jsonAnswer(400, { error: 'invalid_client', error_description: 'Invalid client' }),
    );
    for (const step of [0, 5 * minute - 1]) {
      app.clock.advance(step);
      const answer = await ask();
      expect(answer.errors?.[0]).toMatchObject({
        message: 'Spotify is not set up on this server.',
        extensions: { code: 'NOT_CONFIGURED' },
      });
    }
    expect(spotify.asked).toEqual(['token']);
    app.clock.advance(1);
    spotify.heal();
    expect(namesOf(await ask())).toEqual(['Playlist 1']);
  });
});

describe('too many calls', () => {
  const ask = () => app.run(search, { query: finding(playlist(1)) });

  it.each([
    ['7', undefined, 7],
    ['0.5', undefined, 60],
    ['soon', undefined, 60],
    [null, undefined, 60],
    ['-5', undefined, 60],
    ['3600', undefined, 3_600],
    ['999999', undefined, 86_400],
    ['1', 'QUOTA_EXCEEDED', 3_600],
    [null, 'QUOTA_EXCEEDED', 3_600],
    ['7200', 'QUOTA_EXCEEDED', 7_200],
  ] as const)(
    'with Retry-After %j and reason %j keep us from calling for %i s',
    async (header, reason, seconds) => {
      spotify.answerAll(tooMany(header, reason));
      expect((await ask()).errors?.[0]?.extensions).toEqual({
        code: 'UPSTREAM_UNAVAILABLE',
        retryAfter: seconds,
      });
      spotify.heal();
      app.clock.advance(seconds * 1_000 - 1);
      expect(codeOf(await ask())).toBe('UPSTREAM_UNAVAILABLE');
      expect(spotify.count('search')).toBe(1);
      app.clock.advance(1);
      expect(namesOf(await ask())).toEqual(['Playlist 1']);
    },
  );

  it('in plain text count as well', async () => {
    spotify.answer('search', textAnswer(429, 'Too many requests', { 'retry-after': '30' }));
    expect((await ask()).errors?.[0]?.extensions['retryAfter']).toBe(30);
  });

  it('that are over within two seconds are waited for once', async () => {
    let refusals = 1;
    const query = finding(playlist(1));
    spotify.answer('search', (response) => {
      if ((refusals -= 1) === 0) spotify.heal();
      tooMany('1')(response);
    });
    expect(namesOf(await app.run(search, { query }))).toEqual(['Playlist 1']);
    expect(spotify.count('search')).toBe(2);

    spotify.answer('search', tooMany('1'));
    expect((await ask()).errors?.[0]?.extensions['retryAfter']).toBe(1);
    expect(spotify.count('search')).toBe(4);
  });
});

describe('featuredPlaylists', () => {
  const featured = `query ($first: Int, $after: String) { list: featuredPlaylists(first: $first, after: $after) {
    nodes { id name } edges { cursor } totalCount pageInfo { hasNextPage endCursor } } }`;
  let own: TestApp;
  let spotify: SpotifyStub;

  beforeAll(async () => {
    spotify = await SpotifyStub.start(() => own.clock.now());
    const parts = [idOf(1), 'search:Lofi  Study', idOf(2), idOf(404), idOf(1)];
    own = await startApp({ ...spotify.env, SPOTIFY_FEATURED: parts.join() }, { beside: app });
  });

  afterEach(() => {
    spotify.reset();
    own.clock.advance(2 * day);
  });

  afterAll(async () => {
    await own.stop();
    await spotify.stop();
  });

  const setUp = () => {
    spotify.put(1, 2);
    spotify.found.set('lofi study', [null, playlist(3), playlist(2), playlist(4)]);
  };
  const order = ['Playlist 1', 'Playlist 3', 'Playlist 2', 'Playlist 4'];

  it('come as the operator has put them, each once, without those that are gone', async () => {
    setUp();
    const answer = await own.run(featured);
    expect(answer.errors).toBeUndefined();
    expect(namesOf(answer)).toEqual(order);
    expect(answer.data.list).toMatchObject({ totalCount: 4, pageInfo: { hasNextPage: false } });
    expect(spotify.count('search')).toBe(1);
    expect(spotify.count('playlist')).toBe(3);
    await own.run(featured);
    expect(spotify.count('search') + spotify.count('playlist')).toBe(4);
  });

  it('come page by page, on behind any of them', async () => {
    setUp();
    const first = await own.run(featured, { first: 3 });
    expect(namesOf(first)).toEqual(order.slice(0, 3));
    expect(first.data.list).toMatchObject({ totalCount: 4, pageInfo: { hasNextPage: true } });
    const after = first.data.list.pageInfo.endCursor;
    expect(namesOf(await own.run(featured, { first: 3, after }))).toEqual(order.slice(3));
    const behind = await own.run(featured, { first: 1, after: first.data.list.edges[0].cursor });
    expect(namesOf(behind)).toEqual(['Playlist 3']);
    expect(codeOf(await own.run(featured, { first: 41 }))).toBe('BAD_USER_INPUT');
    expect(codeOf(await own.run(featured, { after: 'x' }))).toBe('BAD_USER_INPUT');
  });

  it('go on while Spotify is down, and say so when nothing is kept any more', async () => {
    setUp();
    await own.run(featured);
    spotify.answerAll(hang);
    own.clock.advance(6 * hour - 1);
    expect(namesOf(await own.run(featured))).toEqual(order);
    own.clock.advance(1);
    expect(codeOf(await own.run(featured))).toBe('UPSTREAM_UNAVAILABLE');
  });

  it('are refreshed without anybody asking, by one at a time', async () => {
    setUp();
    const refresh = () => own.get(SpotifyFeaturedService, { strict: false }).refresh();
    await own.run(featured);
    spotify.found.set('lofi study', [playlist(5)]);
    own.clock.advance(hour);
    spotify.requests.length = 0;
    await Promise.all([refresh(), refresh(), refresh()]);
    // One is unknown still, two playlists and the search are an hour old.
    await vi.waitFor(() => expect([spotify.count('playlist'), spotify.count('search')]).toEqual([3, 1]));
    await vi.waitFor(async () =>
      expect(namesOf(await own.run(featured))).toEqual(['Playlist 1', 'Playlist 5', 'Playlist 2']),
    );
    expect([spotify.count('playlist'), spotify.count('search')]).toEqual([3, 1]);
  });

  it('leave out what cannot be had, and then know no total', async () => {
    setUp();
    spotify.answer('search', apiError(403, 'Forbidden'));
    const answer = await own.run(featured);
    expect(answer.errors).toBeUndefined();
    expect(namesOf(answer)).toEqual(['Playlist 1', 'Playlist 2']);
    expect(answer.data.list.totalCount).toBeNull();
  });
});

describe('a caller', () => {
  it('searches 60 times a minute at most, and asks for 120 playlists', async () => {
    const limited = await startApp({ ...spotify.env, RATE_LIMIT_FACTOR: '0.1', REDIS_URL: '' });
    try {
      const query = finding(playlist(1));
      spotify.put(1);
      for (const [times, ask] of [
        [6, () => limited.run(search, { query })],
        [12, () => limited.run(byId, { id: `spotify:${idOf(1)}` })],
      ] as const) {
        const codes: unknown[] = [];
        for (let turn = 0; turn <= times; turn += 1) codes.push(codeOf(await ask()));
        expect(codes).toEqual([...Array<undefined>(times).fill(undefined), 'RATE_LIMITED']);
      }
    } finally {
      await limited.stop();
    }
  });
});

describe('without keys', () => {
  it('there are no playlists of Spotify, and nobody is asked', async () => {
    const bare = await startApp();
    try {
      const answers = [
        await bare.run(search, { query: 'x' }),
        await bare.run('{ list: featuredPlaylists { totalCount } }'),
        await bare.run(byId, { id: `spotify:${idOf(1)}` }),
      ];
      expect(answers.map(codeOf)).toEqual(Array(3).fill('NOT_CONFIGURED'));
    } finally {
      await bare.stop();
    }
  });
});

describe('/metrics', () => {
  it('counts what the cache found and how calls ended', async () => {
    const spotify = await SpotifyStub.start();
    const own = await startApp(spotify.env, { beside: app });
    try {
      const metric = async (name: string) => {
        const response = await fetch(`${own.url}/metrics`);
        expect(response.headers.get('content-type')).toMatch(/^text\/plain; version=/);
        return Object.fromEntries(
          [
            ...(await response.text()).matchAll(new RegExp(`^${name}\\{.*result="(\\w+)"\\} (\\d+)$`, 'gm')),
          ].map(([, result, count]) => [result, Number(count)]),
        );
      };
      const query = 'counted';
      const ask = () => own.run(search, { query });
      await ask();
      await ask();
      own.clock.advance(hour);
      spotify.answer('search', tooMany('60'));
      await ask();
      await vi.waitFor(() => expect(spotify.count('search')).toBe(2));
      own.clock.advance(7 * hour);
      spotify.answer('search', apiError(503, 'down'));
      await ask();
      own.clock.advance(minute);
      spotify.answer('search', apiError(403, 'Forbidden'));
      await ask();
      expect(await metric('hapju_cache_requests_total')).toEqual({ miss: 3, hit: 1, stale: 1 });
      expect(await metric('hapju_upstream_requests_total')).toEqual({
        // Three tokens, since hours went by, and one search.
        ok: 4,
        rate_limited: 1,
        unavailable: 1,
        refused: 1,
      });
    } finally {
      await own.stop();
      await spotify.stop();
    }
  });
});

describe.runIf(process.env['TEST_REDIS_URL'])('two servers on one Redis', () => {
  let [one, other] = [] as unknown as [TestApp, TestApp];
  let spotify: SpotifyStub;

  beforeAll(async () => {
    spotify = await SpotifyStub.start(() => one.clock.now());
    one = await startApp(spotify.env, { beside: app });
    other = await startApp(spotify.env, { beside: app });
    // The first request of a process takes longer than any other.
    await Promise.all([one, other].map((server) => server.run('{ districts { name } }')));
  });

  afterAll(async () => {
    await Promise.all([one.stop(), other.stop()]);
    await spotify.stop();
  });

  afterEach(() => {
    spotify.reset();
    for (const server of [one, other]) server.clock.advance(2 * day);
  });

  it('fetch one token for fifty who are the first at once', async () => {
    for (let turn = 0; turn < 50; turn += 1) spotify.found.set(`of ${turn}`, [playlist(turn)]);
    const answers = await Promise.all(
      Array.from({ length: 50 }, (_, turn) => (turn % 2 ? one : other).run(search, { query: `of ${turn}` })),
    );
    expect(answers.map(namesOf)).toEqual(Array.from({ length: 50 }, (_, turn) => [`Playlist ${turn}`]));
    expect(spotify.count('token')).toBe(1);
    expect(spotify.count('search')).toBe(50);
  });

  it('share what is kept, and what keeps them from calling', async () => {
    const query = 'shared';
    spotify.found.set(query, [playlist(1)]);
    await one.run(search, { query });
    expect(namesOf(await other.run(search, { query }))).toEqual(['Playlist 1']);
    expect(spotify.count('search')).toBe(1);
    spotify.answer('search', tooMany('600'));
    await one.run(search, { query: 'one more' });
    expect(codeOf(await other.run(search, { query: 'another' }))).toBe('UPSTREAM_UNAVAILABLE');
    expect(spotify.count('search')).toBe(2);
  });

  it('fetch a refused token anew once', async () => {
    await Promise.all([one, other].map((server) => server.run(search, { query: 'first' })));
    spotify.revoke();
    for (let turn = 0; turn < 20; turn += 1) spotify.found.set(`of ${turn}`, [playlist(turn)]);
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, turn) => (turn % 2 ? one : other).run(search, { query: `of ${turn}` })),
    );
    expect(answers.map(namesOf)).toEqual(Array.from({ length: 20 }, (_, turn) => [`Playlist ${turn}`]));
    expect(spotify.count('token')).toBe(2);
  });
});

describe('a day of Spotify', () => {
  it('is told by the hour', async () => {
    const query = finding(playlist(1));
    let [tokens, searches] = [0, 0];

    /** What a client sees now; by then Spotify has been asked for so many tokens and searches more. */
    async function look(moreTokens: number, moreSearches: number): Promise<unknown> {
      const answer = await app.run(search, { query });
      tokens += moreTokens;
      searches += moreSearches;
      // What is served stale is fetched behind. A call too many would show at the next look, or at the last.
      await vi.waitFor(() => {
        expect([spotify.count('token'), spotify.count('search')]).toEqual([tokens, searches]);
      });
      return codeOf(answer) ?? namesOf(answer).join();
    }

    const found = (number: number) => spotify.found.set(query, [playlist(number)]);
    const down = 'UPSTREAM_UNAVAILABLE';

    // 00:00, all is well.
    expect(await look(1, 1)).toBe('Playlist 1');
    app.clock.advance(9 * minute);
    expect(await look(0, 0)).toBe('Playlist 1');
    // 01:00, there is another one.
    found(2);
    app.clock.advance(51 * minute);
    expect(await look(1, 1)).toBe('Playlist 1');
    await vi.waitFor(async () => expect(await look(0, 0)).toBe('Playlist 2'));
    // 02:00, too many calls; Spotify wants to be left alone for 90 minutes, and is.
    spotify.answerAll(tooMany('5400'));
    app.clock.advance(hour);
    expect(await look(1, 1)).toBe('Playlist 2');
    app.clock.advance(hour);
    expect(await look(0, 0)).toBe('Playlist 2');
    // 04:00, well again.
    found(3);
    spotify.heal();
    app.clock.advance(hour);
    expect(await look(1, 1)).toBe('Playlist 2');
    await vi.waitFor(async () => expect(await look(0, 0)).toBe('Playlist 3'));
    // From 05:00 on out of service. What is kept serves until it is six hours old.
    spotify.answerAll(apiError(503, 'down'));
    for (let at = 5; at < 10; at += 1) {
      app.clock.advance(hour);
      expect(await look(1, 1)).toBe('Playlist 3');
    }
    app.clock.advance(hour);
    expect(await look(1, 1)).toBe(down);
    expect(await look(0, 0)).toBe(down);
    // 11:00, it answers, but nonsense.
    spotify.answerAll(textAnswer(200, '<html>maintenance</html>'));
    app.clock.advance(hour);
    expect(await look(1, 1)).toBe(down);
    expect(await look(0, 1)).toBe(down);
    // 12:00, well again.
    spotify.heal();
    app.clock.advance(hour);
    expect(await look(1, 1)).toBe('Playlist 3');
    expect(await look(0, 0)).toBe('Playlist 3');
  });
});
