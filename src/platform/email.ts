import { z } from 'zod';

const longest = 254;
const form = z.email();

/** The one form in which emails are stored and compared: lower case, canonical Unicode; null when it is none. */
export function normaliseEmail(text: string): string | null {
  const email = text.normalize('NFC').trim().toLowerCase();
  return email.length <= longest && form.safeParse(email).success ? email : null;
}
