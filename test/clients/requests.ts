import { vi } from 'vitest';

const fetched = vi.spyOn(globalThis, 'fetch');

/** Forgets what has been asked so far. */
export const forgetRequests = () => fetched.mockClear();

/** Every request since then: its method, and its address and body as text. */
export function requests(): { method: string | undefined; text: string }[] {
  return fetched.mock.calls.map(([address, init]) => ({
    method: init?.method,
    text: [address, init?.body].filter((part) => typeof part === 'string').join(' '),
  }));
}

/** How many of them renew a session. */
export const renewals = () => requests().filter(({ text }) => text.includes('refreshSession')).length;
