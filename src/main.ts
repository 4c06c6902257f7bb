import { ConfigError, readConfig } from './platform/config.js';
import { start } from './start.js';

const graceMs = 10_000;

try {
  const config = readConfig(process.env);
  const app = await start(config);
  console.log(banner(config.publicUrl, config.production));
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.once(signal, () => {
      // What still runs after the time of grace is cut off; a second signal ends the process at once.
      setTimeout(() => process.exit(0), graceMs).unref();
      void app.close().then(() => process.exit(0));
    });
  }
} catch (error) {
  console.error(error instanceof ConfigError ? error.message : error instanceof Error ? error.stack : error);
  process.exit(1);
}

function banner(url: string, production: boolean): string {
  const lines = [
    ['Welcome', url],
    ['GraphQL', `${url}/graphql`],
    ...(production ? [] : [['Schema', `${url}/schema.gql`]]),
    ['Health', `${url}/healthz`],
  ];
  return [
    '',
    '  Hapju 합주 is ready.',
    '',
    ...lines.map(([name, link]) => `  ${name?.padEnd(8)} ${link}`),
    '',
  ].join('\n');
}
