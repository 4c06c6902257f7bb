import { defineConfig } from 'vitest/config';

export default defineConfig({
  // Nest and TypeORM read the legacy decorators and the types they emit.
  oxc: { decorator: { legacy: true, emitDecoratorMetadata: true } },
  // Packages get graphql as CommonJS from Node; ours must be the same one, or its types are strangers to each other.
  resolve: { alias: [{ find: /^graphql$/, replacement: 'graphql/index.js' }] },
  test: {
    root: new URL('..', import.meta.url).pathname,
    include: ['src/**/*.spec.ts', 'test/**/*.spec.ts', 'test/**/*.e2e.ts'],
    testTimeout: 20_000,
    hookTimeout: 60_000,
  },
});
