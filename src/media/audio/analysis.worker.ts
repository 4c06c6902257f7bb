import { once } from 'node:events';
import { parentPort } from 'node:worker_threads';
import { analyse } from './analyse.js';

/** What the worker thread does: asks for the file chunk by chunk with `more`, and answers with its analysis. */
const port = parentPort;
if (port) {
  async function* chunks(): AsyncGenerator<Uint8Array> {
    for (;;) {
      const answer = once(port as NonNullable<typeof port>, 'message');
      port?.postMessage('more');
      const [chunk] = (await answer) as [Uint8Array | null];
      if (chunk === null) return;
      yield chunk;
    }
  }
  port.postMessage(await analyse(chunks()));
  port.close();
}
