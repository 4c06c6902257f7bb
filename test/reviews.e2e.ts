import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { SpaceEntity } from '../src/spaces/space.entity.js';
import { type Answer, startApp, type TestApp } from './app.js';
import { Booking } from './booking.js';
import { Make } from './make.js';

const start = '2026-11-21T12:00:00+09:00';
const over = '2026-12-24T18:00:00+09:00';
const write = `mutation ($orderId: ID!, $input: ReviewInput!) { reviewSpace(orderId: $orderId, input: $input) {
  id rating text createdAt author { id } } }`;
const read = `query ($id: ID!) { space(id: $id) { averageRating
  reviews(first: 100) { totalCount nodes { id rating text author { id } } } } }`;

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

async function review(personId: string | null, orderId: string, input: object = {}): Promise<Answer> {
  const token = personId === null ? undefined : await make.token(personId);
  return app.run(write, { orderId, input: { rating: 5, text: '드럼 소리가 좋아요', ...input } }, token);
}

async function reviews() {
  const { data } = await app.run(read, { id: space.id });
  return data.space;
}

/** The counters of the space beside the rows they count. */
async function counted() {
  const [row] = await app.database.select<Record<string, number | string>>(
    `SELECT s.review_count AS counter, s.rating_sum AS total,
       (SELECT COUNT(*) FROM review r WHERE r.space_id = s.id) AS n,
       (SELECT COALESCE(SUM(rating), 0) FROM review r WHERE r.space_id = s.id) AS ratings
     FROM space s WHERE s.id = ?`,
    [space.id],
  );
  // MariaDB answers sums as text.
  return { ...row, ratings: Number(row?.['ratings']) };
}

async function refused(work: () => Promise<Answer>): Promise<Record<string, unknown> | undefined> {
  const before = [await counted(), await reviews()];
  const { data, errors } = await work();
  expect(data).toBeNull();
  expect(errors).toHaveLength(1);
  expect(errors?.[0]?.path).toEqual(['reviewSpace']);
  expect([await counted(), await reviews()]).toEqual(before);
  return { message: errors?.[0]?.message, code: errors?.[0]?.extensions['code'] };
}

const stay = async (option = 'DAY') =>
  (await booking.book(guest.token, { spaceId: space.id, option })).id as string;

describe('reviewSpace', () => {
  it('puts the review first and counts it', async () => {
    const earlier = await make.review(space, 2, '그럭저럭');
    app.clock.set(start);
    const id = await stay();
    app.clock.advance(1);
    const other = await stay('NIGHT');
    app.clock.set(over);
    const { data, errors } = await review(guest.id, id, { text: '  드럼\r\n좋아요 ' });
    expect(errors).toBeUndefined();
    expect(data.reviewSpace).toEqual({
      id: expect.stringMatching(/^[\da-f-]{36}$/),
      rating: 5,
      text: '드럼\n좋아요',
      createdAt: new Date(over).toISOString(),
      author: { id: guest.id },
    });
    const { id: reviewId } = data.reviewSpace;
    const ordered = '{ me { orders { nodes { id review { id rating author { id } } } } } }';
    expect((await app.run(ordered, {}, await make.token(guest.id))).data.me.orders.nodes).toEqual([
      { id: other, review: null },
      { id, review: { id: reviewId, rating: 5, author: { id: guest.id } } },
    ]);
    expect(await reviews()).toEqual({
      averageRating: 3.5,
      reviews: {
        totalCount: 2,
        nodes: [
          { id: reviewId, rating: 5, text: '드럼\n좋아요', author: { id: guest.id } },
          { id: earlier.id, rating: 2, text: '그럭저럭', author: { id: earlier.authorId } },
        ],
      },
    });
    expect(await counted()).toEqual({ counter: 2, total: 7, n: 2, ratings: 7 });
  });

  it.each([1, 5])('takes a rating of %i', async (rating) => {
    const id = await stay();
    app.clock.set(over);
    expect((await review(guest.id, id, { rating })).data.reviewSpace.rating).toBe(rating);
    expect((await reviews()).averageRating).toBe(rating);
  });

  it('takes 2000 characters, each of whatever size', async () => {
    const id = await stay();
    app.clock.set(over);
    const text = '🥁'.repeat(2000);
    expect((await review(guest.id, id, { text })).data.reviewSpace.text).toBe(text);
    expect((await reviews()).reviews.nodes[0].text).toBe(text);
  });

  it('is for once per stay', async () => {
    const id = await stay();
    app.clock.set(over);
    await review(guest.id, id);
    expect(await refused(() => review(guest.id, id, { rating: 1 }))).toEqual({
      message: 'You have reviewed this stay already.',
      code: 'CONFLICT',
    });
  });

  it('is for once per stay, however often it is sent at once', async () => {
    const id = await stay();
    app.clock.set(over);
    const answers = await Promise.all(Array.from({ length: 20 }, () => review(guest.id, id)));
    expect(answers.filter(({ data }) => data)).toHaveLength(1);
    const codes = answers.flatMap(({ errors }) => errors?.map(({ extensions }) => extensions['code']) ?? []);
    expect(codes).toEqual(Array.from({ length: 19 }, () => 'CONFLICT'));
    expect(await counted()).toEqual({ counter: 1, total: 5, n: 1, ratings: 5 });
  });

  it('of two stays is for each of them', async () => {
    const [first, second] = [await stay('DAY'), await stay('NIGHT')];
    app.clock.set('2026-12-25T08:00:00+09:00');
    await review(guest.id, first, { rating: 4 });
    await review(guest.id, second, { rating: 1 });
    expect(await counted()).toEqual({ counter: 2, total: 5, n: 2, ratings: 5 });
    expect((await reviews()).averageRating).toBe(2.5);
  });

  it.each([
    ['DAY', '2026-12-24T18:00:00+09:00'],
    ['NIGHT', '2026-12-25T08:00:00+09:00'],
    ['ALL', '2026-12-25T08:00:00+09:00'],
  ])('of %s is for when the stay is over, at %s', async (option, end) => {
    const id = await stay(option);
    app.clock.set(new Date(Date.parse(end) - 1).toISOString());
    expect(await refused(() => review(guest.id, id))).toEqual({
      message: 'A stay can be reviewed once it is over.',
      code: 'CONFLICT',
    });
    app.clock.advance(1);
    expect((await review(guest.id, id)).data.reviewSpace.rating).toBe(5);
  });

  it.each(['waiting', 'expired', 'cancelled', 'given up'])('is not for a stay that is %s', async (state) => {
    const { id } = (await booking.place(guest.token, { spaceId: space.id })).data.placeOrder;
    if (state === 'cancelled') await booking.complete(guest.token, id);
    if (state === 'cancelled' || state === 'given up') await booking.cancel(guest.token, id);
    if (state !== 'waiting') app.clock.set(over);
    expect(await refused(() => review(guest.id, id))).toEqual({
      message: 'Only a paid stay can be reviewed.',
      code: 'CONFLICT',
    });
  });

  it('is for its guest alone', async () => {
    const id = await stay();
    app.clock.set(over);
    const stranger = await make.guest();
    expect(await refused(() => review(host.id, id))).toMatchObject({ code: 'FORBIDDEN' });
    expect(await refused(() => review(stranger.id, id))).toMatchObject({ code: 'NOT_FOUND' });
    expect(await refused(() => review(null, id))).toMatchObject({ code: 'UNAUTHENTICATED' });
    expect(await refused(() => review(guest.id, 'nothing'))).toMatchObject({ code: 'NOT_FOUND' });
  });

  it('is not for hosts who stay at their own', async () => {
    await make.grant(host.id, 100_000);
    const { id } = await booking.book(host.token, { spaceId: space.id });
    app.clock.set(over);
    expect(await refused(() => review(host.id, id))).toMatchObject({ code: 'FORBIDDEN' });
  });

  it.each([
    [{ rating: 0 }, 'input.rating: must be from 1 to 5'],
    [{ rating: 6 }, 'input.rating: must be from 1 to 5'],
    [{ rating: -2147483648 }, 'input.rating: must be from 1 to 5'],
    [{ text: '' }, 'input.text: must have 1 to 2000 visible characters'],
    [{ text: ' \n ' }, 'input.text: must have 1 to 2000 visible characters'],
    [{ text: '\u200b' }, 'input.text: must have 1 to 2000 visible characters'],
    [{ text: '가'.repeat(2001) }, 'input.text: must have 1 to 2000 visible characters'],
  ])('refuses %j', async (input, message) => {
    const id = await stay();
    app.clock.set(over);
    expect(await refused(() => review(guest.id, id, input))).toEqual({ message, code: 'BAD_USER_INPUT' });
  });

  it('counts right when many review a space at once', async () => {
    const guests = await Promise.all(Array.from({ length: 25 }, () => make.guest()));
    app.clock.set(start);
    const stays = [];
    for (const [index, { token, id }] of guests.entries()) {
      const date = `2026-12-${String(index + 1).padStart(2, '0')}`;
      stays.push({ id, order: (await booking.book(token, { spaceId: space.id, date })).id as string });
    }
    app.clock.set('2026-12-26T12:00:00+09:00');
    const answers = await Promise.all(
      stays.map(({ id, order }, index) => review(id, order, { rating: 1 + (index % 5) })),
    );
    expect(answers.flatMap(({ errors }) => errors ?? [])).toEqual([]);
    expect(await counted()).toEqual({ counter: 25, total: 75, n: 25, ratings: 75 });
    expect((await reviews()).averageRating).toBe(3);
  });
});
