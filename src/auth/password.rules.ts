import { dictionary } from '@zxcvbn-ts/language-common';
import { BadInput } from '../platform/errors.js';

const shortest = 10;
const longest = 128;

// Shorter ones are refused for their length.
const common = new Set(
  dictionary['passwords-common'].map(String).filter((password) => password.length >= shortest),
);

/** How a password is read before it is hashed: as typed, but for Unicode, which keyboards compose differently. */
export function normalisePassword(password: string): string {
  return password.normalize('NFC');
}

/**
 * @throws BadInput unless it has 10 to 128 characters, is not commonly used, and is neither email nor nickname.
 * No rule about kinds of characters (OWASP ASVS 5.0, V6.2).
 */
export function checkPassword(argument: string, password: string, email: string, nickname: string): void {
  const length = Array.from(password).length;
  if (length < shortest || length > longest)
    throw new BadInput(argument, `must have ${shortest} to ${longest} characters`);
  const plain = password.toLowerCase();
  const own = [email, email.split('@')[0], nickname.toLowerCase()];
  if (common.has(plain) || own.includes(plain) || new Set(plain).size < 4) {
    throw new BadInput(argument, 'is too easy to guess');
  }
}
