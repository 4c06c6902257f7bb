import { describe, expect, it } from 'vitest';
import { TooManySignIns } from './auth.errors.js';
import { PasswordsService } from './passwords.service.js';

/** A service on a machine for which there is no binary of argon2. */
function withoutArgon2(): PasswordsService {
  return Object.assign(new PasswordsService(), { argon2: Promise.resolve(null) });
}

describe.each([
  ['argon2id', () => new PasswordsService(), /^\$argon2id\$v=19\$m=19456,t=2,p=1\$/],
  ['scrypt', withoutArgon2, /^\$scrypt\$[\w-]{22}\$[\w-]{43}$/],
])('passwords by %s', (_, open, form) => {
  it('fit their own hash and no other', async () => {
    const passwords = open();
    const hash = await passwords.hash('correct horse battery');
    expect(hash).toMatch(form);
    expect(await passwords.hash('correct horse battery')).not.toBe(hash);
    expect(await passwords.verify(hash, 'correct horse battery')).toBe(true);
    expect(await passwords.verify(hash, 'correct horse batterY')).toBe(false);
  });

  it('count in all their length', async () => {
    const passwords = open();
    const hash = await passwords.hash('a'.repeat(73));
    expect(await passwords.verify(hash, `${'a'.repeat(72)}b`)).toBe(false);
  });

  it('fit nobody where there is no hash, not even the one compared with instead', async () => {
    expect(await open().verify(null, 'nobody has this password')).toBe(false);
  });
});

describe('the line in front of the hash', () => {
  it('takes two at once and forty waiting, and refuses the rest', async () => {
    const passwords = new PasswordsService();
    const outcomes = await Promise.allSettled(
      Array.from({ length: 100 }, () => passwords.hash('correct horse')),
    );
    const refused = outcomes.filter(({ status }) => status === 'rejected');
    expect(refused).toHaveLength(58);
    expect(
      refused.every((outcome) => (outcome as PromiseRejectedResult).reason instanceof TooManySignIns),
    ).toBe(true);
    expect(await passwords.hash('correct horse')).toMatch(/^\$argon2id/);
  });
});
