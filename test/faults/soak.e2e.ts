import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ServerProcess } from '../processes.js';
import { Load } from './load.js';
import { canStartMariadb, type Mariadb } from './mariadb.js';
import type { FaultProxy } from './proxy.js';
import { World } from './world.js';

/** More of them make a longer run: each takes two or three seconds. */
const count = Number(process.env['TEST_FAULTS'] ?? 8);
const seed = Number(process.env['TEST_SEED'] ?? Date.now() % 2 ** 31);
const guests = 10;

describe.runIf(canStartMariadb)('a server under load', () => {
  let world: World;
  let mariadb: Mariadb;
  let proxy: FaultProxy;
  let server: ServerProcess;
  let load: Load;

  beforeAll(async () => {
    world = await World.open(1);
    ({ mariadb, proxy, server } = world);
    load = new Load(world.app, world.door);
  });

  afterAll(() => world.close());

  /** Each does its harm, waits until somebody has felt it, and undoes it. */
  const faults: Record<string, () => Promise<void>> = {
    'connections reset': async () => {
      proxy.reset();
      await load.refused(1);
    },
    'line dead': async () => {
      proxy.dead = true;
      await load.refused(guests);
      proxy.heal();
    },
    'line slow': async () => {
      proxy.latency = 50;
      await load.bookings(guests);
      proxy.heal();
    },
    'answer to a COMMIT lost': async () => {
      world.loseCommit('cut after');
      await load.refused(1);
      proxy.heal();
    },
    'database frozen': async () => {
      mariadb.freeze();
      await load.refused(guests);
      mariadb.thaw();
    },
    'database killed': async () => {
      await mariadb.stop('SIGKILL');
      await load.refused(guests);
      await mariadb.start();
    },
  };

  const resident = () =>
    Math.round(Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${server.pid}/status`, 'utf8'))?.[1]) / 1024);
  const descriptors = () => readdirSync(`/proc/${server.pid}/fd`).length;

  it.runIf(process.platform === 'linux')(
    'comes back from each fault of a random row, and loses and leaks nothing',
    async () => {
      await load.start(guests);
      await load.bookings(5 * guests);
      const before = { descriptors: descriptors(), resident: resident() };
      const row = fc.sample(fc.constantFrom(...Object.keys(faults)), { seed, numRuns: count });
      const recoveries: number[] = [];
      for (const name of row) {
        await faults[name]?.();
        recoveries.push(await load.bookings(guests));
      }
      const { done, refusals, slowest } = load;
      await load.settle();
      console.log(
        `soak | ${row.join(', ')} | booked ${done.length} | ${JSON.stringify(refusals)} | longest wait ${slowest} ms` +
          ` | booking again after at most ${Math.max(...recoveries)} ms | MiB ${before.resident} to ${resident()} | seed ${seed}`,
      );
      await expect.poll(descriptors, { timeout: 20_000 }).toBeLessThanOrEqual(before.descriptors + guests);
      expect(server.output).not.toMatch(/unhandled|uncaught/i);
    },
    60_000 + count * 20_000,
  );
});
