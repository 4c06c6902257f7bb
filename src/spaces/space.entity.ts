import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { AccountEntity } from '../auth/account.entity.js';
import { idColumn, instantColumn, largeColumn } from '../platform/database/columns.js';
import type { CancellationPolicy } from './spaces.types.js';
import { CategoryEntity, DistrictEntity } from './reference.entity.js';

const scopes = { dc: ['districtId', 'categoryId'], d: ['districtId'], c: ['categoryId'], all: [] };
const orders = {
  price: ['minPrice'],
  day: ['dayPrice'],
  night: ['nightPrice'],
  whole: ['allPrice'],
  popular: ['popularity'],
  newest: [],
};

/**
 * One index for each scope (district and category, one of them, none) and order, so that every list reads its
 * answer in order; head count and facilities are filtered inside the index.
 */
function ListIndexes(): ClassDecorator {
  return (target) => {
    for (const [scope, equal] of Object.entries(scopes)) {
      for (const [order, by] of Object.entries(orders)) {
        const columns = [...equal, 'status', ...by, 'id', 'minCount', 'maxCount', 'facilityMask'];
        Index(`space_${scope}_${order}`, columns)(target);
      }
    }
  };
}

/** A space that can be booked. `status` is 1 while it is listed, 0 once its host has removed it. */
@Entity('space')
@ListIndexes()
@Index('space_cell', ['cell', 'status'])
@Index('space_host', ['hostId', 'id'])
@Check('space_status_check', 'status IN (0, 1)')
@Check('space_count_check', 'min_count >= 1 AND max_count >= min_count')
@Check('space_price_check', 'min_price >= 0 AND COALESCE(day_price, night_price, all_price) IS NOT NULL')
@Check('space_counter_check', 'like_count >= 0 AND review_count >= 0 AND rating_sum >= 0')
@Check('space_policy_check', "cancellation_policy IN ('FLEXIBLE', 'STANDARD', 'STRICT')")
export class SpaceEntity {
  @PrimaryColumn(idColumn) id: string;
  @Column({ name: 'host_id', ...idColumn })
  @ForeignKey(() => AccountEntity, { name: 'space_host_fk' })
  hostId: string;
  @Column('int', { name: 'district_id' })
  @ForeignKey(() => DistrictEntity, { name: 'space_district_fk' })
  districtId: number;
  @Column('int', { name: 'category_id' })
  @ForeignKey(() => CategoryEntity, { name: 'space_category_fk' })
  categoryId: number;
  @Column('smallint') status: number;
  @Column('varchar', { length: 100 }) title: string;
  @Column('varchar', { length: 200 }) subtitle: string;
  @Column('varchar', { length: 200 }) address: string;
  @Column('double', { nullable: true }) latitude: number | null;
  @Column('double', { nullable: true }) longitude: number | null;
  /** Its square of 0.01 degrees, see `cellOf`; null without coordinates. */
  @Column('int', { nullable: true }) cell: number | null;
  @Column('smallint', { name: 'min_count' }) minCount: number;
  @Column('smallint', { name: 'max_count' }) maxCount: number;
  /** Won; null when the option is not sold. */
  @Column('int', { name: 'day_price', nullable: true }) dayPrice: number | null;
  @Column('int', { name: 'night_price', nullable: true }) nightPrice: number | null;
  @Column('int', { name: 'all_price', nullable: true }) allPrice: number | null;
  /** The least of the three, kept by whoever writes them. */
  @Column('int', { name: 'min_price' }) minPrice: number;
  /** Bit n is set when the facility with id n + 1 is there. */
  @Column({ name: 'facility_mask', ...largeColumn }) facilityMask: number;
  /** A score worked out in batches, never a live counter: an index on one would be rewritten at every like. */
  @Column('int') popularity: number;
  @Column('int', { name: 'like_count' }) likeCount: number;
  @Column('int', { name: 'review_count' }) reviewCount: number;
  @Column('int', { name: 'rating_sum' }) ratingSum: number;
  @Column('varchar', { name: 'cancellation_policy', length: 10 }) cancellationPolicy: CancellationPolicy;
  @Column('varchar', { name: 'venue_tz', length: 40 }) venueTz: string;
  /** Its pictures in order as JSON, read off `space_image` by `writePictures` alone. */
  @Column('varchar', { length: 1024, default: '[]' }) pictures: string;
  @Column({ name: 'created_at', ...instantColumn }) createdAt: number;
}
