import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { json } from 'node:stream/consumers';

const executablePath = '/usr/bin/firefox-esr';

/** Whether Debian's Firefox is here; without it a suite cannot run. */
export const hasFirefox = existsSync(executablePath);

/** It plays what no finger has started, and asks nobody anything when it starts. */
const preferences = {
  'media.autoplay.default': 0,
  'browser.aboutwelcome.enabled': false,
  'browser.shell.checkDefaultBrowser': false,
  'datareporting.policy.dataSubmissionEnabled': false,
  'network.captive-portal-service.enabled': false,
  'network.connectivity-service.enabled': false,
};

/**
 * Runs a script in Firefox, on a page of another origin than the server's, and returns what its promise resolves to. No
 * driver is needed: the page tells by itself.
 */
export async function inFirefox(script: string): Promise<unknown> {
  const page = `<!doctype html><title>.</title><body><script type="module">
    const said = await (${script}).catch((error) => ({ error: String(error) }));
    await fetch('/', { method: 'POST', body: JSON.stringify(said) });
  </script>`;
  const server = createServer();
  const said = new Promise((resolve, reject) => {
    server.on('request', (request, response) => {
      if (request.method === 'POST') json(request).then(resolve, reject);
      response.setHeader('content-type', 'text/html').end(page);
    });
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  const profile = mkdtempSync(join(tmpdir(), 'hapju-firefox-'));
  const lines = Object.entries(preferences).map((pair) => `user_pref(${JSON.stringify(pair).slice(1, -1)});`);
  writeFileSync(join(profile, 'user.js'), lines.join('\n'));
  const address = `http://127.0.0.1:${port}/`;
  const browser = spawn(executablePath, ['--headless', '--no-remote', '--profile', profile, address], {
    // As root it works only in a home of its own.
    env: { PATH: process.env['PATH'], HOME: profile },
    stdio: 'ignore',
  });
  const end = once(browser, 'exit');
  const late = setTimeout(() => browser.kill('SIGKILL'), 40_000);
  try {
    return await Promise.race([
      said,
      end.then(() => Promise.reject(new Error('Firefox ended without a word.'))),
    ]);
  } finally {
    clearTimeout(late);
    browser.kill('SIGKILL');
    await end;
    server.closeAllConnections();
    server.close();
    rmSync(profile, { recursive: true, maxRetries: 10 });
  }
}
