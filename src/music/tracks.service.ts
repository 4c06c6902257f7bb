import { Injectable } from '@nestjs/common';
import { Database, type SqlValue } from '../platform/database/database.js';
import { inList } from '../platform/database/sql.js';
import { TextIndex } from '../platform/database/text-index.js';
import { BadInput, NotFound } from '../platform/errors.js';
import { oneByKey } from '../platform/graphql/batch-field.js';
import { type Connection, countedAtMost, pageSize, toConnection } from '../platform/graphql/connection.js';
import { Cursors } from '../platform/graphql/cursors.js';
import type { Track } from './tracks.types.js';

const mostFound = 1000;
const longestSearch = 100;

const trackColumns = `
  t.id, t.title, t.artist, t.album, t.duration_seconds AS durationSeconds, t.media_id AS mediaId,
  t.artwork_id AS artworkId, t.peaks AS storedPeaks, m.content_type AS contentType`;

/** Tracks: finding them. */
@Injectable()
export class TracksService {
  private readonly texts: TextIndex;

  constructor(
    private readonly database: Database,
    private readonly cursors: Cursors,
  ) {
    this.texts = new TextIndex(database, 'track_search');
  }

  /** Latest first. `search` keeps those that hold every word in title, artist or album. */
  async list(
    search: string | null | undefined,
    first: number | null,
    after: string | null | undefined,
  ): Promise<Connection<Track>> {
    const size = pageSize(first, 20);
    const list = ['tracks', search ?? null];
    const start = after ? this.cursors.open(list, after) : null;
    const matching = await this.matching(search);
    const behind = start ? 'AND t.id < ?' : '';
    const rows = await this.database.select<Track>(
      `SELECT ${trackColumns} FROM track t JOIN media m ON m.id = t.media_id ${matching.join}
       WHERE ${matching.where} ${behind} ORDER BY t.id DESC LIMIT ${size + 1}`,
      [...matching.values, ...(start ? [start[0] as string] : [])],
    );
    return toConnection({
      nodes: rows.slice(0, size),
      cursorOf: (track) => this.cursors.seal(list, [track.id]),
      hasNextPage: rows.length > size,
      after,
      totalCount: () => this.count(matching),
    });
  }

  /** @throws NotFound when there is none */
  async getTrack(id: string): Promise<Track> {
    const [track] = await this.findTracks([id]);
    if (!track) throw new NotFound('track');
    return track;
  }

  /** The tracks with these ids, in their order; null where there is none. */
  async findTracks(ids: readonly string[]): Promise<(Track | null)[]> {
    const wanted = inList([...new Set(ids)]);
    const rows = await this.database.select<Track>(
      `SELECT ${trackColumns} FROM track t JOIN media m ON m.id = t.media_id WHERE t.id IN ${wanted.sql}`,
      wanted.values,
    );
    return oneByKey(ids, rows, (row) => row.id);
  }

  private async count(matching: Matching): Promise<number> {
    const [row] = await this.database.select<{ total: number }>(
      `SELECT COUNT(*) AS total FROM (
         SELECT t.id FROM track t ${matching.join} WHERE ${matching.where} LIMIT ${countedAtMost}) counted`,
      matching.values,
    );
    return row?.total ?? 0;
  }

  private async matching(search: string | null | undefined): Promise<Matching> {
    if (typeof search !== 'string') return { join: '', where: '1 = 1', values: [] };
    const length = search.trim().length;
    if (length < 1 || length > longestSearch) {
      throw new BadInput('search', `must have 1 to ${longestSearch} characters`);
    }
    const found = await this.texts.find(search, mostFound);
    if (found) {
      const ids = inList(found);
      return { join: '', where: `t.id IN ${ids.sql}`, values: ids.values };
    }
    const holds = this.texts.holds('s', search);
    return { join: 'JOIN track_search s ON s.id = t.id', where: holds.sql, values: holds.values };
  }
}

interface Matching {
  readonly join: string;
  readonly where: string;
  readonly values: readonly SqlValue[];
}
