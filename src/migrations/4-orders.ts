import type { MigrationInterface, QueryRunner } from 'typeorm';
import { createTable } from '../platform/database/create-table.js';
import {
  big,
  date,
  id,
  index,
  int,
  long,
  nullable,
  primary,
  primaryId,
  small,
  text,
  unique,
} from './columns.js';

/** Claims, orders, points, idempotency keys and the outbox. */
export class Orders1763683200004 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await createTable(runner, {
      name: 'claim',
      withoutRowid: true,
      columns: [
        id('space_id', primary),
        date('use_date', primary),
        small('half', primary),
        small('kind'),
        id('owner_id'),
        big('expires_at', nullable),
      ],
      indices: [index('claim_owner', ['owner_id', 'kind']), index('claim_purge', ['use_date'])],
      checks: {
        claim_half_check: 'half IN (0, 1)',
        claim_kind_check: 'kind BETWEEN 1 AND 4',
      },
    });
    await createTable(runner, {
      name: 'booking_order',
      columns: [
        primaryId('id'),
        id('user_id'),
        id('space_id'),
        date('use_date'),
        text('opt', 5),
        small('head_count'),
        text('status', 10),
        int('price'),
        long('policy'),
        text('venue_tz', 40),
        big('starts_at'),
        big('ends_at'),
        long('booker', nullable),
        big('hold_expires_at', nullable),
        big('created_at'),
        big('completed_at', nullable),
        big('cancelled_at', nullable),
        int('refund', nullable),
      ],
      indices: [
        index('booking_order_user', ['user_id', 'id']),
        index('booking_order_space', ['space_id', 'use_date']),
      ],
      checks: {
        booking_order_opt_check: "opt IN ('DAY', 'NIGHT', 'ALL')",
        booking_order_status_check:
          "status IN ('REQUESTED', 'WAITING', 'COMPLETED', 'CANCELLED', 'EXPIRED', 'REJECTED')",
        booking_order_price_check: 'price >= 0',
        booking_order_refund_check: 'refund IS NULL OR refund BETWEEN 0 AND price',
        booking_order_count_check: 'head_count >= 1',
      },
    });
    await createTable(runner, {
      name: 'wallet',
      columns: [text('account', 64, primary), big('balance'), small('floor_zero')],
      checks: {
        wallet_balance_check: 'floor_zero = 0 OR balance >= 0',
      },
    });
    await createTable(runner, {
      name: 'ledger_tx',
      columns: [
        primaryId('id'),
        text('kind', 12),
        id('order_id', nullable),
        small('seq'),
        id('actor_id'),
        big('at'),
      ],
      indices: [unique('ledger_tx_once', ['order_id', 'kind', 'seq'])],
    });
    await createTable(runner, {
      name: 'ledger_line',
      withoutRowid: true,
      columns: [id('tx_id', primary), text('account', 64, primary), big('amount')],
      indices: [index('ledger_line_account', ['account', 'tx_id'])],
      checks: {
        ledger_line_amount_check: 'amount <> 0',
      },
    });
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
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropTable('outbox');
    await runner.dropTable('idempotency');
    await runner.dropTable('ledger_line');
    await runner.dropTable('ledger_tx');
    await runner.dropTable('wallet');
    await runner.dropTable('booking_order');
    await runner.dropTable('claim');
  }
}
