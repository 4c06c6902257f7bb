import { Check, Column, Entity, Index, PrimaryColumn } from 'typeorm';
import { idColumn, instantColumn } from '../platform/database/columns.js';

/** What a claim stands for. */
export const ClaimKind = { ORDER: 1, HOST_BLOCK: 2 } as const;

/**
 * One half of one date of one space, given away. The primary key is the rule that nothing is sold twice: a DAY
 * claims half 0, a NIGHT half 1, ALL both. Space first: with the date first, lists and calendars read a whole day.
 */
@Entity('claim', { withoutRowid: true })
@Index('claim_owner', ['ownerId', 'kind'])
@Index('claim_purge', ['useDate'])
@Check('claim_half_check', 'half IN (0, 1)')
@Check('claim_kind_check', 'kind BETWEEN 1 AND 4')
export class ClaimEntity {
  @PrimaryColumn({ name: 'space_id', ...idColumn }) spaceId: string;
  /** The calendar day at the venue. */
  @PrimaryColumn('date', { name: 'use_date' }) useDate: string;
  @PrimaryColumn('smallint') half: number;
  @Column('smallint') kind: number;
  /** The order or block it belongs to. */
  @Column({ name: 'owner_id', ...idColumn }) ownerId: string;
  /** The instant a hold ends; null when firm. A hold is over by the clock alone. */
  @Column({ name: 'expires_at', ...instantColumn, nullable: true }) expiresAt: number | null;
}
