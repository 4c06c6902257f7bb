import { createHash, randomUUID } from 'node:crypto';
import { Readable, addAbortSignal } from 'node:stream';
import {
  AbortMultipartUploadCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  type HeadObjectOutput,
  ListMultipartUploadsCommand,
  type MultipartUpload,
  type S3Client,
  S3ServiceException,
  paginateListObjectsV2,
} from '@aws-sdk/client-s3';
import { Upload } from '@aws-sdk/lib-storage';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import type { S3Settings } from '../config.js';
import type { ByteRange } from '../http/range.js';
import { abortable } from './abortable.js';
import { type Blocks, blocksOf, type Reader } from './blocks.js';
import { relay } from './relay.js';
import { type S3Limits, connectS3, defaultLimits } from './s3-client.js';
import {
  KeyTaken,
  type ListedObject,
  type ObjectStat,
  ObjectNotFound,
  ObjectStorage,
  StorageUnavailable,
  type StoredObject,
  assertKey,
  assertPrefix,
  isKey,
} from './storage.js';

/** The least that S3 takes for a part that is not the last, and what an upload holds in memory. */
const PART_SIZE = 5 * 1024 * 1024;

/** The metadata that tells whose object it is when the answer to an upload was lost. */
const UPLOAD_ID = 'upload';

/**
 * Objects in a bucket of S3 or of a server that speaks as it does. The credentials come from where the AWS SDK looks
 * for them, and must allow GetObject, PutObject, DeleteObject, AbortMultipartUpload, ListBucket (without it S3 says
 * 403 for a missing object) and ListBucketMultipartUploads.
 */
export class S3Storage extends ObjectStorage {
  private constructor(
    private readonly client: S3Client,
    private readonly bucket: string,
    /** What stands before each key: nothing, or a path with a slash at its end. */
    private readonly base: string,
    private readonly limits: S3Limits,
  ) {
    super();
  }

  /** Sends nothing yet, so that a server starts while S3 is down. `url` is `s3://bucket` or `s3://bucket/prefix`. */
  static open(url: string, settings: S3Settings, limits: S3Limits = defaultLimits): S3Storage {
    const [bucket = '', ...path] = url.slice('s3://'.length).split('/').filter(Boolean);
    return new S3Storage(
      connectS3(settings, limits),
      bucket,
      path.map((segment) => `${segment}/`).join(''),
      limits,
    );
  }

  /**
   * Small objects go in one request, larger ones part by part. The signature of each request covers the SHA-256 of
   * its bytes, so a byte that changes on the way is refused.
   *
   * Of two puts to one key, `If-None-Match: *` lets one win (Amazon, R2, MinIO, Ceph, Scaleway and others know it);
   * with servers that do not, the question before the upload has to do.
   */
  async put(
    key: string,
    body: AsyncIterable<Uint8Array>,
    { contentType, signal }: { contentType: string; signal?: AbortSignal },
  ): Promise<StoredObject> {
    const at = this.addressOf(key);
    signal?.throwIfAborted();
    if (await this.head(at)) throw new KeyTaken(key);
    const source = new Metered(body, signal);
    const upload = randomUUID();
    try {
      await new Upload({
        client: this.client,
        params: {
          ...at,
          Body: Readable.from(source, { highWaterMark: 1 }),
          ContentType: contentType,
          IfNoneMatch: '*',
          Metadata: { [UPLOAD_ID]: upload },
        },
        partSize: PART_SIZE,
        // With more, one part that fails would wait for a source that hangs.
        queueSize: 1,
      }).done();
    } catch (error) {
      if (source.failure) throw source.failure.error;
      const there = await this.head(at).catch(() => null);
      if (there && there.Metadata?.[UPLOAD_ID] !== upload) throw new KeyTaken(key);
      if (!there) throw signal?.aborted ? signal.reason : new StorageUnavailable(error);
    }
    if (signal?.aborted) {
      await this.remove(key).catch(() => undefined);
      throw signal.reason;
    }
    return source.stored();
  }

  async stat(key: string): Promise<ObjectStat | null> {
    const head = await this.head(this.addressOf(key));
    return head && { size: head.ContentLength ?? 0, modifiedAt: head.LastModified?.getTime() ?? 0 };
  }

  async open(key: string, range?: ByteRange, signal?: AbortSignal): Promise<Readable> {
    const { body, length } = await this.get(key, range, signal);
    const start = range?.start ?? 0;
    const end = start + length - 1;
    const reopen = async (from: number) => (await this.get(key, { start: start + from, end }, signal)).body;
    const { answerMs, pauseMs } = this.limits;
    const stream = relay(body, { length, reopen }, { silenceMs: answerMs, pauseMs });
    return signal ? addAbortSignal(signal, stream) : stream;
  }

  async read(key: string, range: ByteRange, { signal }: Reader): Promise<Blocks> {
    return blocksOf(await this.open(key, range, signal));
  }

  async remove(key: string): Promise<void> {
    await service(this.client.send(new DeleteObjectCommand(this.addressOf(key))));
  }

  async *list(prefix = ''): AsyncGenerator<ListedObject, void> {
    assertPrefix(prefix);
    const pages = paginateListObjectsV2(
      { client: this.client },
      { Bucket: this.bucket, Prefix: this.base + prefix },
    );
    for (;;) {
      const page = await service(pages.next());
      if (page.done) return;
      for (const { Key = '', Size = 0, LastModified } of page.value.Contents ?? []) {
        const key = Key.slice(this.base.length);
        if (isKey(key)) yield { key, size: Size, modifiedAt: LastModified?.getTime() ?? 0 };
      }
    }
  }

  async sweep(olderThan: number): Promise<number> {
    let swept = 0;
    for await (const { Key, UploadId, Initiated } of this.unfinished()) {
      if (!Initiated || Initiated.getTime() >= olderThan) continue;
      const abort = new AbortMultipartUploadCommand({ Bucket: this.bucket, Key, UploadId });
      await service(this.client.send(abort).catch(unlessMissing));
      swept += 1;
    }
    return swept;
  }

  async signedUrl(key: string, ttlSeconds: number): Promise<string> {
    const command = new GetObjectCommand(this.addressOf(key));
    return service(getSignedUrl(this.client, command, { expiresIn: ttlSeconds }));
  }

  /** Asks for an object that is not there: what the credentials must allow anyway. */
  async check(): Promise<void> {
    await this.stat('check');
  }

  close(): void {
    this.client.destroy();
  }

  private addressOf(key: string): { Bucket: string; Key: string } {
    assertKey(key);
    return { Bucket: this.bucket, Key: this.base + key };
  }

  private async get(
    key: string,
    range?: ByteRange,
    signal?: AbortSignal,
  ): Promise<{ body: Readable; length: number }> {
    const at = this.addressOf(key);
    signal?.throwIfAborted();
    const command = new GetObjectCommand({
      ...at,
      ...(range && { Range: `bytes=${range.start}-${range.end}` }),
    });
    const { Body, ContentLength, ContentRange } = await this.client
      .send(command, signal && { abortSignal: signal })
      .catch((error: unknown) => {
        signal?.throwIfAborted();
        if (nameOf(error) === 'NoSuchKey') throw new ObjectNotFound(key);
        if (nameOf(error) === 'InvalidRange')
          throw new RangeError(`${key} ends before its byte ${range?.start}`);
        throw new StorageUnavailable(error);
      });
    const body = Body as Readable;
    if (range && !ContentRange?.startsWith(`bytes ${range.start}-${range.end}/`)) {
      body.destroy();
      throw ContentRange
        ? new RangeError(`${key} ends before byte ${range.end}`)
        : new StorageUnavailable(new Error('S3 does not answer with the range it was asked for'));
    }
    return { body, length: ContentLength ?? 0 };
  }

  private async head(at: { Bucket: string; Key: string }): Promise<HeadObjectOutput | null> {
    return service(this.client.send(new HeadObjectCommand(at)).catch(unlessMissing));
  }

  private async *unfinished(): AsyncGenerator<MultipartUpload, void> {
    let marker: { KeyMarker?: string; UploadIdMarker?: string } = {};
    for (;;) {
      const page = await service(
        this.client.send(
          new ListMultipartUploadsCommand({ Bucket: this.bucket, Prefix: this.base, ...marker }),
        ),
      );
      yield* page.Uploads ?? [];
      if (!page.IsTruncated || !page.NextKeyMarker) return;
      marker = { KeyMarker: page.NextKeyMarker, UploadIdMarker: page.NextUploadIdMarker };
    }
  }
}

/** The chunks of an upload, measured while they go by. What the source throws is kept apart from what S3 does. */
class Metered implements AsyncIterable<Uint8Array> {
  failure: { error: unknown } | null = null;
  private readonly hash = createHash('sha256');
  private size = 0;

  constructor(
    private readonly body: AsyncIterable<Uint8Array>,
    private readonly signal?: AbortSignal,
  ) {}

  async *[Symbol.asyncIterator](): AsyncGenerator<Uint8Array, void> {
    for await (const chunk of this.chunks()) {
      this.hash.update(chunk);
      this.size += chunk.byteLength;
      yield chunk;
    }
  }

  /** A generator of its own, since a reader who gives up throws his error into the one he reads from. */
  private async *chunks(): AsyncGenerator<Uint8Array, void> {
    try {
      yield* abortable(this.body, this.signal);
    } catch (error) {
      this.failure = { error };
      throw error;
    }
  }

  stored(): StoredObject {
    return { size: this.size, sha256: this.hash.digest('hex') };
  }
}

/** Passes on what S3 says, its errors as `StorageUnavailable`. */
async function service<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    throw new StorageUnavailable(error);
  }
}

/** Null where S3 says that there is nothing. */
function unlessMissing(error: unknown): null {
  if (error instanceof S3ServiceException && error.$metadata.httpStatusCode === 404) return null;
  throw error;
}

function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : '';
}
