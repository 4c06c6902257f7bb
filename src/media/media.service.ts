import { Injectable } from '@nestjs/common';
import { create as contentDisposition } from 'content-disposition';
import { Clock } from '../platform/clock.js';
import { Database } from '../platform/database/database.js';
import { BadInput, NotFound } from '../platform/errors.js';
import type { ObjectFacts } from '../platform/http/decide.js';
import { Ids } from '../platform/ids.js';
import { ObjectStorage } from '../platform/storage/storage.js';
import { imageWidths } from './image.rules.js';
import { ImagesService } from './images.service.js';
import type { MediaEntity } from './media.entity.js';

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
}

const foreverPublic = 'public, max-age=31536000, immutable, no-transform';
const idPattern = /^[0-9a-f-]{36}$/;

/** Stored objects: keeping them and serving them. */
@Injectable()
export class MediaService {
  constructor(
    private readonly database: Database,
    private readonly storage: ObjectStorage,
    private readonly images: ImagesService,
    private readonly clock: Clock,
    private readonly ids: Ids,
  ) {}

  /** Stores the bytes and returns the row that the caller must insert in the transaction the object belongs to. */
  async store(media: NewMedia, body: AsyncIterable<Uint8Array>): Promise<MediaEntity> {
    const id = this.ids.next();
    const objectKey = `${media.kind.toLowerCase()}/${id}.${media.extension}`;
    const stored = await this.storage.put(objectKey, body, { contentType: media.contentType });
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
   * An object, or a picture at one of the served widths.
   * @throws NotFound for an id that names nothing, BadInput for a width that is not served
   */
  async getServable(id: string, width?: string): Promise<Servable> {
    const media = idPattern.test(id) ? await this.findMedia(id) : undefined;
    if (!media) throw new NotFound('object');
    if (width !== undefined) return this.servableImage(media, width);
    return { key: media.objectKey, facts: this.factsOf(media) };
  }

  private async servableImage(media: MediaEntity, text: string): Promise<Servable> {
    const width = imageWidths.find((each) => String(each) === text);
    if (width === undefined || media.kind !== 'IMAGE') {
      throw new BadInput('w', `must be one of ${imageWidths.join(', ')}, and the object a picture`);
    }
    const variant = await this.images.getVariant(media, width);
    const etag = `"${media.sha256}-w${width}"`;
    return {
      key: variant.key,
      facts: { ...this.factsOf(media), contentType: 'image/webp', size: variant.size, etag },
    };
  }

  private async findMedia(id: string): Promise<MediaEntity | undefined> {
    const [row] = await this.database.select<MediaEntity>(
      `SELECT id, kind, object_key AS objectKey, content_type AS contentType, size, sha256,
              file_name AS fileName, width, height, created_at AS createdAt
       FROM media WHERE id = ?`,
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
