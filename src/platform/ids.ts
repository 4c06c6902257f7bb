import { Injectable } from '@nestjs/common';
import { v7 } from 'uuid';
import { Clock } from './clock.js';

/** Makes the ids of rows: UUIDv7 (RFC 9562), so that later rows sort after earlier ones. */
@Injectable()
export class Ids {
  constructor(private readonly clock: Clock) {}

  /** @param at the instant its row is made, for rows that are entered later */
  next(at = this.clock.now()): string {
    return v7({ msecs: at });
  }
}
