import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { SpaceEntity } from '../src/spaces/space.entity.js';
import { startApp, type TestApp } from './app.js';
import { booker, Booking } from './booking.js';
import { Make } from './make.js';

const start = '2026-11-21T12:00:00+09:00';
const minute = 60_000;

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
  guest = await make.guest(100_000);
  space = await make.space({ hostId: host.id });
  app.clock.set(start);
});

afterEach(async () => {
  expect(await booking.audit()).toEqual([]);
});

const iso = (text: string) => new Date(text).toISOString();

/** Runs something that must change nothing, and gives its answer. */
async function refused<T>(work: () => Promise<T>): Promise<T> {
  const before = await booking.state();
  const answer = await work();
  expect(await booking.state()).toEqual(before);
  return answer;
}

async function availability(date = '2026-12-24') {
  const { data } = await app.run(
    `query ($id: ID!, $date: LocalDate!) { space(id: $id) { availability(from: $date, to: $date) { day night all } } }`,
    { id: space.id, date },
  );
  return data.space.availability[0];
}

describe('placeOrder', () => {
  it('holds the slot for ten minutes at the price of now', async () => {
    const { data, errors } = await booking.place(guest.token, { spaceId: space.id, option: 'NIGHT' });
    expect(errors).toBeUndefined();
    expect(data.placeOrder).toEqual({
      __typename: 'Order',
      id: expect.stringMatching(/^[\da-f-]{36}$/),
      date: '2026-12-24',
      option: 'NIGHT',
      headCount: 4,
      price: 40_000,
      status: 'WAITING',
      holdExpiresAt: iso('2026-11-21T12:10:00+09:00'),
      refund: null,
      createdAt: iso(start),
      completedAt: null,
      cancelledAt: null,
      space: { id: space.id },
      guest: { id: guest.id, nickname: '합주 손님' },
      booker: null,
      cancellationQuote: {
        refund: 0,
        percent: 0,
        tiers: [
          { until: iso('2026-12-18T00:00:00+09:00'), percent: 100 },
          { until: iso('2026-12-24T00:00:00+09:00'), percent: 50 },
        ],
      },
    });
    expect(await availability()).toEqual({ day: 'FREE', night: 'HELD', all: 'HELD' });
    expect((await booking.find(guest.token, data.placeOrder.id)).data.order).toEqual({
      ...data.placeOrder,
      __typename: undefined,
    });
  });

  it.each([
    ['DAY', 'DAY'],
    ['DAY', 'ALL'],
    ['NIGHT', 'ALL'],
    ['ALL', 'DAY'],
    ['ALL', 'NIGHT'],
  ])('of %s keeps others from %s', async (first, second) => {
    await booking.place(guest.token, { spaceId: space.id, option: first });
    const other = await make.guest();
    app.clock.set(start);
    const { data, errors } = await refused(() =>
      booking.place(other.token, { spaceId: space.id, option: second }),
    );
    expect(errors).toBeUndefined();
    const held = { DAY: ['HELD', 'FREE'], NIGHT: ['FREE', 'HELD'], ALL: ['HELD', 'HELD'] }[first];
    expect(data.placeOrder).toEqual({
      __typename: 'SlotTaken',
      message: expect.stringContaining('of 2026-12-24 is held by somebody else.'),
      availability: { date: '2026-12-24', day: held?.[0], night: held?.[1], all: 'HELD' },
      nextFreeDates: ['2026-12-25', '2026-12-26', '2026-12-27', '2026-12-28', '2026-12-29'],
      heldUntil: iso('2026-11-21T12:10:00+09:00'),
    });
  });

  it('leaves the other half free', async () => {
    await booking.place(guest.token, { spaceId: space.id, option: 'DAY' });
    const other = await make.guest();
    const { data } = await booking.place(other.token, { spaceId: space.id, option: 'NIGHT' });
    expect(data.placeOrder).toMatchObject({ __typename: 'Order', option: 'NIGHT' });
  });

  it('tells when the last hold of others ends, not the own that would give way', async () => {
    const other = await make.guest();
    app.clock.set(start);
    await booking.place(other.token, { spaceId: space.id, option: 'NIGHT' });
    app.clock.advance(minute);
    await booking.place(guest.token, { spaceId: space.id, option: 'DAY' });
    const { data } = await refused(() => booking.place(guest.token, { spaceId: space.id, option: 'ALL' }));
    expect(data.placeOrder.heldUntil).toBe(iso('2026-11-21T12:10:00+09:00'));
    const third = await make.guest();
    app.clock.set('2026-11-21T12:01:00+09:00');
    const both = await refused(() => booking.place(third.token, { spaceId: space.id, option: 'ALL' }));
    expect(both.data.placeOrder.heldUntil).toBe(iso('2026-11-21T12:11:00+09:00'));
  });

  it('says nothing of a hold where the slot is booked, and offers only free dates', async () => {
    await booking.book(guest.token, { spaceId: space.id, option: 'DAY' });
    for (const date of ['2026-12-25', '2026-12-27']) {
      await make.claim({ spaceId: space.id, useDate: date, half: 0, ownerId: space.id, kind: 2 });
    }
    const other = await make.guest();
    const { data } = await booking.place(other.token, { spaceId: space.id, option: 'ALL' });
    expect(data.placeOrder).toMatchObject({
      message: 'The whole date of 2026-12-24 is taken.',
      availability: { day: 'TAKEN', night: 'FREE', all: 'TAKEN' },
      nextFreeDates: ['2026-12-26', '2026-12-28', '2026-12-29', '2026-12-30', '2026-12-31'],
      heldUntil: null,
    });
  });

  it('again by the same guest replaces his hold on that date, whatever its option', async () => {
    const first = (await booking.place(guest.token, { spaceId: space.id, option: 'ALL' })).data.placeOrder;
    app.clock.advance(minute);
    const second = (await booking.place(guest.token, { spaceId: space.id, option: 'NIGHT' })).data.placeOrder;
    expect(second).toMatchObject({ __typename: 'Order', holdExpiresAt: iso('2026-11-21T12:11:00+09:00') });
    expect((await booking.find(guest.token, first.id)).data.order).toMatchObject({
      status: 'EXPIRED',
      holdExpiresAt: null,
    });
    expect(await availability()).toEqual({ day: 'FREE', night: 'HELD', all: 'HELD' });
    const late = await refused(() => booking.complete(guest.token, first.id));
    expect(late.data.completeOrder.__typename).toBe('SlotTaken');
  });

  it('never replaces what the same guest has paid', async () => {
    const paid = await booking.book(guest.token, { spaceId: space.id, option: 'DAY' });
    const again = await refused(() => booking.place(guest.token, { spaceId: space.id, option: 'ALL' }));
    expect(again.data.placeOrder.__typename).toBe('SlotTaken');
    const night = await booking.place(guest.token, { spaceId: space.id, option: 'NIGHT' });
    expect(night.data.placeOrder.__typename).toBe('Order');
    expect((await booking.find(guest.token, paid.id)).data.order.status).toBe('COMPLETED');
  });

  it('takes over a hold that is over, to the millisecond', async () => {
    const first = (await booking.place(guest.token, { spaceId: space.id, option: 'ALL' })).data.placeOrder;
    const other = await make.guest();
    app.clock.set('2026-11-21T12:09:59.999+09:00');
    expect((await booking.place(other.token, { spaceId: space.id })).data.placeOrder.__typename).toBe(
      'SlotTaken',
    );
    app.clock.advance(1);
    expect((await booking.place(other.token, { spaceId: space.id })).data.placeOrder.__typename).toBe(
      'Order',
    );
    expect(await availability()).toEqual({ day: 'HELD', night: 'FREE', all: 'HELD' });
    expect((await booking.find(guest.token, first.id)).data.order.status).toBe('EXPIRED');
  });

  it.each([
    [{ date: '2026-11-20' }, 'input.date: must be from 2026-11-21 to 2027-11-21 in Seoul'],
    [{ date: '2027-11-22' }, 'input.date: must be from 2026-11-21 to 2027-11-21 in Seoul'],
    [{ headCount: 1 }, 'input.headCount: must be from 2 to 6'],
    [{ headCount: 7 }, 'input.headCount: must be from 2 to 6'],
    [{ headCount: -2147483648 }, 'input.headCount: must be from 2 to 6'],
    [{ idempotencyKey: '' }, 'input.idempotencyKey: must have 1 to 64 visible ASCII characters'],
    [{ idempotencyKey: 'a b' }, 'input.idempotencyKey: must have 1 to 64 visible ASCII characters'],
    [{ idempotencyKey: 'k'.repeat(65) }, 'input.idempotencyKey: must have 1 to 64 visible ASCII characters'],
  ])('refuses %j', async (wish, message) => {
    const { data, errors } = await refused(() => booking.place(guest.token, { spaceId: space.id, ...wish }));
    expect(data).toBeNull();
    expect(errors).toHaveLength(1);
    expect(errors?.[0]).toMatchObject({
      message,
      path: ['placeOrder'],
      extensions: { code: 'BAD_USER_INPUT' },
    });
  });

  it('refuses an option that is not sold', async () => {
    const dayOnly = await make.space({ nightPrice: null, allPrice: null });
    const { errors } = await refused(() =>
      booking.place(guest.token, { spaceId: dayOnly.id, option: 'ALL' }),
    );
    expect(errors?.[0]?.message).toBe('input.option: is not sold by this space');
  });

  it.each([
    ['an unknown space', '00000000-0000-7000-8000-000000000000'],
    ['no id at all', "' OR 1=1 --"],
  ])('of %s is NOT_FOUND', async (_, spaceId) => {
    const { errors } = await refused(() => booking.place(guest.token, { spaceId }));
    expect(errors?.[0]?.extensions['code']).toBe('NOT_FOUND');
  });

  it('of a space that its host has removed is NOT_FOUND', async () => {
    const removed = await make.space({ status: 0 });
    const { errors } = await refused(() => booking.place(guest.token, { spaceId: removed.id }));
    expect(errors?.[0]?.extensions['code']).toBe('NOT_FOUND');
  });
});

describe('completeOrder', () => {
  const placed = async (option = 'DAY') =>
    (await booking.place(guest.token, { spaceId: space.id, option })).data.placeOrder;

  it('books the slot and moves the price to where it waits', async () => {
    const { id } = await placed('ALL');
    app.clock.advance(minute);
    const who = {
      name: ' 김  합주 ',
      phone: '+82 10-1234-5678',
      email: 'Kim@Example.com',
      note: '드럼\n의자 둘',
    };
    const { data, errors } = await booking.complete(guest.token, id, randomUUID(), who);
    expect(errors).toBeUndefined();
    expect(data.completeOrder).toMatchObject({
      __typename: 'Order',
      id,
      status: 'COMPLETED',
      holdExpiresAt: null,
      completedAt: iso('2026-11-21T12:01:00+09:00'),
      booker: { name: '김 합주', phone: '+82 10-1234-5678', email: 'kim@example.com', note: '드럼\n의자 둘' },
      cancellationQuote: { refund: 60_000, percent: 100 },
    });
    expect(await availability()).toEqual({ day: 'TAKEN', night: 'TAKEN', all: 'TAKEN' });
    expect(await booking.points(guest.id)).toBe(40_000);
    expect(await booking.points(host.id)).toBe(0);
    const { data: mine } = await app.run(
      '{ me { points pointEntries(first: 1) { nodes { kind amount order { id space { title } } } } } }',
      {},
      guest.token,
    );
    expect(mine.me).toEqual({
      points: 40_000,
      pointEntries: {
        nodes: [{ kind: 'PAYMENT', amount: -60_000, order: { id, space: { title: '망원 합주실' } } }],
      },
    });
  });

  it('refuses without the points, and the hold goes on', async () => {
    await booking.book(guest.token, { spaceId: space.id, option: 'ALL' });
    const other = await make.space({ allPrice: 40_001 });
    app.clock.set(start);
    const { id } = (await booking.place(guest.token, { spaceId: other.id, option: 'ALL' })).data.placeOrder;
    const { data, errors } = await refused(() => booking.complete(guest.token, id));
    expect(errors).toBeUndefined();
    expect(data.completeOrder).toEqual({
      __typename: 'InsufficientPoints',
      message: 'This order costs 40001 points, and 40000 are at hand.',
      needed: 40_001,
      balance: 40_000,
    });
    await make.grant(guest.id, 1);
    expect((await booking.complete(guest.token, id)).data.completeOrder.status).toBe('COMPLETED');
    expect(await booking.points(guest.id)).toBe(0);
  });

  it('is too late once the hold is over, though nobody else has come', async () => {
    const { id } = await placed();
    app.clock.set('2026-11-21T12:10:00+09:00');
    const { data } = await refused(() => booking.complete(guest.token, id));
    expect(data.completeOrder).toEqual({
      __typename: 'SlotTaken',
      message: 'The hold of this order is over; nothing was paid.',
      availability: { date: '2026-12-24', day: 'FREE', night: 'FREE', all: 'FREE' },
      nextFreeDates: ['2026-12-25', '2026-12-26', '2026-12-27', '2026-12-28', '2026-12-29'],
      heldUntil: null,
    });
  });

  it('is in time a millisecond before', async () => {
    const { id } = await placed();
    app.clock.set('2026-11-21T12:09:59.999+09:00');
    expect((await booking.complete(guest.token, id)).data.completeOrder.status).toBe('COMPLETED');
  });

  it('is for the guest alone', async () => {
    const { id } = await placed();
    const stranger = await make.guest();
    const asHost = await refused(() => booking.complete(host.token, id));
    expect(asHost.errors?.[0]?.extensions['code']).toBe('FORBIDDEN');
    const asStranger = await refused(() => booking.complete(stranger.token, id));
    expect(asStranger.errors?.[0]?.extensions['code']).toBe('NOT_FOUND');
  });

  it.each([
    ['paid', 'This order is paid already.'],
    ['cancelled', 'This order was cancelled.'],
  ])('of one that is %s is a CONFLICT', async (state, message) => {
    const { id } = await placed();
    await (state === 'paid' ? booking.complete(guest.token, id) : booking.cancel(guest.token, id));
    const { errors } = await refused(() => booking.complete(guest.token, id));
    expect(errors?.[0]).toMatchObject({ message, extensions: { code: 'CONFLICT' } });
  });

  it.each([
    [{ ...booker, name: '' }, 'input.booker.name: must have 1 to 60 visible characters'],
    [{ ...booker, name: '\u200b' }, 'input.booker.name: must have 1 to 60 visible characters'],
    [{ ...booker, name: '가'.repeat(61) }, 'input.booker.name: must have 1 to 60 visible characters'],
    [
      { ...booker, phone: '12345' },
      'input.booker.phone: must have 7 to 20 digits, spaces, hyphens or parentheses',
    ],
    [
      { ...booker, phone: 'call me maybe' },
      'input.booker.phone: must have 7 to 20 digits, spaces, hyphens or parentheses',
    ],
    [{ ...booker, note: '가'.repeat(1001) }, 'input.booker.note: must have 1 to 1000 visible characters'],
  ])('refuses %j', async (who, message) => {
    const { id } = await placed();
    const { errors } = await refused(() => booking.complete(guest.token, id, randomUUID(), who));
    expect(errors?.[0]).toMatchObject({ message, extensions: { code: 'BAD_USER_INPUT' } });
  });
});

describe('cancelOrder', () => {
  const paid = (option = 'ALL') => booking.book(guest.token, { spaceId: space.id, option });

  it.each([
    ['2026-11-21T13:00:00+09:00', 60_000],
    ['2026-12-17T23:59:59.999+09:00', 60_000],
    ['2026-12-18T00:00:00+09:00', 30_000],
    ['2026-12-24T08:59:00+09:00', 0],
    ['2026-12-25T07:59:59.999+09:00', 0],
  ])('by the guest at %s gives back %i, as quoted', async (at, refund) => {
    const order = await paid();
    app.clock.set(at);
    const token = await make.token(guest.id);
    const { cancellationQuote } = (await booking.find(token, order.id)).data.order;
    const { data, errors } = await booking.cancel(token, order.id);
    expect(errors).toBeUndefined();
    expect(cancellationQuote.refund).toBe(refund);
    expect(data.cancelOrder).toMatchObject({
      id: order.id,
      status: 'CANCELLED',
      refund,
      cancelledAt: iso(at),
      completedAt: order.completedAt,
    });
    expect(await booking.points(guest.id)).toBe(40_000 + refund);
    expect(await booking.points(host.id)).toBe(60_000 - refund);
    if (at < '2026-12-24') expect(await availability()).toEqual({ day: 'FREE', night: 'FREE', all: 'FREE' });
  });

  it('by the host gives everything back, as quoted to him, until the stay is over', async () => {
    const order = await paid();
    app.clock.set('2026-12-25T07:59:59.999+09:00');
    const token = await make.token(host.id);
    expect((await booking.find(token, order.id)).data.order.cancellationQuote).toMatchObject({
      refund: 60_000,
      percent: 100,
    });
    expect((await booking.cancel(token, order.id)).data.cancelOrder.refund).toBe(60_000);
    expect(await booking.points(guest.id)).toBe(100_000);
    expect(await booking.points(host.id)).toBe(0);
  });

  it.each(['guest', 'host'])('by the %s is too late once the stay is over', async (who) => {
    const order = await paid();
    app.clock.set('2026-12-25T08:00:00+09:00');
    const token = await make.token(who === 'guest' ? guest.id : host.id);
    const { errors } = await refused(() => booking.cancel(token, order.id));
    expect(errors?.[0]).toMatchObject({
      message: 'The stay is over; it can no longer be cancelled.',
      extensions: { code: 'CONFLICT' },
    });
    expect((await booking.find(token, order.id)).data.order.cancellationQuote).toMatchObject({ refund: 0 });
  });

  it('again, by whomever, changes nothing', async () => {
    const order = await paid();
    app.clock.set('2026-12-20T12:00:00+09:00');
    const [asGuest, asHost] = [await make.token(guest.id), await make.token(host.id)];
    const first = (await booking.cancel(asGuest, order.id)).data.cancelOrder;
    for (const token of [asGuest, asHost]) {
      const again = await refused(() => booking.cancel(token, order.id));
      expect(again.data.cancelOrder).toMatchObject({
        status: 'CANCELLED',
        refund: 30_000,
        cancelledAt: first.cancelledAt,
      });
    }
  });

  it('gives up a hold, and the slot can be had at once', async () => {
    const { id } = (await booking.place(guest.token, { spaceId: space.id })).data.placeOrder;
    expect((await booking.cancel(guest.token, id)).data.cancelOrder).toMatchObject({
      status: 'CANCELLED',
      refund: 0,
      holdExpiresAt: null,
    });
    expect(await availability()).toEqual({ day: 'FREE', night: 'FREE', all: 'FREE' });
    expect(await booking.points(guest.id)).toBe(100_000);
    const other = await make.guest();
    expect((await booking.place(other.token, { spaceId: space.id })).data.placeOrder.__typename).toBe(
      'Order',
    );
  });

  it('of a hold that is over is a CONFLICT', async () => {
    const { id } = (await booking.place(guest.token, { spaceId: space.id })).data.placeOrder;
    app.clock.set('2026-11-21T12:10:00+09:00');
    const { errors } = await refused(() => booking.cancel(guest.token, id));
    expect(errors?.[0]?.extensions['code']).toBe('CONFLICT');
  });

  it('by the host of a hold frees it', async () => {
    const { id } = (await booking.place(guest.token, { spaceId: space.id })).data.placeOrder;
    expect((await booking.cancel(host.token, id)).data.cancelOrder.status).toBe('CANCELLED');
    expect((await refused(() => booking.complete(guest.token, id))).errors?.[0]?.extensions['code']).toBe(
      'CONFLICT',
    );
  });

  it('by a stranger is NOT_FOUND', async () => {
    const order = await paid();
    const stranger = await make.guest();
    const { errors } = await refused(() => booking.cancel(stranger.token, order.id));
    expect(errors?.[0]?.extensions['code']).toBe('NOT_FOUND');
  });
});

describe('idempotency keys', () => {
  it('place once, complete once and cancel once', async () => {
    const keys = { place: randomUUID(), complete: randomUUID(), cancel: randomUUID() };
    const wish = { spaceId: space.id, idempotencyKey: keys.place };
    const first = (await booking.place(guest.token, wish)).data.placeOrder;
    expect((await refused(() => booking.place(guest.token, wish))).data.placeOrder).toEqual(first);
    const paid = (await booking.complete(guest.token, first.id, keys.complete)).data.completeOrder;
    const paidAgain = await refused(() => booking.complete(guest.token, first.id, keys.complete));
    expect(paidAgain.data.completeOrder).toEqual(paid);
    const cancelled = (await booking.cancel(guest.token, first.id, keys.cancel)).data.cancelOrder;
    const cancelledAgain = await refused(() => booking.cancel(guest.token, first.id, keys.cancel));
    expect(cancelledAgain.data.cancelOrder).toEqual(cancelled);
  });

  it('still answer when the slot, the date or the space could no longer be had', async () => {
    const wish = { spaceId: space.id, date: '2026-11-21', idempotencyKey: 'first' };
    const { id } = (await booking.place(guest.token, wish)).data.placeOrder;
    app.clock.set('2026-11-22T11:00:00+09:00');
    const again = await refused(async () => booking.place(await make.token(guest.id), wish));
    expect(again.data.placeOrder).toMatchObject({ id, status: 'EXPIRED' });
  });

  it.each([
    ['another date', { date: '2026-12-25' }],
    ['another option', { option: 'NIGHT' }],
    ['another head count', { headCount: 3 }],
  ])('with %s are a CONFLICT', async (_, change) => {
    await booking.place(guest.token, { spaceId: space.id, idempotencyKey: 'key' });
    const { errors } = await refused(() =>
      booking.place(guest.token, { spaceId: space.id, idempotencyKey: 'key', ...change }),
    );
    expect(errors?.[0]).toMatchObject({
      message: 'This idempotency key was used for another request.',
      extensions: { code: 'CONFLICT', argument: 'idempotencyKey' },
    });
  });

  it('of one operation are no keys of another', async () => {
    const { id } = (await booking.place(guest.token, { spaceId: space.id, idempotencyKey: 'key' })).data
      .placeOrder;
    for (const work of [
      () => booking.complete(guest.token, id, 'key'),
      () => booking.cancel(guest.token, id, 'key'),
    ]) {
      expect((await refused(work)).errors?.[0]?.extensions['code']).toBe('CONFLICT');
    }
  });

  it('are each person’s own', async () => {
    const other = await make.guest();
    app.clock.set(start);
    const mine = await booking.place(guest.token, { spaceId: space.id, idempotencyKey: 'key' });
    const theirs = await booking.place(other.token, {
      spaceId: space.id,
      date: '2026-12-25',
      idempotencyKey: 'key',
    });
    expect(theirs.data.placeOrder.__typename).toBe('Order');
    expect(theirs.data.placeOrder.id).not.toBe(mine.data.placeOrder.id);
  });

  it('of a refusal may be used again', async () => {
    const other = await make.guest();
    app.clock.set(start);
    const { id } = (await booking.place(other.token, { spaceId: space.id })).data.placeOrder;
    const wish = { spaceId: space.id, idempotencyKey: 'key' };
    expect((await booking.place(guest.token, wish)).data.placeOrder.__typename).toBe('SlotTaken');
    await booking.cancel(other.token, id);
    expect((await booking.place(guest.token, wish)).data.placeOrder.__typename).toBe('Order');
  });
});

describe('orders of a person', () => {
  const list = `query ($field: OrderStatus, $first: Int, $after: String) { me {
    orders(status: $field, first: $first, after: $after) { nodes { id status } totalCount pageInfo { hasNextPage endCursor } }
    receivedOrders(status: $field, first: $first) { nodes { id guest { nickname } } totalCount } } }`;

  it('come latest first, page by page, by status as it is now', async () => {
    const ids: string[] = [];
    for (const date of ['2026-12-01', '2026-12-02', '2026-12-03', '2026-12-04']) {
      app.clock.advance(1);
      ids.unshift((await booking.place(guest.token, { spaceId: space.id, date })).data.placeOrder.id);
    }
    const [, second, third, fourth] = ids as [string, string, string, string];
    await booking.complete(guest.token, third);
    await booking.cancel(guest.token, fourth);
    app.clock.advance(minute);
    const lasting = (await booking.place(guest.token, { spaceId: space.id, date: '2026-12-05' })).data
      .placeOrder.id;
    app.clock.set('2026-11-21T12:10:00.004+09:00');

    const page = (await app.run(list, { first: 2 }, guest.token)).data.me.orders;
    expect(page).toMatchObject({
      nodes: [
        { id: lasting, status: 'WAITING' },
        { id: ids[0], status: 'EXPIRED' },
      ],
      totalCount: 5,
      pageInfo: { hasNextPage: true },
    });
    const next = (await app.run(list, { first: 5, after: page.pageInfo.endCursor }, guest.token)).data.me
      .orders;
    expect(next.nodes).toEqual([
      { id: second, status: 'EXPIRED' },
      { id: third, status: 'COMPLETED' },
      { id: fourth, status: 'CANCELLED' },
    ]);
    expect(next.pageInfo.hasNextPage).toBe(false);
    const idsOf = async (field: string) => {
      const { orders } = (await app.run(list, { field }, guest.token)).data.me;
      expect(orders.totalCount).toBe(orders.nodes.length);
      return orders.nodes.map(({ id }: { id: string }) => id);
    };
    expect(await idsOf('WAITING')).toEqual([lasting]);
    expect(await idsOf('COMPLETED')).toEqual([third]);
    expect(await idsOf('CANCELLED')).toEqual([fourth]);
    expect(await idsOf('EXPIRED')).toEqual([ids[0], second]);
  });

  it('are received by the host, and by nobody else', async () => {
    const order = await booking.book(guest.token, { spaceId: space.id });
    const { me } = (await app.run(list, {}, host.token)).data;
    expect(me.orders.nodes).toEqual([]);
    expect(me.receivedOrders).toEqual({
      nodes: [{ id: order.id, guest: { nickname: '합주 손님' } }],
      totalCount: 1,
    });
    const stranger = await make.guest();
    expect((await app.run(list, {}, stranger.token)).data.me.receivedOrders.nodes).toEqual([]);
    expect((await booking.find(stranger.token, order.id)).errors?.[0]?.extensions['code']).toBe('NOT_FOUND');
    expect((await booking.find(host.token, order.id)).data.order.booker.phone).toBe('010-1234-5678');
  });

  it('page by cursors of their own list', async () => {
    for (const date of ['2026-12-01', '2026-12-02'])
      await booking.place(guest.token, { spaceId: space.id, date });
    const { endCursor } = (await app.run(list, { first: 1 }, guest.token)).data.me.orders.pageInfo;
    const other = await app.run(list, { first: 1, after: endCursor, field: 'WAITING' }, guest.token);
    expect(other.errors?.[0]).toMatchObject({
      path: ['me', 'orders'],
      extensions: { code: 'BAD_USER_INPUT' },
    });
  });
});

describe('without signing in', () => {
  it.each([
    ['placeOrder', () => booking.place(undefined, { spaceId: space.id })],
    ['completeOrder', () => booking.complete(undefined, 'x')],
    ['cancelOrder', () => booking.cancel(undefined, 'x')],
    ['order', () => booking.find(undefined, 'x')],
  ])('%s is refused', async (name, work) => {
    const { errors } = await refused(work);
    expect(errors?.[0]).toMatchObject({ path: [name], extensions: { code: 'UNAUTHENTICATED' } });
  });
});
