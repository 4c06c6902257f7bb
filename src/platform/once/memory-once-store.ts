import type { Clock } from '../clock.js';
import { AppError, ErrorCode } from '../errors.js';
import { OnceStore } from './once-store.js';

const mostEntries = 10_000;

interface Entry {
  readonly value: unknown;
  readonly endsAt: number;
}

/** In this process; bounded, so that nobody can fill the memory with log-ins he never finishes. */
export class MemoryOnceStore extends OnceStore {
  private readonly entries = new Map<string, Entry>();

  constructor(private readonly clock: Clock) {
    super();
  }

  override async put(key: string, value: unknown, ttlMs: number): Promise<void> {
    if (this.entries.size >= mostEntries) this.dropEnded();
    if (this.entries.size >= mostEntries)
      throw new AppError(ErrorCode.UNAVAILABLE, 'Too much at once; try again later.');
    this.entries.set(key, { value, endsAt: this.clock.now() + ttlMs });
  }

  override async take<T>(key: string): Promise<T | undefined> {
    const entry = this.entries.get(key);
    this.entries.delete(key);
    return entry && entry.endsAt > this.clock.now() ? (entry.value as T) : undefined;
  }

  private dropEnded(): void {
    const now = this.clock.now();
    for (const [key, { endsAt }] of this.entries) if (endsAt <= now) this.entries.delete(key);
  }
}
