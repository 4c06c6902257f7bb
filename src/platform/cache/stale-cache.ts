import { CacheableMemory } from 'cacheable';
import type { Clock } from '../clock.js';
import type { CacheResult, Metrics } from '../ops/metrics.js';
import type { Cache } from './cache.js';

/** For how long a value serves, in milliseconds since it was fetched. */
export interface Ages {
  /** So long it is as good as new. */
  readonly freshMs: number;
  /** So long it still serves while a new one is fetched behind; never any older. */
  readonly staleMs: number;
  /** So long it is remembered that there is nothing, which is the value null. */
  readonly nothingMs: number;
}

const mostInProcess = 1_000;

interface Entry<T> {
  /** When it was fetched. */
  readonly at: number;
  readonly value: T;
}

/**
 * Keeps what is fetched from elsewhere, and rather serves what is old than lets anybody wait (stale-while-revalidate).
 * Of many in this process who miss the same thing, one fetches it for all.
 */
export class StaleCache {
  /** What is being looked for: whoever wants the same meanwhile gets what that brings. */
  private readonly finding = new Map<string, Promise<unknown>>();
  private readonly loading = new Map<string, Promise<unknown>>();
  /** The entries used last: they save ways to the shared cache, and are all there is while that does not answer. */
  private readonly own = new CacheableMemory({ lruSize: mostInProcess, useClone: false });

  /** @param name names the cache in the metrics */
  constructor(
    private readonly name: string,
    private readonly cache: Cache,
    private readonly clock: Clock,
    private readonly metrics: Metrics,
  ) {}

  /**
   * The value under `key`; what has to be fetched is what `load` gives.
   * @throws what `load` throws, when there is nothing to serve instead
   */
  get<T>(key: string, ages: Ages, load: () => Promise<T>): Promise<T> {
    return once(this.finding, key, () => this.find(key, ages, load));
  }

  private async find<T>(key: string, ages: Ages, load: () => Promise<T>): Promise<T> {
    const entry = await this.newest<T>(key, ages);
    const result = this.judge(entry, ages);
    this.metrics.countCache(this.name, result);
    if (!entry || result === 'miss') return this.fetch(key, ages, load);
    // Whoever fetches says in the log what went wrong.
    if (result === 'stale') this.fetch(key, ages, load).catch(() => undefined);
    return entry.value;
  }

  private async newest<T>(key: string, ages: Ages): Promise<Entry<T> | undefined> {
    const own = this.own.get<Entry<T>>(key);
    if (this.judge(own, ages) === 'hit') return own;
    const shared = await this.cache.get<Entry<T>>(key);
    // What is no entry of ours, whoever has put it there, is none.
    if (typeof shared?.at !== 'number' || (own && own.at > shared.at)) return own;
    this.own.set(key, shared, ages.staleMs);
    return shared;
  }

  private judge(entry: Entry<unknown> | undefined, ages: Ages): CacheResult {
    if (!entry) return 'miss';
    const age = this.clock.now() - entry.at;
    if (entry.value === null) return age < ages.nothingMs ? 'hit' : 'miss';
    if (age < ages.freshMs) return 'hit';
    return age < ages.staleMs ? 'stale' : 'miss';
  }

  private fetch<T>(key: string, ages: Ages, load: () => Promise<T>): Promise<T> {
    return once(this.loading, key, async () => {
      const value = await load();
      const entry: Entry<T> = { at: this.clock.now(), value };
      this.own.set(key, entry, ages.staleMs);
      await this.cache.set(key, entry, value === null ? ages.nothingMs : ages.staleMs);
      return value;
    });
  }
}

/** Does the work of a key, or joins who does it already. */
function once<T>(running: Map<string, Promise<unknown>>, key: string, work: () => Promise<T>): Promise<T> {
  const same = running.get(key) as Promise<T> | undefined;
  if (same) return same;
  const begun = work().finally(() => running.delete(key));
  running.set(key, begun);
  return begun;
}
