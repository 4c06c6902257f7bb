import { execFileSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Only root may mount. */
export const canMount = process.platform === 'linux' && process.getuid?.() === 0;

/** A file system of a few megabytes in memory, to be filled and closed to writers. */
export class SmallDisk {
  readonly folder = mkdtempSync(join(tmpdir(), 'hapju-disk-'));
  private readonly ballast = join(this.folder, 'ballast');

  constructor(megabytes: number) {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs', this.folder]);
  }

  /** Takes all the room that is left. */
  fill(): void {
    const file = openSync(this.ballast, 'w');
    try {
      for (const size of [65_536, 4096, 1]) {
        try {
          for (;;) writeSync(file, Buffer.alloc(size));
        } catch (error) {
          if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
        }
      }
    } finally {
      closeSync(file);
    }
  }

  free(): void {
    rmSync(this.ballast, { force: true });
  }

  /** From now on nobody can write to it, root neither. */
  close(): void {
    execFileSync('mount', ['-o', 'remount,ro', this.folder]);
  }

  drop(): void {
    execFileSync('umount', ['--lazy', this.folder]);
    rmSync(this.folder, { recursive: true });
  }
}
