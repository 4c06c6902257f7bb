import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { totalmem, userInfo } from 'node:os';
import { join } from 'node:path';
import { createConnection } from 'mysql2/promise';
import { folder, tell } from '../places.js';
import { Child, freePort } from './child.js';

/** The database server both sides stand on. */
export interface DatabaseServer {
  readonly url: string;
  readonly version: string;
  /** Null where it is not ours: its processor time is then not ours to count. */
  readonly pid: number | null;
}

/** The server that `given` names, else one of our own whose data outlives the run. */
export async function databaseServer(given: string | undefined): Promise<DatabaseServer> {
  if (given) return { url: given, version: await versionOf(given), pid: null };
  const data = join(folder, 'mariadb');
  if (!existsSync(data)) install(data);
  const port = await freePort();
  const memory = Math.min(4096, Math.floor(totalmem() / 4 / 2 ** 20));
  const child = await Child.start({
    name: 'mariadb',
    command: 'mariadbd',
    args: [
      ...['--no-defaults', `--datadir=${data}`, `--user=${userInfo().username}`, `--tmpdir=${folder}`],
      ...[`--port=${port}`, '--bind-address=127.0.0.1', `--socket=${join(data, 'sock')}`],
      ...[
        `--innodb-buffer-pool-size=${memory}M`,
        '--innodb-log-file-size=1G',
        '--innodb-sort-buffer-size=64M',
      ],
    ],
    port,
  });
  const url = `mariadb://root@127.0.0.1:${port}/`;
  return { url, version: await versionOf(url), pid: child.pid };
}

function install(data: string): void {
  tell('making a MariaDB of its own');
  mkdirSync(folder, { recursive: true });
  const args = ['--no-defaults', `--datadir=${data}`, '--auth-root-authentication-method=normal'];
  const made = spawnSync('mariadb-install-db', [...args, `--user=${userInfo().username}`], {
    encoding: 'utf8',
  });
  if (made.error) {
    throw new Error(
      'The bench needs MariaDB: install it (on Debian: apt-get install mariadb-server), or name a server in TEST_DATABASE_URL.',
    );
  }
  if (made.status !== 0) throw new Error(`mariadb-install-db: ${made.stderr}`);
}

async function versionOf(url: string): Promise<string> {
  const connection = await createConnection(url.replace(/^mariadb:/, 'mysql:'));
  const [rows] = await connection.query('SELECT VERSION() AS version');
  await connection.end();
  const [{ version }] = rows as [{ version: string }];
  if (!version.includes('MariaDB'))
    throw new Error(`The bench fills MariaDB only; this is MySQL ${version}.`);
  return version;
}
