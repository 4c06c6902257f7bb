import { Injectable } from '@nestjs/common';
import { TooManyUploads } from './recordings.errors.js';

const mostAtOnce = 3;

/** How many uploads each person has under way in this process. */
@Injectable()
export class UploadSlots {
  private readonly taken = new Map<string, number>();

  /** @throws TooManyUploads when `who` has three under way */
  async hold<T>(who: string, work: () => Promise<T>): Promise<T> {
    const count = this.taken.get(who) ?? 0;
    if (count >= mostAtOnce) throw new TooManyUploads(mostAtOnce);
    this.taken.set(who, count + 1);
    try {
      return await work();
    } finally {
      const left = (this.taken.get(who) ?? 1) - 1;
      if (left > 0) this.taken.set(who, left);
      else this.taken.delete(who);
    }
  }
}
