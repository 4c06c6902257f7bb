import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

/** Suites of built servers in processes of their own; they need the machine to themselves. */
const ofProcesses = [
  'test/start.e2e.ts',
  'test/dev.e2e.ts',
  'test/storm.e2e.ts',
  'test/crash.e2e.ts',
  'test/frozen.e2e.ts',
  'test/hosting-crash.e2e.ts',
  'test/recordings-process.e2e.ts',
  'test/log.e2e.ts',
  'test/slow-readers.e2e.ts',
  'test/backup.e2e.ts',
  'test/replicas.e2e.ts',
  'test/many-processes.e2e.ts',
  'test/faults/database.e2e.ts',
  'test/faults/memory.e2e.ts',
  'test/faults/soak.e2e.ts',
  'test/faults/statements.e2e.ts',
  'test/faults/storage.e2e.ts',
  'test/faults/disk.e2e.ts',
  'test/faults/clients.e2e.ts',
  'test/faults/clock.e2e.ts',
  'test/seed.e2e.ts',
  'test/stop.e2e.ts',
  'test/tracing.e2e.ts',
  'test/clients/browser.e2e.ts',
  'test/clients/firefox.e2e.ts',
  'test/clients/walk-through.e2e.ts',
];

export default defineConfig({
  // Nest and TypeORM read the legacy decorators and the types they emit.
  oxc: { decorator: { legacy: true, emitDecoratorMetadata: true } },
  // Packages get graphql as CommonJS from Node; ours must be the same one, or its types are strangers to each other.
  resolve: { alias: [{ find: /^graphql$/, replacement: 'graphql/index.js' }] },
  test: {
    root: new URL('..', import.meta.url).pathname,
    globalSetup: 'test/build.ts',
    // It is about coming releases of the SDK; the servers under test get no environment of ours.
    env: { AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true' },
    // One beside the servers that they start would leave a machine of two cores half idle.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    testTimeout: 60_000,
    hookTimeout: 120_000,
    projects: [
      {
        extends: true,
        test: {
          name: 'in process',
          include: ['src/**/*.spec.ts', 'test/**/*.spec.ts', 'test/**/*.e2e.ts'],
          exclude: ofProcesses,
          // To load the whole server for each file took as long as to test it; each closes what it has started.
          isolate: false,
        },
      },
      {
        extends: true,
        test: {
          name: 'processes',
          include: ofProcesses,
          fileParallelism: false,
        },
      },
    ],
  },
});
