import type { Cache } from '../platform/cache/cache.js';
import type { Clock } from '../platform/clock.js';
import { SpotifyNotConfigured, SpotifyUnavailable } from './spotify.errors.js';

/** Why nobody is to call: Spotify cannot answer or will not, or does not know our credentials. */
type Reason = 'UNAVAILABLE' | 'UNKNOWN_CLIENT';

interface Pause {
  readonly reason: Reason;
  readonly endsAt: number;
}

/** The time in which Spotify is not to be called, known to all processes. */
export class SpotifyPause {
  /** What this process knows by itself, for when the shared cache does not answer. */
  private own: Pause | undefined;

  constructor(
    private readonly key: string,
    private readonly cache: Cache,
    private readonly clock: Clock,
  ) {}

  /** @throws SpotifyUnavailable or SpotifyNotConfigured while it lasts */
  async check(): Promise<void> {
    const pause = this.lasting(this.own) ?? this.lasting(await this.cache.get<Pause>(this.key));
    if (!pause) return;
    if (pause.reason === 'UNKNOWN_CLIENT') throw new SpotifyNotConfigured();
    throw new SpotifyUnavailable(Math.ceil((pause.endsAt - this.clock.now()) / 1_000));
  }

  /** Lets nobody call for `ms` milliseconds; a pause that lasts longer stays. */
  async begin(ms: number, reason: Reason = 'UNAVAILABLE'): Promise<void> {
    const endsAt = this.clock.now() + ms;
    const lasting = this.lasting(this.own) ?? this.lasting(await this.cache.get<Pause>(this.key));
    if (lasting && lasting.endsAt >= endsAt) return;
    this.own = { reason, endsAt };
    await this.cache.set(this.key, this.own, ms);
  }

  private lasting(pause: Pause | undefined): Pause | undefined {
    return pause && pause.endsAt > this.clock.now() ? pause : undefined;
  }
}
