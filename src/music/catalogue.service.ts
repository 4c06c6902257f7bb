import { Injectable } from '@nestjs/common';
import { In } from 'typeorm';
import { AdminsOnly } from '../auth/auth.errors.js';
import type { Viewer } from '../auth/viewer.js';
import { type Analysis, AnalysisPutOff, AudioAnalyst, CannotAnalyse } from '../media/audio/audio-analyst.js';
import { type AudioFacts, UnsupportedAudio, wholeMilliseconds } from '../media/audio/audio-format.js';
import type { FileTags } from '../media/audio/file-tags.js';
import { AudioFilesService } from '../media/audio-files.service.js';
import { MediaEntity } from '../media/media.entity.js';
import { MediaService } from '../media/media.service.js';
import { PicturesService } from '../media/pictures.service.js';
import { UploadSlots } from '../media/upload-slots.js';
import { Clock } from '../platform/clock.js';
import { Database } from '../platform/database/database.js';
import { TextIndex } from '../platform/database/text-index.js';
import { AppError, ErrorCode, NotFound } from '../platform/errors.js';
import { Ids } from '../platform/ids.js';
import { Log } from '../platform/ops/log.js';
import { PlacesService } from './places.service.js';
import { TrackEntity } from './track.entity.js';
import { trackTexts } from './track-tags.rules.js';
import { TooManyToAnalyse } from './tracks.errors.js';
import { TracksService } from './tracks.service.js';
import type { Track } from './tracks.types.js';

const untagged: FileTags = { title: null, artist: null, album: null, picture: null };
const undecoded: Analysis = { peaks: null, durationSeconds: null };

/** What admins do with the tracks that anybody may play. */
@Injectable()
export class CatalogueService {
  private readonly texts: TextIndex;

  constructor(
    private readonly database: Database,
    private readonly tracks: TracksService,
    private readonly places: PlacesService,
    private readonly files: AudioFilesService,
    private readonly analyst: AudioAnalyst,
    private readonly pictures: PicturesService,
    private readonly media: MediaService,
    private readonly slots: UploadSlots,
    private readonly clock: Clock,
    private readonly ids: Ids,
    private readonly log: Log,
  ) {
    this.texts = new TextIndex(database, 'track_search');
  }

  /**
   * Adds a track, all or nothing: the objects are stored first, then every row in one transaction. What it is called
   * and its cover come out of the file; tags that are broken never refuse it.
   * @throws AdminsOnly, UnsupportedAudio, TooManyUploads, TooManyToAnalyse, and whatever the body throws
   */
  upload(viewer: Viewer, fileName: string, body: AsyncIterable<Uint8Array>): Promise<Track> {
    checkAdmin(viewer);
    return this.slots.hold(viewer.id, async () => {
      const { media, facts } = await this.files.store(fileName, body);
      const stored = [media];
      const id = this.ids.next();
      try {
        const [tags, analysis] = await Promise.all([
          this.unlessBroken(this.analyst.readTags(media.objectKey, media), untagged),
          this.analyse(media, facts),
        ]);
        const durationSeconds = wholeMilliseconds(facts.durationSeconds) ?? analysis.durationSeconds;
        if (durationSeconds === null) throw new UnsupportedAudio('How long the file plays cannot be told.');
        const artwork = tags.picture && (await this.storeArtwork(tags.picture));
        if (artwork) stored.push(artwork);
        const track: TrackEntity = {
          id,
          ...trackTexts(tags, fileName),
          durationSeconds,
          mediaId: media.id,
          artworkId: artwork?.id ?? null,
          peaks: analysis.peaks,
          createdAt: this.clock.now(),
        };
        await this.database.transaction(async (manager) => {
          await manager.insert(MediaEntity, stored);
          await manager.insert(TrackEntity, track);
          await this.texts.put(manager, id, [track.title, track.artist, track.album ?? '']);
        });
      } catch (error) {
        await this.media.withdraw(stored, error);
        throw error;
      }
      return this.tracks.getTrack(id);
    });
  }

  /**
   * Deletes a track for good, its places in playlists too; the bytes go once the rows are gone.
   * @throws AdminsOnly, NotFound
   */
  async delete(viewer: Viewer, id: string): Promise<string> {
    checkAdmin(viewer);
    const removed = await this.database.transaction(async (manager) => {
      const lock = this.database.dialect === 'mysql' ? ({ mode: 'pessimistic_write' } as const) : undefined;
      const track = await manager.findOne(TrackEntity, { where: { id }, lock });
      if (!track) throw new NotFound('track');
      await this.places.removeTrack(manager, id);
      await this.texts.remove(manager, id);
      await manager.delete(TrackEntity, { id });
      const which = { id: In([track.mediaId, ...(track.artworkId ? [track.artworkId] : [])]) };
      const objects = await manager.findBy(MediaEntity, which);
      await manager.delete(MediaEntity, which);
      return objects;
    });
    await this.media.discard(removed);
    return id;
  }

  /** Its waveform, and its length where its container does not tell it. */
  private async analyse(media: MediaEntity, { codec }: AudioFacts): Promise<Analysis> {
    return codec === null ? undecoded : this.unlessBroken(this.analyst.analyse(media.objectKey), undecoded);
  }

  private async unlessBroken<T>(work: Promise<T>, fallback: T): Promise<T> {
    try {
      return await work;
    } catch (error) {
      if (error instanceof AnalysisPutOff) throw new TooManyToAnalyse();
      if (!(error instanceof CannotAnalyse)) throw error;
      this.log.warn({ err: error }, 'a part of a track cannot be read');
      return fallback;
    }
  }

  /** Null for what is no picture, or one that is not taken. */
  private async storeArtwork(bytes: Uint8Array): Promise<MediaEntity | null> {
    try {
      return await this.pictures.storeBytes('artwork', bytes);
    } catch (error) {
      if (error instanceof AppError && error.code !== ErrorCode.UNAVAILABLE) return null;
      throw error;
    }
  }
}

function checkAdmin(viewer: Viewer): void {
  if (viewer.role !== 'ADMIN') throw new AdminsOnly();
}
