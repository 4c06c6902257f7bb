import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import ts from 'typescript';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { deriveKey, keptSecret } from './app-secret.js';

const rounds = 500;

/** Threads cannot read TypeScript, so they are given this. */
const compiled = ts.transpileModule(readFileSync(new URL('app-secret.ts', import.meta.url), 'utf8'), {
  compilerOptions: { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2023 },
}).outputText;

/** A thread that meets the other one before each of its calls, so that both make it at the same moment. */
const thread = `
  import('node:worker_threads').then(async ({ parentPort, workerData }) => {
    const { module, folder, met } = workerData;
    const { keptSecret } = await import(module);
    parentPort.postMessage(
      Array.from(met, (_, round) => {
        Atomics.add(met, round, 1);
        while (Atomics.load(met, round) < 2);
        return keptSecret(folder + '/' + round);
      }),
    );
  });`;

describe('keptSecret', () => {
  let folder: string;
  let file: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'hapju-secret-'));
    file = join(folder, 'data/app-secret');
  });

  afterEach(() => rmSync(folder, { recursive: true }));

  it('makes 256 random bits once, in a file that only its owner can read', () => {
    const made = keptSecret(file);
    expect(made).toMatch(/^[\w-]{43}$/);
    expect(readFileSync(file, 'utf8')).toBe(made);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(keptSecret(file)).toBe(made);
  });

  it('leaves nothing else behind', () => {
    keptSecret(file);
    keptSecret(file);
    expect(readdirSync(join(folder, 'data'))).toEqual(['app-secret']);
  });

  it('makes another one in another place', () => {
    expect(keptSecret(join(folder, 'other'))).not.toBe(keptSecret(file));
  });

  it('takes the one that is there, without the line break an editor adds', () => {
    writeFileSync(join(folder, 'own'), 'the secret of the operator\n');
    expect(keptSecret(join(folder, 'own'))).toBe('the secret of the operator');
  });

  it('tells when the place cannot be written to', () => {
    writeFileSync(join(folder, 'data'), 'a file where the folder should be');
    expect(() => keptSecret(file)).toThrow(/EEXIST|ENOTDIR/);
  });

  it('is the same for all who ask for the first time at once', async () => {
    const module = join(folder, 'app-secret.mjs');
    writeFileSync(module, compiled);
    const met = new Int32Array(new SharedArrayBuffer(4 * rounds));
    const ask = () =>
      new Promise<string[]>((resolve, reject) => {
        const worker = new Worker(thread, { eval: true, workerData: { module, folder, met } });
        worker.once('message', resolve).once('error', reject);
      });
    const [one, other] = await Promise.all([ask(), ask()]);
    expect(one).toHaveLength(rounds);
    expect(one.filter((secret, round) => secret !== other[round])).toEqual([]);
    expect(one.filter((secret) => secret.length !== 43)).toEqual([]);
  });
});

describe('deriveKey', () => {
  const secret = 'the secret of the tests, 32 characters or more';

  it('makes the same 256 bits for the same purpose, at every start', () => {
    expect(deriveKey(secret, 'cursor')).toEqual(deriveKey(secret, 'cursor'));
    expect(deriveKey(secret, 'cursor').toString('hex')).toBe(
      '9c0bdbee21b987126cdef1b62f450bf014dfd633f1216e744a725e1560b3c3fc',
    );
  });

  it('makes others for another purpose and another secret', () => {
    const keys = [
      deriveKey(secret, 'cursor'),
      deriveKey(secret, 'session'),
      deriveKey(`${secret}.`, 'cursor'),
    ].map((key) => key.toString('hex'));
    expect(new Set(keys).size).toBe(3);
    expect(keys.map((key) => key.length)).toEqual([64, 64, 64]);
  });
});
