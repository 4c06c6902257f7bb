import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';

const vitest = fileURLToPath(new URL('../node_modules/vitest/vitest.mjs', import.meta.url));
const config = fileURLToPath(new URL('zones/vitest.config.ts', import.meta.url));

describe('dates are those of Seoul', () => {
  it.concurrent.each(['UTC', 'Asia/Seoul', 'America/Los_Angeles', 'Pacific/Kiritimati'])(
    'in a process in %s',
    async (zone) => {
      const { VITEST: _, ...env } = process.env;
      const run = promisify(execFile)(
        process.execPath,
        [vitest, 'run', '--config', config, '--reporter=json'],
        {
          env: { ...env, TZ: zone, NO_COLOR: '1' },
          timeout: 110_000,
        },
      );
      const { stdout } = await run.catch((error: { stdout: string }) => error);
      const { numPassedTests, testResults } = JSON.parse(stdout.slice(stdout.indexOf('{')));
      const failures = testResults.flatMap(({ assertionResults }: any) =>
        assertionResults.flatMap(({ failureMessages }: any) => failureMessages),
      );
      expect(failures).toEqual([]);
      expect(numPassedTests).toBe(5);
    },
    120_000,
  );
});
