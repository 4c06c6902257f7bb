import { createHmac, hash, timingSafeEqual } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { deriveKeys } from '../platform/app-secret.js';
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
  private readonly keys: readonly [SigningKey, ...SigningKey[]];

  constructor(
    config: Config,
    private readonly clock: Clock,
  ) {
    const [first, ...previous] = deriveKeys(config, 'stream');
    this.keys = [named(first), ...previous.map(named)];
  }

  /** The query of a link that is good for 6 to 7 hours, the same within each hour. */
  sign(mediaId: string): string {
    const expiry = (Math.ceil(this.clock.now() / 1000 / hour) + lifeHours) * hour;
    const [key] = this.keys;
    return `e=${expiry}&k=${key.id}&s=${signatureOf(key, mediaId, String(expiry))}`;
  }

  /** @throws LinkNotGood unless `query` is what `sign` has made for this object, and not over */
  check(mediaId: string, query: string): void {
    const [, expiry = '', keyId, given = ''] = /^e=(\d{1,12})&k=([\w-]{8})&s=([\w-]{43})$/.exec(query) ?? [];
    const key = this.keys.find(({ id }) => id === keyId);
    if (!key || Number(expiry) * 1000 <= this.clock.now()) throw new LinkNotGood();
    const expected = signatureOf(key, mediaId, expiry);
    if (!timingSafeEqual(Buffer.from(given), Buffer.from(expected))) throw new LinkNotGood();
  }
}

interface SigningKey {
  readonly id: string;
  readonly secret: Buffer;
}

function named(secret: Buffer): SigningKey {
  return { id: hash('sha256', secret, 'base64url').slice(0, 8), secret };
}

function signatureOf({ id, secret }: SigningKey, mediaId: string, expiry: string): string {
  return createHmac('sha256', secret).update(['stream', mediaId, expiry, id].join('\n')).digest('base64url');
}
