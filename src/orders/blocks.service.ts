import { Injectable } from '@nestjs/common';
import { Between } from 'typeorm';
import type { Viewer } from '../auth/viewer.js';
import { Clock } from '../platform/clock.js';
import { Database } from '../platform/database/database.js';
import { BadInput } from '../platform/errors.js';
import { manyByKey } from '../platform/graphql/batch-field.js';
import { Ids } from '../platform/ids.js';
import { datesBetween, daysBetween, type LocalDate } from '../platform/local-date.js';
import { bookableDays, checkBookable } from '../spaces/calendar.rules.js';
import { SpacesService } from '../spaces/spaces.service.js';
import type { Space } from '../spaces/spaces.types.js';
import { AvailabilityFeed } from './availability-feed.service.js';
import { type ClaimFacts, isLive } from './availability.rules.js';
import { ClaimEntity, ClaimKind } from './claim.entity.js';
import { ClaimsService } from './claims.service.js';
import { DatesBooked, untilSettled } from './orders.errors.js';

const halves = [0, 1];
const rowsPerStatement = 200;

/** Dates that a host keeps for himself. */
@Injectable()
export class BlocksService {
  constructor(
    private readonly database: Database,
    private readonly spaces: SpacesService,
    private readonly claims: ClaimsService,
    private readonly feed: AvailabilityFeed,
    private readonly clock: Clock,
    private readonly ids: Ids,
  ) {}

  /**
   * Closes both halves of every date from `from` to `to`; those closed already stay so.
   * @throws NotFound unless the space is the viewer's, BadInput, and DatesBooked, with nothing changed, when guests
   * have booked or hold any of them
   */
  async block(viewer: Viewer, spaceId: string, from: LocalDate, to: LocalDate): Promise<Space> {
    const space = await this.spaces.getOwnSpace(viewer, spaceId);
    checkRange(from, to);
    checkBookable('from', from, this.clock.now());
    checkBookable('to', to, this.clock.now());
    await untilSettled(() => this.tryToBlock(spaceId, from, to));
    return space;
  }

  /**
   * Opens what was blocked of the dates from `from` to `to`; bookings stay.
   * @throws NotFound unless the space is the viewer's, BadInput
   */
  async unblock(viewer: Viewer, spaceId: string, from: LocalDate, to: LocalDate): Promise<Space> {
    const space = await this.spaces.getOwnSpace(viewer, spaceId);
    checkRange(from, to);
    const blocks = { spaceId, useDate: Between(from, to), kind: ClaimKind.HOST_BLOCK };
    const opened = await this.database.transaction(async (manager) => {
      const rows = await manager.find(ClaimEntity, { where: blocks });
      await manager.delete(ClaimEntity, blocks);
      return rows;
    });
    await this.tell(spaceId, opened, () => null);
    return space;
  }

  private async tryToBlock(spaceId: string, from: LocalDate, to: LocalDate): Promise<void> {
    const now = this.clock.now();
    const dates = datesBetween(from, to);
    const added = await this.database.transaction(async (manager) => {
      const found = await manager.find(ClaimEntity, { where: { spaceId, useDate: Between(from, to) } });
      const live = found.filter((claim) => isLive(claim, now));
      const booked = live.filter(({ kind }) => kind === ClaimKind.ORDER);
      if (booked.length > 0) throw new DatesBooked([...new Set(booked.map(({ useDate }) => useDate))].sort());
      const over = found.filter((claim) => !isLive(claim, now));
      if (over.length > 0)
        await this.claims.endHolds(manager, [...new Set(over.map(({ ownerId }) => ownerId))]);

      const closed = new Set(live.map(({ useDate, half }) => `${useDate} ${half}`));
      const ownerId = this.ids.next();
      const rows = dates
        .flatMap((useDate) => halves.map((half) => ({ useDate, half })))
        .filter(({ useDate, half }) => !closed.has(`${useDate} ${half}`))
        .map((slot) => ({ ...slot, spaceId, kind: ClaimKind.HOST_BLOCK, ownerId, expiresAt: null }));
      for (let start = 0; start < rows.length; start += rowsPerStatement) {
        await manager.insert(ClaimEntity, rows.slice(start, start + rowsPerStatement));
      }
      return rows;
    });
    await this.tell(spaceId, added, ({ half, kind, expiresAt }) => ({ half, kind, expiresAt }));
  }

  private async tell(
    spaceId: string,
    changed: readonly ClaimEntity[],
    claimOf: (row: ClaimEntity) => ClaimFacts | null,
  ): Promise<void> {
    const dates = [...new Set(changed.map(({ useDate }) => useDate))];
    const byDate = manyByKey(dates, changed, ({ useDate }) => useDate);
    for (const [index, date] of dates.entries()) {
      const rows = byDate[index] ?? [];
      await this.feed.tell(
        spaceId,
        date,
        rows.map((row) => ({ half: row.half, claim: claimOf(row) })),
      );
    }
  }
}

function checkRange(from: LocalDate, to: LocalDate): void {
  const days = daysBetween(from, to) + 1;
  if (days < 1) throw new BadInput('to', 'must not be before from');
  if (days > bookableDays + 1) throw new BadInput('to', `must be within ${bookableDays + 1} days of from`);
}
