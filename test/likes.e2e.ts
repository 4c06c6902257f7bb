import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SpaceEntity } from '../src/spaces/space.entity.js';
import { startApp, type TestApp } from './app.js';
import { Make } from './make.js';

const like = 'mutation ($id: ID!) { likeSpace(id: $id) { id likeCount likedByMe } }';
const unlike = 'mutation ($id: ID!) { unlikeSpace(id: $id) { id likeCount likedByMe } }';
const liked = `query ($first: Int, $after: String) { me { likedSpaces(first: $first, after: $after) {
  nodes { id } totalCount pageInfo { hasNextPage endCursor } } } }`;

let app: TestApp;
let make: Make;
let space: SpaceEntity;
let people = 0;

beforeAll(async () => {
  app = await startApp();
  make = new Make(app);
});

afterAll(() => app.stop());

async function join(): Promise<string> {
  const input = {
    email: `liker${(people += 1)}@example.com`,
    password: 'correct horse battery',
    nickname: '손님',
  };
  const query = 'mutation ($input: SignUpInput!) { signUp(input: $input) { accessToken } }';
  return (await app.run(query, { input })).data.signUp.accessToken;
}

/** The counter of a space beside the rows it counts. */
async function counted(id: string) {
  const [row] = await app.database.select<{ counter: number; likes: number }>(
    `SELECT s.like_count AS counter, (SELECT COUNT(*) FROM space_like l WHERE l.space_id = s.id) AS likes
     FROM space s WHERE s.id = ?`,
    [id],
  );
  return row;
}

describe.each([
  ['likeSpace', like],
  ['unlikeSpace', unlike],
])('%s', (name, mutation) => {
  beforeAll(async () => {
    space = await make.space();
  });

  it('requires sign-in, and changes nothing without', async () => {
    const { data, errors } = await app.run(mutation, { id: space.id });
    expect(data).toBeNull();
    expect(errors?.[0]).toMatchObject({ path: [name], extensions: { code: 'UNAUTHENTICATED' } });
    expect(await counted(space.id)).toEqual({ counter: 0, likes: 0 });
  });

  it.each(['nope', '00000000-0000-7000-8000-000000000000'])(
    'of the unknown id %s is NOT_FOUND',
    async (id) => {
      const { errors } = await app.run(mutation, { id }, await join());
      expect(errors?.[0]?.extensions).toEqual({ code: 'NOT_FOUND' });
    },
  );

  it('of a space that its host has removed is NOT_FOUND', async () => {
    const removed = await make.space({ status: 0 });
    const { errors } = await app.run(mutation, { id: removed.id }, await join());
    expect(errors?.[0]?.extensions).toEqual({ code: 'NOT_FOUND' });
    expect(await counted(removed.id)).toEqual({ counter: 0, likes: 0 });
  });
});

describe('a like', () => {
  beforeAll(async () => {
    space = await make.space();
  });

  it('counts once however often it is given, and goes once however often it is taken', async () => {
    const token = await join();
    for (let again = 0; again < 3; again += 1) {
      const { data } = await app.run(like, { id: space.id }, token);
      expect(data.likeSpace).toEqual({ id: space.id, likeCount: 1, likedByMe: true });
    }
    for (let again = 0; again < 3; again += 1) {
      const { data } = await app.run(unlike, { id: space.id }, token);
      expect(data.unlikeSpace).toEqual({ id: space.id, likeCount: 0, likedByMe: false });
    }
    expect(await counted(space.id)).toEqual({ counter: 0, likes: 0 });
  });

  it('is the viewer’s own', async () => {
    const [mine, other] = [await join(), await join()];
    await app.run(like, { id: space.id }, mine);
    const seen = async (token?: string) =>
      (await app.run('query ($id: ID!) { space(id: $id) { likedByMe likeCount } }', { id: space.id }, token))
        .data.space;
    expect(await seen(mine)).toEqual({ likedByMe: true, likeCount: 1 });
    expect(await seen(other)).toEqual({ likedByMe: false, likeCount: 1 });
    expect(await seen()).toEqual({ likedByMe: false, likeCount: 1 });
    await app.run(unlike, { id: space.id }, mine);
  });

  it('of one person at once, twenty times, is one', async () => {
    const token = await join();
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => app.run(like, { id: space.id }, token)),
    );
    expect(answers.flatMap(({ errors }) => errors ?? [])).toEqual([]);
    expect(await counted(space.id)).toEqual({ counter: 1, likes: 1 });
    await app.run(unlike, { id: space.id }, token);
  });

  it('of many who come and go at once is counted right', async () => {
    const tokens = await Promise.all(Array.from({ length: 10 }, join));
    const moves = tokens.flatMap((token) => [like, unlike, like].map((move) => ({ move, token })));
    const answers = await Promise.all(moves.map(({ move, token }) => app.run(move, { id: space.id }, token)));
    expect(answers.flatMap(({ errors }) => errors ?? [])).toEqual([]);
    const { counter, likes } = (await counted(space.id)) ?? {};
    expect(counter).toBe(likes);
  });

  it('of twenty spaces is asked for in one statement', async () => {
    const token = await join();
    for (let index = 0; index < 20; index += 1) await make.space();
    const before = app.database.statements;
    await app.run('{ spaces(first: 20) { nodes { likedByMe } } }', {}, token);
    expect(app.database.statements - before).toBe(2);
  });
});

describe('likedSpaces', () => {
  it('come liked latest first, page by page, without those removed', async () => {
    const token = await join();
    const spaces = [await make.space(), await make.space(), await make.space(), await make.space()] as const;
    for (const each of spaces) {
      app.clock.advance(1);
      await app.run(like, { id: each.id }, token);
    }
    await app.database.transaction((manager) =>
      manager.query('UPDATE space SET status = 0 WHERE id = ?', [spaces[1].id]),
    );
    const first = (await app.run(liked, { first: 2 }, token)).data.me.likedSpaces;
    expect(first).toMatchObject({
      nodes: [{ id: spaces[3].id }, { id: spaces[2].id }],
      totalCount: 3,
      pageInfo: { hasNextPage: true },
    });
    const after = first.pageInfo.endCursor;
    const second = (await app.run(liked, { first: 2, after }, token)).data.me.likedSpaces;
    expect(second).toMatchObject({ nodes: [{ id: spaces[0].id }], pageInfo: { hasNextPage: false } });
    const stranger = await app.run(liked, { first: 2, after }, await join());
    expect(stranger.errors?.[0]?.extensions['code']).toBe('BAD_USER_INPUT');
  });
});
