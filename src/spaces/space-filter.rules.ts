import { BadInput } from '../platform/errors.js';
import { checkBookable } from './calendar.rules.js';
import { type GeoCircle, type SpaceFilter, SpaceSort } from './spaces.types.js';

const mostPeople = 1000;
const mostFacilities = 20;
const longestSearch = 100;
const largestPrice = 1_000_000_000;

/** @throws BadInput naming the first part of the filter that makes no sense */
export function checkFilter(filter: SpaceFilter, sort: SpaceSort, now: number): void {
  const { headCount, date, facilityIds, minPrice, maxPrice, search, near } = filter;
  within('filter.headCount', headCount, 1, mostPeople);
  within('filter.minPrice', minPrice, 0, largestPrice);
  within('filter.maxPrice', maxPrice, 0, largestPrice);
  if ((minPrice ?? 0) > (maxPrice ?? largestPrice)) {
    throw new BadInput('filter.minPrice', 'must not be above filter.maxPrice');
  }
  if (date) checkBookable('filter.date', date, now);
  if (facilityIds && facilityIds.length > mostFacilities) {
    throw new BadInput('filter.facilityIds', `must be at most ${mostFacilities}`);
  }
  if (typeof search === 'string') {
    const length = search.trim().length;
    if (length < 1 || length > longestSearch) {
      throw new BadInput('filter.search', `must have 1 to ${longestSearch} characters`);
    }
  }
  if (near) checkCircle(near);
  else if (sort === SpaceSort.NEAREST) throw new BadInput('sort', 'NEAREST needs filter.near');
}

function checkCircle({ latitude, longitude, radiusKm }: GeoCircle): void {
  within('filter.near.latitude', latitude, -90, 90);
  within('filter.near.longitude', longitude, -180, 180);
  within('filter.near.radiusKm', radiusKm, 0.1, 10);
}

function within(argument: string, value: number | null | undefined, least: number, most: number): void {
  if (typeof value === 'number' && (value < least || value > most)) {
    throw new BadInput(argument, `must be from ${least} to ${most}`);
  }
}
