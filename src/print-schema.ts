import 'reflect-metadata';
import { writeFileSync } from 'node:fs';
import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { GraphQLSchemaHost } from '@nestjs/graphql';
import { AppModule } from './app.module.js';
import { readConfig } from './platform/config.js';
import { schemaText } from './platform/graphql/schema-text.js';
import { httpServer } from './platform/http/server.js';
import { openLog } from './platform/ops/log.js';
import { Metrics } from './platform/ops/metrics.js';

// Writes schema.gql from the code: the whole system on a database in memory, which never listens.
const config = readConfig({
  DATABASE_URL: 'sqlite::memory:',
  APP_SECRET: 'needed by the configuration, used for nothing here',
  DEMO: 'off',
  LOG_LEVEL: 'error',
});
const log = openLog(config);
const module = await AppModule.with(config, log);
const app = await NestFactory.create<NestFastifyApplication>(module, httpServer(config, log, new Metrics()), {
  logger: false,
});
await app.init();
writeFileSync('schema.gql', schemaText(app.get(GraphQLSchemaHost).schema));
await app.close();
