import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createConnection } from 'mysql2/promise';

/** A database of this suite's own. */
export interface TestDatabase {
  readonly url: string;
  drop(): Promise<void>;
}

/** On the server that `TEST_DATABASE_URL` names, else an SQLite file; empty, and gone after `drop`. */
export async function makeDatabase(): Promise<TestDatabase> {
  const server = process.env['TEST_DATABASE_URL'];
  return server ? makeOnServer(server) : makeFile();
}

function makeFile(): TestDatabase {
  const folder = mkdtempSync(join(tmpdir(), 'hapju-test-'));
  return {
    url: `sqlite:${join(folder, 'test.db')}`,
    drop: async () => rmSync(folder, { recursive: true }),
  };
}

async function makeOnServer(server: string): Promise<TestDatabase> {
  const name = `hapju_test_${randomBytes(6).toString('hex')}`;
  await onServer(server, `CREATE DATABASE ${name}`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  return { url: url.toString(), drop: () => onServer(server, `DROP DATABASE ${name}`) };
}

async function onServer(server: string, statement: string): Promise<void> {
  const connection = await createConnection(server.replace(/^mariadb:/, 'mysql:'));
  await connection.query(statement);
  await connection.end();
}
