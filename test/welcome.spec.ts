import { readdirSync, readFileSync } from 'node:fs';
import { buildSchema, type GraphQLEnumType } from 'graphql';
import { describe, expect, it } from 'vitest';
// @ts-expect-error The page is plain script.
import { TEXTS } from '../src/welcome/texts.js';

const folder = new URL('../src/welcome/', import.meta.url);
const read = (file: string) => readFileSync(new URL(file, folder), 'utf8');
const html = read('index.html');
const modules = readdirSync(folder).filter((name) => name.endsWith('.js'));
const matches = (text: string, pattern: RegExp) =>
  [...text.matchAll(pattern)].map(([, found]) => found as string);

describe('the texts of the page', () => {
  const texts = Object.entries(TEXTS as Record<string, readonly string[]>);

  it('are there in Korean and English, with the same gaps to fill', () => {
    const gaps = (text = '') => [text !== '', ...matches(text, /\{(\w+)\}/g).sort()];
    const unlike = texts.filter(([, [korean, english, ...more]]) => {
      return more.length > 0 || String(gaps(korean)) !== String(gaps(english)) || !gaps(korean)[0];
    });
    expect(unlike).toEqual([]);
  });

  it('say what every code of the API means', () => {
    const { ErrorCode } = buildSchema(
      readFileSync(new URL('../schema.gql', import.meta.url), 'utf8'),
    ).getTypeMap();
    const codes = (ErrorCode as GraphQLEnumType).getValues().map(({ name }) => name);
    expect(codes.filter((code) => !(code in TEXTS))).toEqual([]);
  });

  it('are all that the page asks for', () => {
    const asked = [
      ...matches(html, /data-t(?:-label|-hint)?="(\w+)"/g),
      ...modules.flatMap((name) => matches(read(name), /\bt\('(\w+)'/g)),
    ];
    expect(asked.length).toBeGreaterThan(100);
    expect(asked.filter((key) => !(key in TEXTS))).toEqual([]);
  });
});

describe('the head of the page', () => {
  /** Every module that is there once the page is, by the imports of the others. */
  function needed(name: string, seen = new Set<string>()): Set<string> {
    if (seen.has(name)) return seen;
    seen.add(name);
    for (const other of matches(read(name), /from '\.\/([\w-]+\.js)'/g)) needed(other, seen);
    return seen;
  }

  it('names each module ahead, so that none waits for another', () => {
    const named = matches(html, /<link rel="modulepreload" href="\/welcome\/([\w-]+\.js)"/g);
    expect([...named, 'welcome.js'].sort()).toEqual([...needed('welcome.js')].sort());
  });
});
