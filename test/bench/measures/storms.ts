import assert from 'node:assert/strict';
import { type Connection, createConnection, type RowDataPacket } from 'mysql2/promise';
import { dayAhead } from '../dates.js';
import { claimedDays } from '../fill/sizes.js';
import { tidy } from '../fill/tidy.js';
import { Line } from '../load/line.js';
import { shuffled } from '../load/random.js';
import { compare, type Side } from '../measure/compare.js';
import { statementsOf } from '../measure/metrics.js';
import type { Child } from '../peers/child.js';
import { type Attempt, bookAtFloor, bookAtProject, type Book, type Guest } from '../requests/booking.js';
import { toFinding } from './finding.js';
import type { Measure } from './measure.js';

const slots = 50;
const guestsPerSlot = 40;
const callers = 100;

/** In which order everybody comes. */
type Order = (attempts: readonly Attempt[]) => readonly Attempt[];

const storm = (name: string, meaning: string, order: Order): Measure => ({
  name,
  meaning,
  quick: true,
  run: async (ground) => {
    const url = await ground.database('S');
    const [project, floor] = await Promise.all([ground.project(), ground.floor()]);
    const connection = await createConnection({ uri: url.replace(/^mariadb:/, 'mysql:'), dateStrings: true });
    const guests = await signUp(project);
    const [rooms] = await connection.query<RowDataPacket[]>(
      `SELECT id, min_count AS heads FROM space WHERE status = 1 ORDER BY id LIMIT ${slots}`,
    );
    let day = claimedDays;
    // Each storm has a date of its own, on which nothing is booked yet.
    const side = ({ pid, port }: Child, book: Book): Side => ({
      pid,
      run: async () => {
        const date = dayAhead((day += 1));
        // At each room another one is the first: he has the best prospects, and nobody has points for all rooms.
        const attempts = rooms.flatMap(({ id, heads }, number) =>
          rotated(guests, number).map((guest) => ({
            guest,
            spaceId: id as string,
            headCount: heads as number,
            date,
          })),
        );
        const seconds = await rush(port, book, order(attempts));
        await checkSold(connection, date);
        return { requests: attempts.length, seconds };
      },
    });
    let attempted = 0;
    const bookCounted: Book = (...given) => {
      attempted += 1;
      return bookAtProject(...given);
    };
    const before = await statementsOf(project);
    const comparison = await compare(name, {
      subject: side(project, bookCounted),
      peer: side(floor, bookAtFloor),
      rounds: ground.rounds,
      databasePid: ground.server.pid,
    });
    const statements = ((await statementsOf(project)) - before) / attempted;
    await tidy(connection);
    await connection.end();
    const finding = toFinding(comparison, 'floor', [
      `${statements.toFixed(2)} SQL statements for an attempt`,
      '0 sold twice',
    ]);
    return { ...finding, data: { ...finding.data, statements } };
  },
});

/** So many guests at once, each with points to pay for anything. */
function signUp({ url }: Child): Promise<Guest[]> {
  const query = `mutation ($input: SignUpInput!) { signUp(input: $input) { accessToken user { id } } }`;
  return Promise.all(
    Array.from({ length: guestsPerSlot }, async (_, number) => {
      const email = `guest-${number}-${process.hrtime.bigint()}@hapju.example`;
      const input = { email, password: 'wanderer of the bench 7', nickname: `손님 ${number}` };
      const answer = await fetch(`${url}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ query, variables: { input } }),
      });
      const { data, errors } = (await answer.json()) as any;
      if (errors) throw new Error(JSON.stringify(errors));
      return { id: data.signUp.user.id, token: data.signUp.accessToken };
    }),
  );
}

/** The same in the same order, from another one on. */
function rotated<T>(values: readonly T[], first: number): T[] {
  const at = first % values.length;
  return [...values.slice(at), ...values.slice(0, at)];
}

/** @returns the seconds it took */
async function rush(port: number, book: Book, attempts: readonly Attempt[]): Promise<number> {
  const lines = await Promise.all(Array.from({ length: callers }, () => Line.open(port)));
  let next = 0;
  let won = 0;
  const begin = performance.now();
  await Promise.all(
    lines.map(async (line) => {
      while (next < attempts.length) {
        if (await book(line, attempts[next++] as Attempt)) won += 1;
      }
    }),
  );
  const seconds = (performance.now() - begin) / 1000;
  for (const line of lines) line.close();
  assert.equal(won, slots, 'Every slot is sold once.');
  return seconds;
}

/** @throws unless each slot of the date is claimed once, by one paid order, and paid once */
async function checkSold(connection: Connection, date: string): Promise<void> {
  const [[row]] = await connection.query<RowDataPacket[]>(
    `SELECT COUNT(*) AS orders, COUNT(DISTINCT o.space_id) AS spaces, COUNT(c.half) AS claims, COUNT(t.id) AS payments
     FROM booking_order o LEFT JOIN claim c ON c.owner_id = o.id AND c.expires_at IS NULL
     LEFT JOIN ledger_tx t ON t.order_id = o.id
     WHERE o.use_date = ? AND o.status = 'COMPLETED'
       AND o.space_id IN (SELECT space_id FROM claim WHERE use_date = ?)`,
    [date, date],
  );
  assert.deepEqual(
    { ...row },
    { orders: slots, spaces: slots, claims: slots, payments: slots },
    'The books are right.',
  );
}

/** 2,000 attempts on 50 slots, 100 at once; who gets one pays. */
export const storms: readonly Measure[] = [
  storm('plain', '2,000 attempts to book 50 slots, 100 at once, in any order', (attempts) =>
    shuffled(attempts, 1),
  ),
  storm('burst', 'the same, all attempts on a slot together', (attempts) => attempts),
];
