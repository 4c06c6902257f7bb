import { Injectable } from '@nestjs/common';
import { type AudioFacts, audioFormats, UnsupportedAudio } from './audio/audio-format.js';
import { AudioScan } from './audio/scan-audio.js';
import type { MediaEntity } from './media.entity.js';
import { MediaService } from './media.service.js';
import { recordingName } from './recordings.rules.js';

/** A file that is stored, and what its bytes have said on the way. */
interface AudioFile {
  /** The row that the caller must insert in the transaction that the file belongs to. */
  readonly media: MediaEntity;
  readonly facts: AudioFacts;
}

// What it is is known when all of it has been seen, so the key does not say.
const unknown = { kind: 'AUDIO', contentType: 'application/octet-stream', extension: 'bin' } as const;

/** Takes audio in. */
@Injectable()
export class AudioFilesService {
  constructor(private readonly media: MediaService) {}

  /**
   * Stores what comes out of `body` while it comes, whole or not at all, under a name made from `fileName`.
   * @throws UnsupportedAudio, and whatever the body or the signal throws
   */
  async store(fileName: string, body: AsyncIterable<Uint8Array>, signal?: AbortSignal): Promise<AudioFile> {
    const scan = new AudioScan();
    const stored = await this.media.store(unknown, scanned(body, scan), signal);
    const { facts } = scan;
    if (!facts.format) {
      await this.media.discard([stored]);
      throw new UnsupportedAudio();
    }
    const { contentType } = audioFormats[facts.format];
    return { media: { ...stored, contentType, fileName: recordingName(fileName, facts.format) }, facts };
  }
}

/** The chunks of a body, looked through while they go by. */
async function* scanned(body: AsyncIterable<Uint8Array>, scan: AudioScan): AsyncGenerator<Uint8Array> {
  for await (const chunk of body) {
    scan.push(chunk);
    yield chunk;
  }
  scan.end();
}
