import { createLocalJWKSet, errors, type JSONWebKeySet, type JWTVerifyGetKey } from 'jose';
import type { Clock } from '../platform/clock.js';

const keptMs = 86_400_000;
/** Kakao blocks whoever fetches its keys too often, and anybody can make up the name of a key. */
const leastBetweenMs = 60_000;

/** Kakao's public keys: kept for a day, and asked for anew, once a minute at most, when a key is unknown. */
export class KakaoKeys {
  private keys: JWTVerifyGetKey | undefined;
  private fetchedAt = -Infinity;
  private fetching: Promise<void> | undefined;

  constructor(
    private readonly fetchKeys: (deadline: number) => Promise<JSONWebKeySet>,
    private readonly clock: Clock,
  ) {}

  /** Finds the key that a token names, as jose asks for it; a fetch that is needed ends by `deadline`. */
  before(deadline: number): JWTVerifyGetKey {
    return async (header, token) => {
      if (!this.keys || this.ageMs() >= keptMs) await this.fetch(deadline);
      try {
        return await this.known(header, token);
      } catch (error) {
        if (!(error instanceof errors.JWKSNoMatchingKey) || this.ageMs() < leastBetweenMs) throw error;
        await this.fetch(deadline);
        return this.known(header, token);
      }
    };
  }

  private known(...[header, token]: Parameters<JWTVerifyGetKey>) {
    if (!this.keys) throw new errors.JWKSNoMatchingKey();
    return this.keys(header, token);
  }

  private ageMs(): number {
    return this.clock.now() - this.fetchedAt;
  }

  private fetch(deadline: number): Promise<void> {
    // Many who ask at once share one fetch.
    this.fetching ??= this.fetchKeys(deadline)
      .then((keys) => {
        this.keys = createLocalJWKSet(keys);
      })
      .finally(() => {
        this.fetchedAt = this.clock.now();
        this.fetching = undefined;
      });
    return this.fetching;
  }
}
