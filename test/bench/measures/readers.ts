import { setTimeout as sleep } from 'node:timers/promises';
import { placeTrack, track } from '../fill/track.js';
import { get } from '../load/line.js';
import { median } from '../load/load.js';
import { SlowReader } from '../load/slow-reader.js';
import { memoryOf } from '../measure/processes.js';
import type { Child } from '../peers/child.js';
import { nginxVersion } from '../peers/nginx.js';
import { startProject } from '../peers/project.js';
import type { Measure } from './measure.js';

const count = 1000;
const bytesEach = 16_384;
const everyMs = 250;
const turns = 32;
const patienceMs = 30_000;

/** 1,000 listeners who take 16 KiB every 250 ms for eight seconds. */
export const readers: Measure = {
  name: 'readers',
  meaning: '1,000 listeners who take 16 KiB every 250 ms: how many are served, and memory for each',
  quick: false,
  run: async (ground) => {
    const url = await ground.database('S');
    await placeTrack(url);
    // What a server has done before would be counted, too.
    const project = await startProject(url);
    const own = await listen(project, `/media/${track.id}`);
    await project.stop();
    const nginx = nginxVersion() === null ? null : await listen(await ground.nginx(), `/${track.key}`);
    return {
      figure: `${own.kibEach.toFixed(0)} KiB each`,
      notes:
        `${own.served} of ${count} served, first byte after ${own.firstByteMs.toFixed(0)} ms` +
        (nginx
          ? `; nginx ${nginx.served}, ${nginx.kibEach.toFixed(0)} KiB, ${nginx.firstByteMs.toFixed(0)} ms`
          : ''),
      data: { ...own, nginx },
    };
  },
};

async function listen({ port, pid }: Child, path: string) {
  const before = memoryOf(pid, 'VmRSS');
  const open = Array.from({ length: count }, () => new SlowReader(port, get(path)));
  for (const begin = performance.now(); performance.now() - begin < patienceMs; await sleep(everyMs)) {
    if (open.every(({ firstByteMs }) => firstByteMs !== null)) break;
  }
  let most = before;
  for (let turn = 0; turn < turns; turn += 1) {
    for (const reader of open) reader.take(bytesEach);
    await sleep(everyMs);
    most = Math.max(most, memoryOf(pid, 'VmRSS'));
  }
  const served = open.filter(({ taken }) => taken > (turns / 2) * bytesEach).length;
  const firstByteMs = median(open.map((reader) => reader.firstByteMs ?? Number.POSITIVE_INFINITY));
  for (const reader of open) reader.leave();
  return { served, kibEach: (1024 * (most - before)) / count, firstByteMs };
}
