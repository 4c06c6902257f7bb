import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { Clock } from '../platform/clock.js';
import { Database } from '../platform/database/database.js';
import { PushIterator } from '../platform/graphql/push-iterator.js';
import type { LocalDate } from '../platform/local-date.js';
import { Log } from '../platform/ops/log.js';
import { PubSub } from '../platform/pubsub/pubsub.js';
import { bookableDates } from '../spaces/calendar.rules.js';
import { SpacesService } from '../spaces/spaces.service.js';
import type { ClaimFacts } from './availability.rules.js';
import type { DayAvailability } from './availability.types.js';
import { SpaceWatch, type WatchedSpace } from './space-watch.js';

/** What has become of a half; null: nobody claims it now. */
export interface HalfChange {
  readonly half: number;
  readonly claim: ClaimFacts | null;
}

/** What has changed of one date of a space, as processes tell each other. */
export interface SlotChange {
  readonly date: LocalDate;
  readonly halves: readonly HalfChange[];
}

/** Tells those who watch a space what becomes of its dates, in every process. */
@Injectable()
export class AvailabilityFeed implements OnApplicationShutdown {
  private readonly watches = new Map<string, SpaceWatch>();

  constructor(
    private readonly database: Database,
    private readonly spaces: SpacesService,
    private readonly pubSub: PubSub,
    private readonly clock: Clock,
    private readonly log: Log,
  ) {}

  /** Tells what a transaction has changed, once it is committed. Never fails: what was written stands. */
  async tell(spaceId: string, date: LocalDate, halves: readonly HalfChange[]): Promise<void> {
    await this.pubSub.publish(topicOf(spaceId), { date, halves } satisfies SlotChange);
  }

  /**
   * Every change of a space from now on, the end of a hold included.
   * @throws NotFound when there is no such space
   */
  async watch(spaceId: string): Promise<PushIterator<DayAvailability>> {
    let watch = this.watches.get(spaceId);
    if (!watch) {
      const load = () => this.load(spaceId);
      watch = new SpaceWatch(load, this.clock, this.log, () => this.forget(spaceId));
      watch.listen((listener) => this.pubSub.subscribe(topicOf(spaceId), listener));
      this.watches.set(spaceId, watch);
    }
    return watch.reader();
  }

  /** How many spaces are watched in this process. */
  get size(): number {
    return this.watches.size;
  }

  /** How many read what becomes of them. */
  get readers(): number {
    return [...this.watches.values()].reduce((sum, watch) => sum + watch.size, 0);
  }

  onApplicationShutdown(): void {
    for (const watch of this.watches.values()) watch.close();
  }

  private forget(spaceId: string): void {
    this.watches.delete(spaceId);
  }

  private async load(spaceId: string): Promise<WatchedSpace> {
    const { dayPrice, nightPrice, allPrice } = await this.spaces.getSpace(spaceId);
    const claims = await this.database.select<ClaimFacts & { date: LocalDate }>(
      `SELECT use_date AS date, half, kind, expires_at AS expiresAt FROM claim WHERE space_id = ? AND use_date >= ?`,
      [spaceId, bookableDates(this.clock.now()).first],
    );
    return { prices: { dayPrice, nightPrice, allPrice }, claims };
  }
}

const topicOf = (spaceId: string) => `availability:${spaceId}`;
