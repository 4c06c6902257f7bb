import { describe, expect, it } from 'vitest';
import { bookableDates, checkBookable, isBookable } from './calendar.rules.js';

const noon = Date.parse('2026-11-21T12:00:00+09:00');

describe('bookable dates', () => {
  it.each([
    ['2026-11-21T12:00:00+09:00', '2026-11-21', '2027-11-21'],
    // Seoul is a day ahead of UTC from midnight to nine.
    ['2026-11-21T00:00:00+09:00', '2026-11-21', '2027-11-21'],
    ['2026-11-20T23:59:59.999+09:00', '2026-11-20', '2027-11-20'],
    ['2028-02-29T09:00:00+09:00', '2028-02-29', '2029-02-28'],
  ])('at %s run from %s to %s', (instant, first, last) => {
    expect(bookableDates(Date.parse(instant))).toEqual({ first, last });
  });

  it.each([
    ['2026-11-20', false],
    ['2026-11-21', true],
    ['2027-11-21', true],
    ['2027-11-22', false],
  ])('%s is one: %s', (date, expected) => {
    expect(isBookable(date, noon)).toBe(expected);
  });

  it('are named when one is refused', () => {
    expect(() => checkBookable('filter.date', '2026-11-20', noon)).toThrow(
      'filter.date: must be from 2026-11-21 to 2027-11-21 in Seoul',
    );
    expect(() => checkBookable('filter.date', '2026-11-21', noon)).not.toThrow();
  });
});
