import { Injectable } from '@nestjs/common';
import pLimit from 'p-limit';
import { ObjectStorage } from '../../platform/storage/storage.js';
import type { FileTags, TaggedFile } from './file-tags.js';
import { type RunningWorker, startAnalysis, startTagReader } from './workers.js';

/** What decoding a file tells. */
export interface Analysis {
  /** As `readPeaks` reads them; null for a codec that nothing here decodes. */
  readonly peaks: string | null;
  /** Seconds; null where it cannot be told. */
  readonly durationSeconds: number | null;
}

/** The file cannot be decoded, or not within the limits: trying again would end the same. */
export class CannotAnalyse extends Error {
  override readonly name = 'CannotAnalyse';
}

/** The waiting line is full, or the server stops: it is for another time. */
export class AnalysisPutOff extends Error {
  override readonly name = 'AnalysisPutOff';
}

const mostWaiting = 100;

/**
 * Decodes stored files, and reads their tags, beside the event loop: two at once, 100 waiting, each with limits on its
 * memory and time, and with no more of the file in memory than a chunk.
 */
@Injectable()
export class AudioAnalyst {
  /** Milliseconds for one file; an hour of MP3 takes some twenty seconds. */
  timeLimit = 120_000;
  /** Milliseconds for the tags of one file, which are read in some hundredths of a second. */
  tagsTimeLimit = 20_000;
  private readonly limit = pLimit(2);
  private readonly stop = new AbortController();

  constructor(private readonly storage: ObjectStorage) {}

  /**
   * @throws CannotAnalyse for a file that is broken or takes too much, AnalysisPutOff when there is no room for it now,
   * and whatever the storage says
   */
  analyse(objectKey: string): Promise<Analysis> {
    return this.inTurn(() => this.run<Analysis>(startAnalysis, objectKey, this.timeLimit));
  }

  /** Reads the tags of a stored file. @throws as `analyse` */
  readTags(objectKey: string, file: TaggedFile): Promise<FileTags> {
    return this.inTurn(() => this.run<FileTags>(() => startTagReader(file), objectKey, this.tagsTimeLimit));
  }

  /** Ends what runs, which then is put off. */
  close(): void {
    this.stop.abort();
  }

  private async inTurn<Answer>(work: () => Promise<Answer>): Promise<Answer> {
    if (this.limit.pendingCount >= mostWaiting) throw new AnalysisPutOff('too many are waiting');
    return this.limit(work);
  }

  private async run<Answer>(
    start: () => RunningWorker,
    objectKey: string,
    timeLimit: number,
  ): Promise<Answer> {
    if (this.stop.signal.aborted) throw new AnalysisPutOff('the server stops');
    const end = new AbortController();
    const file = await this.storage.open(objectKey, undefined, end.signal);
    const chunks = file[Symbol.asyncIterator]() as AsyncIterator<Uint8Array>;
    const worker = start();
    const timer = setTimeout(() => end.abort(new CannotAnalyse('it takes too long')), timeLimit);
    try {
      return await new Promise<Answer>((resolve, reject) => {
        if (this.stop.signal.aborted) reject(new AnalysisPutOff('the server stops'));
        end.signal.addEventListener('abort', () => reject(end.signal.reason));
        this.stop.signal.addEventListener('abort', () => reject(new AnalysisPutOff('the server stops')), {
          signal: end.signal,
        });
        worker.events.on('error', (cause: unknown) =>
          reject(new CannotAnalyse('it cannot be decoded', { cause })),
        );
        worker.events.on('exit', () => reject(new CannotAnalyse('the worker has ended')));
        worker.events.on('message', (message: 'more' | Answer) => {
          if (message !== 'more') return resolve(message);
          chunks.next().then(({ done, value }) => worker.post(done ? null : value), reject);
        });
      });
    } finally {
      clearTimeout(timer);
      file.destroy();
      end.abort();
      worker.stop();
    }
  }
}
