import { BadInput } from '../platform/errors.js';

const shortest = 10;
const longest = 128;

let common: Promise<ReadonlySet<string>> | undefined;

/** Passwords that are commonly used, of a megabyte of words that only a sign-up needs. */
async function readCommon(): Promise<ReadonlySet<string>> {
  const { dictionary } = await import('@zxcvbn-ts/language-common');
  // Shorter ones are refused for their length.
  return new Set(dictionary['passwords-common'].map(String).filter(({ length }) => length >= shortest));
}

/** How a password is read before it is hashed: as typed, but for Unicode, which keyboards compose differently. */
export function normalisePassword(password: string): string {
  return password.normalize('NFC');
}

/**
 * @throws BadInput unless it has 10 to 128 characters, is not commonly used, and is neither email nor nickname.
 * No rule about kinds of characters (OWASP ASVS 5.0, V6.2).
 */
export async function checkPassword(
  argument: string,
  password: string,
  email: string,
  nickname: string,
): Promise<void> {
  const length = Array.from(password).length;
  if (length < shortest || length > longest)
    throw new BadInput(argument, `must have ${shortest} to ${longest} characters`);
  const plain = password.toLowerCase();
  const own = [email, email.split('@')[0], nickname.toLowerCase()];
  common ??= readCommon();
  if ((await common).has(plain) || own.includes(plain) || new Set(plain).size < 4) {
    throw new BadInput(argument, 'is too easy to guess');
  }
}
