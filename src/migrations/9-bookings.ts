import { type MigrationInterface, type QueryRunner, TableIndex } from 'typeorm';
import { createTable, onMysql } from '../platform/database/create-table.js';
import { big, id, index, long, nullable, primary, primaryId, small, text } from './columns.js';

/** The tiers of each policy, which older orders know by name only. */
const tiersOf = {
  FLEXIBLE: '[{"minDays":7,"percent":100},{"minDays":1,"percent":50}]',
  STANDARD: '[{"minDays":30,"percent":100},{"minDays":7,"percent":50}]',
  STRICT: '[{"minDays":30,"percent":50}]',
};

/** Orders know their host and when their price becomes the host's, which until then waits with their space. */
export class Bookings1763683200009 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await addOrderColumns(runner);
    await replaceIndexes(runner);
    await fillIn(runner);
    await splitEscrow(runner);

    // Keys live for a day, and nothing has written one yet.
    await runner.dropTable('idempotency', true);
    await createTable(runner, {
      name: 'idempotency',
      columns: [
        id('user_id', primary),
        text('idem_key', 64, primary),
        text('fingerprint', 64),
        id('order_id'),
        big('created_at'),
      ],
      indices: [index('idempotency_age', ['created_at'])],
    });
    await runner.dropTable('outbox', true);
  }

  async down(runner: QueryRunner): Promise<void> {
    await createTable(runner, {
      name: 'outbox',
      columns: [
        primaryId('id'),
        text('topic', 40),
        long('body'),
        big('created_at'),
        big('done_at', nullable),
        small('tries'),
      ],
      indices: [index('outbox_open', ['done_at', 'id'])],
    });
    await runner.dropTable('idempotency');
    await createTable(runner, {
      name: 'idempotency',
      columns: [
        id('user_id', primary),
        text('idem_key', 64, primary),
        text('operation', 40),
        text('fingerprint', 64),
        long('response', nullable),
        big('created_at'),
      ],
    });
    await runner.query("UPDATE ledger_line SET account = 'escrow' WHERE account LIKE 'escrow:%'");
    await runner.query("DELETE FROM wallet WHERE account LIKE 'escrow:%'");
    await runner.query(
      `INSERT INTO wallet (account, balance, floor_zero)
       SELECT account, SUM(amount), 1 FROM ledger_line WHERE account = 'escrow' GROUP BY account`,
    );
    await runner.createIndex('booking_order', new TableIndex(index('booking_order_user', ['user_id', 'id'])));
    for (const name of ['guest', 'host', 'hold', 'settle']) {
      await runner.dropIndex('booking_order', `booking_order_${name}`);
    }
    for (const name of ['host_id', 'settles_at']) {
      await runner.query(`ALTER TABLE booking_order DROP COLUMN ${name}`);
    }
  }
}

async function addOrderColumns(runner: QueryRunner): Promise<void> {
  const add = async (name: string, definition: string) => {
    if (await runner.hasColumn('booking_order', name)) return;
    await runner.query(`ALTER TABLE booking_order ADD COLUMN ${name} ${definition}`);
  };
  await add('host_id', "varchar(36) NOT NULL DEFAULT ''");
  await add('settles_at', 'bigint NULL');
}

async function replaceIndexes(runner: QueryRunner): Promise<void> {
  const table = await runner.getTable('booking_order');
  const present = new Set(table?.indices.map(({ name }) => name));
  const wanted = [
    index('booking_order_guest', ['user_id', 'status', 'id']),
    index('booking_order_host', ['host_id', 'status', 'id']),
    index('booking_order_hold', ['hold_expires_at']),
    index('booking_order_settle', ['settles_at']),
  ];
  for (const options of wanted) {
    if (!present.has(options.name)) await runner.createIndex('booking_order', new TableIndex(options));
  }
  if (present.has('booking_order_user')) await runner.dropIndex('booking_order', 'booking_order_user');
}

async function fillIn(runner: QueryRunner): Promise<void> {
  await runner.query(
    `UPDATE booking_order SET host_id = (SELECT s.host_id FROM space s WHERE s.id = booking_order.space_id)
     WHERE host_id = '' AND EXISTS (SELECT 1 FROM space s WHERE s.id = booking_order.space_id)`,
  );
  // Those whose host has earned already were settled before somebody went back to an older version.
  await runner.query(
    `UPDATE booking_order SET settles_at = ends_at WHERE status = 'COMPLETED'
     AND NOT EXISTS (SELECT 1 FROM ledger_tx t WHERE t.order_id = booking_order.id AND t.kind = 'EARNING')`,
  );
  await runner.query("UPDATE booking_order SET hold_expires_at = NULL WHERE status <> 'WAITING'");
  for (const [name, tiers] of Object.entries(tiersOf)) {
    const sql = 'UPDATE booking_order SET policy = ? WHERE policy = ?';
    await runner.query(sql, [tiers, JSON.stringify({ name })]);
  }
}

/** What is paid waits in an account of its space, so that no two spaces ever wait for each other. */
async function splitEscrow(runner: QueryRunner): Promise<void> {
  const account = onMysql(runner) ? "CONCAT('escrow:', o.space_id)" : "'escrow:' || o.space_id";
  await runner.query(
    `UPDATE ledger_line SET account = (SELECT ${account} FROM ledger_tx t JOIN booking_order o ON o.id = t.order_id
       WHERE t.id = ledger_line.tx_id) WHERE account = 'escrow'`,
  );
  await runner.query("DELETE FROM wallet WHERE account = 'escrow' OR account LIKE 'escrow:%'");
  await runner.query(
    `INSERT INTO wallet (account, balance, floor_zero)
     SELECT account, SUM(amount), 1 FROM ledger_line WHERE account LIKE 'escrow:%' GROUP BY account`,
  );
}
