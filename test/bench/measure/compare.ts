import { median } from '../load/load.js';
import { tell } from '../places.js';
import { cpuSeconds } from './processes.js';

/** One of the two that are compared. */
export interface Side {
  readonly pid: number;
  /** Does the work of a round, and tells how many requests it was and how long it took. */
  run(): Promise<{ requests: number; seconds: number }>;
}

/**
 * How long each is driven before a round counts. V8 compiles a server in the course of some ten thousand requests, until
 * when each costs up to twice as much.
 */
const warmUpSeconds = 6;

/** How the processor time of one side is to that of the other. */
export interface Comparison {
  /** The median over all rounds, and the least and the greatest of them. */
  readonly ratio: number;
  readonly range: readonly [number, number];
  /** The same with the processor time of the database on both sides; null where that is not ours to count. */
  readonly withDatabase: number | null;
  /** Milliseconds of processor time for a request, medians. */
  readonly cpuMs: number;
  readonly peerCpuMs: number;
  /** The dearest round of the peer by its cheapest: the noise of the machine. */
  readonly noise: number;
  /** Requests in a second by those of the peer. */
  readonly speed: number;
}

interface Cost {
  readonly cpu: number;
  readonly database: number;
  readonly seconds: number;
}

/** Runs both in turns, who begins changing with each round, once both are warm. */
export async function compare(
  name: string,
  {
    subject,
    peer,
    rounds,
    databasePid,
  }: { subject: Side; peer: Side; rounds: number; databasePid: number | null },
): Promise<Comparison> {
  const warmUp = async (side: Side): Promise<void> => {
    for (let driven = 0; driven < warmUpSeconds;) driven += (await side.run()).seconds;
  };
  const cost = async (side: Side): Promise<Cost> => {
    const before = [cpuSeconds(side.pid), databasePid === null ? 0 : cpuSeconds(databasePid)] as const;
    const { requests, seconds } = await side.run();
    return {
      cpu: (cpuSeconds(side.pid) - before[0]) / requests,
      database: databasePid === null ? 0 : (cpuSeconds(databasePid) - before[1]) / requests,
      seconds: seconds / requests,
    };
  };
  const pairs: [Cost, Cost][] = [];
  await warmUp(subject);
  await warmUp(peer);
  for (let round = 1; round <= rounds; round += 1) {
    let [one, other]: [Cost?, Cost?] = [];
    if (round % 2 === 0) other = await cost(peer);
    one = await cost(subject);
    other ??= await cost(peer);
    pairs.push([one, other]);
    tell(`  ${name} ${round}/${rounds}: ${(one.cpu / other.cpu).toFixed(2)} x`);
  }
  const ratios = pairs.map(([one, other]) => one.cpu / other.cpu);
  const peers = pairs.map(([, { cpu }]) => cpu);
  const total = ({ cpu, database }: Cost) => cpu + database;
  return {
    ratio: median(ratios),
    range: [Math.min(...ratios), Math.max(...ratios)],
    withDatabase:
      databasePid === null ? null : median(pairs.map(([one, other]) => total(one) / total(other))),
    cpuMs: 1000 * median(pairs.map(([{ cpu }]) => cpu)),
    peerCpuMs: 1000 * median(peers),
    noise: Math.max(...peers) / Math.min(...peers),
    speed: median(pairs.map(([one, other]) => other.seconds / one.seconds)),
  };
}
