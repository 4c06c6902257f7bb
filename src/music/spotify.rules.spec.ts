import { describe, expect, it } from 'vitest';
import { BadInput } from '../platform/errors.js';
import { coolDownMs, isSpotifys, normalisedQuery, spotifyIdOf } from './spotify.rules.js';

describe('the id of a playlist of Spotify', () => {
  it.each([
    ['spotify:37i9dQZF1DXcBWIGoYBM5M', '37i9dQZF1DXcBWIGoYBM5M', true],
    [`spotify:${'a'.repeat(16)}`, 'a'.repeat(16), true],
    [`spotify:${'a'.repeat(40)}`, 'a'.repeat(40), true],
    [`spotify:${'a'.repeat(15)}`, null, true],
    [`spotify:${'a'.repeat(41)}`, null, true],
    ['spotify:37i9dQZF1DXcBWIGoYBM5M\n', null, true],
    ['spotify:playlist:37i9dQZF1DXcBWIGoYBM5M', null, true],
    ['spotify:../../../../me/player', null, true],
    ['37i9dQZF1DXcBWIGoYBM5M', null, false],
    ['SPOTIFY:37i9dQZF1DXcBWIGoYBM5M', null, false],
    ['', null, false],
  ])('in %j is %j', (id, spotifyId, theirs) => {
    expect(spotifyIdOf(id)).toBe(spotifyId);
    expect(isSpotifys(id)).toBe(theirs);
  });
});

describe('normalisedQuery', () => {
  it.each([
    ['Lofi', 'lofi'],
    ['  lofi \t\n study ', 'lofi study'],
    ['합주'.normalize('NFD'), '합주'],
    ['lo\u200bfi\u0000', 'lofi'],
    ['\ud800lofi', 'lofi'],
    ['가'.repeat(100), '가'.repeat(100)],
    ['🎸'.repeat(100), '🎸'.repeat(100)],
  ])('of %j is %j', (query, normal) => {
    expect(normalisedQuery(query)).toBe(normal);
  });

  it.each(['', ' ', '\u200b', '\ud800', '가'.repeat(101)])('refuses %j', (query) => {
    expect(() => normalisedQuery(query)).toThrow(BadInput);
  });
});

describe('coolDownMs', () => {
  it.each([
    ['1', null, 1_000],
    ['0', null, 1_000],
    ['7', null, 7_000],
    ['86400', null, 86_400_000],
    ['86401', null, 86_400_000],
    ['99999999999999', null, 60_000],
    ['', null, 60_000],
    ['7.5', null, 60_000],
    ['-7', null, 60_000],
    ['Wed, 21 Oct 2026 07:28:00 GMT', null, 60_000],
    [null, null, 60_000],
    [null, 'QUOTA_EXCEEDED', 3_600_000],
    ['2', 'QUOTA_EXCEEDED', 3_600_000],
    ['80000', 'QUOTA_EXCEEDED', 80_000_000],
    ['99999', 'QUOTA_EXCEEDED', 86_400_000],
    ['5', 'SOMETHING_ELSE', 5_000],
  ])('of Retry-After %j and reason %j is %i', (retryAfter, reason, ms) => {
    expect(coolDownMs(retryAfter, reason)).toBe(ms);
  });
});
