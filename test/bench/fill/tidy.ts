import type { Connection } from 'mysql2/promise';
import { claimedDays } from './sizes.js';

/** Removes what storms have left, so that the database is as it was filled. */
export async function tidy(connection: Connection): Promise<void> {
  await connection.query('SET SESSION foreign_key_checks = 0');
  for (const table of ['claim', 'booking_order']) {
    await connection.query(
      `DELETE FROM ${table} WHERE use_date > (SELECT DATE_ADD(filled_on, INTERVAL ${claimedDays} DAY) FROM bench_fill)`,
    );
  }
  await connection.query('DELETE a FROM account a JOIN local_login l ON l.account_id = a.id');
  const written = [
    'local_login',
    'session',
    'refresh_token',
    'wallet',
    'ledger_tx',
    'ledger_line',
    'idempotency',
  ];
  for (const table of written) await connection.query(`TRUNCATE TABLE ${table}`);
}
