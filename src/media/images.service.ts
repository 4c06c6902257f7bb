import { Readable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import sharp from 'sharp';
import { KeyTaken, ObjectStorage } from '../platform/storage/storage.js';
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

  constructor(private readonly storage: ObjectStorage) {}

  /** The picture at `width` pixels as WebP. Requests for one that is just being made wait for it. */
  async getVariant(image: MediaEntity, width: number): Promise<Variant> {
    const key = `image/${image.id}.w${width}.webp`;
    const stat = await this.storage.stat(key);
    if (stat) return { key, size: stat.size };
    let running = this.running.get(key);
    if (!running) {
      running = this.make(image, width, key).finally(() => this.running.delete(key));
      this.running.set(key, running);
    }
    return running;
  }

  private async make(image: MediaEntity, width: number, key: string): Promise<Variant> {
    const original = await this.storage.open(image.objectKey);
    const resized = original.pipe(
      sharp({ failOn: 'error' }).resize({ width, withoutEnlargement: true }).webp(),
    );
    original.once('error', (error) => resized.destroy(error));
    const bytes = await resized.toBuffer();
    try {
      await this.storage.put(key, Readable.from([bytes]), { contentType: 'image/webp' });
    } catch (error) {
      // Another process was first; both made the same bytes.
      if (!(error instanceof KeyTaken)) throw error;
    }
    return { key, size: bytes.length };
  }
}
