import { Injectable } from '@nestjs/common';
import { oneByKey } from '../platform/graphql/batch-field.js';
import { Database } from '../platform/database/database.js';
import { inList } from '../platform/database/sql.js';
import type { PublicUser } from './accounts.types.js';

/** People. */
@Injectable()
export class AccountsService {
  constructor(private readonly database: Database) {}

  /** The public face of each id, in order; null for an id nobody has. */
  async findPublic(ids: readonly string[]): Promise<(PublicUser | null)[]> {
    const wanted = inList([...new Set(ids)]);
    const rows = await this.database.select<PublicUser>(
      `SELECT id, nickname, avatar_url AS avatarUrl FROM account WHERE id IN ${wanted.sql}`,
      wanted.values,
    );
    return oneByKey(ids, rows, (row) => row.id);
  }
}
