import { Injectable } from '@nestjs/common';

/** Node takes a longer span for one millisecond. */
const longestTimeout = 2 ** 31 - 1;

/** The only source of time, so that tests can move it. */
@Injectable()
export class Clock {
  /** Milliseconds since the epoch, UTC. */
  now(): number {
    return Date.now();
  }

  /**
   * Calls `run` once when the clock has reached `instant` (milliseconds since the epoch): soon, but never within this
   * call, when that has passed. Waiting keeps no process alive. Returns what cancels it.
   */
  at(instant: number, run: () => void): () => void {
    let timer: NodeJS.Timeout;
    const wait = (): void => {
      const span = Math.min(Math.max(instant - this.now(), 0), longestTimeout);
      // Timers go by another clock, which may be early, and the time of day may be set back.
      timer = setTimeout(() => (this.now() < instant ? wait() : run()), span).unref();
    };
    wait();
    return () => clearTimeout(timer);
  }
}
