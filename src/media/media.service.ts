import { Injectable } from '@nestjs/common';
import { create as contentDisposition } from 'content-disposition';
import { Clock } from '../platform/clock.js';
import { Database, DatabaseUnavailable } from '../platform/database/database.js';
import { BadInput, NotFound } from '../platform/errors.js';
import type { ObjectFacts } from '../platform/http/decide.js';
import { Ids } from '../platform/ids.js';
import { Log } from '../platform/ops/log.js';
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

type FoundMedia = MediaEntity & { readonly recordingId: string | null };

const hourPrivate = 'private, max-age=3600, no-transform';
const foreverPublic = 'public, max-age=31536000, immutable, no-transform';
const idPattern = /^[0-9a-f-]{36}$/;

/** Stored objects: keeping them and serving them. */
@Injectable()
export class MediaService {
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
  async getServable(id: string, query: string, accept: string | undefined): Promise<Servable> {
    const media = idPattern.test(id) ? await this.findMedia(id) : undefined;
    const asked = new URLSearchParams(query);
    if (!media || (media.recordingId !== null && !asked.has('s'))) throw new NotFound('object');
    if (media.recordingId !== null) {
      this.signatures.check(id, query);
      return { key: media.objectKey, facts: { ...this.factsOf(media), cacheControl: hourPrivate } };
    }
    const width = asked.get('w');
    if (width !== null) return this.servableImage(media, width, formatFor(accept));
    return { key: media.objectKey, facts: this.factsOf(media) };
  }

  private async servableImage(media: MediaEntity, text: string, format: ImageFormat): Promise<Servable> {
    const width = imageWidths.find((each) => String(each) === text);
    if (width === undefined || media.kind !== 'IMAGE') {
      throw new BadInput('w', `must be one of ${imageWidths.join(', ')}, and the object a picture`);
    }
    const variant = await this.images.getVariant(media, width, format);
    const etag = `"${media.sha256}-w${width}-${format}"`;
    const contentType = contentTypeOf[format];
    const facts = { ...this.factsOf(media), contentType, size: variant.size, etag };
    return { key: variant.key, facts, negotiated: true };
  }

  private async findMedia(id: string): Promise<FoundMedia | undefined> {
    const [row] = await this.database.select<FoundMedia>(
      `SELECT m.id, m.kind, m.object_key AS objectKey, m.content_type AS contentType, m.size, m.sha256,
              m.file_name AS fileName, m.width, m.height, m.created_at AS createdAt, r.id AS recordingId
       FROM media m LEFT JOIN recording r ON r.media_id = m.id WHERE m.id = ?`,
      [id],
    );
    return row;
  }

  private factsOf(media: MediaEntity): ObjectFacts {
    return {
      size: media.size,
      contentType: media.contentType,
      etag: `"${media.sha256}"`,
      lastModified: media.createdAt,
      cacheControl: foreverPublic,
      contentDisposition: contentDisposition(media.fileName ?? undefined, { type: 'inline' }),
    };
  }
}
