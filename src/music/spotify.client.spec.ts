import { createCache } from 'cache-manager';
import { pino } from 'pino';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { apiError, idOf, playlist, premiumRequired, SpotifyStub, tooMany } from '../../test/spotify-stub.js';
import {
  badGateway,
  cutOff,
  hang,
  huge,
  jsonAnswer,
  late,
  redirect,
  slowBody,
  type StubAnswer,
  textAnswer,
} from '../../test/stub-answers.js';
import { Cache } from '../platform/cache/cache.js';
import { Clock } from '../platform/clock.js';
import { Config, readConfig } from '../platform/config.js';
import { ErrorCode } from '../platform/errors.js';
import { Leases } from '../platform/leases/leases.js';
import { Metrics } from '../platform/ops/metrics.js';
import { OptionalRedis } from '../platform/redis/redis.module.js';
import { SpotifyClient } from './spotify.client.js';

const unavailable = { code: ErrorCode.UPSTREAM_UNAVAILABLE };

class MovableClock extends Clock {
  // Years away from now, so that a look at another clock shows.
  instant = Date.parse('2036-11-21T12:00:00+09:00');

  override now(): number {
    return this.instant;
  }
}

describe('the client of Spotify', () => {
  const clock = new MovableClock();
  let stub: SpotifyStub;
  let lines: string[];
  let client: SpotifyClient;

  beforeAll(async () => {
    stub = await SpotifyStub.start(() => clock.now());
  });

  beforeEach(() => {
    stub.reset();
    stub.put(1);
    stub.found.set('known', [playlist(1)]);
    lines = [];
    client = makeClient();
  });

  // Whatever a test did, nothing secret and nothing in Spotify's words may have been written down.
  afterEach(() => {
    const log = lines.join('');
    for (const secret of stub.secrets) expect(log).not.toContain(secret);
    expect(log).not.toMatch(/Invalid|Forbidden|premium|exceeded|<html>|Basic|Bearer|what people type/);
  });

  afterAll(() => stub.stop());

  function makeClient(env: Record<string, string> = stub.env): SpotifyClient {
    const config: Config = readConfig({ APP_SECRET: 's'.repeat(32), ...env });
    const log = pino({ level: 'trace' }, { write: (line) => void lines.push(line) });
    const leases = new Leases(new OptionalRedis(null), clock);
    return new SpotifyClient(config, new Cache(createCache()), leases, clock, log, new Metrics());
  }

  /** What was logged, as `level call: fault`. */
  const logged = () =>
    lines
      .map(
        (line) =>
          JSON.parse(line) as {
            level: number;
            call: string;
            fault?: string;
            code?: string;
            seconds?: number;
          },
      )
      .map(
        ({ level, call, fault, code, seconds }) =>
          `${pino.levels.labels[level]} ${call}: ${fault ?? code ?? seconds}`,
      );

  it('says nothing when all is well', async () => {
    expect((await client.search('known', 0)).places).toHaveLength(1);
    expect(await client.findPlaylist(idOf(1))).toMatchObject({ name: 'Playlist 1' });
    expect(await client.findPlaylist(idOf(404))).toBeNull();
    expect(stub.asked).toEqual(['token', 'search', 'playlist', 'playlist']);
    expect(logged()).toEqual([]);
  });

  it.each<[string, StubAnswer]>([
    ['warn search: TimeoutError', hang],
    ['warn search: TimeoutError', slowBody],
    ['warn search: UND_ERR_SOCKET', cutOff],
    ['warn search: answer too large', huge('{}')],
    ['warn search: status 502', badGateway],
    ['warn search: status 503', apiError(503, 'Forbidden')],
    ['warn search: status 302', redirect('https://evil.example/', '{}')],
    ['warn search: an answer of another shape', textAnswer(200, '<html>hello</html>')],
    [
      'warn search: an answer of another shape',
      jsonAnswer(200, { error: { status: 403, message: 'Forbidden' } }),
    ],
    ['error search: status 400', textAnswer(400, '')],
    ['error search: status 400', apiError(400, 'Invalid limit')],
    ['error search: status 403', apiError(403, 'Forbidden')],
    ['error search: status 404', apiError(404, 'Invalid')],
    ['error search: status 403 in plain text', premiumRequired],
    ['error search: status 401', apiError(401, 'Invalid access token')],
    ['warn search: 60', tooMany('60')],
    ['warn search: 3600', tooMany(null, 'QUOTA_EXCEEDED')],
  ])('logs %j, and nothing more', async (line, answer) => {
    stub.answer('search', answer);
    await expect(client.search('what people type', 0)).rejects.toMatchObject(unavailable);
    expect(logged()).toEqual([line]);
  });

  it.each<[string, StubAnswer]>([
    [
      'error token: invalid_client',
      jsonAnswer(400, { error: 'invalid_client', error_description: 'Invalid' }),
    ],
    [
      'error token: invalid_client',
      jsonAnswer(401, { error: 'invalid_client', error_description: 'Invalid' }),
    ],
    ['error token: status 400', jsonAnswer(400, { error: 'unsupported_grant_type' })],
    ['error token: status 400', textAnswer(400, 'Invalid')],
    ['warn token: an answer of another shape', jsonAnswer(200, { access_token: 'a b', expires_in: 3600 })],
    ['warn token: an answer of another shape', jsonAnswer(200, { access_token: 'good' })],
    ['warn token: an answer of another shape', jsonAnswer(200, { access_token: 'good', expires_in: -1 })],
    ['warn token: status 503', apiError(503, 'Forbidden')],
    ['warn token: 60', tooMany(null)],
  ])('logs %j about its token, and asks for nothing else', async (line, answer) => {
    stub.answer('token', answer);
    const code = line.endsWith('client') ? ErrorCode.NOT_CONFIGURED : ErrorCode.UPSTREAM_UNAVAILABLE;
    await expect(client.search('known', 0)).rejects.toMatchObject({ code });
    expect(stub.asked).toEqual(['token']);
    expect(logged()).toEqual([line]);
  });

  it('tells a wrong secret from an outage', async () => {
    client = makeClient({ ...stub.env, SPOTIFY_CLIENT_SECRET: 'wrong' });
    await expect(client.search('known', 0)).rejects.toMatchObject({ code: ErrorCode.NOT_CONFIGURED });
    expect(lines.join('')).not.toContain('wrong');
  });

  it('never waits for more than 2 seconds for one call, nor 3 for all', async () => {
    stub.answer('token', late(1_700, jsonAnswer(200, { access_token: 'slow', expires_in: 3600 })));
    stub.answer('search', hang);
    const begin = performance.now();
    await expect(client.search('known', 0)).rejects.toMatchObject(unavailable);
    const took = performance.now() - begin;
    expect(took).toBeGreaterThan(2_700);
    expect(took).toBeLessThan(3_000);
  });

  it('uses a token of half a minute for half of that', async () => {
    stub.tokenSeconds = 30;
    for (const [step, tokens] of [
      [0, 1],
      [14_999, 1],
      [1, 2],
    ] as const) {
      clock.instant += step;
      await client.search('known', 0);
      expect(stub.count('token')).toBe(tokens);
    }
    stub.tokenSeconds = 3_600;
  });

  it('lets a long pause stand when a shorter one would begin', async () => {
    await client.findPlaylist(idOf(1));
    stub.answer('search', late(100, tooMany('600')));
    stub.answer('playlist', late(200, apiError(503, 'down')));
    await Promise.allSettled([client.search('known', 0), client.findPlaylist(idOf(1))]);
    expect(stub.asked).toEqual(['token', 'playlist', 'search', 'playlist']);
    stub.heal();
    clock.instant += 599_999;
    await expect(client.search('known', 0)).rejects.toMatchObject({
      ...unavailable,
      details: { retryAfter: 1 },
    });
    clock.instant += 1;
    await expect(client.search('known', 0)).resolves.toMatchObject({ total: 1 });
  });

  it('asks for nothing of a playlist but what it shows', async () => {
    await client.findPlaylist(idOf(1));
    expect(Object.fromEntries(stub.requests.at(-1)?.query ?? [])).toEqual({
      fields: 'id,name,description,external_urls,images,owner.display_name,items.total,tracks.total',
    });
  });

  it('takes no other playlist for the one it asked for', async () => {
    stub.answer('playlist', jsonAnswer(200, playlist(2)));
    await expect(client.findPlaylist(idOf(1))).rejects.toMatchObject(unavailable);
  });
});
