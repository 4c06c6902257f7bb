import type { KakaoSettings } from '../../platform/config.js';

/** Where the stand-in is served, on the same server as everything else. */
export const kauthPath = 'demo/kakao/auth';
export const kapiPath = 'demo/kakao/api';

/**
 * The settings of the stand-in of Kakao: the browser reaches it by `publicUrl`, this server asks itself by `port`.
 * Key and secret are known to everybody; they guard nothing but a demo.
 */
export function demoKakao(publicUrl: string, port: number): Required<KakaoSettings> {
  const self = `http://127.0.0.1:${port}`;
  return {
    restApiKey: 'demo-rest-api-key',
    clientSecret: 'demo-client-secret',
    appId: '900001',
    authUrl: `${self}/${kauthPath}`,
    browserAuthUrl: `${publicUrl}/${kauthPath}`,
    apiUrl: `${self}/${kapiPath}`,
  };
}
