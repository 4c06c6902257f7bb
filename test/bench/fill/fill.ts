import { execFileSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { type Connection, createConnection, type RowDataPacket } from 'mysql2/promise';
import { today } from '../dates.js';
import { root, tell } from '../places.js';
import { tidy } from './tidy.js';
import { freshDays, type Size } from './sizes.js';
import { fills } from './tables.js';

/** Raised whenever other rows come out of a fill. */
const version = 2;

const rowsAtOnce = 200_000;

/** Leaves the database of this size on the server at `serverUrl` migrated and filled; one that is there already is kept. */
export async function fill(serverUrl: string, size: Size): Promise<string> {
  const url = new URL(size.database, serverUrl).href;
  const server = await createConnection(serverUrl.replace(/^mariadb:/, 'mysql:'));
  try {
    if (await isFilled(server, size)) tell(`${size.database} is there already`);
    else await fillAnew(server, url, size);
    await server.query(`USE ${size.database}`);
    await tidy(server);
  } finally {
    await server.end();
  }
  return url;
}

/** What a fill comes from: the tables as they are now, and how they are filled. */
function fingerprint({ spaces, ordersPerSpace }: Size): string {
  const migrations = readdirSync(join(root, 'dist/migrations')).map((name) => Number.parseInt(name, 10) || 0);
  return JSON.stringify({ migration: Math.max(...migrations), spaces, ordersPerSpace, version });
}

async function isFilled(server: Connection, size: Size): Promise<boolean> {
  const [found] = await server.query<RowDataPacket[]>(
    "SELECT 1 FROM information_schema.tables WHERE table_schema = ? AND table_name = 'bench_fill'",
    [size.database],
  );
  if (found.length === 0) return false;
  const [rows] = await server.query<RowDataPacket[]>(
    `SELECT fingerprint = ? AND DATEDIFF(?, filled_on) BETWEEN 0 AND ${freshDays} AS good FROM ${size.database}.bench_fill`,
    [fingerprint(size), today()],
  );
  return rows[0]?.['good'] === 1;
}

async function fillAnew(server: Connection, url: string, size: Size): Promise<void> {
  tell(`filling ${size.database}: ${size.spaces} spaces, ${size.spaces * size.ordersPerSpace} orders`);
  await server.query(`DROP DATABASE IF EXISTS ${size.database}`);
  await server.query(`CREATE DATABASE ${size.database}`);
  const env = { PATH: process.env['PATH'], DATABASE_URL: url };
  execFileSync(process.execPath, [join(root, 'dist/migrate.js')], {
    env,
    stdio: ['ignore', 'ignore', 'inherit'],
  });

  await server.query(`USE ${size.database}`);
  await server.query(
    "SET SESSION unique_checks = 0, foreign_key_checks = 0, time_zone = '+00:00', @today = ?",
    [today()],
  );
  const all = fills(size);
  for (const { table, perSpace, sql } of all) {
    const begin = performance.now();
    // The first transaction on an empty table has its indexes built in order in the end, not row by row.
    await server.query('START TRANSACTION');
    const step = Math.max(1, Math.floor(rowsAtOnce / perSpace));
    for (let from = 1; from <= size.spaces; from += step) {
      await server.query(sql(from, Math.min(from + step - 1, size.spaces)));
    }
    await server.query('COMMIT');
    tell(`  ${table}: ${((performance.now() - begin) / 1000).toFixed(1)} s`);
  }
  await server.query(`ANALYZE TABLE ${all.map(({ table }) => table).join(', ')}`);
  await server.query('CREATE TABLE bench_fill (fingerprint VARCHAR(200) NOT NULL, filled_on DATE NOT NULL)');
  await server.query('INSERT INTO bench_fill VALUES (?, ?)', [fingerprint(size), today()]);
}
