import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { killAll, ServerProcess } from '../processes.js';

describe('the first ten minutes', () => {
  let folder: string;

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'hapju-walk-'));
  });

  afterAll(async () => {
    await killAll();
    rmSync(folder, { recursive: true });
  });

  it('end with a room that is booked and a track that plays', async () => {
    const server = await ServerProcess.launch({ env: {} });
    const script = readFileSync(new URL('recipes/book.mjs', import.meta.url), 'utf8');
    writeFileSync(join(folder, 'book.mjs'), script.replace('http://localhost:3000', server.url));
    const { status, stdout, stderr } = spawnSync(process.execPath, [join(folder, 'book.mjs')], {
      encoding: 'utf8',
    });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toContain("status: 'COMPLETED'");
    expect(stdout).toContain("space: { title: '창동 합주실 다섯줄' }");

    const [, path] = /streamUrl: 'http:\/\/localhost:\d+(\/media\/[^']+)'/.exec(stdout) ?? [];
    const part = await fetch(server.url + path, { headers: { range: 'bytes=1000-1999' } });
    expect(part.status).toBe(206);
    expect((await part.arrayBuffer()).byteLength).toBe(1000);
  });
});
