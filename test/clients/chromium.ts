import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { type Browser, chromium, type Page } from 'playwright-core';

const executablePath = '/usr/bin/chromium';

/** Whether Debian's Chromium is here; without it a suite cannot run. */
export const hasChromium = existsSync(executablePath);

/** A page of another origin than the server's, as a front-end under development has it, in a browser of its own. */
export interface FrontEnd {
  readonly page: Page;
  close(): Promise<void>;
}

/** Serves an empty page and the recipes for browsers at that port, and opens it. */
export async function openFrontEnd(port: number): Promise<FrontEnd> {
  const server = createServer(({ url = '/' }, answer) => {
    const recipe = /^\/recipes\/([\w-]+\.js)$/.exec(url)?.[1];
    if (!recipe) return answer.setHeader('content-type', 'text/html').end('<!doctype html><title>.</title>');
    const text = readFileSync(new URL(`recipes/${recipe}`, import.meta.url));
    return answer.setHeader('content-type', 'text/javascript').end(text);
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  const args = ['--disable-gpu', '--mute-audio', '--autoplay-policy=no-user-gesture-required'];
  const browser: Browser = await chromium.launch({ executablePath, chromiumSandbox: false, args });
  const page = await browser.newPage();
  await page.goto(`http://127.0.0.1:${port}/`);
  return {
    page,
    close: async () => {
      await browser.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
