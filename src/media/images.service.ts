import { Readable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import pLimit from 'p-limit';
import { KeyTaken, ObjectStorage } from '../platform/storage/storage.js';
import { contentTypeOf, type ImageFormat, imageFormats } from './image-format.rules.js';
import { imageWidths } from './image.rules.js';
import type { MediaEntity } from './media.entity.js';

/** A picture drawn at another width. */
export interface Variant {
  readonly key: string;
  readonly size: number;
}

/** Pictures at the widths that pages ask for: made on first use, kept in storage beside the original. */
@Injectable()
export class ImagesService {
  private readonly running = new Map<string, Promise<Variant>>();
  private readonly turns = pLimit(2);

  constructor(private readonly storage: ObjectStorage) {}

  /** The picture at `width` pixels. Requests for one that is just being looked for or made wait for it. */
  getVariant(image: MediaEntity, width: number, format: ImageFormat): Promise<Variant> {
    const key = variantKey(image.id, width, format);
    let running = this.running.get(key);
    if (!running) {
      running = this.findOrMake(key, image, width, format).finally(() => this.running.delete(key));
      this.running.set(key, running);
    }
    return running;
  }

  /** The keys of all that may have been made of a picture. */
  variantKeys(imageId: string): string[] {
    return imageWidths.flatMap((width) => imageFormats.map((format) => variantKey(imageId, width, format)));
  }

  /** Looked for within the same turn: who looked before it was made must not make it again. */
  private async findOrMake(
    key: string,
    image: MediaEntity,
    width: number,
    format: ImageFormat,
  ): Promise<Variant> {
    const stat = await this.storage.stat(key);
    return stat ? { key, size: stat.size } : this.turns(() => this.make(key, image, width, format));
  }

  private async make(key: string, image: MediaEntity, width: number, format: ImageFormat): Promise<Variant> {
    // Decoders are large, and many a process never draws anything.
    const { default: sharp } = await import('sharp');
    const original = await this.storage.open(image.objectKey);
    const resizing = sharp({ failOn: 'error' }).resize({ width, withoutEnlargement: true });
    // A low effort: AVIF is then still a fifth smaller than WebP, and made in a fraction of a second.
    const resized = original.pipe(format === 'avif' ? resizing.avif({ effort: 2 }) : resizing.webp());
    original.once('error', (error) => resized.destroy(error));
    const bytes = await resized.toBuffer();
    try {
      await this.storage.put(key, Readable.from([bytes]), { contentType: contentTypeOf[format] });
    } catch (error) {
      // Another process was first; both made the same bytes.
      if (!(error instanceof KeyTaken)) throw error;
    }
    return { key, size: bytes.length };
  }
}

const variantKey = (imageId: string, width: number, format: ImageFormat) =>
  `image/${imageId}.w${width}.${format}`;
