import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freePort } from './app.js';

const root = fileURLToPath(new URL('..', import.meta.url));
const patience = { timeout: 60_000, interval: 50 };

describe('dev.js, which is npm run dev', () => {
  let folder: string;
  let url: string;
  let dev: ChildProcess;
  let end: Promise<unknown[]>;
  let output = '';

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'hapju-dev-'));
    for (const name of ['src', 'dev.js', 'package.json', 'tsconfig.json']) {
      cpSync(join(root, name), join(folder, name), { recursive: true });
    }
    symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
    const port = await freePort();
    url = `http://127.0.0.1:${port}`;
    const env = { PATH: process.env['PATH'], PORT: String(port), DEMO: 'off' };
    dev = spawn(process.execPath, ['dev.js'], { cwd: folder, env });
    end = once(dev, 'close');
    for (const stream of [dev.stdout, dev.stderr]) {
      stream?.setEncoding('utf8').on('data', (chunk: string) => (output += chunk));
    }
  });

  afterAll(() => {
    dev.kill('SIGKILL');
    rmSync(folder, { recursive: true });
  });

  /** Changes a file of `src`; returns what undoes it. */
  function change(file: string, from: RegExp, to: string): () => void {
    const path = join(folder, 'src', file);
    const text = readFileSync(path, 'utf8');
    writeFileSync(path, text.replace(from, to));
    return () => writeFileSync(path, text);
  }
  const schema = async () => (await fetch(`${url}/schema.gql`)).text();
  const sayOf = (words: string) => change('spaces/reference.types.ts', /One of the 25 districts/, words);

  it('serves what is written, and what is written anew', async () => {
    await expect.poll(schema, patience).toContain('One of the 25 districts (gu) of Seoul.');
    for (const words of ['A district', 'Another district']) {
      const undo = sayOf(words);
      await expect.poll(schema, patience).toContain(`${words} (gu) of Seoul.`);
      undo();
    }
    await expect.poll(schema, patience).toContain('One of the 25 districts (gu) of Seoul.');
  });

  it('goes on with what was, while something cannot be compiled', async () => {
    const undo = change('spaces/calendar.rules.ts', /^export function/m, 'export function function');
    await expect.poll(() => output, patience).toMatch(/src\/spaces\/calendar\.rules\.ts.*error.*TS\d+/);
    expect(await schema()).toContain('One of the 25 districts (gu) of Seoul.');
    undo();
  });

  it('tells the line of TypeScript at which a start fails, and starts again when that is mended', async () => {
    const path = 'spaces/calendar.rules.ts';
    const undo = change(path, /$/, "interface Nothing {}\nthrow new Error('of a test');\n");
    const line = readFileSync(join(folder, 'src', path), 'utf8').split('\n').length - 1;
    await expect.poll(() => output, patience).toMatch(new RegExp(`src/spaces/calendar\\.rules\\.ts:${line}`));
    await expect(schema()).rejects.toThrow('fetch failed');
    undo();
    await expect.poll(schema, patience).toContain('One of the 25 districts (gu) of Seoul.');
  });

  it('leaves no process behind', async () => {
    dev.kill('SIGTERM');
    // Its output ends only when nobody is left who could write to it.
    await end;
    await expect(schema()).rejects.toThrow('fetch failed');
  });
});
