import { Injectable } from '@nestjs/common';
import { Clock } from '../../platform/clock.js';
import { Config } from '../../platform/config.js';
import { DemoGrants } from '../demo-grants.js';
import { type DemoPlaylist, demoPlaylists, searchDemoPlaylists } from './demo-playlists.js';
import { apiPath, demoSpotify, pagesPath } from './demo-spotify.settings.js';

const tokenSeconds = 3_600;
const mostPerPage = 10;
const lastOffset = 1_000;
/** Before one of so many found there is a hole, as where a playlist of Spotify's own would stand. */
const holeEvery = 5;

/** A refusal of the API: `{error: {status, message}}`. */
export class SpotifyApiError extends Error {
  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message);
  }
}

/** What the token host answers. */
export interface TokenAnswer {
  readonly status: number;
  readonly body: object;
}

/** What the stand-in of Spotify knows: its invented playlists, and the tokens it has given out. */
@Injectable()
export class DemoSpotifyService {
  private readonly settings: ReturnType<typeof demoSpotify>;
  private readonly tokens: DemoGrants<true>;
  private readonly pagesUrl: string;

  constructor(config: Config, clock: Clock) {
    this.settings = demoSpotify(config.publicUrl, config.port);
    this.pagesUrl = `${config.publicUrl}/${pagesPath}`;
    this.tokens = new DemoGrants(clock, tokenSeconds * 1_000);
  }

  /** Gives a token to an app that knows its secret (RFC 6749, 4.4). */
  giveToken(authorization: string | undefined, grantType: unknown): TokenAnswer {
    const [, pair = ''] = /^Basic (\S+)$/.exec(authorization ?? '') ?? [];
    const [id, secret] = Buffer.from(pair, 'base64').toString().split(':');
    const { clientId, clientSecret } = this.settings;
    if (id !== clientId) return refusal('invalid_client', 'Invalid client');
    if (secret !== clientSecret) return refusal('invalid_client', 'Invalid client secret');
    if (grantType !== 'client_credentials') {
      return refusal('unsupported_grant_type', 'grant_type parameter is missing or unsupported');
    }
    const body = { access_token: this.tokens.give(true), token_type: 'Bearer', expires_in: tokenSeconds };
    return { status: 200, body };
  }

  /** @throws SpotifyApiError */
  checkToken(authorization: string | undefined): void {
    const [, token = ''] = /^Bearer (\S+)$/.exec(authorization ?? '') ?? [];
    if (!this.tokens.find(token)) throw new SpotifyApiError(401, 'Invalid access token');
  }

  /** A page of a search, holes and all. @throws SpotifyApiError */
  search({
    q,
    limit: givenLimit,
    offset: givenOffset,
  }: Readonly<Record<string, string | undefined>>): object {
    if (!q) throw new SpotifyApiError(400, 'No search query');
    const limit = wholeNumber(givenLimit ?? '5', mostPerPage, 'Invalid limit');
    const offset = wholeNumber(givenOffset ?? '0', lastOffset, 'Invalid offset');
    const places = withHoles(searchDemoPlaylists(q));
    const pageUrl = (at: number) => {
      const query = new URLSearchParams({
        offset: String(at),
        limit: String(limit),
        query: q,
        type: 'playlist',
      });
      return `${this.pagesUrl.slice(0, -pagesPath.length)}${apiPath}/search?${query.toString()}`;
    };
    return {
      playlists: {
        href: pageUrl(offset),
        limit,
        next: offset + limit < places.length ? pageUrl(offset + limit) : null,
        offset,
        previous: offset > 0 ? pageUrl(Math.max(0, offset - limit)) : null,
        total: places.length,
        items: places.slice(offset, offset + limit).map((playlist) => playlist && this.tell(playlist)),
      },
    };
  }

  /** What is told of one playlist. @throws SpotifyApiError */
  playlist(id: string): object {
    if (!/^[0-9A-Za-z]{22}$/.test(id)) throw new SpotifyApiError(400, 'Invalid base62 id');
    const found = demoPlaylists.find((playlist) => playlist.id === id);
    if (!found) throw new SpotifyApiError(404, 'Resource not found');
    return this.tell(found);
  }

  /** In each of the shapes in which Spotify tells: with the number of tracks under either name or not at all, … */
  private tell(playlist: DemoPlaylist): object {
    const { id, name, description, trackCount } = playlist;
    const index = demoPlaylists.indexOf(playlist);
    const tracks = { href: `${this.pagesUrl}/playlists/${id}`, total: trackCount };
    return {
      collaborative: false,
      description: description === '' && index % 2 === 0 ? null : description,
      external_urls: { spotify: `${this.pagesUrl}/playlists/${id}` },
      href: `${this.pagesUrl}/playlists/${id}`,
      id,
      images: this.images(id, index),
      name,
      owner: {
        display_name: 'Demo (not Spotify)',
        external_urls: { spotify: this.pagesUrl },
        href: this.pagesUrl,
        id: 'hapjudemo',
        type: 'user',
        uri: 'spotify:user:hapjudemo',
      },
      primary_color: null,
      public: index % 5 === 0 ? null : true,
      snapshot_id: `demo${index}`,
      ...(index % 9 !== 4 && (index % 7 === 3 ? { tracks } : { items: tracks })),
      type: 'playlist',
      uri: `spotify:playlist:${id}`,
    };
  }

  private images(id: string, index: number): object[] | null {
    if (index % 23 === 11) return [];
    if (index % 23 === 22) return null;
    const url = `${this.pagesUrl}/covers/${id}.svg`;
    if (index % 4 === 1) return [{ height: null, url, width: null }];
    return [640, 300, 60].map((side) => ({ height: side, url, width: side }));
  }
}

function refusal(error: string, description: string): TokenAnswer {
  return { status: 400, body: { error, error_description: description } };
}

function withHoles(playlists: readonly DemoPlaylist[]): (DemoPlaylist | null)[] {
  return playlists.flatMap((playlist, index) => (index % holeEvery === 2 ? [null, playlist] : [playlist]));
}

function wholeNumber(text: string, most: number, fault: string): number {
  if (!/^\d{1,4}$/.test(text) || Number(text) > most) throw new SpotifyApiError(400, fault);
  return Number(text);
}
