import type { Server, ServerResponse } from 'node:http';

/**
 * Follows what is being answered, and returns what ends it well: nobody new is let in, what runs is answered to its
 * end, and keep-alive connections are told to close. It resolves when all is answered; what is not within `ms`
 * milliseconds is cut.
 */
export function followAnswers(server: Server): (ms: number) => Promise<void> {
  const open = new Set<ServerResponse>();
  let draining = false;
  let allAnswered = () => {};
  server.prependListener('request', (_, response) => {
    open.add(response);
    if (draining) response.setHeader('connection', 'close');
    response.once('close', () => {
      open.delete(response);
      if (open.size === 0) allAnswered();
    });
  });
  return async (ms) => {
    draining = true;
    server.close();
    for (const response of open) if (!response.headersSent) response.setHeader('connection', 'close');
    if (open.size === 0) return;
    const answered = new Promise<void>((resolve) => (allAnswered = resolve));
    const timer = setTimeout(() => server.closeAllConnections(), ms);
    await answered;
    clearTimeout(timer);
  };
}
