import { Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { Clock } from '../platform/clock.js';
import { Database } from '../platform/database/database.js';
import { Log } from '../platform/ops/log.js';
import { Periodic } from '../platform/periodic.js';
import { type Analysis, AudioAnalyst, CannotAnalyse } from './audio/audio-analyst.js';
import { RecordingEntity } from './recording.entity.js';

/** Another process is believed dead when it has not finished by then. */
export const analysisGraceMs = 10 * 60_000;
const mostTries = 3;
const everyMs = 60_000;
const batch = 20;

interface DueRecording {
  readonly id: string;
  readonly objectKey: string;
  readonly analyseAt: number;
}

/**
 * Fills in the waveform of recordings. The process that has taken the upload does it at once; should it die over it,
 * any other does it later, three times at most.
 */
@Injectable()
export class RecordingAnalysisService implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly periodic = new Periodic(
    everyMs,
    () => this.keep(this.resume()),
    (error) => this.log.error({ err: error }, 'the analysis of recordings failed'),
  );
  private readonly running = new Set<Promise<void>>();

  constructor(
    private readonly database: Database,
    private readonly analyst: AudioAnalyst,
    private readonly clock: Clock,
    private readonly log: Log,
  ) {}

  onApplicationBootstrap(): void {
    void this.keep(this.resume());
    this.periodic.start();
  }

  async onApplicationShutdown(): Promise<void> {
    this.analyst.close();
    await this.periodic.stop();
    await Promise.all(this.running);
  }

  /** Analyses a recording and writes down what has been found, or that it cannot be. Never rejects. */
  analyse(id: string, objectKey: string): Promise<void> {
    return this.keep(this.run(id, objectKey));
  }

  /** Takes up what others have left. */
  async resume(): Promise<void> {
    const now = this.clock.now();
    const due = await this.database.select<DueRecording>(
      `SELECT r.id, r.analyse_at AS analyseAt, m.object_key AS objectKey
       FROM recording r JOIN media m ON m.id = r.media_id
       WHERE r.analyse_at <= ? ORDER BY r.analyse_at LIMIT ${batch}`,
      [now],
    );
    for (const recording of due) {
      if (await this.claim(recording, now)) await this.run(recording.id, recording.objectKey);
    }
  }

  /** False when another process has been faster, or it has been tried often enough. */
  private async claim({ id, analyseAt }: DueRecording, now: number): Promise<boolean> {
    return this.database.transaction(async (manager) => {
      const { affected } = await manager
        .createQueryBuilder()
        .update(RecordingEntity)
        .set({
          analyseAt: () => `CASE WHEN analyse_tries < ${mostTries} THEN ${now + analysisGraceMs} END`,
          analyseTries: () => 'analyse_tries + 1',
        })
        .where('id = :id AND analyse_at = :analyseAt', { id, analyseAt })
        .execute();
      if (!affected) return false;
      const row = await manager.findOneBy(RecordingEntity, { id });
      return row?.analyseAt != null;
    });
  }

  private async run(id: string, objectKey: string): Promise<void> {
    let found: Partial<Analysis>;
    try {
      found = await this.analyst.analyse(objectKey);
    } catch (error) {
      // Everything else is for another time, and stays due.
      if (!(error instanceof CannotAnalyse)) return;
      this.log.warn({ err: error, recordingId: id }, 'a recording cannot be analysed');
      found = {};
    }
    const { durationSeconds, peaks } = found;
    await this.database.transaction((manager) =>
      manager.update(
        RecordingEntity,
        { id },
        {
          analyseAt: null,
          ...(peaks != null && { peaks }),
          ...(durationSeconds != null && { durationSeconds }),
        },
      ),
    );
  }

  private keep(work: Promise<void>): Promise<void> {
    const kept = work
      .catch((error: unknown) => this.log.error({ err: error }, 'the analysis of recordings failed'))
      .finally(() => this.running.delete(kept));
    this.running.add(kept);
    return kept;
  }
}
