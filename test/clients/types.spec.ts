import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));
/** Within the repository, so that its packages are found. */
let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(root, 'dist/typed-'));
  for (const from of ['recipes/typed', 'typed'])
    cpSync(join(root, 'test/clients', from), folder, { recursive: true });
  cpSync(join(root, 'schema.gql'), join(folder, 'schema.gql'));
  run('gql.tada', 'generate-output');
});

afterAll(() => rmSync(folder, { recursive: true }));

/** Runs a program of a package in that folder; what it says when it fails. */
function run(program: string, ...args: string[]): string {
  try {
    execFileSync(join(root, 'node_modules/.bin', program), args, { cwd: folder, encoding: 'utf8' });
    return '';
  } catch (error) {
    return (error as { stdout: string }).stdout;
  }
}

const compile = () => run('tsc', '--noEmit', '--skipLibCheck');

// Compiling takes a machine that has much to do a minute.
describe('types that gql.tada makes of the schema', { timeout: 180_000 }, () => {
  it('fit Apollo Client, urql and graphql-request, and let nothing wrong through', () => {
    expect(compile()).toBe('');
  });

  it('end the build when a field is gone', () => {
    const file = join(folder, 'queries.ts');
    writeFileSync(file, readFileSync(file, 'utf8').replace('      title\n', '      titel\n'));
    expect(compile()).toContain("Property 'title' does not exist");
  });
});
