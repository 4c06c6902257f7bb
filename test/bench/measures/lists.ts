import { load } from '../load/load.js';
import { compare } from '../measure/compare.js';
import type { Kind } from '../requests/pairs.js';
import { toFinding } from './finding.js';
import type { Measure } from './measure.js';

/** So many callers at once. */
const callers = 16;

const againstFloor = (name: Kind, meaning: string, count: number): Measure => ({
  name,
  meaning,
  quick: true,
  run: async (ground) => {
    const [project, floor] = await Promise.all([ground.project(), ground.floor()]);
    const pairs = await ground.pairs(name);
    const requests = ground.quick ? count : 2 * count;
    const comparison = await compare(name, {
      subject: { pid: project.pid, run: () => load(project.port, pairs.subject, requests, callers) },
      peer: { pid: floor.pid, run: () => load(floor.port, pairs.floor, requests, callers) },
      rounds: ground.rounds,
      databasePid: ground.server.pid,
    });
    return toFinding(comparison, 'floor');
  },
});

/** The reads. Rounds have so many requests because processor time is counted in hundredths of a second. */
export const lists: readonly Measure[] = [
  againstFloor('card', 'a list of 20 spaces with district and pictures', 2400),
  againstFloor('full', 'the same with category, options and facilities', 2400),
  againstFloor('detail', 'one space with all of that', 4800),
  againstFloor('availability', 'whether one slot of a space is free', 4800),
];
