import type { ReferenceService } from './reference.service.js';
import { picturesIn } from './space-pictures.js';
import type { SpaceEntity } from './space.entity.js';
import { type PriceOption, SlotOption, type Space } from './spaces.types.js';

/** A space as the database answers it. */
export type SpaceRow = Pick<
  SpaceEntity,
  | 'id'
  | 'hostId'
  | 'districtId'
  | 'categoryId'
  | 'title'
  | 'subtitle'
  | 'address'
  | 'latitude'
  | 'longitude'
  | 'minCount'
  | 'maxCount'
  | 'dayPrice'
  | 'nightPrice'
  | 'allPrice'
  | 'minPrice'
  | 'facilityMask'
  | 'likeCount'
  | 'reviewCount'
  | 'ratingSum'
  | 'cancellationPolicy'
  | 'pictures'
  | 'createdAt'
>;

/** The columns of a `SpaceRow`, of the table `s`. */
export const spaceColumns = `
  s.id, s.host_id AS hostId, s.district_id AS districtId, s.category_id AS categoryId, s.title, s.subtitle, s.address,
  s.latitude, s.longitude, s.min_count AS minCount, s.max_count AS maxCount, s.day_price AS dayPrice,
  s.night_price AS nightPrice, s.all_price AS allPrice, s.min_price AS minPrice, s.facility_mask AS facilityMask,
  s.like_count AS likeCount, s.review_count AS reviewCount, s.rating_sum AS ratingSum,
  s.cancellation_policy AS cancellationPolicy, s.pictures, s.created_at AS createdAt`;

/** The space that a row describes, its reference data from memory. What few ask for is made when asked for. */
export function toSpace(row: SpaceRow, reference: ReferenceService): Space {
  return {
    ...row,
    fromPrice: row.minPrice,
    averageRating: row.reviewCount === 0 ? null : Math.round((10 * row.ratingSum) / row.reviewCount) / 10,
    category: reference.category(row.categoryId),
    district: reference.district(row.districtId),
    facilities: () => reference.facilities(row.facilityMask),
    options: () => optionsOf(row),
    images: () => picturesIn(row.pictures),
  };
}

/** The price of an option in won; null when it is not sold. */
export function priceOf(
  row: Pick<SpaceRow, 'dayPrice' | 'nightPrice' | 'allPrice'>,
  option: SlotOption,
): number | null {
  return { DAY: row.dayPrice, NIGHT: row.nightPrice, ALL: row.allPrice }[option];
}

function optionsOf(row: SpaceRow): PriceOption[] {
  return Object.values(SlotOption).flatMap((option) => {
    const price = priceOf(row, option);
    return price === null ? [] : [{ id: `${row.id}-${option.toLowerCase()}`, option, price }];
  });
}
