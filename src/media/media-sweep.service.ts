import { Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import pLimit from 'p-limit';
import { Clock } from '../platform/clock.js';
import { Database } from '../platform/database/database.js';
import { inList } from '../platform/database/sql.js';
import { Log } from '../platform/ops/log.js';
import { Periodic } from '../platform/periodic.js';
import { type ListedObject, ObjectStorage } from '../platform/storage/storage.js';

const hourMs = 3_600_000;
/** Longer than it takes from the last byte of an upload to its row: whatever has none by then will never get one. */
const graceMs = hourMs;
/** Longer than any upload takes. */
const uploadMs = 24 * hourMs;
const batch = 500;
/** Objects are stored under the id of their row: `image/ID.webp`, `image/ID.w320.avif`, `audio/ID.mp3`. */
const objectKey = /^(?:image|audio)\/([0-9a-f-]{36})\./;

/** What a sweep has found. */
export interface Swept {
  /** Objects without a row that were removed. */
  readonly objects: number;
  /** Unfinished uploads that were removed. */
  readonly uploads: number;
}

/** Holds storage and database against each other. Safe at any time, beside the server, and twice at once. */
@Injectable()
export class MediaSweepService implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly periodic = new Periodic(
    hourMs,
    () => this.sweep(),
    (error) => this.log.error({ err: error }, 'the sweep of stored objects failed'),
  );

  constructor(
    private readonly database: Database,
    private readonly storage: ObjectStorage,
    private readonly clock: Clock,
    private readonly log: Log,
  ) {}

  onApplicationBootstrap(): void {
    this.periodic.start();
  }

  onApplicationShutdown(): Promise<void> {
    return this.periodic.stop();
  }

  /** Removes what killed processes have left: objects without a row for an hour, uploads unfinished for a day. */
  async sweep(): Promise<Swept> {
    const olderThan = this.clock.now() - graceMs;
    let objects = 0;
    let listed: ListedObject[] = [];
    const flush = async () => {
      objects += await this.removeOrphans(listed);
      listed = [];
    };
    for await (const object of this.storage.list()) {
      if (object.modifiedAt < olderThan && objectKey.test(object.key)) listed.push(object);
      if (listed.length === batch) await flush();
    }
    await flush();
    const uploads = await this.storage.sweep(this.clock.now() - uploadMs);
    if (objects + uploads > 0)
      this.log.info({ objects, uploads }, 'removed what unfinished uploads had left');
    return { objects, uploads };
  }

  /** The keys of rows whose bytes are gone: nothing the server does makes one, so somebody has to look. */
  async findMissing(): Promise<string[]> {
    const missing: string[] = [];
    const turns = pLimit(10);
    let last = '';
    for (;;) {
      const rows = await this.database.select<{ id: string; objectKey: string }>(
        `SELECT id, object_key AS objectKey FROM media WHERE id > ? ORDER BY id LIMIT ${batch}`,
        [last],
      );
      const stats = await Promise.all(rows.map((row) => turns(() => this.storage.stat(row.objectKey))));
      rows.forEach((row, index) => stats[index] ?? missing.push(row.objectKey));
      if (rows.length < batch) return missing;
      last = rows.at(-1)?.id as string;
    }
  }

  private async removeOrphans(objects: readonly ListedObject[]): Promise<number> {
    if (objects.length === 0) return 0;
    const idOf = ({ key }: ListedObject) => objectKey.exec(key)?.[1] as string;
    const wanted = inList([...new Set(objects.map(idOf))]);
    const rows = await this.database.select<{ id: string }>(
      `SELECT id FROM media WHERE id IN ${wanted.sql}`,
      wanted.values,
    );
    const known = new Set(rows.map(({ id }) => id));
    const orphans = objects.filter((object) => !known.has(idOf(object)));
    for (const { key } of orphans) await this.storage.remove(key);
    return orphans.length;
  }
}
