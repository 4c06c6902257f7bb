import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { HttpAdapterHost } from '@nestjs/core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startApp, type TestApp } from '../app.js';
import { Make } from '../make.js';
import { hasFirefox, inFirefox } from './firefox.js';
import { bytesPerSecond, longWav, seconds } from './long-wav.js';

describe.skipIf(!hasFirefox)(
  'in Firefox, on a page of another origin (skipped without /usr/bin/firefox-esr)',
  () => {
    const wav = longWav();
    let app: TestApp;
    let make: Make;
    /** What it has asked the server for since the test began, and the answers. */
    let asked: [request: IncomingMessage, response: ServerResponse][];

    beforeAll(async () => {
      app = await startApp();
      make = new Make(app);
      const server: Server = app.get(HttpAdapterHost, { strict: false }).httpAdapter.getHttpServer();
      server.prependListener('request', (...exchange) => void asked.push(exchange));
    });

    beforeEach(() => {
      asked = [];
    });

    afterAll(() => app?.stop());

    const trackAddress = async () => {
      const { id: mediaId } = await make.media(wav, { contentType: 'audio/wav', extension: 'wav' });
      await make.track({ mediaId, durationSeconds: seconds });
      return (await app.run('{ tracks(first: 1) { nodes { streamUrl } } }')).data.tracks.nodes[0].streamUrl;
    };
    const recordingAddress = async () => {
      const { token } = await make.guest();
      const response = await fetch(`${app.url}/recordings/long.wav`, {
        method: 'PUT',
        headers: { authorization: `Bearer ${token}` },
        body: new Uint8Array(wav),
      });
      return ((await response.json()) as { streamUrl: string }).streamUrl;
    };

    it.each([
      ['a track', trackAddress],
      ['a recording by its signed address', recordingAddress],
    ])('%s plays, is sought in by a range, and plays on', async (_, addressOf) => {
      const { pathname, search } = new URL(await addressOf());
      // Where there is nothing to hear with, it plays only what is muted.
      const played = await inFirefox(`new Promise((resolve, reject) => {
        const audio = document.body.appendChild(new Audio('${app.url}${pathname}${search}'));
        audio.muted = true;
        audio.onerror = () => reject(new Error(audio.error.message));
        audio.ontimeupdate = () => {
          if (audio.currentTime < 0.2) return;
          audio.ontimeupdate = () => audio.currentTime > 250.2 && resolve({ duration: audio.duration, at: audio.currentTime });
          audio.currentTime = 250;
        };
        audio.play().catch(reject);
      })`);
      expect(played).toEqual({ duration: seconds, at: expect.closeTo(255, -1) });
      const media = asked.filter(([{ method, url }]) => method === 'GET' && url?.startsWith(pathname));
      expect(media.map(([, { statusCode }]) => statusCode)).toEqual(media.map(() => 206));
      const starts = media.map(([{ headers }]) => Number(/^bytes=(\d+)-/.exec(headers.range as string)?.[1]));
      expect(starts).toContain(0);
      // It asks for whole blocks, from a little before the place.
      expect(starts.some((start) => Math.abs(start - 250 * bytesPerSecond) < 200_000)).toBe(true);
    });
  },
);
