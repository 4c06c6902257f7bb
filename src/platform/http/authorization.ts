import type { IncomingMessage } from 'node:http';

/** Every value of the Authorization header, as sent: Node keeps one of many, and two could mean two people. */
export function authorizationOf({ rawHeaders }: IncomingMessage): string[] {
  return rawHeaders.filter(
    (_, index) => index % 2 === 1 && /^authorization$/i.test(rawHeaders[index - 1] as string),
  );
}
