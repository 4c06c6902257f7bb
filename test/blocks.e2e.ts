import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ClaimKind } from '../src/orders/claim.entity.js';
import { addDays } from '../src/platform/local-date.js';
import type { SpaceEntity } from '../src/spaces/space.entity.js';
import { type Answer, startApp, type TestApp } from './app.js';
import { Booking } from './booking.js';
import { Make } from './make.js';

const start = '2026-11-21T12:00:00+09:00';
const [today, last] = ['2026-11-21', '2027-11-21'];
const mutation = (field: string) =>
  `mutation ($id: ID!, $from: LocalDate!, $to: LocalDate!) { ${field}(id: $id, from: $from, to: $to) {
     id availability(from: $from, to: $from) { date day night all } } }`;

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
});

afterAll(() => app.stop());

beforeEach(async () => {
  app.clock.set(start);
  host = await make.guest(0);
  guest = await make.guest();
  space = await make.space({ hostId: host.id });
  app.clock.set(start);
});

const change = (
  field: 'blockDates' | 'unblockDates',
  from: string,
  to = from,
  token: string | undefined = host.token,
) => app.run(mutation(field), { id: space.id, from, to }, token);
const block = (from: string, to = from, token?: string) => change('blockDates', from, to, token);
const unblock = (from: string, to = from, token?: string) => change('unblockDates', from, to, token);

async function refused(work: () => Promise<Answer>) {
  const before = await booking.state();
  const { data, errors } = await work();
  expect(data).toBeNull();
  expect(errors).toHaveLength(1);
  expect(await booking.state()).toEqual(before);
  return { message: errors?.[0]?.message, ...errors?.[0]?.extensions };
}

async function unchanged(work: () => Promise<Answer>): Promise<Answer> {
  const before = await booking.state();
  const answer = await work();
  expect(answer.errors).toBeUndefined();
  expect(await booking.state()).toEqual(before);
  return answer;
}

async function states(from: string, to = from): Promise<string[]> {
  const { data } = await app.run(
    `query ($id: ID!, $from: LocalDate!, $to: LocalDate!) {
       space(id: $id) { availability(from: $from, to: $to) { day night all } } }`,
    { id: space.id, from, to },
  );
  return data.space.availability.map(
    ({ day, night, all }: Record<string, string>) => `${day} ${night} ${all}`,
  );
}

/** Whether the list of what is free has it. */
async function listed(date: string, option: string): Promise<boolean> {
  const { data } = await app.run(
    `query ($filter: SpaceFilter) { spaces(first: 100, sort: NEWEST, filter: $filter) { nodes { id } } }`,
    { filter: { date, option } },
  );
  return data.spaces.nodes.some(({ id }: { id: string }) => id === space.id);
}

describe('blockDates', () => {
  it('closes every date of a range, and nothing beside it', async () => {
    const { data, errors } = await block('2026-12-24', '2026-12-26');
    expect(errors).toBeUndefined();
    expect(data.blockDates).toEqual({
      id: space.id,
      availability: [{ date: '2026-12-24', day: 'CLOSED', night: 'CLOSED', all: 'CLOSED' }],
    });
    const closed = 'CLOSED CLOSED CLOSED';
    expect(await states('2026-12-23', '2026-12-27')).toEqual([
      'FREE FREE FREE',
      closed,
      closed,
      closed,
      'FREE FREE FREE',
    ]);
    for (const option of ['DAY', 'NIGHT', 'ALL']) {
      expect(await listed('2026-12-24', option)).toBe(false);
      expect(await listed('2026-12-27', option)).toBe(true);
    }
    const { data: refusal } = await booking.place(guest.token, { spaceId: space.id });
    expect(refusal.placeOrder).toMatchObject({
      __typename: 'SlotTaken',
      message: 'The day of 2026-12-24 is taken.',
      availability: { day: 'CLOSED', night: 'CLOSED', all: 'CLOSED' },
      nextFreeDates: ['2026-12-27', '2026-12-28', '2026-12-29', '2026-12-30', '2026-12-31'],
      heldUntil: null,
    });
  });

  it('closes a year at once, over what is closed already', async () => {
    await block('2026-12-24', '2027-01-10');
    expect((await block(today, last)).errors).toBeUndefined();
    const rows = await app.database.select(
      'SELECT half, kind, COUNT(*) AS n FROM claim WHERE space_id = ? GROUP BY half, kind ORDER BY half',
      [space.id],
    );
    expect(rows).toEqual([
      { half: 0, kind: ClaimKind.HOST_BLOCK, n: 366 },
      { half: 1, kind: ClaimKind.HOST_BLOCK, n: 366 },
    ]);
    expect(await states(last)).toEqual(['CLOSED CLOSED CLOSED']);
    await unchanged(() => block(today, last));
  });

  it.each([
    ['2026-12-02', '2026-12-01', 'to: must not be before from', 'to'],
    [today, addDays(last, 1), 'to: must be within 366 days of from', 'to'],
    ['2026-11-20', today, `from: must be from ${today} to ${last} in Seoul`, 'from'],
    ['2026-12-24', addDays(last, 1), `to: must be from ${today} to ${last} in Seoul`, 'to'],
  ])('refuses %s to %s', async (from, to, message, argument) => {
    expect(await refused(() => block(from, to))).toEqual({ message, code: 'BAD_USER_INPUT', argument });
  });

  it('names the dates that guests have booked or hold, and closes none', async () => {
    await booking.book(guest.token, { spaceId: space.id, date: '2026-12-25', option: 'ALL' });
    await booking.place(guest.token, { spaceId: space.id, date: '2026-12-23', option: 'NIGHT' });
    expect(await refused(() => block('2026-12-20', '2026-12-31'))).toEqual({
      message: 'There are bookings on 2026-12-23, 2026-12-25; cancel them first.',
      code: 'CONFLICT',
      dates: ['2026-12-23', '2026-12-25'],
    });
    expect((await block('2026-12-24')).errors).toBeUndefined();
  });

  it('ends the holds that are over', async () => {
    const { id } = (await booking.place(guest.token, { spaceId: space.id, option: 'ALL' })).data.placeOrder;
    app.clock.set('2026-11-21T12:09:59.999+09:00');
    expect(await refused(() => block('2026-12-24'))).toMatchObject({
      code: 'CONFLICT',
      dates: ['2026-12-24'],
    });
    app.clock.advance(1);
    expect((await block('2026-12-24')).errors).toBeUndefined();
    const sql = 'SELECT status, hold_expires_at AS hold FROM booking_order WHERE id = ?';
    expect(await app.database.select(sql, [id])).toEqual([{ status: 'EXPIRED', hold: null }]);
    expect(await states('2026-12-24')).toEqual(['CLOSED CLOSED CLOSED']);
    expect((await booking.complete(guest.token, id)).data.completeOrder).toMatchObject({
      __typename: 'SlotTaken',
      availability: { day: 'CLOSED' },
      heldUntil: null,
    });
    expect(await booking.audit()).toEqual([]);
  });
});

describe('unblockDates', () => {
  it('opens what was blocked, past dates too, and leaves bookings', async () => {
    await booking.book(guest.token, { spaceId: space.id, date: '2026-12-25', option: 'DAY' });
    await block('2026-12-23', '2026-12-24');
    await block('2026-12-26');
    const { data, errors } = await unblock('2026-11-20', '2026-12-25');
    expect(errors).toBeUndefined();
    expect(data.unblockDates.id).toBe(space.id);
    expect(await states('2026-12-23', '2026-12-26')).toEqual([
      'FREE FREE FREE',
      'FREE FREE FREE',
      'TAKEN FREE TAKEN',
      'CLOSED CLOSED CLOSED',
    ]);
    expect(await listed('2026-12-24', 'ALL')).toBe(true);
    expect((await booking.place(guest.token, { spaceId: space.id })).data.placeOrder.status).toBe('WAITING');
    expect(await booking.audit()).toEqual([]);
  });

  it('of what is open changes nothing', async () => {
    const { data } = await unchanged(() => unblock('2026-12-01', '2026-12-31'));
    expect(data.unblockDates.id).toBe(space.id);
  });

  it('leaves what others block', async () => {
    const theirs = await make.space();
    await make.claim({ spaceId: theirs.id, useDate: '2026-12-24', half: 0, kind: ClaimKind.HOST_BLOCK });
    const { data } = await unchanged(() => unblock('2026-12-24'));
    expect(data.unblockDates.id).toBe(space.id);
  });

  it.each([
    ['2026-12-02', '2026-12-01', 'to: must not be before from'],
    ['2026-12-01', '2027-12-02', 'to: must be within 366 days of from'],
  ])('refuses %s to %s', async (from, to, message) => {
    expect(await refused(() => unblock(from, to))).toEqual({
      message,
      code: 'BAD_USER_INPUT',
      argument: 'to',
    });
  });
});

describe.each(['blockDates', 'unblockDates'] as const)('%s', (field) => {
  it('is for the host of the space alone', async () => {
    await block('2026-12-24');
    expect(await refused(() => change(field, '2026-12-24', '2026-12-25', guest.token))).toEqual({
      message: 'There is no such space.',
      code: 'NOT_FOUND',
    });
    const signedOut = await refused(() => app.run(mutation(field), { id: space.id, from: today, to: today }));
    expect(signedOut).toMatchObject({ code: 'UNAUTHENTICATED' });
    const nowhere = { id: 'nowhere', from: today, to: today };
    expect(await refused(() => app.run(mutation(field), nowhere, host.token))).toMatchObject({
      code: 'NOT_FOUND',
    });
  });

  it('knows no date that does not exist', async () => {
    const { errors } = await change(field, '2026-02-30');
    expect(errors?.[0]?.extensions['code']).toBe('BAD_USER_INPUT');
  });
});
