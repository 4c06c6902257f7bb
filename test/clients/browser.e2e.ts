import type { Page, Request } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { freePort, startApp, type TestApp } from '../app.js';
import { Make } from '../make.js';
import { type FrontEnd, hasChromium, openFrontEnd } from './chromium.js';
import { bytesPerSecond, longWav, seconds } from './long-wav.js';

describe.skipIf(!hasChromium)(
  'in Chromium, on a page of another origin (skipped without /usr/bin/chromium)',
  () => {
    const wav = longWav();
    let app: TestApp;
    let make: Make;
    let frontEnd: FrontEnd;
    let page: Page;
    let guest: { id: string; token: string };
    /** What the page has asked the server for since the test began. */
    let asked: Request[];

    beforeAll(async () => {
      const port = await freePort();
      app = await startApp({ CORS_ORIGINS: `http://127.0.0.1:${port}` });
      make = new Make(app);
      frontEnd = await openFrontEnd(port);
      page = frontEnd.page;
      page.on('request', (request) => asked.push(request));
    });

    beforeEach(async () => {
      asked = [];
      guest = await make.guest();
    });

    afterEach(() => page.reload());

    afterAll(async () => {
      await frontEnd?.close();
      await app?.stop();
    });

    /** Status and range of each request for media, in the order in which they were made. */
    const ranges = async (path: string) => {
      const media = asked.filter((request) => request.url().includes(path));
      return Promise.all(
        media.map(async (request) => [
          (await request.response())?.status(),
          await request.headerValue('range'),
        ]),
      );
    };

    /** Seeks in the only `<audio>` of the page; where it is once it has played on for a while. */
    const seek = (to: number) =>
      page.evaluate(
        `new Promise((resolve, reject) => {
        const audio = document.querySelector('audio');
        audio.onerror = () => reject(new Error(audio.error.message));
        audio.onseeked = () => {
          audio.ontimeupdate = () => audio.currentTime > ${to} + 0.2 && resolve(audio.currentTime);
        };
        audio.currentTime = ${to};
      })`,
      );

    it('a track plays, is sought in by a range, and plays on', async () => {
      const { id: mediaId } = await make.media(wav, { contentType: 'audio/wav', extension: 'wav' });
      await make.track({ mediaId, durationSeconds: seconds });
      const { data } = await app.run('{ tracks(first: 1) { nodes { streamUrl } } }');
      const { pathname } = new URL(data.tracks.nodes[0].streamUrl);
      const duration = await page.evaluate(
        `new Promise((resolve, reject) => {
        const audio = document.body.appendChild(new Audio('${app.url}${pathname}'));
        audio.onerror = () => reject(new Error(audio.error.message));
        audio.ontimeupdate = () => audio.currentTime > 0.2 && resolve(audio.duration);
        void audio.play();
      })`,
      );
      expect(duration).toBe(seconds);
      expect(await seek(250)).toBeLessThan(260);
      const answers = await ranges(pathname);
      expect(answers[0]).toEqual([206, 'bytes=0-']);
      const [status, range] = answers.at(-1) as [number, string];
      expect(status).toBe(206);
      const from = Number(/^bytes=(\d+)-/.exec(range)?.[1]);
      // It asks for whole blocks, from a little before the place.
      expect(Math.abs(from - 250 * bytesPerSecond)).toBeLessThan(200_000);
    });

    it('a recording plays on where it was when its address has run out', async () => {
      const response = await fetch(`${app.url}/recordings/long.wav`, {
        method: 'PUT',
        headers: { authorization: `Bearer ${guest.token}` },
        body: new Uint8Array(wav),
      });
      const { id } = (await response.json()) as { id: string };
      const urls: string[] = [];
      const freshUrl = async () => {
        const token = await make.token(guest.id);
        const { data } = await app.run('{ me { recordings { nodes { id streamUrl } } } }', {}, token);
        const { streamUrl } = data.me.recordings.nodes.find((each: { id: string }) => each.id === id);
        const { pathname, search } = new URL(streamUrl);
        urls.push(app.url + pathname + search);
        return urls.at(-1);
      };
      await page.exposeFunction('freshUrl', freshUrl);
      await page.evaluate(
        `(async () => {
        const { playRecording } = await import('/recipes/play-recording.js');
        await playRecording(document.body.appendChild(new Audio()), freshUrl);
      })()`,
      );
      app.clock.advance(8 * 3_600_000);
      const at = await page.evaluate(
        `new Promise((resolve) => {
        const audio = document.querySelector('audio');
        audio.ontimeupdate = () => audio.currentTime > 250.2 && resolve(audio.currentTime);
        audio.currentTime = 250;
      })`,
      );
      expect(at).toBeLessThan(260);
      expect(urls).toHaveLength(2);
      expect(urls[0]).not.toBe(urls[1]);
      const statuses = (await ranges(new URL(urls[0] as string).pathname)).map(([status]) => status);
      expect(statuses).toContain(403);
      expect(statuses.at(-1)).toBe(206);
    });

    describe('an upload', () => {
      /** Uploads so many bytes of the WAV by the recipe, on a line of 5 MB a second; what has come of it. */
      const upload = async (bytes: number, abortAt = 2): Promise<any> => {
        const line = await page.context().newCDPSession(page);
        await line.send('Network.enable');
        await line.send('Network.emulateNetworkConditions', {
          ...{ offline: false, latency: 0, downloadThroughput: -1, uploadThroughput: 5_000_000 },
        });
        await page.exposeFunction('head', () => [...wav.subarray(0, 44)]).catch(() => undefined);
        const result = await page.evaluate(
          `(async () => {
          const { uploadRecording } = await import('/recipes/upload-recording.js');
          const file = new File([new Uint8Array(await head()), new Uint8Array(${bytes} - 44)], '합주 1.wav');
          const shares = [];
          const cancelling = new AbortController();
          const onProgress = (share) => shares.push(share) && share > ${abortAt} && cancelling.abort();
          return uploadRecording('${app.url}', '${guest.token}', file, { onProgress, signal: cancelling.signal }).then(
            (recording) => ({ recording, shares }),
            ({ name, code, message }) => ({ name, code, message, shares }),
          );
        })()`,
        );
        await line.detach();
        return result;
      };
      const stored = async () => {
        const { data } = await app.run(
          '{ me { recordings { nodes { id fileName size } } } }',
          {},
          guest.token,
        );
        return data.me.recordings.nodes;
      };

      it('tells how far it is, and gives the recording', async () => {
        const { recording, shares } = await upload(4_000_000);
        expect(recording).toMatchObject({
          fileName: '합주 1.wav',
          size: 4_000_000,
          contentType: 'audio/wav',
        });
        expect(shares.length).toBeGreaterThan(3);
        expect(shares).toEqual(shares.toSorted((one: number, other: number) => one - other));
        expect(shares.at(-1)).toBe(1);
        expect(await stored()).toEqual([{ id: recording.id, fileName: '합주 1.wav', size: 4_000_000 }]);
      });

      it('that is cancelled leaves nothing behind', async () => {
        const { name, shares } = await upload(4_000_000, 0.3);
        expect(name).toBe('AbortError');
        expect(shares.at(-1)).toBeLessThan(1);
        expect(await stored()).toEqual([]);
      });

      it('that is refused says why', async () => {
        guest = { ...guest, token: 'nobody' };
        expect(await upload(4_000)).toMatchObject({
          code: 'UNAUTHENTICATED',
          message: 'The access token is not valid, or has run out.',
        });
      });
    });
  },
);
