import { getHeapSpaceStatistics, setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

setFlagsFromString('--expose-gc');
// As the server has it.
setFlagsFromString('--no-allocation-site-pretenuring');
const collect = runInNewContext('gc') as () => void;

/**
 * How many bytes more, when `work` is done, lie where only a full collection of garbage looks. One comes before it, as
 * one comes to every server from time to time: what is there by then counts as what stays. The least of three times, since
 * a collection in the midst of it may find much that is in use.
 */
export async function agedBy(work: () => Promise<void>): Promise<number> {
  const aged: number[] = [];
  for (let time = 0; time < 3; time += 1) {
    collect();
    const before = oldBytes();
    await work();
    aged.push(oldBytes() - before);
  }
  return Math.min(...aged);
}

function oldBytes(): number {
  return getHeapSpaceStatistics().find(({ space_name }) => space_name === 'old_space')
    ?.space_used_size as number;
}
