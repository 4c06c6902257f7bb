import { describe, expect, it } from 'vitest';
import { checkFilter } from './space-filter.rules.js';
import { type SpaceFilter, SpaceSort } from './spaces.types.js';

const now = Date.parse('2026-11-21T12:00:00+09:00');
const near = { latitude: 37.5, longitude: 127, radiusKm: 3 };

describe('a filter', () => {
  it.each<[string, SpaceFilter]>([
    ['of nothing', {}],
    ['of nulls', { districtId: null, headCount: null, date: null, search: null, near: null, minPrice: null }],
    [
      'of the least',
      { headCount: 1, minPrice: 0, maxPrice: 0, search: '방', near: { ...near, radiusKm: 0.1 } },
    ],
    [
      'of the most',
      { headCount: 1000, maxPrice: 1_000_000_000, search: '가'.repeat(100), near: { ...near, radiusKm: 10 } },
    ],
    ['of 20 facilities', { facilityIds: Array.from({ length: 20 }, (_, index) => String(index)) }],
    ['of today', { date: '2026-11-21' }],
  ])('%s is taken', (_, filter) => {
    expect(() => checkFilter(filter, SpaceSort.POPULAR, now)).not.toThrow();
  });

  it.each<[string, SpaceFilter]>([
    ['filter.headCount', { headCount: 0 }],
    ['filter.headCount', { headCount: 1001 }],
    ['filter.minPrice', { minPrice: -1 }],
    ['filter.maxPrice', { maxPrice: 1_000_000_001 }],
    ['filter.minPrice', { minPrice: 10, maxPrice: 9 }],
    ['filter.date', { date: '2026-11-20' }],
    ['filter.facilityIds', { facilityIds: Array.from({ length: 21 }, String) }],
    ['filter.search', { search: '' }],
    ['filter.search', { search: ' \n ' }],
    ['filter.search', { search: '가'.repeat(101) }],
    ['filter.near.latitude', { near: { ...near, latitude: -90.1 } }],
    ['filter.near.longitude', { near: { ...near, longitude: 180.1 } }],
    ['filter.near.radiusKm', { near: { ...near, radiusKm: 0 } }],
    ['filter.near.radiusKm', { near: { ...near, radiusKm: 10.1 } }],
  ])('is refused for its %s', (argument, filter) => {
    expect(() => checkFilter(filter, SpaceSort.POPULAR, now)).toThrow(`${argument}: `);
  });

  it('is needed to be near something', () => {
    expect(() => checkFilter({}, SpaceSort.NEAREST, now)).toThrow('sort: NEAREST needs filter.near');
    expect(() => checkFilter({ near }, SpaceSort.NEAREST, now)).not.toThrow();
  });
});
