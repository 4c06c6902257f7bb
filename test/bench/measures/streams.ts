import assert from 'node:assert/strict';
import { placeTrack, track } from '../fill/track.js';
import { get, Line, type Request } from '../load/line.js';
import { load } from '../load/load.js';
import { randomFrom } from '../load/random.js';
import { compare } from '../measure/compare.js';
import { nginxVersion } from '../peers/nginx.js';
import { toFinding } from './finding.js';
import type { Finding, Measure } from './measure.js';

/** How many requests a round has, and how many callers there are at once. */
interface Amount {
  readonly count: number;
  readonly callers: number;
}

export const noNginx: Finding = { figure: 'no nginx', data: { ratio: null, range: null } };

const againstNginx = (name: string, meaning: string, bytes: number, { count, callers }: Amount): Measure => ({
  name,
  meaning,
  quick: true,
  run: async (ground) => {
    if (nginxVersion() === null) return noNginx;
    await placeTrack(await ground.database('S'));
    const [project, nginx] = await Promise.all([ground.project(), ground.nginx()]);
    const own = requestsOf(`/media/${track.id}`, bytes);
    const other = requestsOf(`/${track.key}`, bytes);
    await compareBytes(project.port, own, nginx.port, other);
    const requests = ground.quick ? count : 2 * count;
    const comparison = await compare(name, {
      subject: { pid: project.pid, run: () => load(project.port, own, requests, callers) },
      peer: { pid: nginx.pid, run: () => load(nginx.port, other, requests, callers) },
      rounds: ground.rounds,
      databasePid: null,
    });
    return toFinding(comparison, 'nginx');
  },
});

/** Ranges all over the file, or the whole of it. */
function requestsOf(path: string, bytes: number): Request[] {
  if (bytes === track.size) return [{ bytes: get(path), status: 200, length: bytes }];
  const random = randomFrom(bytes);
  return Array.from({ length: 500 }, () => {
    const start = Math.floor(random() * (track.size - bytes));
    return { bytes: get(path, `range: bytes=${start}-${start + bytes - 1}\r\n`), status: 206, length: bytes };
  });
}

/** @throws unless both give the same bytes, to the first ten requests */
async function compareBytes(
  port: number,
  requests: readonly Request[],
  otherPort: number,
  others: readonly Request[],
): Promise<void> {
  const [line, other] = await Promise.all([Line.open(port), Line.open(otherPort)]);
  for (const [index, { bytes }] of requests.slice(0, 10).entries()) {
    const [one, two] = await Promise.all([
      line.send(bytes, true),
      other.send((others[index] as Request).bytes, true),
    ]);
    assert.ok(one.body.equals(two.body), `The bytes differ to ${bytes.toString()}`);
  }
  line.close();
  other.close();
}

/** The bytes. Rounds have so many requests because nginx takes hundredths of a second for them. */
export const streams: readonly Measure[] = [
  againstNginx('range64k', 'ranges of 64 KiB', 65_536, { count: 12_000, callers: 16 }),
  againstNginx('range1m', 'ranges of 1 MiB', 1_048_576, { count: 1200, callers: 16 }),
  againstNginx('file50m', 'a whole file of 50 MB', track.size, { count: 90, callers: 4 }),
];
