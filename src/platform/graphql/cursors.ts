import { hash, timingSafeEqual } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { deriveKeys } from '../app-secret.js';
import { Config } from '../config.js';
import { BadInput } from '../errors.js';

/** The values of a row by which its list is sorted, its id last. */
export type SortKey = readonly (string | number)[];

const sealBytes = 12;
/** Of the same as base64url, which ends between two bytes of what follows. */
const sealLength = 16;

/**
 * Makes and reads the cursors of lists. A cursor holds the sort key of a row and a seal over it and the list it
 * belongs to, filters and sort included: one of another list, or one made by hand, is refused.
 */
@Injectable()
export class Cursors {
  private readonly keys: readonly string[];

  constructor(config: Config) {
    this.keys = deriveKeys(config, 'cursor').map((key) => key.toString('base64url'));
  }

  /** @param list the name of the list with everything that changes what is in it */
  seal(list: unknown, key: SortKey): string {
    const text = JSON.stringify(key);
    return sealOf(this.keys[0] as string, list, text) + Buffer.from(text).toString('base64url');
  }

  /** @throws BadInput when the cursor was not made for this very list */
  open(list: unknown, cursor: string): SortKey {
    const bytes = Buffer.from(cursor, 'base64url');
    const text = bytes.subarray(sealBytes).toString();
    const seal = bytes.subarray(0, sealBytes);
    const isOurs = (key: string) => timingSafeEqual(seal, Buffer.from(sealOf(key, list, text), 'base64url'));
    if (bytes.length <= sealBytes || !this.keys.some(isOurs)) {
      throw new BadInput('after', 'is not a cursor of this list with these filters and this sort');
    }
    return JSON.parse(text) as SortKey;
  }

  /**
   * Where the page of each of several lists starts, such as the reviews of each space: the key that `cursor` holds,
   * null for the first page, or the BadInput that is the answer for that list alone.
   */
  openEach(lists: readonly unknown[], cursor: string | null | undefined): (SortKey | null | Error)[] {
    return lists.map((list) => {
      if (!cursor) return null;
      try {
        return this.open(list, cursor);
      } catch (error) {
        return error as Error;
      }
    });
  }
}

/**
 * 12 of the 32 bytes of SHA-256 over key, list and text; an HMAC, paid for with every page, costs several times as much. It
 * would keep others from going on with the hash for a longer text, and so does the cut: they would need the bytes cut off
 * (the same holds for SHA-512/256, FIPS 180-4, section 6.7).
 */
function sealOf(key: string, list: unknown, text: string): string {
  return hash('sha256', `${key}\n${JSON.stringify(list)}\n${text}`, 'base64url').slice(0, sealLength);
}
