/**
 * The chunks of `source`, until the signal aborts: then it throws the signal's reason at once, even while the
 * source hangs. However it ends, the source is told to close.
 */
export async function* abortable<T>(source: AsyncIterable<T>, signal?: AbortSignal): AsyncGenerator<T, void> {
  const iterator = source[Symbol.asyncIterator]();
  try {
    for (;;) {
      const step = await nextUnlessAborted(iterator, signal);
      if (step.done) return;
      yield step.value;
    }
  } finally {
    // Not awaited: a source that hangs in next() does not answer return() either.
    iterator.return?.().catch(() => undefined);
  }
}

/**
 * A listener per chunk: racing every chunk against one long-lived promise would keep all of them in memory.
 */
function nextUnlessAborted<T>(iterator: AsyncIterator<T>, signal?: AbortSignal): Promise<IteratorResult<T>> {
  if (signal === undefined) return iterator.next();
  return new Promise((resolve, reject) => {
    signal.throwIfAborted();
    const abort = (): void => reject(signal.reason);
    signal.addEventListener('abort', abort, { once: true });
    iterator
      .next()
      .then(resolve, reject)
      .finally(() => signal.removeEventListener('abort', abort));
  });
}
