import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { deriveKey } from '../platform/app-secret.js';
import { Clock } from '../platform/clock.js';
import { Config } from '../platform/config.js';
import { AppError, ErrorCode } from '../platform/errors.js';

const hour = 3600;
const lifeHours = 6;

/** Over, altered, or made for something else: which of them, nobody is told. */
export class LinkNotGood extends AppError {
  constructor() {
    super(ErrorCode.FORBIDDEN, 'This link is not good, or not any more; ask for a new one.');
  }
}

/**
 * Lets whoever holds a link stream one object for some hours: an `<audio>` element sends no header. A link has one
 * form, `e=EXPIRY&k=KEY&s=SIGNATURE`, with the expiry in Unix seconds, the id of the key, and HMAC-SHA-256 over purpose,
 * object, expiry and key in base64url.
 */
@Injectable()
export class StreamSignatures {
  private readonly key: Buffer;
  private readonly keyId: string;

  constructor(
    config: Config,
    private readonly clock: Clock,
  ) {
    this.key = deriveKey(config.appSecret, 'stream');
    this.keyId = createHash('sha256').update(this.key).digest('base64url').slice(0, 8);
  }

  /** The query of a link that is good for 6 to 7 hours, the same within each hour. */
  sign(mediaId: string): string {
    const expiry = (Math.ceil(this.clock.now() / 1000 / hour) + lifeHours) * hour;
    return `e=${expiry}&k=${this.keyId}&s=${this.signatureOf(mediaId, String(expiry), this.keyId)}`;
  }

  /** @throws LinkNotGood unless `query` is what `sign` has made for this object, and not over */
  check(mediaId: string, query: string): void {
    const [, expiry = '', keyId = '', signature = ''] =
      /^e=(\d{1,12})&k=([\w-]{8})&s=([\w-]{43})$/.exec(query) ?? [];
    const expected = Buffer.from(this.signatureOf(mediaId, expiry, keyId));
    const given = Buffer.from(signature);
    const good = given.length === expected.length && timingSafeEqual(given, expected);
    if (!good || keyId !== this.keyId || Number(expiry) * 1000 <= this.clock.now()) throw new LinkNotGood();
  }

  private signatureOf(mediaId: string, expiry: string, keyId: string): string {
    return createHmac('sha256', this.key)
      .update(['stream', mediaId, expiry, keyId].join('\n'))
      .digest('base64url');
  }
}
