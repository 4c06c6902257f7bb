import { gql } from '@apollo/client';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { startApp, type TestApp } from '../app.js';
import { Booking } from '../booking.js';
import { FaultProxy } from '../faults/proxy.js';
import { Make } from '../make.js';
import { type ApolloUser, signUpWithApollo } from './apollo.js';
import { patience } from './patience.js';
import { type Day, watchCalendar } from './recipes/live-calendar.js';

let app: TestApp;
let make: Make;
let booking: Booking;
let line: FaultProxy;
let guest: { id: string; token: string };
let spaceId: string;

beforeAll(async () => {
  app = await startApp();
  make = new Make(app);
  booking = new Booking(app);
  guest = await make.guest();
});

beforeEach(async () => {
  line = await FaultProxy.before(Number(new URL(app.url).port));
  spaceId = (await make.space()).id;
});

afterEach(() => line.stop());

afterAll(() => app.stop());

/** Until so many subscriptions run. */
const watched = (many: number) =>
  vi.waitFor(async () => {
    const text = await (await fetch(`${app.url}/metrics`)).text();
    expect(/^hapju_subscriptions (\d+)$/m.exec(text)?.[1]).toBe(String(many));
  }, patience);

describe('a subscription of Apollo Client', () => {
  const CHANGES = gql`
    subscription Changes($id: ID!) {
      availabilityChanged(spaceId: $id) {
        date
        day
        night
        all
      }
    }
  `;
  let user: ApolloUser;

  it('goes on after the line is cut, and ends when it is left', async () => {
    user = await signUpWithApollo(app, `http://127.0.0.1:${line.port}`);
    const heard: unknown[] = [];
    const over = vi.fn();
    const subscription = user.client
      .subscribe<any>({ query: CHANGES, variables: { id: spaceId } })
      .subscribe({ next: ({ data }) => heard.push(data?.availabilityChanged), complete: over, error: over });
    await watched(1);
    await booking.place(guest.token, { spaceId, option: 'DAY' });
    await vi.waitFor(() => expect(heard).toMatchObject([{ day: 'HELD', night: 'FREE' }]), patience);

    line.reset();
    await watched(0);
    await watched(1);
    await booking.place(guest.token, { spaceId, option: 'NIGHT' });
    await vi.waitFor(() => expect(heard).toMatchObject([{}, { day: 'FREE', night: 'HELD' }]), patience);
    expect(over).not.toHaveBeenCalled();

    subscription.unsubscribe();
    await watched(0);
  });
});

describe('the live calendar', () => {
  const from = '2026-12-23';
  const to = '2026-12-25';

  it('shows each change at once, and after a lost line what has happened meanwhile', async () => {
    const screens: (readonly Day[])[] = [];
    const leave = watchCalendar(`http://127.0.0.1:${line.port}`, { id: spaceId, from, to }, (days) =>
      screens.push(days),
    );
    const shown = () => screens.at(-1)?.map(({ date, day, night }) => [date.slice(-2), day, night]);
    const shows = (...days: unknown[]) => vi.waitFor(() => expect(shown()).toEqual(days), patience);
    await shows(['23', 'FREE', 'FREE'], ['24', 'FREE', 'FREE'], ['25', 'FREE', 'FREE']);
    await watched(1);

    const { data } = await booking.place(guest.token, { spaceId, date: '2026-12-24', option: 'DAY' });
    await shows(['23', 'FREE', 'FREE'], ['24', 'HELD', 'FREE'], ['25', 'FREE', 'FREE']);
    await booking.complete(guest.token, data.placeOrder.id);
    await shows(['23', 'FREE', 'FREE'], ['24', 'TAKEN', 'FREE'], ['25', 'FREE', 'FREE']);

    line.closed = true;
    line.reset();
    await watched(0);
    await booking.cancel(guest.token, data.placeOrder.id);
    await booking.book(guest.token, { spaceId, date: '2026-12-25', option: 'ALL' });
    line.closed = false;
    await shows(['23', 'FREE', 'FREE'], ['24', 'FREE', 'FREE'], ['25', 'TAKEN', 'TAKEN']);
    await watched(1);
    await booking.book(guest.token, { spaceId, date: '2026-12-23', option: 'NIGHT' });
    await shows(['23', 'FREE', 'TAKEN'], ['24', 'FREE', 'FREE'], ['25', 'TAKEN', 'TAKEN']);

    leave();
    await watched(0);
  });
});
