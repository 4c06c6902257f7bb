import 'reflect-metadata';
import { createServer } from 'node:net';
import type { Type } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { GraphQLSchemaHost } from '@nestjs/graphql';
import { Test } from '@nestjs/testing';
import type { GraphQLSchema } from 'graphql';
import { AppModule } from '../src/app.module.js';
import { Clock } from '../src/platform/clock.js';
import { readConfig } from '../src/platform/config.js';
import { Database } from '../src/platform/database/database.js';
import { Executor } from '../src/platform/graphql/executor.js';
import { httpServer } from '../src/platform/http/server.js';
import { Shortcuts } from '../src/platform/http/shortcuts.js';
import type { OperationFacts } from '../src/platform/graphql/operations.js';
import { everyOperation } from '../src/platform/graphql/refuses.js';
import { openLog } from '../src/platform/ops/log.js';
import { Metrics } from '../src/platform/ops/metrics.js';
import { listen } from '../src/start.js';
import { makeDatabase } from './databases.js';
import { makeStorage } from './storages.js';

/** A clock that stands still until a test moves it: 21 November 2026, noon in Seoul. */
export class TestClock extends Clock {
  private instant = Date.parse('2026-11-21T12:00:00+09:00');
  private readonly timers = new Set<Timer>();

  override now(): number {
    return this.instant;
  }

  override at(instant: number, run: () => void): () => void {
    const timer = { instant, run };
    this.timers.add(timer);
    if (instant <= this.instant) setImmediate(() => this.fire());
    return () => void this.timers.delete(timer);
  }

  /** Moves to a point in time, and runs what is due by then in the order in which it is due. */
  set(instant: string): void {
    this.instant = Date.parse(instant);
    this.fire();
  }

  /** Moves on by some milliseconds, as `set`. */
  advance(ms: number): void {
    this.instant += ms;
    this.fire();
  }

  private fire(): void {
    const due = [...this.timers].filter(({ instant }) => instant <= this.instant);
    for (const timer of due.sort((one, other) => one.instant - other.instant)) {
      // One before it may have cancelled it.
      if (this.timers.delete(timer)) timer.run();
    }
  }
}

interface Timer {
  readonly instant: number;
  readonly run: () => void;
}

/** The `APP_SECRET` of every test. */
export const testSecret = 'the secret of the tests, 32 characters or more';

/** The shape of every GraphQL answer. */
export interface Answer {
  // The tests say exactly what they expect, so a type here would only repeat them.
  readonly data?: any;
  readonly errors?: readonly {
    message: string;
    path?: readonly (string | number)[];
    extensions: Record<string, unknown>;
  }[];
}

/** The real application, over HTTP, on a database and a storage of its own. */
export interface TestApp {
  readonly url: string;
  readonly clock: TestClock;
  readonly database: Database;
  /** As `DATABASE_URL`, for another process on the same database. */
  readonly databaseUrl: string;
  /** Runs a GraphQL operation, as the holder of `token` if one is given; the answer as it came. */
  run(query: string, variables?: Record<string, unknown>, token?: string): Promise<Answer>;
  /** A part of the application, by its class. */
  get: NestFastifyApplication['get'];
  stop(): Promise<void>;
}

/** What a test adds to the application. */
interface Additions {
  readonly controllers?: Type[];
  readonly providers?: Type[];
  /** Another application whose database it works on, by a clock of its own; it stops before that one. */
  readonly beside?: TestApp;
}

/** Starts the application; `env` adds to the settings of a test. */
export async function startApp(
  env: Record<string, string> = {},
  { controllers = [], providers = [], beside }: Additions = {},
): Promise<TestApp> {
  const made = beside ? { url: beside.databaseUrl, drop: async () => undefined } : await makeDatabase();
  const storage = await makeStorage();
  const config = readConfig({
    PORT: String(await freePort()),
    DATABASE_URL: made.url,
    ...storage.env,
    REDIS_URL: process.env['TEST_REDIS_URL'] ?? '',
    APP_SECRET: testSecret,
    DEMO: 'off',
    LOG_LEVEL: 'silent',
    RATE_LIMIT_FACTOR: '1000',
    ...env,
  });
  const log = openLog(config);
  const metrics = new Metrics();
  const shortcuts = new Shortcuts();
  const clock = new TestClock();
  const module = await Test.createTestingModule({
    imports: [await AppModule.with(config, log, metrics, shortcuts)],
    controllers,
    providers,
  })
    .overrideProvider(Clock)
    .useValue(clock)
    .compile();
  const app = module.createNestApplication<NestFastifyApplication>(
    httpServer(config, log, metrics, shortcuts),
    {
      logger: false,
    },
  );
  await listen(app, config);
  // All that the tests ask is executed as what is asked again and again.
  app.get(Executor).usesBeforeCompiling = 0;
  const url = `http://127.0.0.1:${config.port}`;
  return {
    url,
    clock,
    database: app.get(Database),
    databaseUrl: config.databaseUrl,
    get: app.get.bind(app),
    run: onlyDeclared(runAt(url), app.get(GraphQLSchemaHost).schema),
    stop: async () => {
      await app.close();
      await made.drop();
      await storage.drop();
    },
  };
}

/** Fails a test in which an operation refuses with a code that its resolver does not declare. */
function onlyDeclared(run: TestApp['run'], schema: GraphQLSchema): TestApp['run'] {
  const roots = [schema.getQueryType(), schema.getMutationType()].flatMap((type) => type ?? []);
  const operations = Object.assign({}, ...roots.map((type) => type.getFields())) as Record<
    string,
    { extensions: Partial<OperationFacts> } | undefined
  >;
  return async (query, variables, token) => {
    const answer = await run(query, variables, token);
    for (const { path = [], extensions } of answer.errors ?? []) {
      const [name, ...below] = path;
      const declared = below.length === 0 && operations[String(name)]?.extensions.refusals;
      const code = String(extensions['code']);
      if (declared && !(code in declared) && !(code in everyOperation)) {
        throw new Error(`${name} refuses with ${code}, which it does not declare`);
      }
    }
    return answer;
  };
}

/** Runs GraphQL operations at the server that listens at `url`. */
export function runAt(url: string): TestApp['run'] {
  return async (query, variables = {}, token) => {
    const response = await fetch(`${url}/graphql`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        ...(token ? { authorization: `Bearer ${token}` } : {}),
      },
      body: JSON.stringify({ query, variables }),
    });
    return (await response.json()) as Answer;
  };
}

/** A TCP port nobody listens on right now. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}
