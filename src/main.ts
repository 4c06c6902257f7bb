import { setFlagsFromString } from 'node:v8';
import { type Config, ConfigError, readConfig } from './platform/config.js';
import { type Running, start } from './start.js';

// Where there is much memory, V8 would let several times as much garbage pile up as is in use. The limit stays as it is.
setFlagsFromString('--heap-growing-percent=40');
// From what lives long at the start V8 would take objects of every answer for long-lived, which only a full collection finds.
setFlagsFromString('--no-allocation-site-pretenuring');

const graceMs = 10_000;
const signals = ['SIGTERM', 'SIGINT'] as const;

try {
  const config = readConfig(process.env);
  const running = await start(config);
  console.log(await banner(config));
  endInOrder(running);
} catch (error) {
  console.error(error instanceof ConfigError ? error.message : error instanceof Error ? error.stack : error);
  process.exit(1);
}

/** Ends the process with 0 when it is told to, and with 1 when something nobody has caught leaves it in doubt. */
function endInOrder({ log, stop }: Running): void {
  let code: number | null = null;
  const end = (how: 0 | 1) => {
    const begun = code !== null;
    code = Math.max(code ?? 0, how);
    if (begun) return;
    // What still runs after the time of grace is cut off; a second signal ends the process at once.
    for (const signal of signals) process.removeListener(signal, onSignal);
    const exit = () => process.exit(code);
    setTimeout(exit, graceMs).unref();
    stop().then(exit, (error: unknown) => {
      log.error({ err: error }, 'the server did not stop in order');
      process.exit(1);
    });
  };
  const onSignal = () => end(0);
  for (const signal of signals) process.on(signal, onSignal);
  // Rejections that nobody handles come here too.
  process.on('uncaughtException', (error) => {
    log.fatal({ err: error }, 'an error that nobody has caught: the process ends');
    end(1);
  });
}

async function banner({ publicUrl, production, demo }: Config): Promise<string> {
  const links = [
    ['Welcome', publicUrl],
    ['GraphQL', `${publicUrl}/graphql`],
    ...(production
      ? []
      : [
          ['Docs', `${publicUrl}/docs`],
          ['Schema', `${publicUrl}/schema.gql`],
        ]),
    ['Health', `${publicUrl}/readyz`],
  ];
  const lines = links.map(([name, link]) => `  ${name?.padEnd(8)} ${link}`);
  return ['', '  Hapju 합주 is ready.', '', ...lines, ...(demo ? await logins() : []), ''].join('\n');
}

async function logins(): Promise<string[]> {
  const { demoLogins, demoPassword } = await import('./demo/people/demo-people.js');
  return ['', ...demoLogins.map(({ role, email }) => `  ${role.padEnd(8)} ${email}  ${demoPassword}`)];
}
