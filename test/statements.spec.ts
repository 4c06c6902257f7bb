import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Answer, startApp, type TestApp } from './app.js';
import { Booking } from './booking.js';
import { Make } from './make.js';

/** What the row of a room tells, with its pictures. */
const own = `
  id title subtitle address latitude longitude minCount maxCount fromPrice likeCount averageRating createdAt
  cancellationPolicy category { name } district { name } facilities { name } options { price }
  images { id url(width: 320) width height position }`;
const everything = `
  id title host { nickname } category { name } district { name } facilities { name } options { price }
  images { url(width: 320) width } availability(from: "2026-12-01", to: "2026-12-31") { date day night all }`;

describe('SQL statements', () => {
  let app: TestApp;

  beforeAll(async () => {
    app = await startApp();
    const make = new Make(app);
    const host = await make.account();
    for (let index = 0; index < 20; index += 1) {
      const space = await make.space({ hostId: index % 2 ? host.id : (await make.account()).id });
      for (const position of [0, 1, 2]) {
        await make.picture(space, position, new Uint8Array([index, position]), 720, 480);
      }
      await make.claim({ spaceId: space.id, useDate: '2026-12-24', half: index % 2 });
      await make.review(space, 5);
    }
  });

  afterAll(() => app.stop());

  async function cost(query: string): Promise<number> {
    const before = app.database.statements;
    const { data, errors } = await app.run(query);
    expect(errors).toBeUndefined();
    expect(data).not.toBeNull();
    return app.database.statements - before;
  }

  it.each([1, 20])('a list of %i rooms with their pictures costs 1', async (first) => {
    expect(await cost(`{ spaces(first: ${first}) { nodes { ${own} } } }`)).toBe(1);
  });

  it('a room with its pictures costs 1', async () => {
    const { data } = await app.run('{ spaces(first: 1) { nodes { id } } }');
    expect(await cost(`{ space(id: "${data.spaces.nodes[0].id}") { ${own} } }`)).toBe(1);
  });

  it.each([1, 20])(
    'a list of %i rooms with their hosts and a month of availability costs 3',
    async (first) => {
      expect(await cost(`{ spaces(first: ${first}) { nodes { ${everything} } } }`)).toBe(3);
    },
  );

  it('a total costs 1 more', async () => {
    expect(await cost(`{ spaces(first: 20) { nodes { ${everything} } totalCount } }`)).toBe(4);
  });

  it('a date costs none more', async () => {
    expect(
      await cost(`{ spaces(first: 10, filter: { date: "2026-12-24" }) { nodes { ${everything} } } }`),
    ).toBe(3);
  });

  it('a search costs 1 more', async () => {
    expect(await cost(`{ spaces(first: 20, filter: { search: "합주" }) { nodes { ${everything} } } }`)).toBe(
      4,
    );
  });

  it('reviews with their authors cost 2 more, soundtracks 1', async () => {
    const more = `${everything} reviews(first: 3) { nodes { rating author { nickname } } totalCount } soundtrack { name }`;
    expect(await cost(`{ spaces(first: 20) { nodes { ${more} } } }`)).toBe(6);
  });

  it('edges and nodes share what hangs on them', async () => {
    expect(
      await cost(
        '{ spaces { nodes { images { id } host { id } } edges { node { images { id } host { id } } } } }',
      ),
    ).toBe(2);
  });

  it('a room with its host and a month of availability costs 3', async () => {
    const { data } = await app.run('{ spaces(first: 1) { nodes { id } } }');
    expect(await cost(`{ space(id: "${data.spaces.nodes[0].id}") { ${everything} } }`)).toBe(3);
  });

  it('a slot of a room, free or not, costs 1', async () => {
    const { data } = await app.run('{ spaces(first: 1) { nodes { id } } }');
    const { id } = data.spaces.nodes[0];
    const free = (date: string) => `isAvailable(date: "${date}", option: DAY)`;
    expect(await cost(`{ space(id: "${id}") { ${free('2026-12-24')} } }`)).toBe(1);
    // The slots of one date are read along with the room; those of others are asked for.
    const two = `one: ${free('2026-12-24')} other: ${free('2026-12-25')}`;
    expect(await cost(`{ space(id: "${id}") { ${two} } }`)).toBe(2);
  });

  it('a sold-out date costs few however many rooms there are', async () => {
    const ids = await app.database.select<{ id: string }>('SELECT id FROM space');
    for (const { id } of ids) {
      for (const half of [0, 1]) {
        await new Make(app).claim({ spaceId: id, useDate: '2026-12-31', half });
      }
    }
    expect(await cost('{ spaces(first: 20, filter: { date: "2026-12-31" }) { nodes { id } } }')).toBe(1);
  });
});

describe('SQL statements of bookings', () => {
  let app: TestApp;
  let make: Make;
  let booking: Booking;
  let guest: { id: string; token: string };
  let host: { id: string; token: string };
  let spaceId: string;

  beforeAll(async () => {
    app = await startApp();
    make = new Make(app);
    booking = new Booking(app);
    host = await make.guest(0);
    spaceId = (await make.space({ hostId: host.id })).id;
  });

  afterAll(() => app.stop());

  beforeEach(async () => {
    guest = await make.guest();
  });

  /** What something costs, and what it answered. */
  async function costing(work: () => Promise<Answer>): Promise<[number, any]> {
    const before = app.database.statements;
    const { data, errors } = await work();
    const cost = app.database.statements - before;
    expect(errors).toBeUndefined();
    return [cost, Object.values(data)[0]];
  }

  const dates = Array.from(
    { length: 40 },
    (_, day) => `2027-0${1 + Math.floor(day / 20)}-${10 + (day % 20)}`,
  );
  let used = 0;
  const newDate = () => dates[(used += 1) - 1] as string;
  /** Fields that need no statement of their own: what is pinned is the mutation alone. */
  const place = (token: string, date: string, option = 'DAY', key: string = randomUUID()) =>
    app.run(
      `mutation ($input: PlaceOrderInput!) { placeOrder(input: $input) {
         __typename ... on Order { id status } ... on SlotTaken { heldUntil nextFreeDates } } }`,
      { input: { spaceId, date, option, headCount: 4, idempotencyKey: key } },
      token,
    );
  const complete = (token: string, id: string, key = id) =>
    app.run(
      `mutation ($id: ID!, $key: String!) { completeOrder(id: $id, input: {
         booker: { name: "김합주", phone: "010-1234-5678" }, idempotencyKey: $key }) {
         __typename ... on Order { id status } ... on InsufficientPoints { balance } } }`,
      { id, key },
      token,
    );
  const cancel = (token: string, id: string, key = `cancel-${id}`) =>
    app.run(
      'mutation ($id: ID!, $key: String!) { cancelOrder(id: $id, idempotencyKey: $key) { id status refund } }',
      { id, key },
      token,
    );

  it('of a hold are 6, 8 when it clears others away', async () => {
    const date = newDate();
    expect(await costing(() => place(guest.token, date))).toMatchObject([6, { __typename: 'Order' }]);
    expect(await costing(() => place(guest.token, date, 'ALL'))).toMatchObject([8, { status: 'WAITING' }]);
    app.clock.advance(600_000);
    const rival = await make.guest();
    expect(await costing(() => place(rival.token, date, 'ALL'))).toMatchObject([8, { status: 'WAITING' }]);
  });

  it('of a hold that clears away one of its own and one that is over are 8', async () => {
    const [date, rival] = [newDate(), await make.guest()];
    await place(rival.token, date, 'NIGHT');
    app.clock.advance(600_000);
    guest = { ...guest, token: await make.token(guest.id) };
    await place(guest.token, date, 'DAY');
    expect(await costing(() => place(guest.token, date, 'ALL'))).toMatchObject([8, { status: 'WAITING' }]);
  });

  it('of a slot that is held or taken is 1', async () => {
    const [date, rival] = [newDate(), await make.guest()];
    const [, { id }] = await costing(() => place(guest.token, date, 'ALL'));
    expect(await costing(() => place(rival.token, date))).toMatchObject([1, { __typename: 'SlotTaken' }]);
    await complete(guest.token, id);
    expect(await costing(() => place(rival.token, date))).toMatchObject([1, { heldUntil: null }]);
  });

  it('of the losers of a rush on a slot are 1 each', async () => {
    const date = newDate();
    const rivals = await Promise.all(Array.from({ length: 20 }, () => make.guest()));
    const before = app.database.statements;
    await Promise.all(rivals.map(({ token }) => place(token, date)));
    expect(app.database.statements - before).toBe(6 + 19);
  });

  it('of a payment are 11, of a cancel 10, of a hold given up 6', async () => {
    const [, { id }] = await costing(() => place(guest.token, newDate()));
    expect(await costing(() => complete(guest.token, id))).toMatchObject([11, { status: 'COMPLETED' }]);
    expect(await costing(() => cancel(guest.token, id))).toMatchObject([10, { refund: 30_000 }]);
    const [, hold] = await costing(() => place(guest.token, newDate()));
    expect(await costing(() => cancel(guest.token, hold.id))).toMatchObject([6, { refund: 0 }]);
  });

  it('of a cancel that gives half back and half to the host are 14', async () => {
    const { id } = await booking.book(guest.token, { spaceId });
    app.clock.set('2026-12-20T12:00:00+09:00');
    const token = await make.token(guest.id);
    expect(await costing(() => cancel(token, id))).toMatchObject([14, { refund: 15_000 }]);
  });

  it('of what is sent again are 1, of a hold 2', async () => {
    const [date, key] = [newDate(), randomUUID()];
    const [, { id }] = await costing(() => place(guest.token, date, 'DAY', key));
    expect(await costing(() => place(guest.token, date, 'DAY', key))).toMatchObject([2, { id }]);
    await complete(guest.token, id);
    expect(await costing(() => complete(guest.token, id))).toMatchObject([1, { status: 'COMPLETED' }]);
    await cancel(guest.token, id);
    expect(await costing(() => cancel(guest.token, id))).toMatchObject([1, { status: 'CANCELLED' }]);
    expect(await costing(() => cancel(guest.token, id, randomUUID()))).toMatchObject([1, { id }]);
  });

  it('of a payment without the points are 10', async () => {
    const poor = await make.guest(1);
    const [, { id }] = await costing(() => place(poor.token, newDate()));
    expect(await costing(() => complete(poor.token, id))).toMatchObject([10, { balance: 1 }]);
  });

  it('of a page of orders or points are as many for 20 as for 1', async () => {
    const orders = `{ me { orders(first: 20) { nodes { space { title images { url } } guest { nickname }
      cancellationQuote { refund } } } } }`;
    const points =
      '{ me { pointEntries(first: 20) { nodes { amount order { id status space { title } } } } } }';
    const one = await make.guest();
    const first = await booking.book(one.token, { spaceId, date: newDate() });
    await make.picture(await make.space({ hostId: host.id }), 0, new Uint8Array([7]), 720, 480);
    const asOne = [
      await costing(() => app.run(orders, {}, one.token)),
      await costing(() => app.run(points, {}, one.token)),
    ];
    expect(asOne[0]?.[1].orders.nodes).toHaveLength(1);
    expect(first.status).toBe('COMPLETED');
    for (let more = 0; more < 19; more += 1) {
      const other = await make.space();
      await make.picture(other, 0, new Uint8Array([more]), 720, 480);
      await booking.book(one.token, { spaceId: other.id, date: '2027-03-01' });
    }
    const asTwenty = [
      await costing(() => app.run(orders, {}, one.token)),
      await costing(() => app.run(points, {}, one.token)),
    ];
    expect(asTwenty[0]?.[1].orders.nodes).toHaveLength(20);
    expect(asTwenty.map(([cost]) => cost)).toEqual([4, 4]);
    expect(asOne.map(([cost]) => cost)).toEqual([4, 4]);
  });
});

describe('SQL statements of playlists', () => {
  let app: TestApp;
  let make: Make;
  let owner: { id: string; token: string };
  let tracks: string[];

  beforeAll(async () => {
    app = await startApp();
    make = new Make(app);
    owner = await make.guest(0);
    tracks = [];
    for (let index = 0; index < 20; index += 1) tracks.push((await make.track()).id);
  });

  afterAll(() => app.stop());

  async function cost(query: string, variables: Record<string, unknown>, token = owner.token) {
    const before = app.database.statements;
    const { data, errors } = await app.run(query, variables, token);
    expect(errors).toBeUndefined();
    return [app.database.statements - before, Object.values(data)[0]] as [number, any];
  }

  const create = 'mutation ($input: PlaylistInput!) { createPlaylist(input: $input) { id } }';
  const list = (length: number) => Array.from({ length }, (_, index) => tracks[index % tracks.length]);

  it.each([1, 500])(
    'of making one with %i tracks are 9, of replacing it 8, of deleting it 6',
    async (length) => {
      const input = { name: '목록', trackIds: list(length) };
      const [made, { id }] = await cost(create, { input });
      expect(made).toBe(9);
      const update =
        'mutation ($id: ID!, $input: PlaylistInput!) { updatePlaylist(id: $id, input: $input) { id } }';
      expect(await cost(update, { id, input })).toEqual([8, { id }]);
      expect(await cost('mutation ($id: ID!) { deletePlaylist(id: $id) }', { id })).toEqual([6, id]);
    },
  );

  it('of a page of them with their tracks are 5, a total 1 more', async () => {
    const page = (fields: string) =>
      `{ me { playlists { ${fields} nodes { name ownerName tracks { nodes { title } } } } } }`;
    await cost(create, { input: { name: '하나', trackIds: list(1) } });
    const [one] = await cost(page(''), {});
    for (let more = 0; more < 19; more += 1)
      await cost(create, { input: { name: '더', trackIds: list(20) } });
    const [twenty, { playlists }] = await cost(page(''), {});
    expect(playlists.nodes).toHaveLength(20);
    expect([one, twenty]).toEqual([5, 5]);
    expect((await cost(page('totalCount'), {}))[0]).toBe(6);
  });

  it('of deleting a track are as many in 20 playlists as in 1', async () => {
    const admin = await make.token(owner.id, 'ADMIN');
    const remove = (id: string) => cost('mutation ($id: ID!) { deleteTrack(id: $id) }', { id }, admin);
    const { id: rare } = await make.track();
    await cost(create, { input: { name: '드문', trackIds: [rare] } });
    const [inOne] = await remove(rare);
    const [inMany] = await remove(tracks[0] as string);
    expect([inOne, inMany]).toEqual([inOne, inOne]);
  });
});
