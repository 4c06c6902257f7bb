import { build } from 'rolldown';

/**
 * Packages with binaries, threads or files of their own, found beside their code; drivers, which tests reach into; and one
 * that takes what it hashes with from Node only where it is a module of Node.
 */
const external = [
  /^@apollo\/utils\.createhash$/,
  /^@node-rs\//,
  /^altair-static$/,
  /^libsql$/,
  /^mysql2(\/|$)/,
  /^pino(-pretty)?$/,
  /^sharp$/,
];

/** The package of a module; none of our own. */
const packageOf = (id) => /.*\/node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(id)?.[1]?.replace('/', '.') ?? null;

const isDemo = (id) => id.includes('/dist/demo/');

/**
 * The server with its packages in a hundred files: to find and read three thousand takes most of the time of a start, and
 * their texts stay in memory.
 */
await build({
  input: 'dist/main.js',
  platform: 'node',
  external,
  // Not every package says what its modules do when they are loaded.
  treeshake: false,
  // Warnings are about parts of Nest and TypeORM for others, which are not installed; errors still end the build.
  logLevel: 'silent',
  output: {
    dir: 'dist/server',
    cleanDir: true,
    comments: false,
    keepNames: true,
    strictExecutionOrder: true,
    // One character beyond Latin-1 doubles what a file takes of memory: packages have files of their own.
    codeSplitting: { groups: [{ name: packageOf, debugName: 'packages' }] },
    entryFileNames: '[name].js',
    chunkFileNames: ({ moduleIds }) => (moduleIds.some(isDemo) ? 'demo/[name].js' : '[name].js'),
  },
});
