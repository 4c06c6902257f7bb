import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Clock } from '../platform/clock.js';
import { Config } from '../platform/config.js';
import { addDays, localDateAt } from '../platform/local-date.js';
import { venueZone } from '../spaces/calendar.rules.js';
import { SpaceListService } from '../spaces/space-list.service.js';
import { SlotOption, SpaceSort } from '../spaces/spaces.types.js';
import type { Sample } from './ready-operations.js';

/** Something to try the operations on: a room that is free in two weeks. */
@Injectable()
export class SamplesService {
  constructor(
    private readonly spaces: SpaceListService,
    private readonly clock: Clock,
    private readonly config: Config,
  ) {}

  async find(): Promise<Sample> {
    const date = addDays(localDateAt(this.clock.now(), venueZone), 14);
    const filter = { date, option: SlotOption.DAY, headCount: 4 };
    const { nodes } = await this.spaces.list(filter, SpaceSort.PRICE_ASC, 1, null);
    return {
      spaceId: nodes[0]?.id ?? 'the id of a space',
      date,
      until: addDays(date, 30),
      // The guest of the demo; elsewhere there is nobody yet.
      ...(this.config.demo
        ? { email: 'guest@hapju.demo', password: 'hapju demo 2026' }
        : { email: 'you@example.com', password: 'your password' }),
      key: randomUUID(),
    };
  }
}
