import { Readable, finished } from 'node:stream';
import { StorageUnavailable } from './storage.js';

/**
 * The bytes of an answer from a service, `length` of them or an error: a stream that fails with
 * `StorageUnavailable` where the service breaks off, gives fewer or more, or is silent for `silenceMs` while a
 * reader waits. A reader who pauses is no silence. Destroying it destroys the source, and with that its socket.
 */
export function relay(source: Readable, length: number, silenceMs: number): Readable {
  let received = 0;
  let silence: NodeJS.Timeout | undefined;
  const fail = (cause: unknown): void => void relayed.destroy(new StorageUnavailable(cause));
  const relayed = new Readable({
    read() {
      silence ??= setTimeout(() => fail(new Error(`No byte for ${silenceMs} ms`)), silenceMs);
      source.resume();
    },
    destroy(error, done) {
      clearTimeout(silence);
      source.destroy();
      done(error);
    },
  });
  source.on('data', (chunk: Buffer) => {
    clearTimeout(silence);
    silence = undefined;
    received += chunk.length;
    if (!relayed.push(chunk)) source.pause();
  });
  finished(source, (error) => {
    clearTimeout(silence);
    if (error) fail(error);
    else if (received !== length) fail(new Error(`${received} bytes came instead of ${length}`));
    else relayed.push(null);
  });
  // Attaching the listener above has set it flowing, before anybody reads.
  source.pause();
  return relayed;
}
