import { describe, expect, it } from 'vitest';
import { idOf, playlist } from '../../test/spotify-stub.js';
import { readPage, readPlaylist } from './spotify.answers.js';

const origins = ['https://hapju.example'];
const read = (given: object) => readPlaylist(playlist(1, given), origins);

describe('a playlist of Spotify', () => {
  it('is read', () => {
    expect(read({})).toEqual({
      id: idOf(1),
      name: 'Playlist 1',
      description: 'Description 1',
      url: `https://open.spotify.com/playlist/${idOf(1)}`,
      imageUrl: 'https://mosaic.scdn.co/300/1',
      ownerName: 'Owner 1',
      trackCount: 101,
    });
  });

  it('needs nothing but an id and a name', () => {
    expect(readPlaylist({ id: idOf(2), name: 'x' }, origins)).toEqual({
      id: idOf(2),
      name: 'x',
      description: null,
      url: `https://open.spotify.com/playlist/${idOf(2)}`,
      imageUrl: null,
      ownerName: null,
      trackCount: null,
    });
  });

  it.each([null, undefined, 1, 'text', [], {}, { id: idOf(1) }, { name: 'x' }, { id: '../me', name: 'x' }])(
    'is not in %j',
    (answer) => {
      expect(readPlaylist(answer, origins)).toBeNull();
    },
  );

  it.each([
    ['Beats &amp; quiet cafes', 'Beats & quiet cafes'],
    ['caf&eacute; &#x27;til late&#39;', "café 'til late'"],
    ['&amp;lt;b&amp;gt;', '&lt;b&gt;'],
    ['&lt;b&gt;bold&lt;/b&gt;', '<b>bold</b>'],
    ['by <a href="spotify:user:x">somebody</a>, for you', 'by somebody , for you'],
    ['I <3 music > all', 'I <3 music > all'],
    ['R&B &copy right', 'R&B &copy right'],
    ['two\n lines\t\u200b', 'two lines'],
    ['합주'.normalize('NFD'), '합주'],
    ['', null],
    [' &#x200b; ', null],
    [null, null],
    [7, null],
    ['가'.repeat(501), `${'가'.repeat(499)}…`],
    ['🎸'.repeat(500), '🎸'.repeat(500)],
  ])('described as %j is described as %j', (given, description) => {
    expect(read({ description: given })?.description).toBe(description);
  });

  it('has a name of at most 100 characters', () => {
    expect(read({ name: ' Rock &amp; Roll ' })?.name).toBe('Rock & Roll');
    expect(read({ name: 'x'.repeat(101) })?.name).toBe(`${'x'.repeat(99)}…`);
    expect(read({ name: ' ' })).toBeNull();
  });

  it.each([
    [{ items: { total: 7 } }, 7],
    [{ items: undefined, tracks: { total: 8 } }, 8],
    [{ items: { total: 7 }, tracks: { total: 8 } }, 7],
    [{ items: null, tracks: { total: 0 } }, 0],
    [{ items: undefined }, null],
    [{ items: { total: 'many' } }, null],
    [{ items: { total: -1 } }, null],
    [{ items: { total: 3e10 } }, null],
  ])('with %j has %j tracks', (given, trackCount) => {
    expect(read(given)?.trackCount).toBe(trackCount);
  });

  const image = (width: number | null, url: unknown = `https://i.example/${width}`) => ({ url, width });

  it.each([
    [[image(640), image(300), image(60)], 'https://i.example/300'],
    [[image(60), image(640), image(320)], 'https://i.example/320'],
    [[image(250), image(60)], 'https://i.example/250'],
    [[image(null)], 'https://i.example/null'],
    [[image(null), image(300)], 'https://i.example/300'],
    [[], null],
    [null, null],
    ['https://i.example/', null],
    [[null, image(60)], 'https://i.example/60'],
    [[image(300, 'http://i.example/a'), image(640)], 'https://i.example/640'],
    [[image(300, 'javascript:alert(1)')], null],
    [[image(300, 'https://user:pass@i.example/')], null],
    [[image(300, `https://i.example/${'x'.repeat(2_000)}`)], null],
    [[image(300, 7)], null],
    [[image(300, 'https://hapju.example/cover.svg')], 'https://hapju.example/cover.svg'],
  ])('with the pictures %j shows %j', (images, imageUrl) => {
    expect(read({ images })?.imageUrl).toBe(imageUrl);
  });

  it('shows pictures by http of its own origins alone', () => {
    const images = [image(300, 'http://localhost:3000/cover.svg')];
    expect(readPlaylist(playlist(1, { images }), ['http://localhost:3000'])?.imageUrl).toBe(
      'http://localhost:3000/cover.svg',
    );
    expect(read({ images })?.imageUrl).toBeNull();
  });

  const own = `https://open.spotify.com/playlist/${idOf(1)}`;

  it.each([
    [{ spotify: `${own}?si=1` }, `${own}?si=1`],
    [{ spotify: 'http://open.spotify.com/playlist/x' }, own],
    [{ spotify: 'https://open.spotify.com.evil.example/' }, own],
    [{ spotify: 'https://open.spotify.com@evil.example/' }, own],
    [{ spotify: 'javascript:alert(1)' }, own],
    [{ spotify: null }, own],
    [{}, own],
    [null, own],
    [{ spotify: 'https://hapju.example/demo/x' }, 'https://hapju.example/demo/x'],
  ])('with the addresses %j is at %j', (external_urls, url) => {
    expect(read({ external_urls })?.url).toBe(url);
  });
});

describe('a page of a search', () => {
  const page = (given: object) =>
    readPage({ playlists: { items: [], next: null, total: 0, ...given } }, origins);

  it('has a place for whatever Spotify counts', () => {
    const found = page({ items: [null, playlist(1), {}, playlist(2)], next: 'https://x', total: 812 });
    expect(found?.places.map((place) => place?.name ?? null)).toEqual([
      null,
      'Playlist 1',
      null,
      'Playlist 2',
    ]);
    expect(found).toMatchObject({ more: true, total: 812 });
    expect(page({})).toEqual({ places: [], more: false, total: 0 });
  });

  it.each([
    null,
    [],
    {},
    { error: { status: 429 } },
    { playlists: null },
    { playlists: { items: null, next: null, total: 0 } },
    { playlists: { items: [], next: 5, total: 0 } },
    { playlists: { items: [], next: null, total: '7' } },
  ])('is not in %j', (answer) => {
    expect(readPage(answer, origins)).toBeNull();
  });
});
