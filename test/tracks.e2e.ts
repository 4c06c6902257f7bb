import { readFileSync } from 'node:fs';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AudioAnalyst } from '../src/media/audio/audio-analyst.js';
import { PlaylistEntity, PlaylistTrackEntity } from '../src/music/playlist.entity.js';
import { ObjectStorage } from '../src/platform/storage/storage.js';
import { startApp, type TestApp } from './app.js';
import { Faults } from './faults.js';
import { id3Charset, id3v1, id3v2 } from './id3.js';
import { Make } from './make.js';
import { uploadFile } from './upload.js';

const track = `id title artist album durationSeconds contentType artworkUrl streamUrl peaks(count: 2)`;
const uploadTrack = `mutation ($file: Upload!) { uploadTrack(file: $file) { ${track} } }`;

let app: TestApp;
let make: Make;
let admin: string;
let faults: Faults;
let cover: Buffer;

beforeAll(async () => {
  app = await startApp();
  make = new Make(app);
  faults = new Faults(app);
  admin = await make.token((await make.account('운영자')).id, 'ADMIN');
  cover = await sharp({ create: { width: 40, height: 30, channels: 3, background: '#c33' } })
    .png()
    .toBuffer();
});

afterAll(() => app.stop());

const fixture = (name: string): Buffer => readFileSync(new URL(`fixtures/${name}`, import.meta.url));
const sound = fixture('vbr-without-xing.mp3');
const send = (bytes: Uint8Array, name = 'a.mp3', token: string | undefined = admin) =>
  uploadFile(app, uploadTrack, { bytes, name }, token);
const remove = (id: string, token?: string) =>
  app.run('mutation ($id: ID!) { deleteTrack(id: $id) }', { id }, token);
/** Where a link leads on this server, whatever its public address is. */
const local = (url: string) => app.url + url.slice(url.indexOf('/media/'));
const bytesOf = (hex: string) => Buffer.from(hex.replaceAll(' ', ''), 'hex');
/** UTF-16 with its byte order mark, little-endian. */
const utf16 = (text: string) => Buffer.from(`\ufeff${text}`, 'utf16le');

// "밤편지", "아이유" and "똠방각하 앨범" in CP949.
const korean = {
  title: bytesOf('b9 e3 c6 ed c1 f6'),
  artist: bytesOf('be c6 c0 cc c0 af'),
  album: bytesOf('8c 63 b9 e6 b0 a2 c7 cf 20 be d9 b9 fc'),
};
const meant = { title: '밤편지', artist: '아이유', album: '똠방각하 앨범' };
const each = <T>(as: (text: string) => T) => ({
  title: as(meant.title),
  artist: as(meant.artist),
  album: as(meant.album),
});

/** What is written down of tracks, and which objects there are. */
async function state() {
  const objects: string[] = [];
  for await (const { key } of app.get(ObjectStorage).list()) objects.push(key);
  const all = (table: string) => app.database.select(`SELECT * FROM ${table} ORDER BY id`);
  return {
    tracks: await all('track'),
    texts: await all('track_search'),
    media: await all('media'),
    playlists: await all('playlist'),
    places: await app.database.select('SELECT * FROM playlist_track ORDER BY playlist_id, position'),
    objects: objects.sort(),
  };
}

/** Runs something that must change nothing, and gives its error. */
async function refused(work: () => Promise<Awaited<ReturnType<typeof send>>>) {
  const before = await state();
  const { errors } = await work();
  expect(await state()).toEqual(before);
  return errors?.[0];
}

describe('uploadTrack', () => {
  it('keeps a track with its true length, its waveform and its cover', async () => {
    const tags = id3v2(3, id3Charset.latin1, korean, cover);
    const { data, errors } = await send(Buffer.concat([tags, sound]), '01.mp3');
    expect(errors).toBeUndefined();
    expect(data.uploadTrack).toEqual({
      id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      ...meant,
      durationSeconds: 2.088,
      contentType: 'audio/mpeg',
      artworkUrl: expect.stringMatching(/\/media\/[0-9a-f-]{36}$/),
      streamUrl: expect.stringMatching(/\/media\/[0-9a-f-]{36}$/),
      peaks: [expect.any(Number), expect.any(Number)],
    });
    const played = await fetch(local(data.uploadTrack.streamUrl));
    expect(Buffer.from(await played.arrayBuffer())).toEqual(Buffer.concat([tags, sound]));
    const shown = await fetch(local(data.uploadTrack.artworkUrl));
    expect(shown.headers.get('content-type')).toBe('image/webp');
    const { format, width, height } = await sharp(await shown.arrayBuffer()).metadata();
    expect({ format, width, height }).toEqual({ format: 'webp', width: 40, height: 30 });
    for (const search of ['편지', '아이유', '똠방']) {
      const found = await app.run('query ($search: String) { tracks(search: $search) { nodes { id } } }', {
        search,
      });
      expect(found.data.tracks.nodes).toContainEqual({ id: data.uploadTrack.id });
    }
  });

  it.each([
    ['ID3v1 in CP949', () => Buffer.concat([sound, id3v1(korean)])],
    ['ID3v2.2 in CP949', () => Buffer.concat([id3v2(2, id3Charset.latin1, korean), sound])],
    ['ID3v2.4 in CP949', () => Buffer.concat([id3v2(4, id3Charset.latin1, korean), sound])],
    [
      'ID3v2.3 in UTF-8 that says ISO-8859-1',
      () => Buffer.concat([id3v2(3, id3Charset.latin1, each(Buffer.from)), sound]),
    ],
    ['ID3v2.2 in UTF-16', () => Buffer.concat([id3v2(2, id3Charset.utf16, each(utf16)), sound])],
    ['ID3v2.3 in UTF-16', () => Buffer.concat([id3v2(3, id3Charset.utf16, each(utf16)), sound])],
    [
      'ID3v2.3 in big-endian UTF-16',
      () =>
        Buffer.concat([
          id3v2(
            3,
            id3Charset.utf16,
            each((text) => utf16(text).swap16()),
          ),
          sound,
        ]),
    ],
    ['ID3v2.4 in UTF-8', () => Buffer.concat([id3v2(4, id3Charset.utf8, each(Buffer.from)), sound])],
    [
      'ID3v2.3 before ID3v1 that says less',
      () =>
        Buffer.concat([
          id3v2(3, id3Charset.utf16, each(utf16)),
          sound,
          id3v1({ title: korean.title.subarray(0, 3) }),
        ]),
    ],
    ['RIFF INFO in CP949', () => wav(korean)],
  ])('reads %s', async (_, bytes) => {
    const { data } = await send(bytes());
    expect(data.uploadTrack).toMatchObject(meant);
  });

  it('leaves Western tags as they are', async () => {
    const western = { title: 'Ágætis byrjun', artist: 'Sigur Rós', album: 'CORAÇÃO' };
    const latin = Object.fromEntries(
      Object.entries(western).map(([name, text]) => [name, Buffer.from(text, 'latin1')]),
    );
    const { data } = await send(Buffer.concat([id3v2(3, id3Charset.latin1, latin), sound]));
    expect(data.uploadTrack).toMatchObject(western);
  });

  it.each([
    ['tagged.flac', 'audio/flac', 1, true, true],
    ['tagged.m4a', 'audio/mp4', 1.064, true, false],
    ['tagged.ogg', 'audio/ogg', 1, false, false],
    ['tagged.opus', 'audio/ogg', 1, true, true],
    ['tagged.webm', 'audio/webm', 1.021, false, true],
    ['tagged.wav', 'audio/wav', 1, false, true],
  ])('%s is %s of %f s', async (name, contentType, durationSeconds, artwork, waveform) => {
    const { data, errors } = await send(fixture(name), name);
    expect(errors).toBeUndefined();
    const { artworkUrl, peaks, ...facts } = data.uploadTrack;
    expect(facts).toMatchObject({
      title: '밤의 합주',
      artist: '한강 밴드',
      album: '첫 앨범',
      contentType,
      durationSeconds,
    });
    expect([artworkUrl !== null, peaks !== null]).toEqual([artwork, waveform]);
  });

  it('keeps what it could read of a file that ends in rubbish', async () => {
    const { data } = await send(Buffer.concat([fixture('tagged.m4a'), Buffer.alloc(100, 'x')]), 'a.m4a');
    expect(data.uploadTrack).toMatchObject({ title: '밤의 합주', artist: '한강 밴드' });
  });

  it('calls a file without tags by its name', async () => {
    const { data } = await send(fixture('mediarecorder.webm'), '합주  2026-11-21.webm'.normalize('NFD'));
    expect(data.uploadTrack).toMatchObject({
      title: '합주 2026-11-21',
      artist: 'Unknown artist',
      album: null,
      durationSeconds: 3,
      artworkUrl: null,
    });
  });

  it('counts how long a FLAC plays that does not say it', async () => {
    const bytes = fixture('flac.flac');
    bytes.fill(0, 22, 26);
    const { data } = await send(bytes, 'a.flac');
    expect(data.uploadTrack.durationSeconds).toBe(2);
  });

  it.each([
    ['no picture at all', () => Buffer.from('<script>alert(1)</script>')],
    ['of a type that is not taken', () => Buffer.from('GIF89a\x01\0\x01\0\0\0\0;', 'latin1')],
    ['cut off', () => cover.subarray(0, cover.length - 30)],
    ['of 65,535 by 65,535 pixels', () => bomb(cover)],
    ['of more than 15 MiB', () => Buffer.concat([cover, Buffer.alloc(15 * 1024 * 1024)])],
  ])('takes a track whose cover is %s, without it', async (_, picture) => {
    const images = async () => (await state()).objects.filter((key) => key.startsWith('image/'));
    const before = await images();
    const { data, errors } = await send(
      Buffer.concat([id3v2(3, id3Charset.latin1, korean, picture()), sound]),
    );
    expect(errors).toBeUndefined();
    expect(data.uploadTrack).toMatchObject({ ...meant, artworkUrl: null });
    expect(await images()).toEqual(before);
  });

  it('takes a track whose tags make no sense', async () => {
    const tags = id3v2(3, id3Charset.utf16, each(utf16));
    tags[3] = 9;
    const { data } = await send(Buffer.concat([tags, sound]), '제목.mp3');
    expect(data.uploadTrack).toMatchObject({ title: '제목', durationSeconds: 2.088 });
  });

  it('takes a track whose tags take more memory than there is', async () => {
    // Each slash ends the name of an artist.
    const tags = id3v2(3, id3Charset.latin1, { artist: Buffer.alloc(40_000_000, '/') });
    const { data } = await send(Buffer.concat([tags, sound]), '제목.mp3');
    expect(data.uploadTrack).toMatchObject({
      title: '제목',
      artist: 'Unknown artist',
      durationSeconds: 2.088,
    });
  });

  it('takes a track whose tags take too long', async () => {
    const analyst = app.get(AudioAnalyst, { strict: false });
    const { tagsTimeLimit } = analyst;
    analyst.tagsTimeLimit = 1;
    try {
      const { data } = await send(fixture('tagged.flac'), '제목.flac');
      expect(data.uploadTrack).toMatchObject({ title: '제목', durationSeconds: 1 });
    } finally {
      analyst.tagsTimeLimit = tagsTimeLimit;
    }
  });

  it.each([
    ['a picture', () => cover, 'The file is none of MP3, M4A, AAC, Ogg, WebM, FLAC and WAV.'],
    ['a film', () => fixture('picture.webm'), 'The file holds a moving picture; only sound is taken.'],
    [
      'a tag that claims 200 MB',
      () => Buffer.concat([Buffer.from([0x49, 0x44, 0x33, 3, 0, 0, 95, 0, 0, 0]), sound]),
      'The file is none of MP3, M4A, AAC, Ogg, WebM, FLAC and WAV.',
    ],
    ['an M4A of no length', endless, 'How long the file plays cannot be told.'],
  ])('refuses %s', async (_, bytes, message) => {
    const error = await refused(() => send(bytes()));
    expect(error).toMatchObject({ message, extensions: { code: 'UNSUPPORTED_MEDIA_TYPE' } });
  });

  it('refuses nothing at all, and more than 50 MiB', async () => {
    const empty = await refused(() => send(new Uint8Array()));
    expect(empty).toMatchObject({ extensions: { code: 'BAD_USER_INPUT' } });
    const large = await refused(() => send(Buffer.concat([sound, Buffer.alloc(50 * 1024 * 1024)])));
    expect(large).toMatchObject({ extensions: { code: 'PAYLOAD_TOO_LARGE' } });
  });

  it('is for admins alone', async () => {
    const { token } = await make.guest(0);
    expect(await refused(() => send(sound, 'a.mp3', token))).toMatchObject({
      message: 'Only an admin may do this.',
      extensions: { code: 'FORBIDDEN' },
    });
  });

  it('leaves nothing when a row is refused', async () => {
    const bytes = Buffer.concat([id3v2(3, id3Charset.latin1, korean, cover), sound]);
    faults.none();
    await send(bytes);
    const statements = faults.transactions.at(-1)?.length ?? 0;
    expect(statements).toBeGreaterThan(4);
    for (let statement = 1; statement < statements; statement += 1) {
      faults.at(statement, { message: 'the disk is on fire' }, 1);
      const error = await refused(() => send(bytes));
      expect(error?.extensions['code']).toBe('INTERNAL');
    }
    faults.none();
  });
});

describe('deleteTrack', () => {
  it('removes rows, bytes and places, and playlists close the gap', async () => {
    const before = await state();
    const { data } = await send(Buffer.concat([id3v2(3, id3Charset.latin1, korean, cover), sound]));
    const gone: string = data.uploadTrack.id;
    const [one, two] = [await make.track({ title: '하나' }), await make.track({ title: '둘' })];
    const owner = await make.account('디제이');
    const lists = {
      mixed: [gone, one.id, gone, gone, two.id, one.id, gone],
      only: [gone, gone],
      other: [two.id, one.id],
    };
    const ids: string[] = [];
    for (const [name, trackIds] of Object.entries(lists)) ids.push(await playlist(owner.id, name, trackIds));
    expect(await remove(gone, admin)).toEqual({ data: { deleteTrack: gone } });

    const read = 'query ($id: ID!) { playlist(id: $id) { trackCount tracks { nodes { id } } } }';
    const left = [[one.id, two.id, one.id], [], [two.id, one.id]];
    for (const [index, id] of ids.entries()) {
      const { playlist: found } = (await app.run(read, { id })).data;
      expect(found.tracks.nodes.map((node: { id: string }) => node.id)).toEqual(left[index]);
      expect(found.trackCount).toBe(left[index]?.length);
    }
    const { places, media, objects, tracks, texts } = await state();
    const positions = (places as { playlist_id: string; position: number }[])
      .filter(({ playlist_id: id }) => id === ids[0])
      .map(({ position }) => position);
    expect(positions).toEqual([0, 1, 2]);
    // What is left are the two that were made beside it.
    expect([tracks, texts, media, objects].map((rows) => rows.length)).toEqual(
      [before.tracks, before.texts, before.media, before.objects].map((rows) => rows.length + 2),
    );
    expect((await fetch(local(data.uploadTrack.streamUrl))).status).toBe(404);
    expect((await fetch(local(data.uploadTrack.artworkUrl))).status).toBe(404);
    expect((await remove(gone, admin)).errors?.[0]?.extensions).toEqual({ code: 'NOT_FOUND' });
  });

  it('is for admins alone, and of tracks there are', async () => {
    const { id } = await make.track();
    const { token } = await make.guest(0);
    expect((await refused(() => remove(id)))?.extensions['code']).toBe('UNAUTHENTICATED');
    expect((await refused(() => remove(id, token)))?.extensions['code']).toBe('FORBIDDEN');
    expect(await refused(() => remove('nope', admin))).toMatchObject({
      message: 'There is no such track.',
      extensions: { code: 'NOT_FOUND' },
    });
  });

  it('leaves no playlist with a gap, whatever is done to them meanwhile', async () => {
    const { id: ownerId, token } = await make.guest(0);
    const tracks = await Promise.all(Array.from({ length: 6 }, () => make.track()));
    const all = tracks.map(({ id }) => id);
    const lists = await Promise.all([1, 2, 3].map(() => playlist(ownerId, 'as made', all)));
    // The name of each says which list belongs to it. Most hold none of what is deleted, so they wait for nobody.
    const [d, e, f] = all.slice(3) as [string, string, string];
    const orders: Record<string, string[]> = {
      'as made': all,
      reversed: all.toReversed(),
      ...{ def: [d, e, f], dfe: [d, f, e], edf: [e, d, f], efd: [e, f, d], fde: [f, d, e], fed: [f, e, d] },
    };
    const update = (id: string, [name, trackIds]: [string, string[]]) =>
      app.run(
        'mutation ($id: ID!, $input: PlaylistInput!) { updatePlaylist(id: $id, input: $input) { trackCount } }',
        { id, input: { name, trackIds } },
        token,
      );
    const removals = all.slice(0, 3).map((id) => remove(id, admin));
    const updates = lists.flatMap((id) => Object.entries(orders).map((order) => update(id, order)));
    expect((await Promise.all(removals)).flatMap(({ errors }) => errors ?? [])).toEqual([]);
    for (const { errors } of await Promise.all(updates)) {
      if (errors) expect(errors[0]?.message).toMatch(/^input\.trackIds\[\d\]: there is no such track$/);
    }
    for (const id of lists) {
      const [row] = await app.database.select<{ name: string; count: number }>(
        'SELECT name, track_count AS count FROM playlist WHERE id = ?',
        [id],
      );
      const places = await app.database.select(
        'SELECT position, track_id AS track FROM playlist_track WHERE playlist_id = ? ORDER BY position',
        [id],
      );
      const left = orders[row?.name as string]?.filter((one) => all.indexOf(one) > 2);
      expect(places).toEqual(left?.map((one, position) => ({ position, track: one })));
      expect(row?.count).toBe(3);
    }
  });
});

async function playlist(ownerId: string, name: string, trackIds: readonly string[]): Promise<string> {
  const { id } = await make.track();
  await remove(id, admin);
  await app.database.transaction(async (manager) => {
    const facts = { description: null, trackCount: trackIds.length, createdAt: app.clock.now() };
    await manager.insert(PlaylistEntity, { id, ownerId, name, ...facts });
    const places = trackIds.map((trackId, position) => ({ playlistId: id, position, trackId }));
    await manager.insert(PlaylistTrackEntity, places);
  });
  return id;
}

/** A WAV with texts in a LIST chunk at its end. */
function wav(texts: typeof korean): Buffer {
  const chunk = (name: string, ...parts: Uint8Array[]) => {
    const body = Buffer.concat(parts);
    const head = Buffer.alloc(8);
    head.write(name, 'latin1');
    head.writeUInt32LE(body.length, 4);
    return Buffer.concat([head, body, Buffer.alloc(body.length % 2)]);
  };
  const { title, artist, album } = texts;
  const info = [chunk('INAM', title), chunk('IART', artist), chunk('IPRD', album)];
  const bytes = Buffer.concat([fixture('pcm.wav'), chunk('LIST', Buffer.from('INFO'), ...info)]);
  bytes.writeUInt32LE(bytes.length - 8, 4);
  return bytes;
}

/** A picture that claims more pixels than anybody can hold. */
function bomb(png: Buffer): Buffer {
  const bytes = Buffer.from(png);
  bytes.writeUInt32BE(65_535, 16);
  bytes.writeUInt32BE(65_535, 20);
  return bytes;
}

/** An M4A whose box of the length says 0. */
function endless(): Buffer {
  const bytes = fixture('moov-last.m4a');
  bytes.writeUInt32BE(0, bytes.indexOf('mdhd') + 20);
  return bytes;
}
