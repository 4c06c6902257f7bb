import { pino } from 'pino';
import type { FastifyBaseLogger } from 'fastify';
import type { Config } from '../config.js';

/** The log: JSON lines in production, readable otherwise. Never hand it a secret or what a person has typed. */
export abstract class Log {
  abstract error: FastifyBaseLogger['error'];
  abstract warn: FastifyBaseLogger['warn'];
  abstract info: FastifyBaseLogger['info'];
  abstract debug: FastifyBaseLogger['debug'];
  abstract fatal: FastifyBaseLogger['fatal'];
}

export function openLog(config: Pick<Config, 'production' | 'logLevel'>): FastifyBaseLogger {
  return pino({
    level: config.logLevel,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    ...(config.production
      ? { formatters: { level: (label: string) => ({ level: label }) } }
      : {
          transport: {
            target: 'pino-pretty',
            options: { singleLine: true, translateTime: 'SYS:HH:MM:ss.l' },
          },
        }),
  });
}
