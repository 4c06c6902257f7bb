import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { PlaylistEntity, SoundtrackEntity } from '../src/music/playlist.entity.js';
import { Ids } from '../src/platform/ids.js';
import { startApp, type TestApp } from './app.js';
import { Make } from './make.js';

const playlist = `id source name description url imageUrl ownerName trackCount tracks(first: 100) { nodes { id } }`;
const create = `mutation ($input: PlaylistInput!) { createPlaylist(input: $input) { ${playlist} } }`;
const update = `mutation ($id: ID!, $input: PlaylistInput!) { updatePlaylist(id: $id, input: $input) { ${playlist} } }`;
const remove = 'mutation ($id: ID!) { deletePlaylist(id: $id) }';
const own = `query ($first: Int, $after: String) { me { playlists(first: $first, after: $after) {
  totalCount nodes { name } edges { cursor node { name } } pageInfo { hasNextPage endCursor } } } }`;

let app: TestApp;
let make: Make;
let owner: { id: string; token: string };
let tracks: string[];

beforeAll(async () => {
  app = await startApp();
  make = new Make(app);
  tracks = [];
  for (const title of ['하나', '둘', '셋', '넷']) tracks.push((await make.track({ title })).id);
});

afterAll(() => app.stop());

beforeEach(async () => {
  owner = await make.guest(0);
});

const [name, description] = ['합주 전', '악기를 꺼내며'];

async function made(trackIds: readonly string[] = [], token = owner.token): Promise<string> {
  const { data } = await app.run(create, { input: { name, description, trackIds } }, token);
  return data.createPlaylist.id;
}

const read = async (id: string) =>
  (await app.run(`query ($id: ID!) { playlist(id: $id) { ${playlist} } }`, { id })).data.playlist;
const idsOf = (answer: { tracks: { nodes: { id: string }[] } }) => answer.tracks.nodes.map(({ id }) => id);

/** What is written down of playlists. */
const state = async () => ({
  playlists: await app.database.select('SELECT * FROM playlist ORDER BY id'),
  places: await app.database.select('SELECT * FROM playlist_track ORDER BY playlist_id, position'),
  soundtracks: await app.database.select('SELECT * FROM soundtrack ORDER BY space_id'),
});

/** Runs something that must change nothing, and gives its error. */
async function refused(query: string, variables: Record<string, unknown>, token?: string) {
  const before = await state();
  const { errors } = await app.run(query, variables, token);
  expect(await state()).toEqual(before);
  return errors?.[0];
}

describe('createPlaylist', () => {
  it('keeps its tracks in order, one of them twice, for everybody to read', async () => {
    const trackIds = [tracks[2], tracks[0], tracks[2]];
    const input = { name: ' 합주  전 ', description: '첫 줄\r\n둘째 줄', trackIds };
    const { data, errors } = await app.run(create, { input }, owner.token);
    expect(errors).toBeUndefined();
    expect(data.createPlaylist).toEqual({
      id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      source: 'LOCAL',
      name: '합주 전',
      description: '첫 줄\n둘째 줄',
      url: null,
      imageUrl: null,
      ownerName: '합주 손님',
      trackCount: 3,
      tracks: { nodes: trackIds.map((id) => ({ id })) },
    });
    expect(await read(data.createPlaylist.id)).toEqual(data.createPlaylist);
  });

  it('needs a name only', async () => {
    const { data } = await app.run(create, { input: { name: '빈 목록', description: ' ' } }, owner.token);
    expect(data.createPlaylist).toMatchObject({ description: null, trackCount: 0, tracks: { nodes: [] } });
  });

  it('takes 500 tracks', async () => {
    const trackIds = Array.from({ length: 500 }, (_, index) => tracks[index % 4] as string);
    const id = await made(trackIds);
    expect((await read(id)).trackCount).toBe(500);
    const places = await app.database.select<{ track: string }>(
      'SELECT track_id AS track FROM playlist_track WHERE playlist_id = ? ORDER BY position',
      [id],
    );
    expect(places.map(({ track }) => track)).toEqual(trackIds);
  });

  it.each([
    [{ name: ' ' }, 'input.name: must have 1 to 100 visible characters'],
    [{ name: 'x'.repeat(101) }, 'input.name: must have 1 to 100 visible characters'],
    [{ name: 'a\u202eb' }, 'input.name: must have 1 to 100 visible characters'],
    [{ name, description: '🎸'.repeat(501) }, 'input.description: must have 1 to 500 visible characters'],
    [{ name, trackIds: Array(501).fill('x') }, 'input.trackIds: must be at most 500'],
  ])('refuses %j', async (input, message) => {
    const error = await refused(create, { input }, owner.token);
    expect(error).toMatchObject({ message, extensions: { code: 'BAD_USER_INPUT' } });
  });

  it('names the track that it does not know', async () => {
    const upper = (tracks[0] as string).toUpperCase();
    for (const unknown of ['nope', upper, '00000000-0000-7000-8000-000000000000']) {
      const trackIds = [...tracks.slice(0, 3), unknown, 'another'];
      const error = await refused(create, { input: { name, trackIds } }, owner.token);
      expect(error).toMatchObject({
        message: 'input.trackIds[3]: there is no such track',
        extensions: { code: 'BAD_USER_INPUT', argument: 'input.trackIds[3]' },
      });
    }
  });

  it('is for the signed in', async () => {
    const error = await refused(create, { input: { name } });
    expect(error?.extensions['code']).toBe('UNAUTHENTICATED');
  });

  it('leaves everybody 200 playlists, however many come at once', async () => {
    await app.database.transaction((manager) =>
      manager.insert(
        PlaylistEntity,
        Array.from({ length: 195 }, (_, index) => ({
          id: app.get(Ids).next(),
          ownerId: owner.id,
          name: `목록 ${index}`,
          description: null,
          trackCount: 0,
          createdAt: app.clock.now(),
        })),
      ),
    );
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => app.run(create, { input: { name, trackIds: tracks } }, owner.token)),
    );
    const refusals = answers.flatMap(({ errors }) => errors ?? []);
    expect(refusals).toHaveLength(15);
    expect(refusals[0]).toMatchObject({
      message: 'You have 200 playlists, which is the most; delete one first.',
      extensions: { code: 'CONFLICT', limit: 200 },
    });
    const { data } = await app.run(own, {}, owner.token);
    expect(data.me.playlists.totalCount).toBe(200);
    expect(await made([], (await make.guest(0)).token)).toBeTruthy();
  });
});

describe('updatePlaylist', () => {
  it('replaces all of it', async () => {
    const id = await made(tracks);
    const trackIds = [tracks[3], tracks[3], tracks[1]];
    const input = { name: '합주 뒤', description: null, trackIds };
    const { data } = await app.run(update, { id, input }, owner.token);
    expect(data.updatePlaylist).toMatchObject({ id, name: '합주 뒤', description: null, trackCount: 3 });
    expect(idsOf(data.updatePlaylist)).toEqual(trackIds);
    expect(await read(id)).toEqual(data.updatePlaylist);
  });

  it('leaves no tracks where none are given', async () => {
    const id = await made(tracks);
    const { data } = await app.run(update, { id, input: { name } }, owner.token);
    expect(data.updatePlaylist).toMatchObject({ description: null, trackCount: 0, tracks: { nodes: [] } });
  });

  it('is for its owner alone, whatever the input', async () => {
    const id = await made(tracks);
    const { token } = await make.guest(0);
    for (const trackIds of [[], ['nope']]) {
      expect(await refused(update, { id, input: { name, trackIds } }, token)).toMatchObject({
        message: 'There is no such playlist.',
        extensions: { code: 'NOT_FOUND' },
      });
    }
    const signedOut = await refused(update, { id, input: { name } });
    expect(signedOut?.extensions['code']).toBe('UNAUTHENTICATED');
    const unknown = await refused(update, { id: 'nope', input: { name } }, owner.token);
    expect(unknown?.extensions['code']).toBe('NOT_FOUND');
  });

  it('refuses tracks that it does not know', async () => {
    const id = await made(tracks);
    const error = await refused(update, { id, input: { name, trackIds: ['nope'] } }, owner.token);
    expect(error?.message).toBe('input.trackIds[0]: there is no such track');
  });

  it('of 20 at once leaves the list of one, whole', async () => {
    const id = await made();
    const lists = Array.from({ length: 20 }, (_, index) =>
      Array.from({ length: index + 1 }, (_each, place) => tracks[(index + place * 3) % 4] as string),
    );
    const answers = await Promise.all(
      lists.map((trackIds, index) =>
        app.run(update, { id, input: { name: `목록 ${index}`, trackIds } }, owner.token),
      ),
    );
    expect(answers.flatMap(({ errors }) => errors ?? [])).toEqual([]);
    const left = await read(id);
    const winner = lists[Number(left.name.slice('목록 '.length))];
    expect(idsOf(left)).toEqual(winner);
    expect(left.trackCount).toBe(winner?.length);
    const positions = await app.database.select<{ position: number }>(
      'SELECT position FROM playlist_track WHERE playlist_id = ? ORDER BY position',
      [id],
    );
    expect(positions.map(({ position }) => position)).toEqual(winner?.map((_, index) => index));
  });
});

describe('deletePlaylist', () => {
  it('takes it out of the spaces that play it', async () => {
    const [id, other] = [await made(tracks), await made(tracks)];
    const [space, quiet] = [await make.space(), await make.space()];
    await app.database.transaction((manager) =>
      manager.insert(SoundtrackEntity, [
        { spaceId: space.id, playlistId: id },
        { spaceId: quiet.id, playlistId: other },
      ]),
    );
    expect(await app.run(remove, { id }, owner.token)).toEqual({ data: { deletePlaylist: id } });
    const { playlists, places, soundtracks } = await state();
    expect(playlists).not.toContainEqual(expect.objectContaining({ id }));
    expect(playlists).toContainEqual(expect.objectContaining({ id: other }));
    expect(places).not.toContainEqual(expect.objectContaining({ playlist_id: id }));
    expect(soundtracks).toEqual([{ space_id: quiet.id, playlist_id: other }]);
    expect((await refused(remove, { id }, owner.token))?.extensions['code']).toBe('NOT_FOUND');
  });

  it('is for its owner alone', async () => {
    const id = await made(tracks);
    const { token } = await make.guest(0);
    expect((await refused(remove, { id }, token))?.extensions['code']).toBe('NOT_FOUND');
    expect((await refused(remove, { id }))?.extensions['code']).toBe('UNAUTHENTICATED');
  });
});

describe('the playlists of somebody', () => {
  it('come latest first, page by page', async () => {
    for (const each of ['하나', '둘', '셋']) {
      app.clock.advance(1);
      await app.run(create, { input: { name: each } }, owner.token);
    }
    await made([], (await make.guest(0)).token);
    const first = (await app.run(own, { first: 2 }, owner.token)).data.me.playlists;
    expect(first).toMatchObject({
      totalCount: 3,
      nodes: [{ name: '셋' }, { name: '둘' }],
      edges: [{ node: { name: '셋' } }, { node: { name: '둘' } }],
      pageInfo: { hasNextPage: true },
    });
    const { endCursor } = first.pageInfo;
    const second = (await app.run(own, { first: 2, after: endCursor }, owner.token)).data.me.playlists;
    expect(second).toMatchObject({ nodes: [{ name: '하나' }], pageInfo: { hasNextPage: false } });
    const stranger = await make.guest(0);
    const foreign = await app.run(own, { after: endCursor }, stranger.token);
    expect(foreign.errors?.[0]?.extensions['code']).toBe('BAD_USER_INPUT');
    const none = (await app.run(own, {}, stranger.token)).data.me.playlists;
    expect(none).toMatchObject({ totalCount: 0, nodes: [] });
  });
});
