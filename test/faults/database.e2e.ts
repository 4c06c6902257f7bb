import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { Load } from './load.js';
import { canStartMariadb, type Mariadb } from './mariadb.js';
import { outcome } from './outcome.js';
import type { FaultProxy } from './proxy.js';
import { spaces, World } from './world.js';

const guests = 20;
const unavailable = 'UNAVAILABLE The database cannot be reached right now; try again.';

function report(fault: string, load: Load, row: Record<string, number | string>): void {
  const { done, refusals, slowest } = load;
  const cells = { booked: done.length, ...refusals, 'longest wait in ms': slowest, ...row };
  console.log([fault, ...Object.entries(cells).map(([name, value]) => `${name} ${value}`)].join(' | '));
}
describe.runIf(canStartMariadb)('a server whose database', () => {
  let world: World;
  let mariadb: Mariadb;
  let proxy: FaultProxy;
  let load: Load;

  beforeAll(async () => {
    world = await World.open(2);
    ({ mariadb, proxy } = world);
  });

  beforeEach(() => {
    load = new Load(world.app, world.door);
  });

  afterEach(() => world.heal());
  afterAll(() => world.close());

  it.each(['SIGTERM', 'SIGKILL'] as const)(
    'ends by %s under load and comes back',
    async (signal) => {
      await load.start(guests);
      await load.bookings(guests);
      await mariadb.stop(signal);
      await load.refused(guests);
      await world.checkAlive();
      await mariadb.start();
      const recovered = await load.bookings(guests);
      await load.settle();
      expect(Object.keys(load.refusals)).toEqual([unavailable]);
      report(`database ended by ${signal}`, load, { 'booking again after ms': recovered });
    },
    120_000,
  );

  it('is frozen under load refuses in bounded time, and goes on once it is thawed', async () => {
    await load.start(guests);
    await load.bookings(guests);
    mariadb.freeze();
    // All of these are answered while it is frozen, ten times as many as there are connections.
    const asked = await Promise.all(Array.from({ length: 100 }, () => world.server.run(spaces)));
    expect(new Set(asked.map(outcome))).toEqual(new Set(['UNAVAILABLE']));
    await load.refused(guests);
    await world.checkAlive();
    mariadb.thaw();
    const recovered = await load.bookings(guests);
    await load.settle();
    expect(Object.keys(load.refusals)).toEqual([unavailable]);
    report('database frozen', load, { 'booking again after ms': recovered });
  }, 120_000);

  it('loses its connections again and again under load', async () => {
    await load.start(guests);
    for (let round = 0; round < 5; round += 1) {
      await load.bookings(guests);
      proxy.reset();
    }
    const recovered = await load.bookings(guests);
    await load.settle();
    expect(Object.keys(load.refusals)).toEqual([unavailable]);
    report('connections reset five times', load, { 'booking again after ms': recovered });
  }, 120_000);

  it('is behind a line that is dead without a word, and then takes no connections', async () => {
    await load.start(guests);
    await load.bookings(guests);
    proxy.dead = true;
    await load.refused(guests);
    proxy.closed = true;
    proxy.reset();
    await load.refused(guests);
    await world.checkAlive();
    proxy.heal();
    const recovered = await load.bookings(guests);
    await load.settle();
    expect(Object.keys(load.refusals)).toEqual([unavailable]);
    report('line dead, then closed', load, { 'booking again after ms': recovered });
  }, 120_000);

  it('had all of that done to it has cost no process, no connection and no descriptor', async () => {
    await world.recovery();
    await vi.waitUntil(() => proxy.connections <= 10, { timeout: 20_000 });
    expect(world.server.output).not.toMatch(/Unhandled|uncaught/i);
    expect(await world.server.stop()).toBe(0);
  });
});
