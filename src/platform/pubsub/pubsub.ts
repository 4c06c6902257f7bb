/**
 * Tells all processes what has happened, while it happens: nothing is kept, and who does not listen, or is cut off,
 * misses it. A message is JSON, and each listener gets a copy of its own.
 */
export abstract class PubSub {
  /**
   * Tells the listeners of this process within the call, those of others soon. Resolves when it has been handed on,
   * and in any case within 100 ms: an outage fails nobody, it only keeps the others from hearing.
   * @throws TypeError when `message` cannot be JSON
   */
  abstract publish(topic: string, message: unknown): Promise<void>;
  /** From now on `listener` is told what is published on the topic. Returns what ends that. */
  abstract subscribe(topic: string, listener: (message: unknown) => void): () => void;
  /** Ends all listening. */
  abstract close(): void;
}
