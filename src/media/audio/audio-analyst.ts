import { Worker } from 'node:worker_threads';
import { Injectable } from '@nestjs/common';
import pLimit from 'p-limit';
import { ObjectStorage } from '../../platform/storage/storage.js';

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
const megabytes = { maxOldGenerationSizeMb: 96, maxYoungGenerationSizeMb: 16, stackSizeMb: 4 };

/** The compiled worker, also where this file itself runs uncompiled, as in the tests. */
const script = new URL(
  import.meta.url.endsWith('.ts') ? '../../../dist/media/audio/analysis.worker.js' : './analysis.worker.js',
  import.meta.url,
);

/**
 * Decodes stored files in worker threads, so that the event loop stays free: two at once, 100 waiting, each with
 * limits on its memory and time, and with no more of the file in memory than a chunk.
 */
@Injectable()
export class AudioAnalyst {
  /** Milliseconds for one file; an hour of MP3 takes some twenty seconds. */
  timeLimit = 120_000;
  private readonly limit = pLimit(2);
  private readonly stop = new AbortController();

  constructor(private readonly storage: ObjectStorage) {}

  /**
   * @throws CannotAnalyse for a file that is broken or takes too much, AnalysisPutOff when there is no room for it now,
   * and whatever the storage says
   */
  async analyse(objectKey: string): Promise<Analysis> {
    if (this.limit.pendingCount >= mostWaiting) throw new AnalysisPutOff('too many are waiting');
    return this.limit(() => this.run(objectKey));
  }

  /** Ends what runs, which then is put off. */
  close(): void {
    this.stop.abort();
  }

  private async run(objectKey: string): Promise<Analysis> {
    if (this.stop.signal.aborted) throw new AnalysisPutOff('the server stops');
    const end = new AbortController();
    const file = await this.storage.open(objectKey, undefined, end.signal);
    const chunks = file[Symbol.asyncIterator]() as AsyncIterator<Uint8Array>;
    const worker = new Worker(script, { resourceLimits: megabytes });
    const timer = setTimeout(() => end.abort(new CannotAnalyse('it takes too long')), this.timeLimit);
    try {
      return await new Promise<Analysis>((resolve, reject) => {
        if (this.stop.signal.aborted) reject(new AnalysisPutOff('the server stops'));
        end.signal.addEventListener('abort', () => reject(end.signal.reason));
        this.stop.signal.addEventListener('abort', () => reject(new AnalysisPutOff('the server stops')), {
          signal: end.signal,
        });
        worker.on('error', (cause) => reject(new CannotAnalyse('it cannot be decoded', { cause })));
        worker.on('exit', () => reject(new CannotAnalyse('the worker has ended')));
        worker.on('message', (message: 'more' | Analysis) => {
          if (message !== 'more') return resolve(message);
          chunks.next().then(({ done, value }) => worker.postMessage(done ? null : value), reject);
        });
      });
    } finally {
      clearTimeout(timer);
      file.destroy();
      end.abort();
      await worker.terminate();
    }
  }
}
