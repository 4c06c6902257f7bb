import { BadInput } from '../platform/errors.js';
import { checkedLine } from '../platform/visible-text.js';
import { cellOf } from './geo.rules.js';
import type { PriceOptionInput } from './hosting.types.js';
import type { SpaceEntity } from './space.entity.js';
import { SlotOption } from './spaces.types.js';

const mostPeople = 1000;
const largestPrice = 1_000_000_000;

/** The columns that hold the three prices. */
export type Prices = Pick<SpaceEntity, 'dayPrice' | 'nightPrice' | 'allPrice' | 'minPrice'>;

/** The columns that hold a place on the map. */
export type Place = Pick<SpaceEntity, 'latitude' | 'longitude' | 'cell'>;

export const checkedTitle = (text: string) => checkedLine('input.title', text, 100);
export const checkedSubtitle = (text: string) => checkedLine('input.subtitle', text, 200);
export const checkedAddress = (text: string) => checkedLine('input.address', text, 200);

/** @throws BadInput unless 1 ≤ least ≤ most ≤ 1000 */
export function checkCounts(minCount: number, maxCount: number): void {
  if (minCount < 1 || minCount > mostPeople)
    throw new BadInput('input.minCount', `must be from 1 to ${mostPeople}`);
  if (maxCount < minCount || maxCount > mostPeople) {
    throw new BadInput('input.maxCount', `must be from ${minCount} to ${mostPeople}`);
  }
}

/** @throws BadInput unless there are both coordinates, within their ranges, or neither */
export function checkedPlace(latitude: number | null, longitude: number | null): Place {
  if (latitude === null && longitude === null) return { latitude: null, longitude: null, cell: null };
  if (latitude === null || latitude < -90 || latitude > 90) {
    throw new BadInput('input.latitude', 'must be from -90 to 90, and given with input.longitude');
  }
  if (longitude === null || longitude < -180 || longitude > 180) {
    throw new BadInput('input.longitude', 'must be from -180 to 180, and given with input.latitude');
  }
  return { latitude, longitude, cell: cellOf(latitude, longitude) };
}

/** @throws BadInput unless there is at least one option, each once, at 0 to 1,000,000,000 won */
export function checkedPrices(options: readonly PriceOptionInput[]): Prices {
  const prices = new Map(options.map(({ option, price }) => [option, price]));
  if (options.length === 0 || prices.size < options.length) {
    throw new BadInput('input.options', 'must be 1 to 3 options, each once');
  }
  options.forEach(({ price }, index) => {
    if (price < 0 || price > largestPrice) {
      throw new BadInput(`input.options.${index}.price`, `must be from 0 to ${largestPrice}`);
    }
  });
  return {
    dayPrice: prices.get(SlotOption.DAY) ?? null,
    nightPrice: prices.get(SlotOption.NIGHT) ?? null,
    allPrice: prices.get(SlotOption.ALL) ?? null,
    minPrice: Math.min(...prices.values()),
  };
}
