import { Injectable } from '@nestjs/common';

/** The only source of time, so that tests can move it. */
@Injectable()
export class Clock {
  /** Milliseconds since the epoch, UTC. */
  now(): number {
    return Date.now();
  }
}
