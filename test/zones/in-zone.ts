import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { OrderEntity } from '../../src/orders/order.entity.js';
import type { SpaceEntity } from '../../src/spaces/space.entity.js';
import { startApp, type TestApp } from '../app.js';
import { Booking } from '../booking.js';
import { Make } from '../make.js';

const zone = process.env['TZ'];
const lastSecond = '2026-11-23T23:59:59+09:00';
const firstSecond = '2026-11-24T00:00:01+09:00';

describe(`around midnight in Seoul, with the process in ${zone}`, () => {
  let app: TestApp;
  let make: Make;
  let booking: Booking;
  let space: SpaceEntity;
  let guest: { id: string; token: string };
  let host: { id: string; token: string };

  beforeAll(async () => {
    app = await startApp();
    make = new Make(app);
    booking = new Booking(app);
    app.clock.set('2026-11-23T20:00:00+09:00');
    host = await make.guest(0);
    guest = await make.guest();
    space = await make.space({ hostId: host.id });
  });

  afterAll(() => app.stop());

  const token = () => make.token(guest.id);
  const place = async (date: string, option = 'DAY') =>
    booking.place(await token(), { spaceId: space.id, date, option });
  const days = async (from: string, to: string) => {
    const { data } = await app.run(
      `query ($id: ID!, $from: LocalDate!, $to: LocalDate!) {
         space(id: $id) { availability(from: $from, to: $to) { date day night } } }`,
      { id: space.id, from, to },
    );
    return data.space.availability.map(
      ({ date, day, night }: Record<string, string>) => `${date} ${day} ${night}`,
    );
  };
  const listed = async (date: string) => {
    const query =
      'query ($date: LocalDate!) { spaces(filter: { date: $date, option: DAY }) { nodes { id } } }';
    const { data, errors } = await app.run(query, { date });
    return errors?.[0]?.message ?? data.spaces.nodes.map(({ id }: { id: string }) => id);
  };

  it('runs in that zone', () => {
    expect(Intl.DateTimeFormat().resolvedOptions().timeZone).toBe(zone);
  });

  it('has the same first and last date to book', async () => {
    app.clock.set(lastSecond);
    expect(await days('2026-11-22', '2026-11-24')).toEqual([
      '2026-11-22 CLOSED CLOSED',
      '2026-11-23 FREE FREE',
      '2026-11-24 FREE FREE',
    ]);
    expect(await days('2027-11-23', '2027-11-24')).toEqual([
      '2027-11-23 FREE FREE',
      '2027-11-24 CLOSED CLOSED',
    ]);
    expect((await place('2026-11-22')).errors?.[0]?.message).toBe(
      'input.date: must be from 2026-11-23 to 2027-11-23 in Seoul',
    );
    expect((await place('2026-11-23')).data.placeOrder).toMatchObject({
      date: '2026-11-23',
      status: 'WAITING',
    });
    expect((await place('2027-11-23')).data.placeOrder).toMatchObject({
      date: '2027-11-23',
      status: 'WAITING',
    });
    expect(await days('2026-11-23', '2026-11-23')).toEqual(['2026-11-23 HELD FREE']);
    expect(await listed('2026-11-23')).toEqual([]);
    expect(await listed('2026-11-24')).toEqual([space.id]);

    app.clock.set(firstSecond);
    expect(await days('2026-11-23', '2026-11-24')).toEqual([
      '2026-11-23 CLOSED CLOSED',
      '2026-11-24 FREE FREE',
    ]);
    expect((await place('2026-11-23')).errors?.[0]?.message).toBe(
      'input.date: must be from 2026-11-24 to 2027-11-24 in Seoul',
    );
    expect((await place('2027-11-24')).data.placeOrder).toMatchObject({
      date: '2027-11-24',
      status: 'WAITING',
    });
    expect(await listed('2026-11-23')).toContain('must be from 2026-11-24 to 2027-11-24 in Seoul');
  });

  it('takes a night of the date it is asked for, and no other, wherever it is read', async () => {
    for (const [instant, date, next] of [
      [lastSecond, '2026-12-31', '2027-01-01'],
      [firstSecond, '2028-02-28', '2028-02-29'],
    ] as const) {
      app.clock.set(date < '2028' ? instant : '2027-12-31T00:00:01+09:00');
      const { id } = (await place(date, 'NIGHT')).data.placeOrder;
      const read = async () => ({
        order: await app.database.select(
          'SELECT use_date AS date, starts_at AS starts, ends_at AS ends FROM booking_order WHERE id = ?',
          [id],
        ),
        claim: await app.database.select('SELECT use_date AS date, half FROM claim WHERE owner_id = ?', [id]),
        entity: await app.database.transaction(async (manager) => {
          const { useDate, startsAt, endsAt } = await manager.findOneByOrFail(OrderEntity, { id });
          return { useDate, startsAt, endsAt };
        }),
        found: await app.database.select('SELECT id FROM booking_order WHERE use_date = ? AND id = ?', [
          date,
          id,
        ]),
        api: (await booking.find(await token(), id)).data.order.date,
        days: await days(date, next),
      });
      const [starts, ends] = [Date.parse(`${date}T19:00:00+09:00`), Date.parse(`${next}T08:00:00+09:00`)];
      const expected = {
        order: [{ date, starts, ends }],
        claim: [{ date, half: 1 }],
        entity: { useDate: date, startsAt: starts, endsAt: ends },
        found: [{ id }],
        api: date,
        days: [`${date} FREE HELD`, `${next} FREE FREE`],
      };
      expect(await read()).toEqual(expected);
      for (const offset of ['-11:00', '+13:00', '+00:00']) {
        await setSessions(app, offset);
        expect(await read()).toEqual(expected);
      }
    }
  });

  it('counts days of notice by the calendar of Seoul', async () => {
    app.clock.set('2026-11-23T20:00:00+09:00');
    const { id } = await booking.book(await token(), {
      spaceId: space.id,
      date: '2026-11-30',
      option: 'ALL',
    });
    const quote = async () => (await booking.find(await token(), id)).data.order.cancellationQuote;
    app.clock.set(lastSecond);
    expect(await quote()).toEqual({
      refund: 60_000,
      percent: 100,
      tiers: [
        { until: '2026-11-23T15:00:00.000Z', percent: 100 },
        { until: '2026-11-29T15:00:00.000Z', percent: 50 },
      ],
    });
    app.clock.set(firstSecond);
    expect(await quote()).toMatchObject({ refund: 30_000, percent: 50 });
    app.clock.set('2026-11-29T23:59:59+09:00');
    expect(await quote()).toMatchObject({ refund: 30_000, percent: 50 });
    app.clock.set('2026-11-30T00:00:01+09:00');
    expect(await quote()).toMatchObject({ refund: 0, percent: 0 });
  });

  it('blocks the dates it is asked for', async () => {
    app.clock.set(firstSecond);
    const query = 'mutation ($id: ID!) { blockDates(id: $id, from: "2026-12-01", to: "2026-12-02") { id } }';
    expect((await app.run(query, { id: space.id }, await make.token(host.id))).errors).toBeUndefined();
    const sql =
      'SELECT DISTINCT use_date AS date FROM claim WHERE space_id = ? AND kind = 2 ORDER BY use_date';
    expect(await app.database.select(sql, [space.id])).toEqual([
      { date: '2026-12-01' },
      { date: '2026-12-02' },
    ]);
    expect(await days('2026-11-30', '2026-12-03')).toEqual([
      '2026-11-30 TAKEN TAKEN',
      '2026-12-01 CLOSED CLOSED',
      '2026-12-02 CLOSED CLOSED',
      '2026-12-03 FREE FREE',
    ]);
  });
});

/** Puts every connection of the pool into a zone, as a server in it would. */
async function setSessions({ database }: TestApp, offset: string): Promise<void> {
  if (database.dialect === 'sqlite') return;
  let waiting = 10;
  let allThere = () => {};
  const all = new Promise<void>((resolve) => (allThere = resolve));
  const sessions = Array.from({ length: waiting }, () =>
    database.transaction(async (manager) => {
      await manager.query('SET time_zone = ?', [offset]);
      if ((waiting -= 1) === 0) allThere();
      await all;
    }),
  );
  await Promise.all(sessions);
}
