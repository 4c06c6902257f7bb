import type { Readable } from 'node:stream';
import { AppError, ErrorCode } from '../errors.js';
import type { ByteRange } from '../http/range.js';
import type { Blocks, LentBytes, Reader } from './blocks.js';

export interface ObjectStat {
  /** Bytes. */
  readonly size: number;
  /** Milliseconds since the epoch. */
  readonly modifiedAt: number;
}

export interface ListedObject extends ObjectStat {
  readonly key: string;
}

export interface StoredObject {
  /** Bytes. */
  readonly size: number;
  /** SHA-256 of the content in lower-case hex, computed while the bytes went by. */
  readonly sha256: string;
}

/**
 * Where the bytes of uploads live: immutable objects under keys the server makes, such as
 * `image/<uuid>.webp`. Every method rejects with `InvalidKey` for any other key, and with
 * `StorageUnavailable` where the storage itself fails.
 */
export abstract class ObjectStorage {
  /**
   * Streams `body` to `key`. The object appears whole or not at all: an error of the source is passed on, an
   * abort rejects with the signal's reason, and both leave nothing behind. An existing key is refused with
   * `KeyTaken`.
   */
  abstract put(
    key: string,
    body: AsyncIterable<Uint8Array>,
    options: { contentType: string; signal?: AbortSignal },
  ): Promise<StoredObject>;

  abstract stat(key: string): Promise<ObjectStat | null>;

  /**
   * Opens the object, or a range that must lie within it (else `RangeError`). The object exists once the
   * promise resolves; a missing one is refused with `ObjectNotFound`. Destroying the stream, or aborting the
   * signal, frees what it holds at once.
   */
  abstract open(key: string, range?: ByteRange, signal?: AbortSignal): Promise<Readable>;

  /** As `open`, for who is done with each block before he asks for the next: its memory is lent, and used again. */
  abstract read(key: string, range: ByteRange, reader: Reader): Promise<Blocks>;

  /** A range that need not be waited for; null for any other, and for one that does not lie within the object. */
  readAtHand(_key: string, _range: ByteRange): LentBytes | null {
    return null;
  }

  /** Idempotent. */
  abstract remove(key: string): Promise<void>;

  /** The objects whose keys begin with `prefix` (all of them with none), in no order, never all at once in memory. */
  abstract list(prefix?: string): AsyncGenerator<ListedObject, void>;

  /**
   * Removes what killed processes have left of unfinished uploads, where it is older than an instant (ms since the
   * epoch), and returns how many. An upload that still runs fails then.
   */
  abstract sweep(olderThan: number): Promise<number>;

  /** A URL that serves the object directly for `ttlSeconds`, or null where the storage cannot. */
  abstract signedUrl(key: string, ttlSeconds: number): Promise<string | null>;

  /** Resolves when objects can be reached. */
  abstract check(): Promise<void>;

  /** Gives back what it holds; it is of no use afterwards. */
  abstract close(): void;
}

export class InvalidKey extends Error {
  override readonly name = 'InvalidKey';

  constructor(key: string) {
    super(`Not a key of an object: ${JSON.stringify(key.slice(0, MAX_KEY_LENGTH))}`);
  }
}

export class KeyTaken extends Error {
  override readonly name = 'KeyTaken';

  constructor(key: string) {
    super(`There is an object at ${key} already`);
  }
}

/** A client learns that it is gone; the key stays inside. */
export class ObjectNotFound extends AppError {
  override readonly name = 'ObjectNotFound';

  constructor(readonly key: string) {
    super(ErrorCode.NOT_FOUND, 'There is no such object.');
  }
}

/** The disk or the service behind the storage failed; the cause says how, and stays inside. */
export class StorageUnavailable extends AppError {
  override readonly name = 'StorageUnavailable';

  constructor(cause: unknown) {
    super(ErrorCode.UNAVAILABLE, 'The files cannot be reached right now; try again later.', {}, { cause });
  }
}

const MAX_KEY_LENGTH = 200;
/** No segment begins with a dot: no parent folder, no hidden file. */
const KEY = /^[a-z0-9_-][a-z0-9_.-]*(?:\/[a-z0-9_-][a-z0-9_.-]*)*$/;

/** Whether `key` is safe as a path and as a name in a bucket. */
export function isKey(key: string): boolean {
  return key.length <= MAX_KEY_LENGTH && KEY.test(key);
}

/** Throws `InvalidKey` for what is no key. */
export function assertKey(key: string): void {
  if (!isKey(key)) throw new InvalidKey(key);
}

/** Throws `InvalidKey` for what no key begins with. */
export function assertPrefix(prefix: string): void {
  if (prefix !== '' && !isKey(prefix.replace(/\/$/, ''))) throw new InvalidKey(prefix);
}
