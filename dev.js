import { fork } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { TscWatchClient } from 'tsc-watch/client.js';

/**
 * Compiles on every change and starts the server anew. Most of a start is to load the packages, which do not change: the
 * next process has loaded them before it is wanted.
 */
function watch() {
  const spare = () => fork(import.meta.filename, ['stand-by'], { execArgv: ['--enable-source-maps'] });
  let server;
  let next = spare();
  const compiler = new TscWatchClient();
  compiler.on('success', () => {
    // At once, with all that it holds: clients that stay connected would keep it for seconds.
    server?.kill('SIGKILL');
    server = next;
    server.send('compiled');
    next = spare();
  });
  compiler.on('exit', (code) => process.exit(code ?? 1));
  // The servers end by themselves when they are left alone.
  const end = () => {
    compiler.kill();
    process.exit();
  };
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, end);
  compiler.start('-p', 'src/tsconfig.build.json', '--noCheck', '--noClear');
}

/** Becomes the server as soon as it is told that the code is compiled. */
async function standBy() {
  process.on('disconnect', () => process.exit());
  const compiled = once(process, 'message');
  const { dependencies } = JSON.parse(readFileSync(new URL('package.json', import.meta.url), 'utf8'));
  // Not all can be loaded by their name alone; the server loads what is missing.
  await Promise.allSettled(Object.keys(dependencies).map((name) => import(name)));
  await compiled;
  await import('./dist/main.js');
}

if (process.argv[2] === 'stand-by') await standBy();
else watch();
