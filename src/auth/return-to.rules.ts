import { BadInput } from '../platform/errors.js';

const longest = 2_000;

// Browsers read a backslash as a slash and drop control characters: with neither in it, an address means one thing.
const form = /^https?:\/\/[^\p{Cc}\p{Z}\\]+$/iu;

/**
 * The address to return to after a log-in, as it will be sent to the browser.
 * @throws BadInput unless it is http or https, without a user name, and its very origin is on the list
 */
export function checkedReturnTo(text: string, origins: readonly string[]): string {
  const url = text.length <= longest && form.test(text) && URL.canParse(text) ? new URL(text) : null;
  if (!url || url.username !== '' || url.password !== '' || !origins.includes(url.origin)) {
    throw new BadInput('returnTo', 'must be an address at an origin that this server returns to');
  }
  return url.href;
}

/** The address with one of `code` and `error`, and never the other from before. */
export function withParameter(address: string, name: 'code' | 'error', value: string): string {
  const url = new URL(address);
  url.searchParams.delete('code');
  url.searchParams.delete('error');
  url.searchParams.set(name, value);
  return url.href;
}
