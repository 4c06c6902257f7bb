/** The file that a worker is about, chunk by chunk: `ask` asks for one and returns the message that brings it. */
export async function* chunksFrom(ask: () => Promise<unknown[]>): AsyncGenerator<Uint8Array, void> {
  for (;;) {
    const [chunk] = (await ask()) as [Uint8Array | null];
    if (chunk === null) return;
    yield chunk;
  }
}
