import 'reflect-metadata';
import { Global, Module } from '@nestjs/common';
import { APP_FILTER } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Test } from '@nestjs/testing';
import { createCache } from 'cache-manager';
import { pino } from 'pino';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freePort, TestClock } from '../../../test/app.js';
import type { SpotifyPage, SpotifyPlaylist } from '../../music/spotify.answers.js';
import { SpotifyClient } from '../../music/spotify.client.js';
import { Cache } from '../../platform/cache/cache.js';
import { Clock } from '../../platform/clock.js';
import { Config } from '../../platform/config.js';
import { ErrorFilter } from '../../platform/http/error.filter.js';
import { httpServer } from '../../platform/http/server.js';
import { Leases } from '../../platform/leases/leases.js';
import { Log } from '../../platform/ops/log.js';
import { Metrics } from '../../platform/ops/metrics.js';
import { OptionalRedis } from '../../platform/redis/redis.module.js';
import { categories } from '../../spaces/reference-data.js';
import { demoPlaylists, playlistsFor } from './demo-playlists.js';
import { DemoSpotifyModule } from './demo-spotify.module.js';
import { demoSpotify } from './demo-spotify.settings.js';

const clock = new TestClock();
const publicUrl = 'https://hapju.example/base';
const basic = (id: string, secret: string) => `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}`;
const credentials = basic('demo-client-id', 'demo-client-secret');

describe('the stand-in of Spotify', () => {
  let app: NestFastifyApplication;
  let origin: string;
  let client: SpotifyClient;

  beforeAll(async () => {
    const port = await freePort();
    const config = {
      publicUrl,
      port,
      spotify: demoSpotify(publicUrl, port),
      trustedProxies: [],
      corsOrigins: [],
    } as unknown as Config;
    const log = pino({ level: 'silent' });
    @Global()
    @Module({
      providers: [
        { provide: Config, useValue: config },
        { provide: Clock, useValue: clock },
        { provide: Log, useValue: log },
        { provide: APP_FILTER, useClass: ErrorFilter },
      ],
      exports: [Config, Clock],
    })
    class Surroundings {}
    const module = await Test.createTestingModule({ imports: [Surroundings, DemoSpotifyModule] }).compile();
    app = module.createNestApplication<NestFastifyApplication>(httpServer(config, log, new Metrics()), {
      logger: false,
    });
    await app.listen(port, '127.0.0.1');
    origin = `http://127.0.0.1:${port}`;
    const leases = new Leases(new OptionalRedis(null), clock);
    client = new SpotifyClient(config, new Cache(createCache()), leases, clock, log, new Metrics());
  });

  afterAll(() => app.close());

  /** Follows a link of the browser's, behind the proxy that makes `publicUrl` of this server. */
  const open = (url: string) => fetch(url.replace(publicUrl, origin));

  async function ask(path: string, init: RequestInit = {}): Promise<{ status: number; body: any }> {
    const response = await fetch(`${origin}/demo/spotify/${path}`, init);
    expect(response.headers.get('content-type')).toMatch(/^application\/json/);
    return { status: response.status, body: await response.json() };
  }

  const askForToken = (authorization: string, form: Record<string, string>) =>
    ask('accounts/api/token', {
      method: 'POST',
      headers: { authorization },
      body: new URLSearchParams(form),
    });

  async function askApi(path: string): Promise<{ status: number; body: any }> {
    const { body } = await askForToken(credentials, { grant_type: 'client_credentials' });
    return ask(`api/v1/${path}`, { headers: { authorization: `Bearer ${body.access_token}` } });
  }

  it('has at least 60 playlists, several for every category, each with a name and an id of its own', () => {
    expect(demoPlaylists.length).toBeGreaterThanOrEqual(60);
    expect(new Set(demoPlaylists.map(({ name }) => name)).size).toBe(demoPlaylists.length);
    expect(new Set(demoPlaylists.map(({ id }) => id)).size).toBe(demoPlaylists.length);
    for (const { id } of demoPlaylists) expect(id).toMatch(/^[0-9A-Za-z]{22}$/);
    for (const { id } of categories) expect(playlistsFor(id).length).toBeGreaterThanOrEqual(5);
  });

  it('gives a token to who knows id and secret', async () => {
    expect(await askForToken(credentials, { grant_type: 'client_credentials' })).toEqual({
      status: 200,
      body: {
        access_token: expect.stringMatching(/^[\w-]{32}$/) as string,
        token_type: 'Bearer',
        expires_in: 3600,
      },
    });
    for (const [authorization, form, error] of [
      [basic('demo-client-id', 'wrong'), { grant_type: 'client_credentials' }, 'invalid_client'],
      [basic('another', 'demo-client-secret'), { grant_type: 'client_credentials' }, 'invalid_client'],
      ['', { grant_type: 'client_credentials' }, 'invalid_client'],
      [credentials, { grant_type: 'authorization_code' }, 'unsupported_grant_type'],
      [credentials, {}, 'unsupported_grant_type'],
    ] as const) {
      const answer = await askForToken(authorization, form);
      expect([answer.status, answer.body.error]).toEqual([400, error]);
    }
  });

  it('knows no other token, and none after an hour', async () => {
    const unknown = { status: 401, body: { error: { status: 401, message: 'Invalid access token' } } };
    expect(await ask('api/v1/search?q=x')).toEqual(unknown);
    const { body } = await askForToken(credentials, { grant_type: 'client_credentials' });
    clock.advance(3_600_000);
    const headers = { authorization: `Bearer ${body.access_token}` };
    expect(await ask('api/v1/search?q=x', { headers })).toEqual(unknown);
  });

  it.each([
    ['search', 400],
    ['search?q=', 400],
    ['search?q=lofi&limit=11', 400],
    ['search?q=lofi&limit=x', 400],
    ['search?q=lofi&limit=-1', 400],
    ['search?q=lofi&offset=1001', 400],
    ['playlists/short', 400],
    ['playlists/37i9dQZF1DXstandin0001', 404],
    ['playlists/HapjuDemoPlaylist00001/items', 403],
    ['playlists/HapjuDemoPlaylist00001/tracks', 403],
    ['browse/featured-playlists', 404],
  ])('refuses %s with %i', async (path, status) => {
    const answer = await askApi(path);
    expect(answer).toEqual({
      status,
      body: { error: { status, message: expect.any(String) as string } },
    });
  });

  it('pages as Spotify does, five at a time unless told otherwise, holes counted', async () => {
    const { body } = await askApi('search?q=playlist&type=playlist');
    expect(body.playlists).toMatchObject({ limit: 5, offset: 0, previous: null });
    expect(body.playlists.items).toHaveLength(5);
    const places: unknown[] = [];
    for (let offset = 0; offset < body.playlists.total; offset += 10) {
      const page = (await askApi(`search?q=playlist&limit=10&offset=${offset}`)).body.playlists;
      places.push(...page.items);
      expect(page.next === null).toBe(offset + 10 >= body.playlists.total);
    }
    expect(places).toHaveLength(body.playlists.total);
    expect(places.filter((place) => place === null).length).toBeGreaterThan(10);
    expect(places.filter((place) => place !== null)).toHaveLength(demoPlaylists.length);
    expect((await askApi('search?q=playlist&offset=1000')).body.playlists).toMatchObject({
      items: [],
      next: null,
    });
  });

  it('tells in all the shapes in which Spotify tells', async () => {
    const told: Record<string, any>[] = [];
    for (const { id } of demoPlaylists)
      told.push((await askApi(`playlists/${id}`)).body as Record<string, any>);
    const some = (test: (playlist: Record<string, any>) => boolean) => told.filter(test).length;
    expect(some(({ items }) => items)).toBeGreaterThan(30);
    expect(some(({ tracks }) => tracks)).toBeGreaterThan(3);
    expect(some(({ items, tracks }) => !items && !tracks)).toBeGreaterThan(3);
    expect(some(({ images }) => images === null)).toBeGreaterThan(0);
    expect(some(({ images }) => images?.length === 0)).toBeGreaterThan(0);
    expect(some(({ images }) => images?.[0]?.width === null)).toBeGreaterThan(3);
    expect(some(({ description }) => description === null)).toBeGreaterThan(0);
    expect(some(({ description }) => description === '')).toBeGreaterThan(0);
    expect(some(({ description }) => /&\w+;/.test(description ?? ''))).toBeGreaterThan(10);
  });

  it('finds something for every word that the featured playlists are made of', async () => {
    for (const [query, name] of [
      ['파티룸 플레이리스트', '파티룸 플레이리스트 시작부터 끝까지'],
      ['합주', '합주 전에 듣는 워밍업'],
      ['lofi study', 'lofi study room'],
    ] as const) {
      const { places } = await client.search(query, 0);
      expect(places.map((place) => place?.name)).toContain(name);
    }
    expect((await client.search('zzzz', 0)).places).toEqual([]);
  });

  it('is understood by the client, links and pictures too, and says whose they are', async () => {
    let page: SpotifyPage;
    const found: SpotifyPlaylist[] = [];
    let offset = 0;
    do {
      page = await client.search('playlist', offset);
      found.push(...page.places.filter((place) => place !== null));
      offset += 10;
    } while (page.more);
    expect(found).toHaveLength(demoPlaylists.length);
    expect(found.filter(({ imageUrl }) => imageUrl).length).toBeGreaterThan(60);
    for (const { id, url, imageUrl, ownerName, description } of found) {
      expect(url).toBe(`${publicUrl}/demo/spotify/playlists/${id}`);
      if (imageUrl) expect(imageUrl).toBe(`${publicUrl}/demo/spotify/covers/${id}.svg`);
      expect(ownerName).toBe('Demo (not Spotify)');
      expect(description ?? '').not.toMatch(/&\w+;/);
    }
    const one = await client.findPlaylist('HapjuDemoPlaylist00002');
    expect(one).toEqual({
      id: 'HapjuDemoPlaylist00002',
      name: 'First Take Rock',
      description: 'Loud guitars & louder drums for the first hour in the room',
      url: `${publicUrl}/demo/spotify/playlists/HapjuDemoPlaylist00002`,
      imageUrl: `${publicUrl}/demo/spotify/covers/HapjuDemoPlaylist00002.svg`,
      ownerName: 'Demo (not Spotify)',
      trackCount: 49,
    });
    expect(await client.findPlaylist('HapjuDemoPlaylist99999')).toBeNull();
  });

  it('has a page for every playlist that says what it is, in Korean and English, and runs nothing', async () => {
    for (const { id } of demoPlaylists) {
      const response = await open(`${publicUrl}/demo/spotify/playlists/${id}`);
      expect(response.status).toBe(200);
      expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
      expect(response.headers.get('content-security-policy')).toContain("default-src 'none'");
      const html = await response.text();
      expect(html).toContain('스포티파이가 아닙니다');
      expect(html).toContain('This is not Spotify but a demo');
      expect(html).not.toMatch(/<script|<form| style=/);
    }
    const html = await (await open(`${publicUrl}/demo/spotify/playlists/HapjuDemoPlaylist00001`)).text();
    for (const [, path] of html.matchAll(/(?:src|<link rel="stylesheet" href)="([^"]+)"/g)) {
      const file = await open(new URL(String(path), publicUrl).href);
      expect(file.status).toBe(200);
      expect(file.headers.get('content-type')).toMatch(/^(text\/css; charset=utf-8|image\/svg\+xml)$/);
    }
  });

  it('draws a cover for every playlist, each another one', async () => {
    const covers = await Promise.all(
      demoPlaylists.map(async ({ id }) => {
        const response = await open(`${publicUrl}/demo/spotify/covers/${id}.svg`);
        expect(response.headers.get('content-security-policy')).toContain("default-src 'none'");
        return response.text();
      }),
    );
    expect(new Set(covers).size).toBe(demoPlaylists.length);
    for (const cover of covers) {
      expect(await sharp(Buffer.from(cover)).metadata()).toMatchObject({
        format: 'svg',
        width: 640,
        height: 640,
      });
      expect(cover.length).toBeLessThan(8_000);
    }
  });

  it.each(['playlists/x', 'covers/x.svg', 'covers/HapjuDemoPlaylist00001', 'covers/..%2Fpage.css'])(
    'has nothing at %s',
    async (path) => {
      expect((await fetch(`${origin}/demo/spotify/${path}`)).status).toBe(404);
    },
  );
});
