import { oneLine, withoutInvisible } from '../platform/visible-text.js';
import { BadInput } from '../platform/errors.js';

const second = 1_000;
const day = 86_400 * second;
const longestQuery = 100;

/** How many playlists a page of Spotify's search holds: the most that an app in development mode may ask for. */
export const upstreamPage = 10;

/** The last offset that Spotify's search takes. */
export const lastOffset = 1_000;

const idForm = /^spotify:([0-9A-Za-z]{16,40})$/;

/** Spotify's id in one of ours, `spotify:ID`; null when it is not of that form. */
export function spotifyIdOf(id: string): string | null {
  return idForm.exec(id)?.[1] ?? null;
}

/** Whether an id speaks of Spotify, be it well formed or not; all others are of playlists here. */
export function isSpotifys(id: string): boolean {
  return id.startsWith('spotify:');
}

/**
 * The one spelling of all queries that mean the same to Spotify.
 * @throws BadInput unless it has 1 to 100 visible characters
 */
export function normalisedQuery(query: string): string {
  const normal = oneLine(withoutInvisible(oneLine(query))).toLowerCase();
  const { length } = Array.from(normal);
  if (length < 1 || length > longestQuery) {
    throw new BadInput('query', `must have 1 to ${longestQuery} visible characters`);
  }
  return normal;
}

/**
 * For how many milliseconds a refusal for too many calls keeps us from calling: what `Retry-After` says, a day at most,
 * a minute when it says nothing, and an hour at least for a quota, which does not come back within seconds.
 */
export function coolDownMs(retryAfter: string | null, reason: string | null): number {
  const asked = /^\d{1,9}$/.test(retryAfter ?? '') ? Math.max(1, Number(retryAfter)) * second : 60 * second;
  const least = reason === 'QUOTA_EXCEEDED' ? 3_600 * second : 0;
  return Math.min(Math.max(asked, least), day);
}
