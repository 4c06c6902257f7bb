import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { settings } from '../src/platform/settings.js';

const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');

describe('README', () => {
  it('lists the settings as the configuration knows them', () => {
    const rows = [...readme.matchAll(/^\| `([A-Z0-9_]+)`\s*\| (.*?)\s*\| (.*?)\s*\|$/gm)].map(
      ([, ...cells]) => cells,
    );
    const known = Object.entries(settings).map(([name, { default: text, meaning }]) => [name, text, meaning]);
    expect(rows).toEqual(known);
  });
});
