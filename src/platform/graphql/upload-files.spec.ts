import { mkdtempSync, readdirSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { removeStaleFiles } from './upload-files.js';

const now = Date.parse('2026-11-21T12:00:00Z');
const hour = 3_600_000;
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'hapju-stale-'));
});

afterEach(() => rmSync(folder, { recursive: true }));

function leave(name: string, ageMs: number): void {
  const path = join(folder, name);
  writeFileSync(path, 'x');
  utimesSync(path, new Date(now - ageMs), new Date(now - ageMs));
}

describe('removeStaleFiles', () => {
  it('removes what an upload has left an hour ago, and nothing else', async () => {
    leave('capacitor-0123456789abcdef.tmp', hour + 1000);
    leave('capacitor-fedcba9876543210.tmp', hour - 1000);
    leave('capacitor-notes.tmp', 2 * hour);
    leave('mine.tmp', 2 * hour);
    symlinkSync(join(folder, 'mine.tmp'), join(folder, 'capacitor-00.tmp'));
    await removeStaleFiles(now, folder);
    expect(readdirSync(folder).sort()).toEqual([
      'capacitor-00.tmp',
      'capacitor-fedcba9876543210.tmp',
      'capacitor-notes.tmp',
      'mine.tmp',
    ]);
  });

  it('lets a server start whose folder cannot be read', async () => {
    await expect(removeStaleFiles(now, join(folder, 'none'))).resolves.toBeUndefined();
  });
});
