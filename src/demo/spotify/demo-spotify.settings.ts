import type { SpotifySettings } from '../../platform/config.js';

/** Where the stand-in is served, on the same server as everything else. */
export const accountsPath = 'demo/spotify/accounts';
export const apiPath = 'demo/spotify/api/v1';
export const pagesPath = 'demo/spotify';

/**
 * The settings of the stand-in of Spotify: this server asks itself by `port`, pages and pictures are at `publicUrl`.
 * Id and secret are known to everybody; they guard nothing but a demo.
 */
export function demoSpotify(publicUrl: string, port: number): SpotifySettings {
  const self = `http://127.0.0.1:${port}`;
  return {
    clientId: 'demo-client-id',
    clientSecret: 'demo-client-secret',
    accountsUrl: `${self}/${accountsPath}`,
    apiUrl: `${self}/${apiPath}`,
    ownOrigins: [new URL(publicUrl).origin],
  };
}
