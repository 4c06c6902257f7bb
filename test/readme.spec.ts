import { readdirSync, readFileSync, statSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { settings } from '../src/platform/settings.js';

const recipes = new URL('clients/recipes/', import.meta.url);
const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');

describe('README', () => {
  it('lists the settings as the configuration knows them', () => {
    const rows = [...readme.matchAll(/^\| `([A-Z0-9_]+)`\s*\| (.*?)\s*\| (.*?)\s*\|$/gm)].map(
      ([, ...cells]) => cells,
    );
    const known = Object.entries(settings).map(([name, { default: text, meaning }]) => [name, text, meaning]);
    expect(rows).toEqual(known);
  });

  const files = readdirSync(recipes, { recursive: true, encoding: 'utf8' });

  it.each(files.filter((name) => statSync(new URL(name, recipes)).isFile()))(
    'shows the recipe %s as the tests run it',
    (name) => {
      expect(readme).toContain(
        `\n\`\`\`${recipeLanguage(name)}\n${readFileSync(new URL(name, recipes), 'utf8')}\`\`\`\n`,
      );
    },
  );
});

/** What stands behind the fence of its block. */
function recipeLanguage(name: string): string {
  const [, extension = ''] = /\.(\w+)$/.exec(name) ?? [];
  return extension === 'mjs' ? 'js' : extension;
}
