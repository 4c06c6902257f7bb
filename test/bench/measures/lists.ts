import { load } from '../load/load.js';
import { compare } from '../measure/compare.js';
import { type Pairs, Pairing } from '../requests/pairs.js';
import { toFinding } from './finding.js';
import type { Measure } from './measure.js';

/** So many callers at once. */
const callers = 16;

const againstFloor = (
  name: string,
  meaning: string,
  each: { subject: number; floor: number },
  prepare: (pairing: Pairing) => Promise<Pairs>,
): Measure => ({
  name,
  meaning,
  quick: true,
  run: async (ground) => {
    const [project, floor] = await Promise.all([ground.project(), ground.floor()]);
    const pairing = await Pairing.open(project.port, floor.port);
    const pairs = await prepare(pairing);
    pairing.close();
    const times = ground.quick ? 1 : 2;
    const comparison = await compare(name, {
      subject: {
        pid: project.pid,
        run: () => load(project.port, pairs.subject, times * each.subject, callers),
      },
      peer: { pid: floor.pid, run: () => load(floor.port, pairs.floor, times * each.floor, callers) },
      rounds: ground.rounds,
      databasePid: ground.server.pid,
    });
    return toFinding(comparison, 'floor');
  },
});

/** The reads. A round of the floor has more requests: it takes hundredths of a second to tell rounds apart. */
export const lists: readonly Measure[] = [
  againstFloor(
    'card',
    'a list of 20 spaces with district and pictures',
    { subject: 720, floor: 2400 },
    (pairing) => pairing.lists('card'),
  ),
  againstFloor(
    'full',
    'the same with category, options and facilities',
    { subject: 720, floor: 2400 },
    (pairing) => pairing.lists('full'),
  ),
  againstFloor('detail', 'one space with all of that', { subject: 1440, floor: 4800 }, (pairing) =>
    pairing.details(),
  ),
  againstFloor(
    'availability',
    'whether one slot of a space is free',
    { subject: 1440, floor: 4800 },
    (pairing) => pairing.availabilities(),
  ),
];
