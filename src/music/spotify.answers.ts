import { decodeHTMLStrict } from 'entities/decode';
import { z } from 'zod';
import { oneLine, withoutInvisible } from '../platform/visible-text.js';

/** A playlist as Spotify tells it, in our words. */
export interface SpotifyPlaylist {
  readonly id: string;
  readonly name: string;
  readonly description: string | null;
  readonly url: string;
  readonly imageUrl: string | null;
  readonly ownerName: string | null;
  readonly trackCount: number | null;
}

/** A page of a search. A place without a playlist, which Spotify counts all the same, is a null. */
export interface SpotifyPage {
  readonly places: readonly (SpotifyPlaylist | null)[];
  /** Whether Spotify has more behind it. */
  readonly more: boolean;
  /** How many places there are in all, by Spotify's word. */
  readonly total: number;
}

const longestName = 100;
const longestDescription = 500;
const longestUrl = 2_000;
/** What a picture should be wide at least: it is shown as a cover in a list. */
const wideEnough = 300;

/** The answer of `/api/token`. The token is put into a header, so it must be able to stand there. */
export const tokenAnswer = z.object({
  access_token: z.string().regex(/^[\w.~+/=-]{1,2048}$/),
  expires_in: z.number().positive(),
});

/** A refusal of the token host, `{error, error_description}`. */
export const tokenRefusal = z.object({ error: z.string().regex(/^[a-z_]{1,40}$/) });

/** A refusal of the API, `{error: {status, message, reason}}`. */
export const apiRefusal = z.object({
  error: z.object({ status: z.number(), reason: z.string().nullable().catch(null) }),
});

// Only id and name are certain. Whatever else is missing, null or of another type is as good as not told.
const maybeText = z.string().nullable().catch(null);
const maybeTotal = z
  .object({ total: z.int().nonnegative().max(2_147_483_647) })
  .nullable()
  .catch(null);
const maybeWidth = z.number().nullable().catch(null);

const playlistShape = z.object({
  id: z.string().regex(/^[0-9A-Za-z]{16,40}$/),
  name: z.string(),
  description: maybeText,
  external_urls: z.object({ spotify: maybeText }).nullable().catch(null),
  images: z.array(z.object({ url: maybeText, width: maybeWidth }).nullable().catch(null)).catch([]),
  owner: z.object({ display_name: maybeText }).nullable().catch(null),
  // One name since February 2026, the other before.
  items: maybeTotal,
  tracks: maybeTotal,
});

const searchShape = z.object({
  playlists: z.object({
    items: z.array(z.unknown()).max(50),
    next: z.string().nullable(),
    total: z.int().nonnegative(),
  }),
});

/** The JSON in `text`; undefined when it is no JSON. */
export function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The playlist in an answer, or null when it is none. `ownOrigins` are trusted besides Spotify's own. */
export function readPlaylist(answer: unknown, ownOrigins: readonly string[]): SpotifyPlaylist | null {
  const read = playlistShape.safeParse(answer).data;
  const name = plainText(read?.name ?? '', longestName);
  if (!read || name === null) return null;
  return {
    id: read.id,
    name,
    description: plainText(read.description ?? '', longestDescription),
    url: pageOf(read.id, read.external_urls?.spotify, ownOrigins),
    imageUrl: pictureOf(read.images, ownOrigins),
    ownerName: plainText(read.owner?.display_name ?? '', longestName),
    trackCount: read.items?.total ?? read.tracks?.total ?? null,
  };
}

/** The page of a search in an answer, or null when it is none. What is no playlist is an empty place. */
export function readPage(answer: unknown, ownOrigins: readonly string[]): SpotifyPage | null {
  const read = searchShape.safeParse(answer).data?.playlists;
  if (!read) return null;
  return {
    places: read.items.map((item) => readPlaylist(item, ownOrigins)),
    more: read.next !== null,
    total: read.total,
  };
}

/**
 * One line of visible text out of what may hold tags and HTML entities, cut at `longest` characters; null when nothing
 * is left. What looks like a tag after decoding was meant to be read.
 */
function plainText(html: string, longest: number): string | null {
  const decoded = decodeHTMLStrict(html.replace(/<\/?[a-z][^<>]*>/gi, ' '));
  const characters = Array.from(oneLine(withoutInvisible(oneLine(decoded))));
  if (characters.length === 0) return null;
  return characters.length > longest ? `${characters.slice(0, longest - 1).join('')}…` : characters.join('');
}

function pageOf(id: string, given: string | null | undefined, ownOrigins: readonly string[]): string {
  const url = plainUrl(given);
  const known = url && (url.origin === 'https://open.spotify.com' || ownOrigins.includes(url.origin));
  return known ? url.href : `https://open.spotify.com/playlist/${id}`;
}

/** The smallest picture that is wide enough, else the first: Spotify lists the largest first. */
function pictureOf(
  images: z.infer<typeof playlistShape>['images'],
  ownOrigins: readonly string[],
): string | null {
  const usable = images.flatMap((image) => {
    const url = plainUrl(image?.url);
    const trusted = url && (url.protocol === 'https:' || ownOrigins.includes(url.origin));
    return trusted ? [{ href: url.href, width: image?.width ?? 0 }] : [];
  });
  const wide = usable
    .filter(({ width }) => width >= wideEnough)
    .sort((one, other) => one.width - other.width);
  return (wide[0] ?? usable[0])?.href ?? null;
}

/** An address that holds no credentials and is of a sensible length. */
function plainUrl(text: string | null | undefined): URL | null {
  if (!text || text.length > longestUrl || !URL.canParse(text)) return null;
  const url = new URL(text);
  return url.username === '' && url.password === '' ? url : null;
}
