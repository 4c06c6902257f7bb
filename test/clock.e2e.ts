import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startApp, type TestApp } from './app.js';
import { Booking } from './booking.js';
import { Make } from './make.js';

const query = `query ($id: ID!, $option: SlotOption!) {
  spaces(first: 100, filter: { date: "2026-12-24", option: $option }) { nodes { id } totalCount }
  space(id: $id) { isAvailable(date: "2026-12-24", option: $option)
    availability(from: "2026-12-24", to: "2026-12-24") { day night all } } }`;

describe('a hold', () => {
  let app: TestApp;
  let make: Make;
  let booking: Booking;

  beforeAll(async () => {
    app = await startApp();
    make = new Make(app);
    booking = new Booking(app);
  });

  afterAll(() => app.stop());

  it.each(['DAY', 'NIGHT', 'ALL'])(
    'of %s is over ten minutes later, with nobody doing anything',
    async (option) => {
      const space = await make.space();
      const { token } = await make.guest();
      const { id, holdExpiresAt } = (await booking.place(token, { spaceId: space.id, option })).data
        .placeOrder;
      const seen = async () => {
        const { data, errors } = await app.run(query, { id: space.id, option });
        expect(errors).toBeUndefined();
        const { isAvailable, availability } = data.space;
        const { status } = (await booking.find(token, id)).data.order;
        const ids = data.spaces.nodes.map((node: { id: string }) => node.id);
        expect(data.spaces.totalCount).toBe(ids.length);
        return [ids.includes(space.id), isAvailable, availability[0][option.toLowerCase()], status];
      };
      const before = await booking.state();
      expect(await seen()).toEqual([false, false, 'HELD', 'WAITING']);
      expect(Date.parse(holdExpiresAt) - app.clock.now()).toBe(600_000);
      app.clock.advance(599_999);
      expect(await seen()).toEqual([false, false, 'HELD', 'WAITING']);
      app.clock.advance(1);
      expect(await seen()).toEqual([true, true, 'FREE', 'EXPIRED']);
      expect(await booking.state()).toEqual(before);
    },
  );
});
