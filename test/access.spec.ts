import { Controller, Get } from '@nestjs/common';
import { DiscoveryService, Reflector } from '@nestjs/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CurrentViewer } from '../src/auth/current-viewer.decorator.js';
import type { Viewer } from '../src/auth/viewer.js';
import { accessKey } from '../src/platform/access.js';
import { startApp, type TestApp } from './app.js';

/** Every operation and route that serves people who are not signed in. A new one must be written down here too. */
const open = {
  PUBLIC: [
    'AuthResolver.me',
    'AvailabilityResolver.availabilityChanged',
    'MediaRoutes',
    'MusicResolver.getPlaylist',
    'MusicResolver.getTrack',
    'MusicResolver.listTracks',
    'SchemaController',
    'SpacesResolver.categories',
    'SpacesResolver.districts',
    'SpacesResolver.facilities',
    'SpacesResolver.getSpace',
    'SpacesResolver.listSpaces',
    'SpotifyResolver.featuredPlaylists',
    'SpotifyResolver.searchPlaylists',
    'WelcomeController',
  ],
  ANONYMOUS: [
    'AuthResolver.logIn',
    'AuthResolver.logInWithCode',
    'AuthResolver.logInWithKakao',
    'AuthResolver.logOut',
    'AuthResolver.refreshSession',
    'AuthResolver.signUp',
    'HealthController',
    'KakaoController',
    'MetricsController',
  ],
};

/** A route whose author has forgotten to say who may call it. */
@Controller('forgotten')
class ForgottenController {
  @Get()
  tell(@CurrentViewer() viewer: Viewer | null): { viewer: string | undefined } {
    return { viewer: viewer?.id };
  }
}

describe('access', () => {
  let app: TestApp;

  beforeAll(async () => {
    app = await startApp({}, { controllers: [ForgottenController] });
  });

  afterAll(() => app.stop());

  it.each(['PUBLIC', 'ANONYMOUS'] as const)('%s is what is written down, and nothing else', (access) => {
    const [discovery, reflector] = [app.get(DiscoveryService, { strict: false }), app.get(Reflector)];
    const found = [...discovery.getProviders(), ...discovery.getControllers()].flatMap(({ metatype }) => {
      const prototype: object | undefined = metatype?.prototype;
      if (!metatype || !prototype) return [];
      const methods = Object.entries(Object.getOwnPropertyDescriptors(prototype))
        .filter(
          ([name, { value }]) =>
            name !== 'constructor' &&
            typeof value === 'function' &&
            reflector.get(accessKey, value) === access,
        )
        .map(([name]) => `${metatype.name}.${name}`);
      return reflector.get(accessKey, metatype) === access ? [metatype.name, ...methods] : methods;
    });
    expect([...new Set(found)].sort()).toEqual(open[access]);
  });

  it('what says nothing is for the signed in only', async () => {
    const closed = await fetch(`${app.url}/forgotten`);
    expect(closed.status).toBe(401);
    expect(closed.headers.get('www-authenticate')).toBe('Bearer');
    expect(await closed.json()).toEqual({ error: { code: 'UNAUTHENTICATED', message: 'Sign in first.' } });

    const input = { email: 'viewer@example.com', password: 'correct horse battery', nickname: '손님' };
    const { data } = await app.run(
      'mutation ($input: SignUpInput!) { signUp(input: $input) { accessToken user { id } } }',
      { input },
    );
    const headers = { authorization: `Bearer ${data.signUp.accessToken}` };
    const open = await fetch(`${app.url}/forgotten`, { headers });
    expect(await open.json()).toEqual({ viewer: data.signUp.user.id });

    const wrong = await fetch(`${app.url}/forgotten`, { headers: { authorization: 'Bearer wrong' } });
    expect(wrong.status).toBe(401);
  });
});
