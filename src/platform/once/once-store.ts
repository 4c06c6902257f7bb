/**
 * Values that are kept for minutes and taken once: the states of a log-in under way, one-time codes. Of many who take
 * the same key at once exactly one gets the value.
 */
export abstract class OnceStore {
  /** @throws AppError UNAVAILABLE when the store does not answer */
  abstract put(key: string, value: unknown, ttlMs: number): Promise<void>;
  /** The value, which is gone from then on; undefined when there is none, or its time is over. */
  abstract take<T>(key: string): Promise<T | undefined>;
}
