import { Injectable } from '@nestjs/common';
import { Config } from '../platform/config.js';

/** The addresses under which objects are served. */
@Injectable()
export class MediaLinks {
  constructor(private readonly config: Config) {}

  /** Stable: the bytes behind it never change, so it may be cached for ever. */
  publicUrl(mediaId: string, width?: number): string {
    const url = `${this.config.publicUrl}/media/${mediaId}`;
    return width === undefined ? url : `${url}?w=${width}`;
  }
}
