import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';
import { Injectable } from '@nestjs/common';
import pLimit from 'p-limit';
import { TooManySignIns } from './auth.errors.js';
import { normalisePassword } from './password.rules.js';

type Argon2 = typeof import('@node-rs/argon2');

// OWASP Password Storage Cheat Sheet: argon2id with 19 MiB, else scrypt with 128 MiB.
const argon2Options = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };
const scryptOptions = { N: 2 ** 17, r: 8, p: 1, maxmem: 2 ** 28 };

const atOnce = 2;
const longestLine = 40;

const deriveScrypt = promisify<string, Buffer, number, typeof scryptOptions, Buffer>(scrypt);

/**
 * Hashes passwords, two at a time with a bounded line in front: a flood of log-ins can neither stop the server nor
 * eat its memory. Argon2id comes as a binary inside its npm packages; where there is none for the machine, scrypt.
 */
@Injectable()
export class PasswordsService {
  private readonly line = pLimit(atOnce);
  private argon2: Promise<Argon2 | null> | undefined;
  private decoy: Promise<string> | undefined;

  /** @throws TooManySignIns when the line is full */
  hash(password: string): Promise<string> {
    return this.queue(() => this.hashNow(normalisePassword(password)));
  }

  /**
   * Whether the password fits; without a hash to compare with it takes as long and is false.
   * @throws TooManySignIns when the line is full
   */
  async verify(hash: string | null, password: string): Promise<boolean> {
    this.decoy ??= this.hashNow('nobody has this password');
    const against = hash ?? (await this.decoy);
    const fits = await this.queue(() => this.verifyNow(against, normalisePassword(password)));
    return fits && hash !== null;
  }

  private queue<T>(work: () => Promise<T>): Promise<T> {
    if (this.line.pendingCount >= longestLine) return Promise.reject(new TooManySignIns());
    return this.line(work);
  }

  private loadArgon2(): Promise<Argon2 | null> {
    this.argon2 ??= import('@node-rs/argon2').catch(() => null);
    return this.argon2;
  }

  private async hashNow(password: string): Promise<string> {
    const argon2 = await this.loadArgon2();
    if (argon2) return argon2.hash(password, argon2Options);
    const salt = randomBytes(16);
    const key = await deriveScrypt(password, salt, 32, scryptOptions);
    return `$scrypt$${salt.toString('base64url')}$${key.toString('base64url')}`;
  }

  private async verifyNow(hash: string, password: string): Promise<boolean> {
    if (!hash.startsWith('$scrypt$')) return (await this.loadArgon2())?.verify(hash, password) ?? false;
    const [salt = '', key = ''] = hash.split('$').slice(2);
    const derived = await deriveScrypt(password, Buffer.from(salt, 'base64url'), 32, scryptOptions);
    return timingSafeEqual(derived, Buffer.from(key, 'base64url'));
  }
}
