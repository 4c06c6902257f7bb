import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const src = fileURLToPath(new URL('../src', import.meta.url));

/** What a folder may import besides itself. Files at the top of `src` put the system together and see all. */
const mayImport: Readonly<Record<string, readonly string[]>> = {
  platform: [],
  auth: ['platform'],
  media: ['platform', 'auth'],
  spaces: ['platform', 'auth', 'media'],
  orders: ['platform', 'auth', 'media', 'spaces'],
  music: ['platform', 'auth', 'media', 'spaces'],
  welcome: ['platform'],
  docs: ['platform'],
  explorer: ['platform', 'spaces'],
  migrations: ['platform', 'spaces'],
  demo: ['platform', 'auth', 'media', 'spaces', 'orders', 'music'],
};

interface SourceFile {
  readonly path: string;
  readonly folder: string;
  readonly text: string;
  /** Paths of our own files it imports, relative to `src`. */
  readonly imports: readonly string[];
}

const files: SourceFile[] = readdirSync(src, { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.ts') && !path.endsWith('.spec.ts') && !path.endsWith('.contract.ts'))
  .map((path) => {
    const text = readFileSync(join(src, path), 'utf8');
    const imports = [...text.matchAll(/(?:from|import\()\s*'(\.[^']+)'/g)].map(([, target]) =>
      relative(src, join(src, dirname(path), target as string)),
    );
    return { path, folder: path.includes('/') ? (path.split('/')[0] as string) : '', text, imports };
  });

const folderOf = (path: string) => path.split('/')[0] as string;

describe('architecture', () => {
  it('has a rule for every folder', () => {
    const folders = new Set(files.map(({ folder }) => folder).filter(Boolean));
    expect([...folders].sort()).toEqual(Object.keys(mayImport).sort());
  });

  it('imports in one direction', () => {
    const wrong = files.flatMap(({ path, folder, imports }) =>
      imports
        .filter(
          (target) => folder && folderOf(target) !== folder && !mayImport[folder]?.includes(folderOf(target)),
        )
        .map((target) => `${path} imports ${target}`),
    );
    expect(wrong).toEqual([]);
  });

  it('imports in no circle', () => {
    const byPath = new Map(files.map((file) => [file.path.replace(/\.ts$/, '.js'), file]));
    const done = new Set<string>();
    const circles: string[] = [];
    const visit = (path: string, way: readonly string[]): void => {
      if (way.includes(path)) circles.push([...way.slice(way.indexOf(path)), path].join(' → '));
      else if (!done.has(path)) {
        for (const target of valueImports(byPath.get(path))) visit(target, [...way, path]);
        done.add(path);
      }
    };
    for (const path of byPath.keys()) visit(path, []);
    expect(circles).toEqual([]);
  });

  it('reads the environment where a process begins only', () => {
    const readers = files.filter(({ text }) => /process\.env\b/.test(text)).map(({ path }) => path);
    expect(readers.sort()).toEqual([
      'admin.ts',
      'audit-books.ts',
      'main.ts',
      'migrate.ts',
      'seed.ts',
      'sweep-media.ts',
    ]);
  });

  it('has no barrels, default exports or leftover notes', () => {
    const wrong = files.filter(
      ({ path, text }) =>
        /(^|\/)index\.ts$/.test(path) ||
        /^export (default|\*)/m.test(text) ||
        /\b(TODO|FIXME|XXX|HACK)\b/.test(text),
    );
    expect(wrong.map(({ path }) => path)).toEqual([]);
  });

  it('demo code is loaded only when wanted, by the files that start the system', () => {
    const users = files.filter(
      ({ folder, imports }) => folder !== 'demo' && imports.some((to) => folderOf(to) === 'demo'),
    );
    expect(users.map(({ path }) => path).sort()).toEqual(['app.module.ts', 'main.ts', 'seed.ts']);
    expect(users.filter(({ text }) => /^import .* from '\.\/demo/m.test(text))).toEqual([]);
  });

  it('the AWS SDK is loaded only when objects are in S3', () => {
    const users = files.filter(({ text }) => /from '@aws-sdk\//.test(text)).map(({ path }) => path);
    expect(users.sort()).toEqual(['platform/storage/s3-client.ts', 'platform/storage/s3-storage.ts']);
    const loaders = files.filter(({ imports }) =>
      imports.some((target) => /storage\/s3-(client|storage)\.js$/.test(target)),
    );
    expect(loaders.map(({ path }) => path).sort()).toEqual([
      'platform/storage/s3-storage.ts',
      'platform/storage/storage.module.ts',
    ]);
    const module = files.find(({ path }) => path === 'platform/storage/storage.module.ts');
    expect(module?.text).not.toMatch(/from '\.\/s3-/);
  });

  it('no file is so long that it must hold two things', () => {
    const long = files.filter(({ text }) => text.split('\n').length > 350);
    expect(long.map(({ path }) => path)).toEqual([]);
  });
});

/** Imports that remain when types are erased. */
function valueImports(file: SourceFile | undefined): string[] {
  if (!file) return [];
  const typeOnly = new Set(
    [...file.text.matchAll(/import type [^;]*?from\s*'(\.[^']+)'/g)].map(([, target]) =>
      relative(src, join(src, dirname(file.path), target as string)),
    ),
  );
  return file.imports.filter((target) => !typeOnly.has(target));
}
