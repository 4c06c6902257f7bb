import { parseArgs } from 'node:util';

/** What `--help` prints, given the names of the measurements and what each of them means. */
export const help = (
  names: readonly (readonly [string, string])[],
) => `npm run bench -- [--quick] [--json] [--only NAME,NAME…]

Measures the built server against a hand-written one and against nginx, side by side on this machine.

  --quick       the small database alone, shorter rounds: about six minutes
  --json        one JSON object on stdout instead of the table; npm run -s keeps npm itself quiet
  --only NAMES  only these measurements, comma-separated:
${names.map(([name, meaning]) => `                ${name.padEnd(14)}${meaning}`).join('\n')}

It fills a MariaDB: the one that TEST_DATABASE_URL names (databases hapju_bench_s and hapju_bench_l), else one of its own in
the folder for temporary files. What is filled stays for the next run. Where there is no nginx, its rows say so.`;

export interface Options {
  readonly quick: boolean;
  readonly json: boolean;
  readonly only: readonly string[] | null;
  readonly help: boolean;
}

/** @throws TypeError for an option there is not */
export function readOptions(args: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...args],
    options: {
      quick: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      only: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  return { ...values, only: values.only?.split(',') ?? null };
}
