import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A gu of Seoul; the id is its official five-digit code. */
@Entity('district')
export class DistrictEntity {
  @PrimaryColumn('int') id: number;
  @Column('varchar', { length: 40 }) name: string;
  @Column('double') latitude: number;
  @Column('double') longitude: number;
}

/** A kind of space. */
@Entity('category')
export class CategoryEntity {
  @PrimaryColumn('int') id: number;
  @Column('varchar', { length: 40 }) name: string;
  @Column('varchar', { length: 40, nullable: true }) icon: string | null;
}

/** Something a space offers; its id is one more than its bit in `space.facility_mask`. */
@Entity('facility')
export class FacilityEntity {
  @PrimaryColumn('int') id: number;
  @Column('varchar', { length: 40 }) name: string;
  @Column('varchar', { length: 40, nullable: true }) icon: string | null;
}
