import { createHmac, randomBytes } from 'node:crypto';
import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Config } from './config.js';

/**
 * The secret kept in `file`, made on first use with 256 random bits. For development only: in production the
 * secret comes from the environment. Two processes that start at once end up with the same one.
 */
export function keptSecret(file: string): string {
  mkdirSync(dirname(file), { recursive: true });
  const draft = `${file}.${randomBytes(6).toString('hex')}`;
  writeFileSync(draft, randomBytes(32).toString('base64url'), { flag: 'wx', mode: 0o600 });
  try {
    // A link appears whole or not at all: in a file written in place, the other process finds an empty secret.
    linkSync(draft, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    rmSync(draft);
  }
  return readFileSync(file, 'utf8').trim();
}

/** A key of 256 bits for one purpose, so that what is made for one can never serve another. */
export function deriveKey(secret: string, purpose: string): Buffer {
  return createHmac('sha256', secret).update(`hapju:${purpose}`).digest();
}

/** The keys of one purpose: the first makes what is new, and what any of them has made is good. */
export function deriveKeys(
  { appSecret, previousSecrets }: Pick<Config, 'appSecret' | 'previousSecrets'>,
  purpose: string,
): readonly [Buffer, ...Buffer[]] {
  return [deriveKey(appSecret, purpose), ...previousSecrets.map((secret) => deriveKey(secret, purpose))];
}
