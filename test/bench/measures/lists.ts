import { load } from '../load/load.js';
import { compare } from '../measure/compare.js';
import type { Kind } from '../requests/pairs.js';
import { toFinding } from './finding.js';
import type { Measure } from './measure.js';

/** So many callers at once. */
const callers = 16;

const againstFloor = (name: Kind, meaning: string, counts: { subject: number; floor: number }): Measure => ({
  name,
  meaning,
  quick: true,
  run: async (ground) => {
    const [project, floor] = await Promise.all([ground.project(), ground.floor()]);
    const pairs = await ground.pairs(name);
    const times = ground.quick ? 1 : 2;
    const comparison = await compare(name, {
      subject: {
        pid: project.pid,
        run: () => load(project.port, pairs.subject, times * counts.subject, callers),
      },
      peer: { pid: floor.pid, run: () => load(floor.port, pairs.floor, times * counts.floor, callers) },
      rounds: ground.rounds,
      databasePid: ground.server.pid,
    });
    return toFinding(comparison, 'floor');
  },
});

/** The reads. A round of the floor has more requests: processor time is counted in hundredths of a second. */
export const lists: readonly Measure[] = [
  againstFloor('card', 'a list of 20 spaces with district and pictures', { subject: 720, floor: 2400 }),
  againstFloor('full', 'the same with category, options and facilities', { subject: 720, floor: 2400 }),
  againstFloor('detail', 'one space with all of that', { subject: 1440, floor: 4800 }),
  againstFloor('availability', 'whether one slot of a space is free', { subject: 1440, floor: 4800 }),
];
