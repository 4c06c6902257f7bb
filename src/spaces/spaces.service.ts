import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { Viewer } from '../auth/viewer.js';
import { Clock } from '../platform/clock.js';
import { Database } from '../platform/database/database.js';
import { inList } from '../platform/database/sql.js';
import { oneByKey } from '../platform/graphql/batch-field.js';
import { NotFound } from '../platform/errors.js';
import { type Connection, countedAtMost, pageSize, toConnection } from '../platform/graphql/connection.js';
import { Cursors } from '../platform/graphql/cursors.js';
import type { LocalDate } from '../platform/local-date.js';
import { FreeSlots } from './free-slots.js';
import { ReferenceService } from './reference.service.js';
import { type SlotColumns, slotColumns, spaceColumns, type SpaceRow, toSpace } from './space-row.js';
import { SpaceEntity } from './space.entity.js';
import type { Space } from './spaces.types.js';

// Texts are made once: the database finds a statement prepared by the hash of its text.
const one = (columns: string, joins: string) =>
  `SELECT ${columns} FROM space s ${joins} WHERE s.id = ? AND s.status = 1`;

const oneSpace = one(spaceColumns, '');

/** Spaces and what belongs to them. */
@Injectable()
export class SpacesService {
  private readonly oneOnDate: string;

  constructor(
    private readonly database: Database,
    private readonly reference: ReferenceService,
    private readonly freeSlots: FreeSlots,
    private readonly cursors: Cursors,
    private readonly clock: Clock,
  ) {
    this.oneOnDate = one(`${spaceColumns}, ${slotColumns}`, freeSlots.joins('s'));
  }

  /**
   * A space, with what is free of it on a date where somebody wants to know.
   * @throws NotFound when there is none, or its host has removed it
   */
  async getSpace(id: string, date?: LocalDate): Promise<Space> {
    const [row] = await this.database.lookUp<SpaceRow & Partial<SlotColumns>>(
      date ? this.oneOnDate : oneSpace,
      date ? [...this.freeSlots.valuesOn(date, this.clock.now()), id] : [id],
    );
    // MySQL and MariaDB find texts equal that differ in spaces at the end.
    if (row?.id !== id) throw new NotFound('space');
    return toSpace(row, this.reference, date);
  }

  /** @throws NotFound unless it is the viewer's own */
  async getOwnSpace(viewer: Viewer, id: string): Promise<Space> {
    const space = await this.getSpace(id);
    if (space.hostId !== viewer.id) throw new NotFound('space');
    return space;
  }

  /** The listed spaces with these ids, in their order; null where there is none. */
  findSpaces(ids: readonly string[]): Promise<(Space | null)[]> {
    return this.find(ids, 'AND s.status = 1');
  }

  /** Like `findSpaces`, those removed by their host among them, for what was booked before. */
  findSpacesEver(ids: readonly string[]): Promise<(Space | null)[]> {
    return this.find(ids, '');
  }

  /** Whether a space is listed; if so it stays so until the caller's transaction ends. */
  async holdListed(manager: EntityManager, id: string): Promise<boolean> {
    const lock = this.database.dialect === 'mysql' ? ({ mode: 'pessimistic_read' } as const) : undefined;
    const select = { id: true } as const;
    return (await manager.findOne(SpaceEntity, { select, where: { id, status: 1 }, lock })) !== null;
  }

  /** The listed spaces of a host, latest first. */
  async listSpacesOf(
    hostId: string,
    first: number | null,
    after: string | null | undefined,
  ): Promise<Connection<Space>> {
    const size = pageSize(first, 20);
    const list = ['own', hostId];
    const start = after ? this.cursors.open(list, after) : null;
    const rows = await this.database.select<SpaceRow>(
      `SELECT ${spaceColumns} FROM space s WHERE s.host_id = ? AND s.status = 1 ${start ? 'AND s.id < ?' : ''}
       ORDER BY s.id DESC LIMIT ${size + 1}`,
      [hostId, ...(start ? [start[0] as string] : [])],
    );
    return toConnection({
      nodes: rows.slice(0, size).map((row) => toSpace(row, this.reference)),
      cursorOf: (space) => this.cursors.seal(list, [space.id]),
      hasNextPage: rows.length > size,
      after,
      totalCount: () => this.countSpacesOf(hostId),
    });
  }

  private async countSpacesOf(hostId: string): Promise<number> {
    const [row] = await this.database.select<{ total: number }>(
      `SELECT COUNT(*) AS total FROM
         (SELECT s.id FROM space s WHERE s.host_id = ? AND s.status = 1 LIMIT ${countedAtMost}) counted`,
      [hostId],
    );
    return row?.total ?? 0;
  }

  private async find(ids: readonly string[], condition: string): Promise<(Space | null)[]> {
    const wanted = inList([...new Set(ids)]);
    const rows = await this.database.select<SpaceRow>(
      `SELECT ${spaceColumns} FROM space s WHERE s.id IN ${wanted.sql} ${condition}`,
      wanted.values,
    );
    return oneByKey(ids, rows, (row) => row.id).map((row) => row && toSpace(row, this.reference));
  }
}
