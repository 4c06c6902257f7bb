import type { LoggerService } from '@nestjs/common';
import type { Log } from './log.js';

/** Nest's own messages, in the one log. What it says while starting is of interest only when something is wrong. */
export class NestLogger implements LoggerService {
  constructor(private readonly sink: Log) {}

  log(message: unknown, context?: string): void {
    this.sink.debug({ context }, String(message));
  }

  warn(message: unknown, context?: string): void {
    this.sink.warn({ context }, String(message));
  }

  error(message: unknown, stack?: string, context?: string): void {
    this.sink.error({ context, stack }, String(message));
  }
}
