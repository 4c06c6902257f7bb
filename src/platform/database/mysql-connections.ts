import type { Socket } from 'node:net';
import type { Pool, PoolConnection } from 'mysql2';

/** Lets every connection of the pool, those that are open and those to come, be as this program takes it to be. */
export function prepareAll(pool: Pool): Promise<void> {
  pool.on('connection', prepare);
  // TypeORM has opened one already.
  return new Promise((resolve, reject) => {
    pool.getConnection((error, connection) => {
      if (error) return reject(error);
      prepare(connection);
      connection.release();
      resolve();
    });
  });
}

/**
 * Cuts a connection that is in use while nothing comes or goes on it for `ms`: a server that is frozen, or a line that
 * is dead without either side having been told. mysql2's own limit for statements leaves the connection in the pool,
 * where the next statement waits behind the lost one.
 */
export function limitSilence(pool: Pool, ms: number): void {
  pool.on('acquire', (connection) => {
    socketOf(connection).setTimeout(ms);
  });
  pool.on('release', (connection) => {
    socketOf(connection).setTimeout(0);
  });
}

/** Seconds that a statement waits for a row which another transaction has locked; it is then run again. */
const lockWait = 3;

/** Sets once for each connection what would cost each transaction a statement. */
function prepare(connection: PoolConnection): void {
  // Whoever uses it hears of an error by his statement; without a listener the second one would end the process.
  connection.on('error', () => undefined);
  const socket = socketOf(connection);
  socket.on('timeout', () => socket.destroy(new Error('The database is silent.')));
  for (const sql of [
    'SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED',
    `SET time_zone = '+00:00', innodb_lock_wait_timeout = ${lockWait}`,
  ]) {
    connection.query(sql, (error) => {
      if (error) connection.destroy();
    });
  }
}

/** mysql2 does not tell of it in its types. */
function socketOf(connection: PoolConnection): Socket {
  return (connection as unknown as { stream: Socket }).stream;
}
