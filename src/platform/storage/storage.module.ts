import { Module, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { Clock } from '../clock.js';
import { Config } from '../config.js';
import { Log } from '../ops/log.js';
import { LocalStorage } from './local-storage.js';
import { ObjectStorage } from './storage.js';

/** Longer than any upload takes. */
const UPLOAD_LIFETIME_MS = 86_400_000;

/** The storage that `STORAGE_URL` names. The AWS SDK is slow to load, so only who uses S3 waits for it. */
async function openStorage({ storageUrl, s3 }: Config): Promise<ObjectStorage> {
  if (storageUrl.startsWith('file:')) return LocalStorage.create(storageUrl.slice('file:'.length));
  const { S3Storage } = await import('./s3-storage.js');
  return S3Storage.open(storageUrl, s3);
}

@Module({
  providers: [{ provide: ObjectStorage, inject: [Config], useFactory: openStorage }],
  exports: [ObjectStorage],
})
export class StorageModule implements OnApplicationBootstrap, OnApplicationShutdown {
  private closed = false;

  constructor(
    private readonly storage: ObjectStorage,
    private readonly clock: Clock,
    private readonly log: Log,
  ) {}

  /** Not awaited: a storage that is down does not keep the server from starting. */
  onApplicationBootstrap(): void {
    this.storage.sweep(this.clock.now() - UPLOAD_LIFETIME_MS).catch((error: unknown) => {
      if (!this.closed) this.log.warn(error, 'Unfinished uploads could not be swept');
    });
  }

  onApplicationShutdown(): void {
    this.closed = true;
    this.storage.close();
  }
}
