import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { AppModule } from './app.module.js';
import { OwnWrites } from './auth/own-writes.interceptor.js';
import type { Config } from './platform/config.js';
import { Subscriptions } from './platform/graphql/subscriptions.js';
import { followConnections } from './platform/http/drain.js';
import { watchMethods } from './platform/http/other-methods.js';
import { httpServer } from './platform/http/server.js';
import { Shortcuts } from './platform/http/shortcuts.js';
import { type Log, logWarnings, openLog } from './platform/ops/log.js';
import { Metrics } from './platform/ops/metrics.js';
import { NestLogger } from './platform/ops/nest-logger.js';
import { Readiness } from './platform/ops/readiness.js';
import { followScopes } from './platform/ops/scope.js';
import { startTracing } from './platform/ops/tracing.js';

/** What is not answered so long after the end has begun is cut. */
const drainMs = 8000;

/** A server that listens. */
export interface Running {
  readonly log: Log;
  /** Answers what has been asked, sends everybody else away, and gives back all it holds. */
  stop(): Promise<void>;
}

/** Builds the whole server and lets it listen. */
export async function start(config: Config): Promise<Running> {
  const log = openLog(config);
  logWarnings(log);
  followScopes(config);
  const stopTracing = await startTracing(config);
  const metrics = new Metrics();
  const shortcuts = new Shortcuts();
  const app = await NestFactory.create<NestFastifyApplication>(
    await AppModule.with(config, log, metrics, shortcuts),
    httpServer(config, log, metrics, shortcuts),
    {
      logger: new NestLogger(log),
      abortOnError: false,
    },
  );
  const drain = followConnections(app.getHttpServer());
  await listen(app, config);
  return {
    log,
    stop: async () => {
      app.get(Readiness).stop();
      await Promise.all([app.get(Subscriptions, { strict: false }).close(), drain(drainMs)]);
      // Only now: GraphQL and the database are closed by it at once.
      await app.close();
      await stopTracing();
    },
  };
}

/** What is set on every application once it is built, by tests too. */
export async function listen(app: NestFastifyApplication, config: Config): Promise<void> {
  const refuseOtherMethods = watchMethods(app.getHttpAdapter().getInstance());
  // Without replicas there is nothing to be behind, and every request would pass through it.
  if (config.databaseReadUrls.length > 0) app.useGlobalInterceptors(app.get(OwnWrites, { strict: false }));
  await app.init();
  refuseOtherMethods();
  await app.listen(config.port, config.host);
}
