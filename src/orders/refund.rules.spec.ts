import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays, instantAt, localDateAt } from '../platform/local-date.js';
import { refundTiers } from '../spaces/cancellation.rules.js';
import { SlotOption } from '../spaces/spaces.types.js';
import { OrderStatus } from './orders.types.js';
import { quoteAt, refundSteps, settlesAt } from './refund.rules.js';
import { stayOf } from './stay.rules.js';

const zone = 'Asia/Seoul';
const hour = 3_600_000;
const seoul = (text: string) => Date.parse(`${text}+09:00`);

type Policy = keyof typeof refundTiers;

function paidOrder(
  policy: Policy,
  date: string,
  paidAt: string | number,
  given: { price?: number; option?: SlotOption } = {},
) {
  const completedAt = typeof paidAt === 'number' ? paidAt : seoul(paidAt);
  const order = {
    price: given.price ?? 30_000,
    policy: refundTiers[policy],
    date,
    venueTz: zone,
    ...stayOf(date, given.option ?? SlotOption.DAY, zone),
    createdAt: completedAt - 60_000,
    completedAt,
    status: OrderStatus.COMPLETED,
  };
  return { ...order, settlesAt: settlesAt(order) };
}

const refundAt = (order: ReturnType<typeof paidOrder>, at: string) => quoteAt(order, false, seoul(at)).refund;

describe('a refund to a guest', () => {
  it.each<[Policy, string, number]>([
    ['FLEXIBLE', '2026-12-17T23:59:59.999', 30_000],
    ['FLEXIBLE', '2026-12-18T00:00:00', 15_000],
    ['FLEXIBLE', '2026-12-23T23:59:59.999', 15_000],
    ['FLEXIBLE', '2026-12-24T00:00:00', 0],
    ['STANDARD', '2026-11-24T23:59:59.999', 30_000],
    ['STANDARD', '2026-11-25T00:00:00', 15_000],
    ['STANDARD', '2026-12-17T23:59:59.999', 15_000],
    ['STANDARD', '2026-12-18T00:00:00', 0],
    ['STRICT', '2026-11-24T23:59:59.999', 15_000],
    ['STRICT', '2026-11-25T00:00:00', 0],
  ])('of %s for the 24th of December at %s is %i', (policy, at, refund) => {
    expect(refundAt(paidOrder(policy, '2026-12-24', '2026-10-01T12:00:00'), at)).toBe(refund);
  });

  it('is everything for 2 hours after paying, to the millisecond', () => {
    const order = paidOrder('STRICT', '2026-11-24', '2026-11-23T12:00:00');
    expect(refundAt(order, '2026-11-23T13:59:59.999')).toBe(30_000);
    expect(refundAt(order, '2026-11-23T14:00:00')).toBe(0);
  });

  it('is everything for 15 minutes only when the stay begins within 3 hours', () => {
    const soon = paidOrder('FLEXIBLE', '2026-11-24', '2026-11-24T06:00:00');
    expect(refundAt(soon, '2026-11-24T06:14:59.999')).toBe(30_000);
    expect(refundAt(soon, '2026-11-24T06:15:00')).toBe(0);
    const later = paidOrder('FLEXIBLE', '2026-11-24', '2026-11-24T05:59:59.999');
    expect(refundAt(later, '2026-11-24T07:59:59.998')).toBe(30_000);
  });

  it('is rounded down to whole won', () => {
    const order = paidOrder('FLEXIBLE', '2026-12-24', '2026-10-01T12:00:00', { price: 33_333 });
    expect(refundAt(order, '2026-12-20T12:00:00')).toBe(16_666);
  });
});

describe('the table of refunds', () => {
  it('names the midnights of Seoul at which it changes', () => {
    const order = paidOrder('FLEXIBLE', '2026-12-24', '2026-10-01T12:00:00');
    expect(refundSteps(order)).toEqual([
      { until: seoul('2026-12-18T00:00:00'), percent: 100 },
      { until: seoul('2026-12-24T00:00:00'), percent: 50 },
    ]);
  });

  it('begins with the time to think again where that is kinder than the policy', () => {
    const order = paidOrder('FLEXIBLE', '2026-12-24', '2026-12-20T12:00:00');
    expect(refundSteps(order)).toEqual([
      { until: seoul('2026-12-20T14:00:00'), percent: 100 },
      { until: seoul('2026-12-24T00:00:00'), percent: 50 },
    ]);
  });

  it('is empty where nothing comes back any more', () => {
    const waiting = { ...paidOrder('STRICT', '2026-12-24', '2026-12-20T12:00:00'), completedAt: null };
    expect(refundSteps(waiting)).toEqual([]);
  });

  it('has one line where two end at the same instant', () => {
    const midnight = paidOrder('FLEXIBLE', '2026-12-24', '2026-12-17T22:00:00');
    expect(refundSteps(midnight)).toEqual([
      { until: seoul('2026-12-18T00:00:00'), percent: 100 },
      { until: seoul('2026-12-24T00:00:00'), percent: 50 },
    ]);
  });
});

describe('a price is the host’s', () => {
  it.each<[SlotOption, string]>([
    [SlotOption.DAY, '2026-12-25T00:00:00'],
    [SlotOption.NIGHT, '2026-12-25T08:00:00'],
    [SlotOption.ALL, '2026-12-25T08:00:00'],
  ])('after %s of the 24th of December from %s on', (option, at) => {
    const order = paidOrder('FLEXIBLE', '2026-12-24', '2026-12-01T12:00:00', { option });
    expect(order.settlesAt).toBe(seoul(at));
    expect(quoteAt(order, true, seoul(at) - 1).refund).toBe(30_000);
    expect(quoteAt(order, true, seoul(at))).toMatchObject({ refund: 0, percent: 0 });
  });

  it('never before its guest has had the time to think again', () => {
    const order = paidOrder('FLEXIBLE', '2026-12-24', '2026-12-24T23:50:00');
    expect(order.settlesAt).toBe(seoul('2026-12-25T00:05:00'));
  });
});

const orders = fc
  .record({
    policy: fc.constantFrom<Policy>('FLEXIBLE', 'STANDARD', 'STRICT'),
    option: fc.constantFrom(...Object.values(SlotOption)),
    price: fc.integer({ min: 0, max: 1_000_000_000 }),
    daysAhead: fc.integer({ min: 0, max: 365 }),
    paidAt: fc.integer({ min: seoul('2026-01-01T00:00:00'), max: seoul('2030-01-01T00:00:00') }),
  })
  .map(({ policy, option, price, daysAhead, paidAt }) =>
    paidOrder(policy, addDays(localDateAt(paidAt, zone), daysAhead), paidAt, { option, price }),
  );
const instants = fc.integer({ min: 0, max: 400 * 24 * hour });

describe('every refund', () => {
  it('lies between nothing and the price, and never grows with time', () => {
    fc.assert(
      fc.property(orders, instants, instants, (order, one, other) => {
        const [sooner, later] = [Math.min(one, other), Math.max(one, other)].map(
          (after) => quoteAt(order, false, order.completedAt + after).refund,
        ) as [number, number];
        expect(sooner).toBeGreaterThanOrEqual(later);
        expect(sooner).toBeLessThanOrEqual(order.price);
        expect(later).toBeGreaterThanOrEqual(0);
      }),
    );
  });

  it('is what the table says, on both sides of each of its instants', () => {
    fc.assert(
      fc.property(orders, (order) => {
        const { tiers } = quoteAt(order, false, order.completedAt);
        const percents = tiers.map(({ percent }) => percent);
        tiers.forEach(({ until, percent }, index) => {
          expect(quoteAt(order, false, until - 1).percent).toBe(percent);
          expect(quoteAt(order, false, until).percent).toBe(percents[index + 1] ?? 0);
        });
        expect(percents).toEqual([...new Set(percents)].sort((a, b) => b - a));
      }),
    );
  });

  it('is everything right after paying, and whenever the host cancels in time', () => {
    fc.assert(
      fc.property(orders, instants, (order, after) => {
        expect(quoteAt(order, false, order.completedAt).refund).toBe(order.price);
        const now = order.completedAt + after;
        const inTime = now < order.settlesAt;
        expect(quoteAt(order, true, now).refund).toBe(inTime ? order.price : 0);
      }),
    );
  });

  it('agrees with the policy by calendar days of notice, once there was time to think again', () => {
    fc.assert(
      fc.property(orders, instants, (order, after) => {
        const now = order.completedAt + 2 * hour + after;
        const notice = (Date.parse(order.date) - Date.parse(localDateAt(now, zone))) / (24 * hour);
        const tier = order.policy.find(({ minDays }) => notice >= minDays);
        expect(quoteAt(order, false, now).percent).toBe(tier?.percent ?? 0);
      }),
    );
  });

  it('of an order that is not paid is nothing', () => {
    for (const status of [OrderStatus.WAITING, OrderStatus.CANCELLED, OrderStatus.EXPIRED]) {
      const order = { ...paidOrder('FLEXIBLE', '2026-12-24', '2026-10-01T12:00:00'), status };
      expect(quoteAt(order, true, seoul('2026-10-01T12:00:00'))).toMatchObject({ refund: 0, percent: 0 });
    }
  });
});

describe('a stay', () => {
  it.each<[SlotOption, string, string]>([
    [SlotOption.DAY, '2026-12-24T09:00:00', '2026-12-24T18:00:00'],
    [SlotOption.NIGHT, '2026-12-24T19:00:00', '2026-12-25T08:00:00'],
    [SlotOption.ALL, '2026-12-24T09:00:00', '2026-12-25T08:00:00'],
  ])('%s of the 24th of December is from %s to %s in Seoul', (option, from, to) => {
    expect(stayOf('2026-12-24', option, zone)).toEqual({ startsAt: seoul(from), endsAt: seoul(to) });
  });

  it('goes by the clock of the venue', () => {
    expect(stayOf('2026-07-01', SlotOption.DAY, 'America/New_York').startsAt).toBe(
      instantAt('2026-07-01', 9, 'America/New_York'),
    );
    expect(stayOf('2026-07-01', SlotOption.DAY, 'America/New_York').startsAt).toBe(
      Date.parse('2026-07-01T09:00:00-04:00'),
    );
  });
});
