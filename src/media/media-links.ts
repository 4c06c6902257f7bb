import { Injectable } from '@nestjs/common';
import { Config } from '../platform/config.js';
import { StreamSignatures } from './stream-signatures.js';

/** The addresses under which objects are served. */
@Injectable()
export class MediaLinks {
  constructor(
    private readonly config: Config,
    private readonly signatures: StreamSignatures,
  ) {}

  /** Stable: the bytes behind it never change, so it may be cached for ever. */
  publicUrl(mediaId: string, width?: number): string {
    const url = `${this.config.publicUrl}/media/${mediaId}`;
    return width === undefined ? url : `${url}?w=${width}`;
  }

  /** For what is private: good for 6 to 7 hours, in the hands of anybody. */
  signedUrl(mediaId: string): string {
    return `${this.publicUrl(mediaId)}?${this.signatures.sign(mediaId)}`;
  }
}
