import { describe, expect, it } from 'vitest';
import { checkDateRange, type ClaimFacts, dayAvailability } from './availability.rules.js';
import { ClaimKind } from './claim.entity.js';

const now = Date.parse('2026-11-21T12:00:00+09:00');
const prices = { dayPrice: 1, nightPrice: 1, allPrice: 1 };
const facts = {
  FREE: undefined,
  EXPIRED: { kind: ClaimKind.ORDER, expiresAt: now },
  HELD: { kind: ClaimKind.ORDER, expiresAt: now + 1 },
  TAKEN: { kind: ClaimKind.ORDER, expiresAt: null },
  BLOCKED: { kind: ClaimKind.HOST_BLOCK, expiresAt: null },
};
type State = keyof typeof facts;

const claims = (day: State, night: State): ClaimFacts[] =>
  [day, night].flatMap((state, half) => (facts[state] ? [{ half, ...facts[state] }] : []));

describe('the availability of a day', () => {
  it.each<[State, State, string, string, string]>([
    ['FREE', 'FREE', 'FREE', 'FREE', 'FREE'],
    ['EXPIRED', 'EXPIRED', 'FREE', 'FREE', 'FREE'],
    ['HELD', 'FREE', 'HELD', 'FREE', 'HELD'],
    ['FREE', 'HELD', 'FREE', 'HELD', 'HELD'],
    ['TAKEN', 'FREE', 'TAKEN', 'FREE', 'TAKEN'],
    ['TAKEN', 'HELD', 'TAKEN', 'HELD', 'TAKEN'],
    ['HELD', 'TAKEN', 'HELD', 'TAKEN', 'TAKEN'],
    ['TAKEN', 'TAKEN', 'TAKEN', 'TAKEN', 'TAKEN'],
    ['BLOCKED', 'FREE', 'CLOSED', 'FREE', 'CLOSED'],
    ['FREE', 'BLOCKED', 'FREE', 'CLOSED', 'CLOSED'],
    ['BLOCKED', 'TAKEN', 'CLOSED', 'TAKEN', 'CLOSED'],
  ])('%s by day and %s by night is %s, %s, %s', (byDay, byNight, day, night, all) => {
    const date = '2026-12-24';
    expect(dayAvailability(date, prices, claims(byDay, byNight), now)).toEqual({ date, day, night, all });
  });

  it.each([
    [{ dayPrice: null }, ['CLOSED', 'FREE', 'FREE']],
    [{ nightPrice: null }, ['FREE', 'CLOSED', 'FREE']],
    [{ allPrice: null }, ['FREE', 'FREE', 'CLOSED']],
  ])('closes what is not sold: %j', (unsold, states) => {
    const { day, night, all } = dayAvailability('2026-12-24', { ...prices, ...unsold }, [], now);
    expect([day, night, all]).toEqual(states);
  });

  it.each([
    ['2026-11-20', 'CLOSED'],
    ['2026-11-21', 'FREE'],
    ['2027-11-21', 'FREE'],
    ['2027-11-22', 'CLOSED'],
  ])('of %s is %s', (date, state) => {
    expect(dayAvailability(date, prices, [], now)).toEqual({ date, day: state, night: state, all: state });
  });
});

describe('a range of dates', () => {
  it.each([
    ['2026-12-01', '2026-12-01'],
    ['2026-12-01', '2027-03-02'],
  ])('%s to %s is taken', (from, to) => {
    expect(() => checkDateRange(from, to)).not.toThrow();
  });

  it.each([
    ['2026-12-02', '2026-12-01', 'to: must not be before from'],
    ['2026-12-01', '2027-03-03', 'to: must be within 92 days of from'],
  ])('%s to %s is refused', (from, to, message) => {
    expect(() => checkDateRange(from, to)).toThrow(message);
  });
});
