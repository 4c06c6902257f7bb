import { createCipheriv, createDecipheriv, hash, hkdfSync, randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { jwtVerify, SignJWT } from 'jose';
import { LRUCache } from 'lru-cache';
import { deriveKeys } from '../platform/app-secret.js';
import { Clock } from '../platform/clock.js';
import { Config } from '../platform/config.js';
import { Unauthenticated } from './auth.errors.js';
import type { Role, Viewer } from './viewer.js';

const accessSeconds = 15 * 60;
const algorithm = 'HS256';
const typ = 'at+jwt';
const issuer = 'hapju';
const audience = 'hapju-api';

/** What an access token says never changes, and proving it anew costs as much as a small statement. */
interface KnownToken {
  readonly viewer: Viewer;
  /** Seconds since the epoch. */
  readonly endsAt: number;
}

/** A few hundred bytes each. */
const mostKnown = 2000;

/** Makes and reads tokens. */
@Injectable()
export class TokensService {
  private readonly keys: readonly [Uint8Array, ...Uint8Array[]];
  private readonly known = new LRUCache<string, KnownToken>({ max: mostKnown });

  constructor(
    config: Config,
    private readonly clock: Clock,
  ) {
    this.keys = deriveKeys(config, 'access token');
  }

  /** A JWT of 15 minutes (RFC 9068), and the instant it ends. */
  async signAccess(viewer: Viewer): Promise<{ accessToken: string; expiresAt: number }> {
    const now = Math.floor(this.clock.now() / 1000);
    const accessToken = await new SignJWT({ role: viewer.role, sid: viewer.sessionId })
      .setProtectedHeader({ alg: algorithm, typ })
      .setSubject(viewer.id)
      .setIssuer(issuer)
      .setAudience(audience)
      .setIssuedAt(now)
      .setExpirationTime(now + accessSeconds)
      .sign(this.keys[0]);
    return { accessToken, expiresAt: (now + accessSeconds) * 1000 };
  }

  /**
   * Who sent these values of the Authorization header; null without any.
   * @throws Unauthenticated for anything but one bearer token of ours that has not run out
   */
  async readAuthorization(values: readonly string[]): Promise<Viewer | null> {
    const [given] = values;
    if (given === undefined) return null;
    const [, token] = /^bearer +([\w.~+/=-]{1,4096})$/i.exec(given) ?? [];
    // Two could mean two people: such a request is nobody's.
    if (values.length > 1 || !token)
      throw new Unauthenticated('The Authorization header must be one bearer token.');
    return this.readAccess(token);
  }

  /**
   * Who holds this access token. Algorithm, type, issuer and audience are ours to say, never the token's
   * (RFC 8725).
   * @throws Unauthenticated for anything but a token of ours that has not run out
   */
  async readAccess(token: string): Promise<Viewer> {
    const seconds = Math.floor(this.clock.now() / 1000);
    const known = this.known.get(token);
    if (known && seconds < known.endsAt) return known.viewer;
    const required = {
      algorithms: [algorithm],
      typ,
      issuer,
      audience,
      requiredClaims: ['sub', 'sid', 'role', 'iat', 'exp'],
      currentDate: new Date(this.clock.now()),
    };
    for (const key of this.keys) {
      try {
        const { payload } = await jwtVerify<{ role: Role; sid: string }>(token, key, required);
        const { sub, role, sid, exp } = payload;
        const viewer = Object.freeze({ id: sub as string, role, sessionId: sid });
        this.known.set(token, { viewer, endsAt: exp as number });
        return viewer;
      } catch {
        // Another key may know it.
      }
    }
    throw new Unauthenticated('The access token is not valid, or has run out.');
  }
}

/** 256 random bits in base64url: refresh tokens, one-time codes, states. */
export function randomToken(): string {
  return randomBytes(32).toString('base64url');
}

/** What is stored of a token: SHA-256 in hex. Tokens are random, so no salt is needed. */
export function hashToken(token: string): string {
  return hash('sha256', token, 'hex');
}

/** Seals `text` so that only who holds `token` can read it (AES-256-GCM under a key from the token). */
export function sealFor(token: string, text: string): string {
  const cipher = createCipheriv('aes-256-gcm', sealKey(token), Buffer.alloc(12));
  const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  return Buffer.concat([cipher.getAuthTag(), sealed]).toString('base64url');
}

/** Opens what `sealFor` has sealed. */
export function openWith(token: string, sealed: string): string {
  const bytes = Buffer.from(sealed, 'base64url');
  const decipher = createDecipheriv('aes-256-gcm', sealKey(token), Buffer.alloc(12));
  decipher.setAuthTag(bytes.subarray(0, 16));
  return Buffer.concat([decipher.update(bytes.subarray(16)), decipher.final()]).toString('utf8');
}

/** Each token seals one thing once, so its key needs no nonce beside it. */
function sealKey(token: string): Uint8Array {
  return new Uint8Array(hkdfSync('sha256', token, '', 'hapju successor', 32));
}
