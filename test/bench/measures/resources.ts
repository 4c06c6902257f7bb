import { setTimeout as sleep } from 'node:timers/promises';
import { placeTrack, track } from '../fill/track.js';
import { get } from '../load/line.js';
import { load, median } from '../load/load.js';
import { metricsOf, statementsOf } from '../measure/metrics.js';
import { memoryOf } from '../measure/processes.js';
import { startProject } from '../peers/project.js';
import type { Measure } from './measure.js';

/** When nothing has happened for some ten seconds, V8 gives back what a start has taken beyond what is used. */
const settledMs = 20_000;

/** What the server takes of the machine, beside processor time. */
export const resources: readonly Measure[] = [
  {
    name: 'statements',
    meaning: 'SQL statements of a list, a detail, an availability',
    quick: true,
    run: async (ground) => {
      const project = await ground.project();
      const data: Record<string, number> = {};
      for (const kind of ['card', 'full', 'detail', 'availability'] as const) {
        const { subject } = await ground.pairs(kind);
        const before = await statementsOf(project);
        await load(project.port, subject, 240, 1);
        data[kind] = Math.round((100 * ((await statementsOf(project)) - before)) / 240) / 100;
      }
      const names = Object.entries(data).map(([name, count]) => `${name} ${count.toFixed(2)}`);
      return { figure: Object.values(data).join(' / '), notes: names.join(', '), data };
    },
  },
  {
    name: 'lag',
    meaning: 'the longest time the event loop stood still under everything at once',
    quick: true,
    run: async (ground) => {
      await placeTrack(await ground.database('S'));
      const project = await ground.project();
      const [full, detail] = [await ground.pairs('full'), await ground.pairs('detail')];
      // What stood still before does not count: reading the metrics sets it back.
      await metricsOf(project);
      await Promise.all([
        load(project.port, full.subject, ground.quick ? 2400 : 9600, 8),
        load(project.port, detail.subject, ground.quick ? 2400 : 9600, 8),
        load(project.port, [{ bytes: get(`/media/${track.id}`), status: 200 }], ground.quick ? 20 : 80, 4),
      ]);
      const maxMs = 1000 * ((await metricsOf(project)).get('nodejs_eventloop_lag_max_seconds') ?? Number.NaN);
      return {
        figure: `${maxMs.toFixed(0)} ms`,
        notes: 'lists, details and streams at once',
        data: { maxMs },
      };
    },
  },
  {
    name: 'memory',
    meaning: 'memory of a server at rest, and its most under lists',
    quick: true,
    run: async (ground) => {
      const pairs = [await ground.pairs('card'), await ground.pairs('full')];
      const project = await startProject(await ground.database('S'));
      await sleep(settledMs);
      const idleMiB = Math.round(memoryOf(project.pid, 'VmRSS'));
      for (const { subject } of pairs) await load(project.port, subject, ground.quick ? 2400 : 9600, 16);
      const peakMiB = Math.round(memoryOf(project.pid, 'VmHWM'));
      await project.stop();
      return { figure: `${peakMiB} MiB`, notes: `at rest ${idleMiB} MiB`, data: { idleMiB, peakMiB } };
    },
  },
  {
    name: 'start',
    meaning: 'from the start of the process to its first answer, on a database that is there',
    quick: true,
    run: async (ground) => {
      const url = await ground.database('S');
      const times: number[] = [];
      for (let round = 0; round < 5; round += 1) {
        const begin = performance.now();
        const project = await startProject(url);
        await fetch(`${project.url}/graphql`, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify({ query: '{ spaces(first: 1) { nodes { id } } }' }),
        }).then((answer) => answer.json());
        times.push((performance.now() - begin) / 1000);
        await project.stop();
      }
      const seconds = median(times);
      const range = [Math.min(...times), Math.max(...times)];
      return {
        figure: `${seconds.toFixed(2)} s`,
        range: range.map((value) => value.toFixed(2)).join('..'),
        data: { seconds, range },
      };
    },
  },
];
