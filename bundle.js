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

/**
 * Escapes what is beyond Latin-1, where that pays: one such character doubles what a file takes of memory. A backslash
 * before it, which means nothing in a string or a pattern, goes; raw templates hold none.
 */
const inLatin1 = {
  name: 'in-latin-1',
  generateBundle(_, files) {
    for (const file of Object.values(files)) {
      if (file.type !== 'chunk') continue;
      const escaped = file.code.replace(
        /(\\*)([^\0-\xff])/g,
        (_match, slashes, unit) =>
          `${slashes.slice(slashes.length % 2)}\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
      );
      if (escaped.length < 2 * file.code.length) file.code = escaped;
    }
  },
};

const isDemo = (id) => id.includes('/dist/demo/');

/**
 * The server with its packages in a hundred files: to find and read three thousand takes most of the time of a start, and
 * their texts stay in memory.
 */
await build({
  input: 'dist/main.js',
  platform: 'node',
  external,
  plugins: [inLatin1],
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
    // Packages have files of their own, whose names stack traces show.
    codeSplitting: { groups: [{ name: packageOf, debugName: 'packages' }] },
    entryFileNames: '[name].js',
    chunkFileNames: ({ moduleIds }) => (moduleIds.some(isDemo) ? 'demo/[name].js' : '[name].js'),
  },
});
