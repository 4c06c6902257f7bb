import type { LocalDate } from '../platform/local-date.js';
import type { ReferenceService } from './reference.service.js';
import { picturesIn } from './space-pictures.js';
import type { SpaceEntity } from './space.entity.js';
import { type PriceOption, SlotOption, type Slots, type Space } from './spaces.types.js';

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

/** Which halves of a date are given away: null where one is free. */
export interface SlotColumns {
  readonly dayTaken: number | null;
  readonly nightTaken: number | null;
}

/** The columns of `SlotColumns`, out of the joins of `FreeSlots`. */
export const slotColumns = 'day_claim.half AS dayTaken, night_claim.half AS nightTaken';

/** The columns of a `SpaceRow`, of the table `s`. */
export const spaceColumns = `
  s.id, s.host_id AS hostId, s.district_id AS districtId, s.category_id AS categoryId, s.title, s.subtitle, s.address,
  s.latitude, s.longitude, s.min_count AS minCount, s.max_count AS maxCount, s.day_price AS dayPrice,
  s.night_price AS nightPrice, s.all_price AS allPrice, s.min_price AS minPrice, s.facility_mask AS facilityMask,
  s.like_count AS likeCount, s.review_count AS reviewCount, s.rating_sum AS ratingSum,
  s.cancellation_policy AS cancellationPolicy, s.pictures, s.created_at AS createdAt`;

/**
 * The space that a row describes, its reference data from memory. What few ask for is made when asked for. Each property is
 * named: an object that is written whole costs a fraction of one that is copied and added to, and lists hold twenty.
 */
export function toSpace(
  row: SpaceRow & Partial<SlotColumns>,
  reference: ReferenceService,
  date?: LocalDate | null,
): Space {
  return {
    id: row.id,
    hostId: row.hostId,
    title: row.title,
    subtitle: row.subtitle,
    address: row.address,
    latitude: row.latitude,
    longitude: row.longitude,
    minCount: row.minCount,
    maxCount: row.maxCount,
    dayPrice: row.dayPrice,
    nightPrice: row.nightPrice,
    allPrice: row.allPrice,
    fromPrice: row.minPrice,
    likeCount: row.likeCount,
    reviewCount: row.reviewCount,
    averageRating: row.reviewCount === 0 ? null : Math.round((10 * row.ratingSum) / row.reviewCount) / 10,
    cancellationPolicy: row.cancellationPolicy,
    createdAt: row.createdAt,
    slots: date ? slotsOn(date, row) : null,
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
  if (option === SlotOption.DAY) return row.dayPrice;
  return option === SlotOption.NIGHT ? row.nightPrice : row.allPrice;
}

/** Whether an option that is sold can be had, as far as its halves go. */
export function isFree(
  space: Pick<SpaceRow, 'dayPrice' | 'nightPrice' | 'allPrice'>,
  option: SlotOption,
  { day, night }: Pick<Slots, 'day' | 'night'>,
): boolean {
  return (
    priceOf(space, option) !== null &&
    (day || option === SlotOption.NIGHT) &&
    (night || option === SlotOption.DAY)
  );
}

/** Which halves of a date are free, by the columns of `SlotColumns`. */
export function slotsOn(date: LocalDate, { dayTaken, nightTaken }: Partial<SlotColumns>): Slots {
  return { date, day: dayTaken === null, night: nightTaken === null };
}

const optionsInOrder = Object.values(SlotOption).map((option) => [option, option.toLowerCase()] as const);

function optionsOf(row: SpaceRow): PriceOption[] {
  const sold: PriceOption[] = [];
  for (const [option, name] of optionsInOrder) {
    const price = priceOf(row, option);
    if (price !== null) sold.push({ id: `${row.id}-${name}`, option, price });
  }
  return sold;
}
