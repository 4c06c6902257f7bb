import { type Config, ConfigError, readConfig } from './platform/config.js';
import { start } from './start.js';

const graceMs = 10_000;

try {
  const config = readConfig(process.env);
  const server = await start(config);
  console.log(await banner(config));
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.once(signal, () => {
      // What still runs after the time of grace is cut off; a second signal ends the process at once.
      setTimeout(() => process.exit(0), graceMs).unref();
      void server.stop().then(() => process.exit(0));
    });
  }
} catch (error) {
  console.error(error instanceof ConfigError ? error.message : error instanceof Error ? error.stack : error);
  process.exit(1);
}

async function banner({ publicUrl, production, demo }: Config): Promise<string> {
  const links = [
    ['Welcome', publicUrl],
    ['GraphQL', `${publicUrl}/graphql`],
    ...(production ? [] : [['Schema', `${publicUrl}/schema.gql`]]),
    ['Health', `${publicUrl}/healthz`],
  ];
  const lines = links.map(([name, link]) => `  ${name?.padEnd(8)} ${link}`);
  return ['', '  Hapju 합주 is ready.', '', ...lines, ...(demo ? await logins() : []), ''].join('\n');
}

async function logins(): Promise<string[]> {
  const { demoLogins, demoPassword } = await import('./demo/people/demo-people.js');
  return ['', ...demoLogins.map(({ role, email }) => `  ${role.padEnd(8)} ${email}  ${demoPassword}`)];
}
