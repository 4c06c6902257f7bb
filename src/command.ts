import 'reflect-metadata';
import type { INestApplicationContext, Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { AppModule } from './app.module.js';
import { readConfig } from './platform/config.js';
import { openLog } from './platform/ops/log.js';

/** A command may ask for what takes a while, such as sums over everything. */
const databaseTimeoutMs = 3_600_000;

/**
 * Runs a command of the operator on the whole system without its server, and closes it afterwards. The exit code is
 * what `work` says; an error is told in one line and makes it 2. `modules` are what it needs besides.
 */
export async function runCommand(
  env: NodeJS.ProcessEnv,
  work: (app: INestApplicationContext) => Promise<number>,
  modules: readonly Type[] = [],
): Promise<void> {
  // Warnings of packages are for the log of the server; a command tells what it has done.
  process.removeAllListeners('warning');
  try {
    const config = { ...readConfig(env), demo: false, databaseTimeoutMs, logLevel: 'warn' as const };
    const module = await AppModule.with(config, openLog(config));
    const whole = { ...module, imports: [...(module.imports ?? []), ...modules] };
    const app = await NestFactory.createApplicationContext(whole, { logger: false, abortOnError: false });
    try {
      process.exitCode = await work(app);
    } finally {
      await app.close();
    }
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 2;
  }
}
