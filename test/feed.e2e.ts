import { createClient, type Client } from 'graphql-ws';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { WebSocket } from 'ws';
import { AvailabilityFeed } from '../src/orders/availability-feed.service.js';
import { UpkeepService } from '../src/orders/upkeep.service.js';
import type { SpaceEntity } from '../src/spaces/space.entity.js';
import { startApp, type TestApp } from './app.js';
import { Booking } from './booking.js';
import { Make } from './make.js';

const query = 'subscription ($id: ID!) { availabilityChanged(spaceId: $id) { date day night all } }';
const start = '2026-11-21T12:00:00+09:00';
const minute = 60_000;

let app: TestApp;
let make: Make;
let booking: Booking;
let feed: AvailabilityFeed;
let space: SpaceEntity;
let guest: { id: string; token: string };
const clients: Client[] = [];

beforeAll(async () => {
  app = await startApp();
  make = new Make(app);
  booking = new Booking(app);
  feed = app.get(AvailabilityFeed, { strict: false });
});

afterAll(() => app.stop());

beforeEach(async () => {
  app.clock.set(start);
  guest = await make.guest();
  space = await make.space();
  app.clock.set(start);
});

afterEach(async () => {
  for (const client of clients.splice(0)) await client.dispose();
  await vi.waitFor(() => expect(feed.size).toBe(0));
});

interface Watcher {
  readonly client: Client;
  readonly events: unknown[];
  readonly errors: unknown[];
  readonly stop: () => void;
}

/** Somebody who watches a space from now on, over a socket of his own. */
async function watch(id = space.id): Promise<Watcher> {
  const client = createClient({
    url: `${app.url.replace('http', 'ws')}/graphql`,
    webSocketImpl: WebSocket,
    retryAttempts: 0,
  });
  clients.push(client);
  const [events, errors]: [unknown[], unknown[]] = [[], []];
  const before = feed.readers;
  const stop = client.subscribe(
    { query, variables: { id } },
    {
      next: ({ data, errors: refused }) => {
        if (refused) errors.push(...refused);
        else events.push((data as any).availabilityChanged);
      },
      error: (error) => errors.push(error),
      complete: () => undefined,
    },
  );
  await vi.waitFor(() => expect(feed.readers > before || errors.length > 0).toBe(true));
  return { client, events, errors, stop };
}

const day = (date: string, ...[by, at, all]: [string, string, string]) => ({ date, day: by, night: at, all });

/** What has been seen, once there are so many. */
async function seen({ events }: Watcher, count: number): Promise<unknown[]> {
  await vi.waitFor(() => expect(events.length).toBeGreaterThanOrEqual(count));
  return events;
}

describe('whoever watches a space', () => {
  it('sees a hold, its payment and its cancel, each once, and so does everybody else', async () => {
    const watchers = [await watch(), await watch(), await watch()] as const;
    const { id } = (await booking.place(guest.token, { spaceId: space.id, option: 'ALL' })).data.placeOrder;
    await booking.complete(guest.token, id);
    await booking.cancel(guest.token, id);
    for (const watcher of watchers) {
      expect(await seen(watcher, 3)).toEqual([
        day('2026-12-24', 'HELD', 'HELD', 'HELD'),
        day('2026-12-24', 'TAKEN', 'TAKEN', 'TAKEN'),
        day('2026-12-24', 'FREE', 'FREE', 'FREE'),
      ]);
    }
  });

  it('sees the end of a hold at its instant', async () => {
    const watcher = await watch();
    await booking.place(guest.token, { spaceId: space.id, option: 'NIGHT' });
    app.clock.advance(10 * minute - 1);
    expect(await seen(watcher, 1)).toEqual([day('2026-12-24', 'FREE', 'HELD', 'HELD')]);
    app.clock.advance(1);
    expect(await seen(watcher, 2)).toEqual([
      day('2026-12-24', 'FREE', 'HELD', 'HELD'),
      day('2026-12-24', 'FREE', 'FREE', 'FREE'),
    ]);
  });

  it('sees the end of a hold that was there before', async () => {
    await booking.place(guest.token, { spaceId: space.id, option: 'DAY' });
    app.clock.advance(minute);
    const watcher = await watch();
    app.clock.advance(9 * minute);
    expect(await seen(watcher, 1)).toEqual([day('2026-12-24', 'FREE', 'FREE', 'FREE')]);
  });

  it('sees no end of a hold that was paid', async () => {
    const watcher = await watch();
    await booking.book(guest.token, { spaceId: space.id, option: 'DAY' });
    app.clock.advance(11 * minute);
    await booking.place(await make.token(guest.id), { spaceId: space.id, option: 'NIGHT' });
    expect(await seen(watcher, 3)).toEqual([
      day('2026-12-24', 'HELD', 'FREE', 'HELD'),
      day('2026-12-24', 'TAKEN', 'FREE', 'TAKEN'),
      day('2026-12-24', 'TAKEN', 'HELD', 'TAKEN'),
    ]);
  });

  it('sees a hold that takes the place of another of the same guest', async () => {
    const watcher = await watch();
    await booking.place(guest.token, { spaceId: space.id, option: 'ALL' });
    app.clock.advance(minute);
    await booking.place(guest.token, { spaceId: space.id, option: 'NIGHT' });
    app.clock.advance(9 * minute);
    expect(await seen(watcher, 2)).toEqual([
      day('2026-12-24', 'HELD', 'HELD', 'HELD'),
      day('2026-12-24', 'FREE', 'HELD', 'HELD'),
    ]);
    app.clock.advance(minute);
    await vi.waitFor(() => expect(watcher.events.at(-1)).toEqual(day('2026-12-24', 'FREE', 'FREE', 'FREE')));
  });

  it('sees what the host blocks and opens, date by date', async () => {
    const host = await make.token(space.hostId);
    const watcher = await watch();
    const range = '(id: $id, from: "2026-12-24", to: "2026-12-25") { id }';
    await app.run(`mutation ($id: ID!) { blockDates${range} }`, { id: space.id }, host);
    await app.run(`mutation ($id: ID!) { blockDates${range} }`, { id: space.id }, host);
    await app.run(`mutation ($id: ID!) { unblockDates${range} }`, { id: space.id }, host);
    expect(await seen(watcher, 4)).toEqual([
      day('2026-12-24', 'CLOSED', 'CLOSED', 'CLOSED'),
      day('2026-12-25', 'CLOSED', 'CLOSED', 'CLOSED'),
      day('2026-12-24', 'FREE', 'FREE', 'FREE'),
      day('2026-12-25', 'FREE', 'FREE', 'FREE'),
    ]);
  });

  it('sees nothing of other spaces, of refusals, or of a key sent again', async () => {
    const watcher = await watch();
    const other = await make.space();
    app.clock.set(start);
    await booking.place(guest.token, { spaceId: other.id });
    await booking.place(guest.token, { spaceId: space.id, idempotencyKey: 'key' });
    await booking.place(guest.token, { spaceId: space.id, idempotencyKey: 'key' });
    const rival = await make.guest();
    app.clock.set(start);
    await booking.place(rival.token, { spaceId: space.id });
    await booking.place(rival.token, { spaceId: space.id, option: 'NIGHT' });
    expect(await seen(watcher, 2)).toEqual([
      day('2026-12-24', 'HELD', 'FREE', 'HELD'),
      day('2026-12-24', 'HELD', 'HELD', 'HELD'),
    ]);
  });

  it('sees within a minute what no message has told', async () => {
    const watcher = await watch();
    await make.claim({ spaceId: space.id, useDate: '2026-12-30', half: 0, ownerId: space.id, kind: 2 });
    app.clock.set(start);
    app.clock.advance(minute);
    expect(await seen(watcher, 1)).toEqual([day('2026-12-30', 'CLOSED', 'FREE', 'CLOSED')]);
    await app.database.transaction((manager) =>
      manager.query('DELETE FROM claim WHERE space_id = ?', [space.id]),
    );
    app.clock.advance(minute);
    expect(await seen(watcher, 2)).toEqual([
      day('2026-12-30', 'CLOSED', 'FREE', 'CLOSED'),
      day('2026-12-30', 'FREE', 'FREE', 'FREE'),
    ]);
  });

  it('sees nothing when the upkeep tidies a hold whose end was seen', async () => {
    const watcher = await watch();
    await booking.place(guest.token, { spaceId: space.id });
    app.clock.advance(10 * minute);
    await app.get(UpkeepService, { strict: false }).run();
    app.clock.advance(minute);
    expect(await seen(watcher, 2)).toEqual([
      day('2026-12-24', 'HELD', 'FREE', 'HELD'),
      day('2026-12-24', 'FREE', 'FREE', 'FREE'),
    ]);
  });

  it.each(['', '00000000-0000-7000-8000-000000000000'])('that is not there (%j) is told so', async (id) => {
    const { errors } = await watch(id);
    expect(errors).toMatchObject([{ extensions: { code: 'NOT_FOUND' } }]);
  });

  it('leaves nothing behind, however he goes', async () => {
    const before = app.database.statements;
    const [one, two] = [await watch(), await watch()];
    expect(app.database.statements - before).toBe(2);
    expect([feed.size, feed.readers]).toEqual([1, 2]);
    one.stop();
    await vi.waitFor(() => expect([feed.size, feed.readers]).toEqual([1, 1]));
    two.client.terminate();
    await vi.waitFor(() => expect([feed.size, feed.readers]).toEqual([0, 0]));
    const after = app.database.statements;
    app.clock.advance(10 * minute);
    expect(app.database.statements).toBe(after);
  });
});
