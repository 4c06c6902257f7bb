import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { Viewer } from '../auth/viewer.js';
import { Clock } from '../platform/clock.js';
import { Config } from '../platform/config.js';
import { isDuplicateKey } from '../platform/database/database-errors.js';
import { Database, type SqlValue } from '../platform/database/database.js';
import { BadInput, NotFound } from '../platform/errors.js';
import { type Connection, countedAtMost, pageSize, toConnection } from '../platform/graphql/connection.js';
import { Cursors } from '../platform/graphql/cursors.js';
import { Ids } from '../platform/ids.js';
import { wholeMilliseconds } from './audio/audio-format.js';
import { AudioFilesService } from './audio-files.service.js';
import { MediaEntity } from './media.entity.js';
import { MediaService } from './media.service.js';
import { analysisGraceMs, RecordingAnalysisService } from './recording-analysis.service.js';
import { RecordingEntity, RecordingUsageEntity } from './recording.entity.js';
import { QuotaExceeded, RecordingTooLarge } from './recordings.errors.js';
import { largestRecording } from './recordings.rules.js';
import type { Recording } from './recordings.types.js';
import { UploadSlots } from './upload-slots.js';

/** How long an answer waits for the waveform, which most recordings have by then. */
const patienceMs = 1500;

const recordingColumns = `
  r.id, r.duration_seconds AS durationSeconds, r.peaks AS storedPeaks, r.created_at AS createdAt,
  r.media_id AS mediaId, m.file_name AS fileName, m.content_type AS contentType, m.size, m.sha256`;

/** Recordings: keeping, finding and deleting them, each for its owner alone. */
@Injectable()
export class RecordingsService {
  constructor(
    private readonly database: Database,
    private readonly files: AudioFilesService,
    private readonly media: MediaService,
    private readonly analysis: RecordingAnalysisService,
    private readonly slots: UploadSlots,
    private readonly cursors: Cursors,
    private readonly config: Config,
    private readonly clock: Clock,
    private readonly ids: Ids,
  ) {}

  /**
   * Stores what comes out of `body` while it comes, whole or not at all, under a name made from `fileName`. An abort
   * rejects with the signal's reason.
   * @param size bytes announced, where they are: refused before any is read
   * @throws UnsupportedAudio, RecordingTooLarge, QuotaExceeded, TooManyUploads, BadInput for nothing at all
   */
  async upload(
    viewer: Viewer,
    fileName: string,
    body: AsyncIterable<Uint8Array>,
    signal?: AbortSignal,
    size = 0,
  ): Promise<Recording> {
    return this.slots.hold(viewer.id, async () => {
      const left = await this.findRoom(viewer.id);
      checkSize(size, left);
      const { media, facts } = await this.files.store(fileName, counted(body, left), signal);
      const decodable = facts.codec !== null;
      let recording: RecordingEntity;
      try {
        const durationSeconds = wholeMilliseconds(facts.durationSeconds);
        recording = await this.insert(viewer.id, media, durationSeconds, decodable);
      } catch (error) {
        await this.media.withdraw([media], error);
        throw error;
      }
      if (decodable) {
        await Promise.race([
          this.analysis.analyse(recording.id, media.objectKey),
          sleep(patienceMs, undefined, { ref: false }),
        ]);
      }
      return this.getOwn(viewer, recording.id);
    });
  }

  /**
   * Whether so many bytes would be taken, before any is read.
   * @throws RecordingTooLarge, QuotaExceeded
   */
  async checkSize(viewer: Viewer, size: number): Promise<void> {
    checkSize(size, await this.findRoom(viewer.id));
  }

  /**
   * Deletes a recording for good; its stream ends at once.
   * @throws NotFound when the viewer has none with this id
   */
  async delete(viewer: Viewer, id: string): Promise<string> {
    const { mediaId } = await this.getOwn(viewer, id);
    const removed = await this.database.transaction(async (manager) => {
      const media = await manager.findOneBy(MediaEntity, { id: mediaId });
      const { affected } = await manager.delete(RecordingEntity, { id, ownerId: viewer.id });
      if (!affected || !media) throw new NotFound('recording');
      await manager.delete(MediaEntity, { id: mediaId });
      await manager.decrement(RecordingUsageEntity, { ownerId: viewer.id }, 'bytes', media.size);
      return media;
    });
    await this.media.discard([removed]);
    return id;
  }

  /** Somebody's recordings, latest first. */
  async list(
    ownerId: string,
    first: number | null,
    after: string | null | undefined,
  ): Promise<Connection<Recording>> {
    const size = pageSize(first, 20);
    const list = ['recordings', ownerId];
    const start = after ? this.cursors.open(list, after) : null;
    const rows = await this.select(
      `r.owner_id = ? ${start ? 'AND r.id < ?' : ''} ORDER BY r.id DESC LIMIT ${size + 1}`,
      [ownerId, ...(start ? [start[0] as string] : [])],
    );
    return toConnection({
      nodes: rows.slice(0, size),
      cursorOf: (recording) => this.cursors.seal(list, [recording.id]),
      hasNextPage: rows.length > size,
      after,
      totalCount: () => this.count(ownerId),
    });
  }

  private async getOwn(viewer: Viewer, id: string): Promise<Recording> {
    const [recording] = await this.select('r.id = ? AND r.owner_id = ?', [id, viewer.id]);
    if (!recording) throw new NotFound('recording');
    return recording;
  }

  private select(where: string, values: readonly SqlValue[]): Promise<Recording[]> {
    return this.database.select<Recording>(
      `SELECT ${recordingColumns} FROM recording r JOIN media m ON m.id = r.media_id WHERE ${where}`,
      values,
    );
  }

  private async count(ownerId: string): Promise<number> {
    const [row] = await this.database.select<{ total: number }>(
      `SELECT COUNT(*) AS total FROM (SELECT id FROM recording WHERE owner_id = ? LIMIT ${countedAtMost}) counted`,
      [ownerId],
    );
    return row?.total ?? 0;
  }

  /** Bytes that are left to somebody; the row that counts them is made here. */
  private async findRoom(ownerId: string): Promise<number> {
    const [usage] = await this.database.select<{ bytes: number }>(
      'SELECT bytes FROM recording_usage WHERE owner_id = ?',
      [ownerId],
    );
    if (!usage) {
      try {
        await this.database.transaction((manager) =>
          manager.insert(RecordingUsageEntity, { ownerId, bytes: 0 }),
        );
      } catch (error) {
        if (!isDuplicateKey(error)) throw error;
      }
    }
    return Math.max(this.config.recordingQuota - (usage?.bytes ?? 0), 0);
  }

  private async insert(
    ownerId: string,
    media: MediaEntity,
    durationSeconds: number | null,
    decodable: boolean,
  ): Promise<RecordingEntity> {
    const now = this.clock.now();
    const recording: RecordingEntity = {
      id: this.ids.next(),
      ownerId,
      mediaId: media.id,
      durationSeconds,
      peaks: null,
      analyseAt: decodable ? now + analysisGraceMs : null,
      analyseTries: decodable ? 1 : 0,
      createdAt: now,
    };
    await this.database.transaction(async (manager) => {
      if (!(await this.takeRoom(manager, ownerId, media.size))) {
        throw new QuotaExceeded(await this.findRoom(ownerId));
      }
      await manager.insert(MediaEntity, media);
      await manager.insert(RecordingEntity, recording);
    });
    return recording;
  }

  /** False when it is not there: of many uploads at once only those pass that fit. */
  private async takeRoom(manager: EntityManager, ownerId: string, size: number): Promise<boolean> {
    const { affected } = await manager
      .createQueryBuilder()
      .update(RecordingUsageEntity)
      .set({ bytes: () => `bytes + ${size}` })
      .where('owner_id = :ownerId AND bytes <= :most', { ownerId, most: this.config.recordingQuota - size })
      .execute();
    return Boolean(affected);
  }
}

function checkSize(size: number, left: number): void {
  if (size > largestRecording) throw new RecordingTooLarge();
  if (size > left) throw new QuotaExceeded(left);
}

/** The chunks of a body, counted while they go by. */
async function* counted(body: AsyncIterable<Uint8Array>, left: number): AsyncGenerator<Uint8Array> {
  let size = 0;
  for await (const chunk of body) {
    size += chunk.length;
    checkSize(size, left);
    yield chunk;
  }
  if (size === 0) throw new BadInput('file', 'must not be empty');
}
