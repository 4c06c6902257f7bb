import { Injectable } from '@nestjs/common';
import { create as contentDisposition } from 'content-disposition';
import { Clock } from '../platform/clock.js';
import { Database } from '../platform/database/database.js';
import { DatabaseUnavailable } from '../platform/database/database-errors.js';
import { BadInput, NotFound } from '../platform/errors.js';
import type { ObjectFacts } from '../platform/http/decide.js';
import { Ids } from '../platform/ids.js';
import { Log } from '../platform/ops/log.js';
import { Recent } from '../platform/recent.js';
import { ObjectStorage } from '../platform/storage/storage.js';
import { imageWidths } from './image.rules.js';
import { contentTypeOf, formatFor, type ImageFormat } from './image-format.rules.js';
import { ImagesService } from './images.service.js';
import type { MediaEntity } from './media.entity.js';
import { StreamSignatures } from './stream-signatures.js';

/** What is known of an object before it is stored. */
export interface NewMedia extends Pick<MediaEntity, 'kind' | 'contentType'> {
  readonly extension: string;
  readonly fileName?: string;
  readonly width?: number;
  readonly height?: number;
}

/** Where to find the bytes of an answer, and the facts that decide its head. */
export interface Servable {
  readonly key: string;
  readonly facts: ObjectFacts;
  /** Whether what is served depends on what the caller accepts. */
  readonly negotiated?: true;
}

/** A row, and what an answer says of its object. */
interface FoundMedia {
  readonly media: MediaEntity;
  readonly isRecording: boolean;
  readonly facts: ObjectFacts;
}

const hourPrivate = 'private, max-age=3600, no-transform';
const foreverPublic = 'public, max-age=31536000, immutable, no-transform';
const idPattern = /^[0-9a-f-]{36}$/;

/**
 * How long what is known of an object may be told again: players ask part by part. What another process has removed is
 * gone so much later.
 */
const knownMs = 1000;
const mostKnown = 1000;

/** Stored objects: keeping them and serving them. */
@Injectable()
export class MediaService {
  private readonly found = new Recent((id) => this.findMedia(id), { most: mostKnown, ms: knownMs });

  constructor(
    private readonly database: Database,
    private readonly storage: ObjectStorage,
    private readonly images: ImagesService,
    private readonly signatures: StreamSignatures,
    private readonly clock: Clock,
    private readonly ids: Ids,
    private readonly log: Log,
  ) {}

  /** Stores the bytes and returns the row that the caller must insert in the transaction the object belongs to. */
  async store(media: NewMedia, body: AsyncIterable<Uint8Array>, signal?: AbortSignal): Promise<MediaEntity> {
    const id = this.ids.next();
    const objectKey = `${media.kind.toLowerCase()}/${id}.${media.extension}`;
    const stored = await this.storage.put(objectKey, body, {
      contentType: media.contentType,
      ...(signal && { signal }),
    });
    return {
      id,
      kind: media.kind,
      objectKey,
      contentType: media.contentType,
      ...stored,
      fileName: media.fileName ?? null,
      width: media.width ?? null,
      height: media.height ?? null,
      createdAt: this.clock.now(),
    };
  }

  /**
   * Removes the bytes of objects that no row speaks of any more, or never did. What cannot be removed now is left to
   * the sweep.
   */
  async discard(objects: readonly Pick<MediaEntity, 'id' | 'objectKey' | 'kind'>[]): Promise<void> {
    for (const { id } of objects) this.found.forget(id);
    const keys = objects.flatMap((object) => [
      object.objectKey,
      ...(object.kind === 'IMAGE' ? this.images.variantKeys(object.id) : []),
    ]);
    const removals = await Promise.allSettled(keys.map((key) => this.storage.remove(key)));
    removals.forEach((removal, index) => {
      if (removal.status === 'rejected') {
        this.log.warn(
          { err: removal.reason as unknown, objectKey: keys[index] },
          'an object could not be removed',
        );
      }
    });
  }

  /**
   * Removes the bytes of objects whose rows could not be written for `error`. When nobody can say whether they were,
   * since the database has gone away, that is left to the sweep.
   */
  async withdraw(objects: Parameters<this['discard']>[0], error: unknown): Promise<void> {
    if (!(error instanceof DatabaseUnavailable)) await this.discard(objects);
  }

  /**
   * An object, or a picture at one of the served widths, by the query of its address.
   * @throws NotFound for an id that names nothing, or a recording without a signature; LinkNotGood for one with a
   * signature that is not good; BadInput for a width that is not served
   */
  getServable(id: string, query: string, accept: string | undefined): Servable | Promise<Servable> {
    if (!idPattern.test(id)) throw new NotFound('object');
    const found = this.found.get(id);
    return found instanceof Promise
      ? found.then((media) => this.servable(media, query, accept))
      : this.servable(found, query, accept);
  }

  /**
   * The same, where it is known and need not be made; else null.
   * @throws as `getServable`
   */
  servableAtHand(id: string, query: string): Servable | null {
    const found = this.found.atHand(id);
    return found && widthAsked(found, query) === null ? this.servableAsStored(found, query) : null;
  }

  private servable(found: FoundMedia, query: string, accept?: string): Servable | Promise<Servable> {
    const width = widthAsked(found, query);
    return width === null
      ? this.servableAsStored(found, query)
      : this.servableImage(found, width, formatFor(accept));
  }

  private servableAsStored({ media, facts, isRecording }: FoundMedia, query: string): Servable {
    if (isRecording) {
      if (!new URLSearchParams(query).has('s')) throw new NotFound('object');
      this.signatures.check(media.id, query);
    }
    return { key: media.objectKey, facts };
  }

  private async servableImage(
    { media, facts }: FoundMedia,
    text: string,
    format: ImageFormat,
  ): Promise<Servable> {
    const width = imageWidths.find((each) => String(each) === text);
    if (width === undefined || media.kind !== 'IMAGE') {
      throw new BadInput('w', `must be one of ${imageWidths.join(', ')}, and the object a picture`);
    }
    const variant = await this.images.getVariant(media, width, format);
    const etag = `"${media.sha256}-w${width}-${format}"`;
    const contentType = contentTypeOf[format];
    return { key: variant.key, facts: { ...facts, contentType, size: variant.size, etag }, negotiated: true };
  }

  private async findMedia(id: string): Promise<FoundMedia> {
    const [row] = await this.database.lookUp<MediaEntity & { recordingId: string | null }>(
      `SELECT m.id, m.kind, m.object_key AS objectKey, m.content_type AS contentType, m.size, m.sha256,
              m.file_name AS fileName, m.width, m.height, m.created_at AS createdAt, r.id AS recordingId
       FROM media m LEFT JOIN recording r ON r.media_id = m.id WHERE m.id = ?`,
      [id],
    );
    if (!row) throw new NotFound('object');
    const { recordingId, ...media } = row;
    const isRecording = recordingId !== null;
    const facts = {
      size: media.size,
      contentType: media.contentType,
      etag: `"${media.sha256}"`,
      lastModified: media.createdAt,
      cacheControl: isRecording ? hourPrivate : foreverPublic,
      contentDisposition: contentDisposition(media.fileName ?? undefined, { type: 'inline' }),
    };
    return { media, isRecording, facts };
  }
}

/** The width of a picture that an address asks for; recordings are no pictures. */
function widthAsked({ isRecording }: FoundMedia, query: string): string | null {
  return isRecording || query === '' ? null : new URLSearchParams(query).get('w');
}
