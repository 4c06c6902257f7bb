import { Readable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import pLimit from 'p-limit';
import type { OutputInfo } from 'sharp';
import { AppError, BadInput, ErrorCode } from '../platform/errors.js';
import { chunksOf, type UploadedFile } from '../platform/graphql/upload-files.js';
import { mostImageBytes } from './image.rules.js';
import type { MediaEntity } from './media.entity.js';
import { MediaService } from './media.service.js';

/** What phones take today; a picture that claims more is refused by its head, before anything is decoded. */
const mostPixels = 50_000_000;
/** Pixels on the longer side of what is kept. */
const longestSide = 4096;
const secondsToDecode = 30;

const taken = new Set(['image/jpeg', 'image/png', 'image/webp', 'image/avif']);

/** Takes pictures in. */
@Injectable()
export class PicturesService {
  // A decoded picture takes up to 200 MB, and sharp uses all processors for one anyway.
  private readonly turns = pLimit(2);

  constructor(private readonly media: MediaService) {}

  /**
   * Stores each picture anew as WebP, upright and without anything but its pixels: no place, no name, no script.
   * When one of them cannot be stored, none is kept.
   * @returns the rows that the caller must insert in the transaction that the pictures belong to
   * @throws FileTooLarge above 15 MiB, AppError for a type that is not taken, BadInput for what is no picture
   */
  async store(argument: string, files: readonly UploadedFile[]): Promise<MediaEntity[]> {
    const outcomes = await Promise.allSettled(
      files.map((file, index) => this.turns(() => this.receive(`${argument}.${index}`, file))),
    );
    const stored = outcomes.flatMap((outcome) => (outcome.status === 'fulfilled' ? [outcome.value] : []));
    const failed = outcomes.find((outcome) => outcome.status === 'rejected');
    if (!failed) return stored;
    await this.media.discard(stored);
    throw failed.reason;
  }

  /** Stores a picture that is at hand already, as `store` does. */
  storeBytes(argument: string, bytes: Uint8Array): Promise<MediaEntity> {
    return this.turns(() => this.storeOne(argument, bytes));
  }

  private async receive(argument: string, file: UploadedFile): Promise<MediaEntity> {
    const chunks: Uint8Array[] = [];
    for await (const chunk of chunksOf(argument, file, mostImageBytes)) chunks.push(chunk);
    return this.storeOne(argument, Buffer.concat(chunks));
  }

  private async storeOne(argument: string, bytes: Uint8Array): Promise<MediaEntity> {
    const { data, info } = await redraw(argument, bytes);
    const facts = { kind: 'IMAGE', contentType: 'image/webp', extension: 'webp' } as const;
    return this.media.store({ ...facts, width: info.width, height: info.height }, Readable.from([data]));
  }
}

async function redraw(argument: string, bytes: Uint8Array): Promise<{ data: Buffer; info: OutputInfo }> {
  // Decoders are large, and many a process never takes a picture in.
  const { fileTypeFromBuffer } = await import('file-type');
  const { default: sharp } = await import('sharp');
  const type = await fileTypeFromBuffer(bytes);
  if (!type || !taken.has(type.mime)) {
    throw new AppError(ErrorCode.UNSUPPORTED_MEDIA_TYPE, `${argument}: must be JPEG, PNG, WebP or AVIF`, {
      argument,
    });
  }
  const picture = sharp(bytes, { failOn: 'error', limitInputPixels: mostPixels });
  try {
    const { width, height } = await sharp(bytes, { limitInputPixels: false }).metadata();
    if (width * height > mostPixels) throw new BadInput(argument, 'must have at most 50 million pixels');
    return await picture
      .autoOrient()
      .resize({ width: longestSide, height: longestSide, fit: 'inside', withoutEnlargement: true })
      .webp({ quality: 85 })
      .timeout({ seconds: secondsToDecode })
      .toBuffer({ resolveWithObject: true });
  } catch (error) {
    if (error instanceof AppError) throw error;
    throw new BadInput(argument, 'is damaged, or no picture at all');
  }
}
