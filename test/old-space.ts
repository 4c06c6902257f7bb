import { getHeapSpaceStatistics, setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

setFlagsFromString('--expose-gc');
// As the server has it.
setFlagsFromString('--no-allocation-site-pretenuring');
const collect = runInNewContext('gc') as () => void;

/**
 * How many bytes more, when `work` is done, lie where only a full collection of garbage looks. One comes before it, as
 * one comes to every server from time to time: what is there by then counts as what stays.
 */
export async function agedBy(work: () => Promise<void>): Promise<number> {
  collect();
  const before = oldBytes();
  await work();
  return oldBytes() - before;
}

function oldBytes(): number {
  return getHeapSpaceStatistics().find(({ space_name }) => space_name === 'old_space')
    ?.space_used_size as number;
}
