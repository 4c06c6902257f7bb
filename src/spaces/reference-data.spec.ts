import { readFile, readdir } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { categories, districts, facilities } from './reference-data.js';

const icons = new URL('../welcome/icons/', import.meta.url);

describe('reference data', () => {
  it('holds the 25 districts of Seoul under their administrative codes', () => {
    expect(new Set(districts.map(({ id }) => id)).size).toBe(25);
    expect(new Set(districts.map(({ name }) => name)).size).toBe(25);
    for (const { id, name } of districts) {
      expect(String(id)).toMatch(/^11\d{3}$/);
      expect(name).toMatch(/구$/);
    }
    expect(districts.find(({ id }) => id === 11680)?.name).toBe('강남구');
  });

  it('numbers categories and facilities from 1', () => {
    expect(categories.map(({ id }) => id)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    expect(facilities.map(({ id }) => id)).toEqual(Array.from({ length: 24 }, (_, index) => index + 1));
  });

  it('has a small drawing for every icon it names, and no other', async () => {
    const named = [...categories, ...facilities].map(({ icon }) => `${icon}.svg`);
    expect((await readdir(icons)).sort()).toEqual(named.sort());
    for (const file of named) {
      const drawing = await readFile(new URL(file, icons), 'utf8');
      expect(drawing, file).toMatch(/^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg" /);
      expect(drawing, file).not.toContain('currentColor');
      expect(Buffer.byteLength(drawing), file).toBeLessThan(1000);
    }
  });
});
