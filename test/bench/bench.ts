import { existsSync } from 'node:fs';
import { Ground } from './ground.js';
import { machine } from './machine.js';
import { growth } from './measures/growth.js';
import { lists } from './measures/lists.js';
import type { Finding } from './measures/measure.js';
import { readers } from './measures/readers.js';
import { resources } from './measures/resources.js';
import { storms } from './measures/storms.js';
import { streams } from './measures/streams.js';
import { help, readOptions } from './options.js';
import { stopAll } from './peers/child.js';
import { databaseServer } from './peers/mariadb.js';
import { tell } from './places.js';
import { table } from './table.js';

const measures = [...lists, ...storms, ...streams, readers, ...resources, ...growth];

async function run(): Promise<void> {
  const options = readOptions(process.argv.slice(2));
  if (options.help) {
    console.log(help(measures.map(({ name, meaning }) => [name, meaning])));
    return;
  }
  const unknown = options.only?.filter((name) => measures.every((measure) => measure.name !== name)) ?? [];
  if (unknown.length > 0) throw new Error(`There is no measurement ${unknown.join(', ')}; see --help.`);
  if (!existsSync('/proc/self/stat'))
    throw new Error('The bench reads processor times from /proc, which Linux alone has.');

  const server = await databaseServer(process.env['TEST_DATABASE_URL']);
  const ground = new Ground(server, options.quick);
  const before = machine(server);
  const findings: Record<string, Finding> = {};
  for (const measure of measures) {
    if (options.only ? !options.only.includes(measure.name) : options.quick && !measure.quick) continue;
    tell(`${measure.name}: ${measure.meaning}`);
    findings[measure.name] = await measure.run(ground);
  }
  const ran = { ...before, loadAfter: machine(server).load };
  if (options.json) {
    const data = Object.entries(findings).map(([name, finding]) => [name, finding.data]);
    console.log(JSON.stringify({ ...Object.fromEntries(data), machine: ran }));
  } else {
    console.log(
      `${table(findings)}\n\n${Object.entries(ran)
        .map(([name, value]) => `${name} ${String(value)}`)
        .join(', ')}`,
    );
  }
}

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => void stopAll().finally(() => process.exit(1)));
}
try {
  await run();
} catch (error) {
  tell(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
} finally {
  await stopAll();
}
