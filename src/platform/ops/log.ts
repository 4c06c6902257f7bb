import { type LoggerOptions, pino } from 'pino';
import type { FastifyBaseLogger } from 'fastify';
import type { Config } from '../config.js';
import { currentScope } from './scope.js';

/**
 * The log: JSON lines in production, readable otherwise, each with the id of the request on whose behalf it was written.
 * Never hand it a secret or what a person has typed.
 */
export abstract class Log {
  abstract error: FastifyBaseLogger['error'];
  abstract warn: FastifyBaseLogger['warn'];
  abstract info: FastifyBaseLogger['info'];
  abstract debug: FastifyBaseLogger['debug'];
  abstract fatal: FastifyBaseLogger['fatal'];
}

/** Lines that wait for others, in bytes and ms: a write for each would be a tenth of what a small request costs. */
const together = { minLength: 4096, periodicFlush: 100 };

/** What a line without a scope is given: it is written as it is. */
const nothing = {};

export function openLog(config: Pick<Config, 'production' | 'logLevel'>): FastifyBaseLogger {
  const options: LoggerOptions = {
    level: config.logLevel,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    mixin: () => {
      const scope = currentScope();
      if (!scope) return nothing;
      const traceId = scope.span?.spanContext().traceId;
      return { requestId: scope.requestId, ...(traceId && { traceId }) };
    },
    mixinMergeStrategy: (line: object, scope: object) => (scope === nothing ? line : { ...scope, ...line }),
    // A database tells its statement along with the error, and what people have typed into it.
    redact: {
      paths: ['query', 'parameters', 'sql', 'driverError'].map((name) => `err.${name}`),
      remove: true,
    },
  };
  if (config.production) {
    const formatters = { level: (label: string) => ({ level: label }) };
    const lines = pino.destination({ ...together, sync: true });
    // What still waits when the process ends; a fatal line waits for nobody.
    process.on('exit', () => {
      try {
        lines.flushSync();
      } catch {
        // Who has read the log has gone before.
      }
    });
    return pino({ ...options, formatters }, lines);
  }
  const translateTime = 'SYS:HH:MM:ss.l';
  return pino({
    ...options,
    transport: { target: 'pino-pretty', options: { singleLine: true, translateTime } },
  });
}

/** Puts the warnings of Node and of packages into the log, as lines like all others. */
export function logWarnings(log: Log): void {
  // Node's own listener writes them to the console.
  process.removeAllListeners('warning');
  process.on('warning', (warning) => log.warn({ err: warning }, 'warning of Node or a package'));
}
