const { fetch } = globalThis;
let sent: Parameters<typeof fetch>[] = [];

// Never taken back: to the files that follow in this process it makes no difference.
globalThis.fetch = (...request) => {
  sent.push(request);
  return fetch(...request);
};

/** Forgets what has been asked so far. */
export function forgetRequests(): void {
  sent = [];
}

/** Every request since then: its method, and its address and body as text. */
export function requests(): { method: string | undefined; text: string }[] {
  return sent.map(([address, init]) => ({
    method: init?.method,
    text: [address, init?.body].filter((part) => typeof part === 'string').join(' '),
  }));
}

/** How many of them renew a session. */
export const renewals = () => requests().filter(({ text }) => text.includes('refreshSession')).length;
