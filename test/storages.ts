import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A place for the objects of one suite. */
export interface TestStorage {
  /** The settings that name it, and where it is S3 the keys to it. */
  readonly env: Readonly<Record<string, string>>;
  drop(): Promise<void>;
}

/** The S3 server that `TEST_S3_URL` names, as in `http://KEY:SECRET@127.0.0.1:9000`, or null. */
export const testS3 = process.env['TEST_S3_URL'] ? new URL(process.env['TEST_S3_URL']) : null;

/** In a new bucket of the server that `TEST_S3_URL` names, else a folder; gone after `drop`. */
export async function makeStorage(): Promise<TestStorage> {
  if (testS3) return makeBucket(testS3);
  const folder = mkdtempSync(join(tmpdir(), 'hapju-objects-'));
  return { env: { STORAGE_URL: `file:${folder}` }, drop: async () => rmSync(folder, { recursive: true }) };
}

/** The server's keys go where the SDK looks for them: into the environment. */
async function makeBucket(server: URL): Promise<TestStorage> {
  const keys = {
    AWS_ACCESS_KEY_ID: decodeURIComponent(server.username),
    AWS_SECRET_ACCESS_KEY: decodeURIComponent(server.password),
  };
  Object.assign(process.env, keys);
  const s3 = await import('@aws-sdk/client-s3');
  const client = new s3.S3Client({ endpoint: server.origin, region: 'us-east-1', forcePathStyle: true });
  const Bucket = `hapju-test-${randomBytes(6).toString('hex')}`;
  await client.send(new s3.CreateBucketCommand({ Bucket }));
  return {
    env: { STORAGE_URL: `s3://${Bucket}/objects`, S3_ENDPOINT: server.origin, ...keys },
    drop: async () => {
      const { Uploads = [] } = await client.send(new s3.ListMultipartUploadsCommand({ Bucket }));
      for (const { Key, UploadId } of Uploads) {
        await client.send(new s3.AbortMultipartUploadCommand({ Bucket, Key, UploadId }));
      }
      for await (const { Contents = [] } of s3.paginateListObjectsV2({ client }, { Bucket })) {
        for (const { Key } of Contents) await client.send(new s3.DeleteObjectCommand({ Bucket, Key }));
      }
      await client.send(new s3.DeleteBucketCommand({ Bucket }));
      client.destroy();
    },
  };
}
