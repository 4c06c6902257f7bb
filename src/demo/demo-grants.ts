import { randomBytes } from 'node:crypto';
import type { Clock } from '../platform/clock.js';

const mostGrants = 1_000;

/** Secrets handed out, and what each stands for, until its time is over. */
export class DemoGrants<T> {
  private readonly grants = new Map<string, { readonly value: T; readonly endsAt: number }>();

  constructor(
    private readonly clock: Clock,
    private readonly lifeMs: number,
  ) {}

  /** Hands out a new secret; beyond a thousand, the oldest is forgotten. */
  give(value: T): string {
    const secret = randomBytes(24).toString('base64url');
    const [oldest] = this.grants.keys();
    if (oldest !== undefined && this.grants.size >= mostGrants) this.grants.delete(oldest);
    this.grants.set(secret, { value, endsAt: this.clock.now() + this.lifeMs });
    return secret;
  }

  /** What a secret stands for, and for how many milliseconds still; undefined when it is unknown or over. */
  find(secret: string): { readonly value: T; readonly leftMs: number } | undefined {
    const grant = this.grants.get(secret);
    const leftMs = grant ? grant.endsAt - this.clock.now() : 0;
    return grant && leftMs > 0 ? { value: grant.value, leftMs } : undefined;
  }

  /** As `find`, and from then on it is unknown. */
  take(secret: string): T | undefined {
    const grant = this.find(secret);
    this.grants.delete(secret);
    return grant?.value;
  }
}
