import { setTimeout as sleep } from 'node:timers/promises';
import type { Cache } from '../platform/cache/cache.js';
import type { Clock } from '../platform/clock.js';
import type { Deadline } from '../platform/deadline.js';
import type { Lease, Leases } from '../platform/leases/leases.js';
import { SpotifyUnavailable } from './spotify.errors.js';

/** Longer than the one who fetches a token can take. */
const leaseMs = 4_000;
const lookAgainMs = 50;
/** A token is not used up to its last second: a call takes a while. */
const marginSeconds = 60;

interface Token {
  readonly value: string;
  readonly endsAt: number;
}

interface Surroundings {
  readonly key: string;
  readonly cache: Cache;
  readonly leases: Leases;
  readonly clock: Clock;
  /** Throws while Spotify is not to be called. */
  readonly checkPause: () => Promise<void>;
  readonly fetch: (deadline: Deadline) => Promise<{ value: string; expiresIn: number }>;
}

/** The access token of this app: one for all processes, fetched by one of them at a time. */
export class SpotifyToken {
  /** What this process has used last, for when the shared cache does not answer. */
  private own: Token | undefined;
  private refused: string | undefined;
  private finding: Promise<string> | undefined;

  constructor(private readonly at: Surroundings) {}

  /** @throws SpotifyUnavailable, SpotifyNotConfigured */
  get(deadline: Deadline): Promise<string> {
    const own = this.good(this.own);
    if (own) return Promise.resolve(own.value);
    this.finding ??= this.find(deadline).finally(() => {
      this.finding = undefined;
    });
    return this.finding;
  }

  /** A token that Spotify has refused is never used again here, even when the shared cache still offers it. */
  drop(value: string): void {
    this.refused = value;
  }

  /** Takes the shared one, or fetches one; while another process does so, waits for what it brings. */
  private async find(deadline: Deadline): Promise<string> {
    const { key, leases, checkPause } = this.at;
    while (performance.now() < deadline) {
      const shared = await this.shared();
      if (shared) return shared;
      const lease = await leases.take(key, leaseMs);
      if (lease) return this.fetchHolding(lease, deadline);
      await sleep(lookAgainMs);
      // Whoever fetches may have failed.
      await checkPause();
    }
    throw new SpotifyUnavailable();
  }

  private async fetchHolding(lease: Lease, deadline: Deadline): Promise<string> {
    const { key, cache, clock, fetch } = this.at;
    try {
      // The one before may have finished between our look and the lease.
      const shared = await this.shared();
      if (shared) return shared;
      const { value, expiresIn } = await fetch(deadline);
      const lifeMs = (expiresIn - Math.min(marginSeconds, expiresIn / 2)) * 1_000;
      this.own = { value, endsAt: clock.now() + lifeMs };
      await cache.set(key, this.own, lifeMs);
      return value;
    } finally {
      await lease.release();
    }
  }

  private async shared(): Promise<string | undefined> {
    const shared = this.good(await this.at.cache.get<Token>(this.at.key));
    if (shared) this.own = shared;
    return shared?.value;
  }

  private good(token: Token | undefined): Token | undefined {
    const good = token && token.value !== this.refused && token.endsAt > this.at.clock.now();
    return good ? token : undefined;
  }
}
