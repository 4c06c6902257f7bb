import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { PlaylistEntity, SoundtrackEntity } from '../src/music/playlist.entity.js';
import type { SpaceEntity } from '../src/spaces/space.entity.js';
import { type Answer, startApp, type TestApp } from './app.js';
import { Make } from './make.js';
import { apiError, idOf, SpotifyStub } from './spotify-stub.js';
import { hang } from './stub-answers.js';

const set = `mutation ($id: ID!, $playlistId: ID) {
  setSoundtrack(id: $id, playlistId: $playlistId) { id soundtrack { id source name } } }`;
const list = '{ spaces(first: 20, sort: NEWEST) { nodes { id soundtrack { id name source } } } }';
const day = 86_400_000;

let app: TestApp;
let make: Make;
let spotify: SpotifyStub;

beforeAll(async () => {
  spotify = await SpotifyStub.start(() => app.clock.now());
  app = await startApp(spotify.env);
  make = new Make(app);
});

afterEach(() => {
  spotify.reset();
  app.clock.advance(2 * day);
});

afterAll(async () => {
  await app.stop();
  await spotify.stop();
});

const codeOf = ({ errors }: Answer) => errors?.[0]?.extensions['code'];

/** A space with its host's token. */
async function hosted(): Promise<{ space: SpaceEntity; token: string }> {
  const space = await make.space();
  return { space, token: await make.token(space.hostId) };
}

async function localPlaylist(name: string): Promise<string> {
  const owner = await make.account();
  const id = owner.id.replace(/^./, 'f');
  const facts = { name, description: null, trackCount: 0, createdAt: app.clock.now() };
  await app.database.transaction((manager) =>
    manager.insert(PlaylistEntity, { id, ownerId: owner.id, ...facts }),
  );
  return id;
}

const stored = (spaceId: string) =>
  app.database.select('SELECT playlist_id AS playlistId FROM soundtrack WHERE space_id = ?', [spaceId]);

/** Twenty spaces that all have a soundtrack of Spotify, the numbers given in turns. */
async function twentySpaces(numbers: readonly number[]): Promise<SpaceEntity[]> {
  const spaces: SpaceEntity[] = [];
  for (let index = 0; index < 20; index += 1) spaces.push(await make.space());
  await app.database.transaction((manager) =>
    manager.insert(
      SoundtrackEntity,
      spaces.map(({ id }, index) => ({
        spaceId: id,
        playlistId: `spotify:${idOf(numbers[index % numbers.length] ?? 0)}`,
      })),
    ),
  );
  return spaces;
}

const soundtracksIn = ({ data }: Answer) =>
  data.spaces.nodes.map(
    ({ soundtrack }: { soundtrack: { name: string } | null }) => soundtrack?.name ?? null,
  );

describe('setSoundtrack', () => {
  it('takes a playlist of Spotify, one of ours, another instead, and none', async () => {
    const { space, token } = await hosted();
    const [spotifys, ours] = [`spotify:${spotify.put(1)[0]}`, await localPlaylist('합주 전')];
    const choose = (playlistId: string | null) => app.run(set, { id: space.id, playlistId }, token);
    expect((await choose(spotifys)).data.setSoundtrack).toEqual({
      id: space.id,
      soundtrack: { id: spotifys, source: 'SPOTIFY', name: 'Playlist 1' },
    });
    expect(await stored(space.id)).toEqual([{ playlistId: spotifys }]);
    expect((await choose(ours)).data.setSoundtrack.soundtrack).toEqual({
      id: ours,
      source: 'LOCAL',
      name: '합주 전',
    });
    expect(await stored(space.id)).toEqual([{ playlistId: ours }]);
    expect((await choose(null)).data.setSoundtrack).toEqual({ id: space.id, soundtrack: null });
    expect(await stored(space.id)).toEqual([]);
    await choose(ours);
    const absent = await app.run(
      'mutation ($id: ID!) { setSoundtrack(id: $id) { id } }',
      { id: space.id },
      token,
    );
    expect(absent.errors).toBeUndefined();
    expect(await stored(space.id)).toEqual([]);
  });

  it('is for the host alone: for all others there is no such space, and Spotify is not asked', async () => {
    const { space } = await hosted();
    const id = `spotify:${spotify.put(1)[0]}`;
    const stranger = await make.token((await make.account()).id);
    for (const playlistId of [id, null, await localPlaylist('x')]) {
      const answer = await app.run(set, { id: space.id, playlistId }, stranger);
      expect(answer.errors?.[0]).toMatchObject({
        message: 'There is no such space.',
        extensions: { code: 'NOT_FOUND' },
      });
    }
    expect(codeOf(await app.run(set, { id: space.id, playlistId: id }))).toBe('UNAUTHENTICATED');
    expect(spotify.asked).toEqual([]);
    expect(await stored(space.id)).toEqual([]);
  });

  it.each([`spotify:${idOf(404)}`, 'spotify:../../me', 'nope', 'x'.repeat(200), ''])(
    'refuses the playlist %j, of which there is none, and changes nothing',
    async (playlistId) => {
      const { space, token } = await hosted();
      const before = await localPlaylist('before');
      await app.run(set, { id: space.id, playlistId: before }, token);
      const answer = await app.run(set, { id: space.id, playlistId }, token);
      expect(answer.errors?.[0]).toMatchObject({
        message: 'There is no such playlist.',
        extensions: { code: 'NOT_FOUND' },
      });
      expect(await stored(space.id)).toEqual([{ playlistId: before }]);
    },
  );

  it('while Spotify is down takes what is kept, refuses the rest, and changes nothing then', async () => {
    const { space, token } = await hosted();
    const [kept, unknown] = spotify.put(1, 2).map((id) => `spotify:${id}`);
    await app.run('query ($id: ID!) { playlist(id: $id) { id } }', { id: kept });
    spotify.answerAll(apiError(503, 'down'));
    expect((await app.run(set, { id: space.id, playlistId: kept }, token)).errors).toBeUndefined();
    const refused = await app.run(set, { id: space.id, playlistId: unknown }, token);
    expect(codeOf(refused)).toBe('UPSTREAM_UNAVAILABLE');
    expect(await stored(space.id)).toEqual([{ playlistId: kept }]);
  });

  it('of many at once on one space leaves one', async () => {
    const { space, token } = await hosted();
    const ids = [await localPlaylist('a'), await localPlaylist('b'), null];
    const answers = await Promise.all(
      Array.from({ length: 12 }, (_, turn) =>
        app.run(set, { id: space.id, playlistId: ids[turn % 3] }, token),
      ),
    );
    expect(answers.map(codeOf)).toEqual(Array(12).fill(undefined));
    expect((await stored(space.id)).length).toBeLessThanOrEqual(1);
  });

  it('is refused for a space that was removed', async () => {
    const { space, token } = await hosted();
    await app.run('mutation ($id: ID!) { deleteSpace(id: $id) }', { id: space.id }, token);
    const ours = await localPlaylist('x');
    expect(codeOf(await app.run(set, { id: space.id, playlistId: ours }, token))).toBe('NOT_FOUND');
    expect(await stored(space.id)).toEqual([]);
  });
});

describe('Space.soundtrack', () => {
  it('of twenty spaces is at most one call for each playlist, and one statement for each kind', async () => {
    const spaces = await twentySpaces([11, 12, 13]);
    spotify.put(11, 12, 13);
    const ours = await localPlaylist('우리 것');
    await app.database.transaction((manager) =>
      manager.update(SoundtrackEntity, { spaceId: spaces[19]?.id ?? '' }, { playlistId: ours }),
    );
    const before = app.database.statements;
    const answer = await app.run(list);
    // The spaces, their soundtracks, the playlists of ours.
    expect(app.database.statements - before).toBe(3);
    expect(answer.errors).toBeUndefined();
    expect(soundtracksIn(answer)[0]).toBe('우리 것');
    expect(soundtracksIn(answer).filter((name: string) => name === 'Playlist 12')).toHaveLength(6);
    expect(spotify.count('playlist')).toBe(3);
  });

  it('of a thousand lists with twenty different ones costs twenty calls', async () => {
    const numbers = Array.from({ length: 20 }, (_, index) => 100 + index);
    await twentySpaces(numbers);
    spotify.put(...numbers);
    for (let turn = 0; turn < 50; turn += 1) {
      const answers = await Promise.all(Array.from({ length: 20 }, () => app.run(list)));
      for (const answer of answers) expect(soundtracksIn(answer)).not.toContain(null);
    }
    expect(spotify.count('playlist')).toBe(20);
    expect(spotify.count('token')).toBe(1);
  });

  it('asks for five at once, and no more', async () => {
    const numbers = Array.from({ length: 20 }, (_, index) => 200 + index);
    await twentySpaces(numbers);
    let [open, most] = [0, 0];
    spotify.answer('playlist', (response) => {
      most = Math.max(most, (open += 1));
      setTimeout(() => {
        open -= 1;
        apiError(404, 'Resource not found')(response);
      }, 20);
    });
    expect(soundtracksIn(await app.run(list))).toEqual(Array(20).fill(null));
    expect(most).toBe(5);
  });

  it('that is gone, or cannot be had, is null without an error', async () => {
    await twentySpaces([301, 404]);
    spotify.put(301);
    const gone = await app.run(list);
    expect(gone.errors).toBeUndefined();
    expect(soundtracksIn(gone).slice(0, 4)).toEqual([null, 'Playlist 301', null, 'Playlist 301']);

    app.clock.advance(2 * day);
    spotify.answerAll(hang);
    const begin = performance.now();
    const down = await app.run(list);
    expect(performance.now() - begin).toBeLessThan(3_000);
    expect(down.errors).toBeUndefined();
    expect(soundtracksIn(down)).toEqual(Array(20).fill(null));
  });

  it('is still there while Spotify is down, for six hours', async () => {
    await twentySpaces([401]);
    spotify.put(401);
    await app.run(list);
    spotify.answerAll(apiError(503, 'down'));
    app.clock.advance(6 * 3_600_000 - 1);
    expect(soundtracksIn(await app.run(list))).toEqual(Array(20).fill('Playlist 401'));
    app.clock.advance(1);
    expect(soundtracksIn(await app.run(list))).toEqual(Array(20).fill(null));
  });

  it('of a playlist that SQL knows by its id alone', async () => {
    const columns = await app.database.select<Record<string, unknown>>('SELECT * FROM soundtrack LIMIT 1');
    expect(Object.keys(columns[0] ?? {}).sort()).toEqual(['playlist_id', 'space_id']);
  });
});
