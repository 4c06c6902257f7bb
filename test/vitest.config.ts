import { defineConfig } from 'vitest/config';

export default defineConfig({
  // Nest and TypeORM read the legacy decorators and the types they emit.
  oxc: { decorator: { legacy: true, emitDecoratorMetadata: true } },
  test: {
    root: new URL('..', import.meta.url).pathname,
    include: ['src/**/*.spec.ts', 'test/**/*.spec.ts', 'test/**/*.e2e.ts'],
    testTimeout: 20_000,
    hookTimeout: 60_000,
  },
});
