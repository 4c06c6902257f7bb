import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PlaylistEntity, PlaylistTrackEntity, SoundtrackEntity } from '../src/music/playlist.entity.js';
import type { TrackEntity } from '../src/music/track.entity.js';
import { startApp, type TestApp } from './app.js';
import { Make } from './make.js';

const list = `query ($search: String, $first: Int, $after: String) { tracks(search: $search, first: $first, after: $after) {
  nodes { title } totalCount pageInfo { hasNextPage endCursor } } }`;

let app: TestApp;
let make: Make;

beforeAll(async () => {
  app = await startApp();
  make = new Make(app);
});

afterAll(() => app.stop());

describe('tracks', () => {
  const tracks: TrackEntity[] = [];

  beforeAll(async () => {
    for (const title of ['한강의 밤', '홍대 거리', 'Night Drive', '밤편지 아님', '100% 합주'])
      tracks.push(await make.track({ title }));
  });

  it('come latest first, page by page', async () => {
    const first = await app.run(list, { first: 3 });
    expect(first.data.tracks).toMatchObject({
      nodes: [{ title: '100% 합주' }, { title: '밤편지 아님' }, { title: 'Night Drive' }],
      totalCount: 5,
      pageInfo: { hasNextPage: true },
    });
    const second = await app.run(list, { first: 3, after: first.data.tracks.pageInfo.endCursor });
    expect(second.data.tracks).toMatchObject({
      nodes: [{ title: '홍대 거리' }, { title: '한강의 밤' }],
      pageInfo: { hasNextPage: false },
    });
  });

  it.each([
    ['합주', ['100% 합주']],
    ['밤', ['밤편지 아님', '한강의 밤']],
    ['DRIVE night', ['Night Drive']],
    ['0% 합', ['100% 합주']],
    ['밴드', ['100% 합주', '밤편지 아님', 'Night Drive', '홍대 거리', '한강의 밤']],
    ['없음', []],
  ])('search for %j', async (search, titles) => {
    const { data } = await app.run(list, { search });
    expect(data.tracks.nodes.map(({ title }: { title: string }) => title)).toEqual(titles);
    expect(data.tracks.totalCount).toBe(titles.length);
  });

  it.each([
    [{ first: 0 }, 'first: must be from 1 to 100'],
    [{ first: 101 }, 'first: must be from 1 to 100'],
    [{ search: ' ' }, 'search: must have 1 to 100 characters'],
    [{ search: 'x'.repeat(10_000) }, 'search: must have 1 to 100 characters'],
    [{ after: 'x' }, 'after: is not a cursor of this list with these filters and this sort'],
  ])('refuse %j', async (variables, message) => {
    const { errors } = await app.run(list, variables);
    expect(errors?.[0]).toMatchObject({ message, extensions: { code: 'BAD_USER_INPUT' } });
  });

  it('refuse a cursor of another search', async () => {
    const { data } = await app.run(list, { first: 1 });
    const { errors } = await app.run(list, { search: '밤', after: data.tracks.pageInfo.endCursor });
    expect(errors?.[0]?.extensions['code']).toBe('BAD_USER_INPUT');
  });
});

describe('track', () => {
  it('tells everything, and where to stream it', async () => {
    const artwork = await make.media(new Uint8Array([9]), {
      kind: 'IMAGE',
      contentType: 'image/png',
      extension: 'png',
    });
    const peaks = Buffer.from(Array.from({ length: 1024 }, (_, index) => (index < 512 ? 51 : 255))).toString(
      'base64',
    );
    const track = await make.track({ album: '첫 앨범', durationSeconds: 31.5, artworkId: artwork.id, peaks });
    const { data } = await app.run(
      `query ($id: ID!) { track(id: $id) { title artist album durationSeconds contentType artworkUrl streamUrl peaks(count: 4) } }`,
      { id: track.id },
    );
    expect(data.track).toEqual({
      title: '망원의 밤',
      artist: '한강 밴드',
      album: '첫 앨범',
      durationSeconds: 31.5,
      contentType: 'audio/mpeg',
      artworkUrl: expect.stringMatching(new RegExp(`/media/${artwork.id}$`)),
      streamUrl: expect.stringMatching(new RegExp(`/media/${track.mediaId}$`)),
      peaks: [0.2, 0.2, 1, 1],
    });
  });

  it('refuses peaks of 0 and of 1025', async () => {
    const track = await make.track();
    const { data, errors } = await app.run(
      `query ($id: ID!) { track(id: $id) { title none: peaks(count: 0) many: peaks(count: 1025) default: peaks } }`,
      { id: track.id },
    );
    expect(data.track).toEqual({ title: '망원의 밤', none: null, many: null, default: null });
    expect(errors?.map(({ path, extensions }) => [path, extensions['code']])).toEqual([
      [['track', 'none'], 'BAD_USER_INPUT'],
      [['track', 'many'], 'BAD_USER_INPUT'],
    ]);
  });

  it.each(['nope', '00000000-0000-7000-8000-000000000000'])('unknown id %s is NOT_FOUND', async (id) => {
    const { data, errors } = await app.run('query ($id: ID!) { track(id: $id) { title } }', { id });
    expect(data).toEqual({ track: null });
    expect(errors?.[0]).toMatchObject({
      message: 'There is no such track.',
      extensions: { code: 'NOT_FOUND' },
    });
  });
});

describe('playlist', () => {
  it('keeps its order, page by page, and plays in spaces', async () => {
    const owner = await make.account('디제이');
    const tracks = [await make.track({ title: '하나' }), await make.track({ title: '둘' })] as const;
    const order = [tracks[1], tracks[0], tracks[1]];
    const space = await make.space();
    const quiet = await make.space();
    const id = owner.id.replace(/^./, 'f');
    await app.database.transaction(async (manager) => {
      const facts = { name: '합주 전', description: null, trackCount: 3, createdAt: app.clock.now() };
      await manager.insert(PlaylistEntity, { id, ownerId: owner.id, ...facts });
      const places = order.map((track, position) => ({ playlistId: id, position, trackId: track.id }));
      await manager.insert(PlaylistTrackEntity, places);
      await manager.insert(SoundtrackEntity, { spaceId: space.id, playlistId: id });
    });
    const query = `query ($id: ID!, $after: String) { playlist(id: $id) {
      id source name description url imageUrl ownerName trackCount
      tracks(first: 2, after: $after) { nodes { title } totalCount pageInfo { hasNextPage endCursor } } } }`;
    const first = await app.run(query, { id });
    expect(first.data.playlist).toEqual({
      id,
      source: 'LOCAL',
      name: '합주 전',
      description: null,
      url: null,
      imageUrl: null,
      ownerName: '디제이',
      trackCount: 3,
      tracks: {
        nodes: [{ title: '둘' }, { title: '하나' }],
        totalCount: 3,
        pageInfo: { hasNextPage: true, endCursor: expect.any(String) },
      },
    });
    const second = await app.run(query, { id, after: first.data.playlist.tracks.pageInfo.endCursor });
    expect(second.data.playlist.tracks).toMatchObject({
      nodes: [{ title: '둘' }],
      pageInfo: { hasNextPage: false },
    });

    const { data } = await app.run(
      'query ($a: ID!, $b: ID!) { a: space(id: $a) { soundtrack { name } } b: space(id: $b) { soundtrack { name } } }',
      { a: space.id, b: quiet.id },
    );
    expect(data).toEqual({ a: { soundtrack: { name: '합주 전' } }, b: { soundtrack: null } });
  });

  it('unknown id is NOT_FOUND', async () => {
    const { data, errors } = await app.run('{ playlist(id: "nope") { name } }');
    expect(data).toEqual({ playlist: null });
    expect(errors?.[0]?.extensions).toEqual({ code: 'NOT_FOUND' });
  });
});
