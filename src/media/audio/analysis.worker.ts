import { once } from 'node:events';
import { parentPort } from 'node:worker_threads';
import { analyse } from './analyse.js';
import { chunksFrom } from './worker-file.js';

/** What the worker thread does: decodes the file it is given, and answers with its analysis. */
const port = parentPort;
if (port) {
  const chunks = chunksFrom(() => {
    const answer = once(port, 'message');
    port.postMessage('more');
    return answer;
  });
  port.postMessage(await analyse(chunks));
  port.close();
}
