import { type MigrationInterface, type QueryRunner, TableColumn } from 'typeorm';
import { createTable } from '../platform/database/create-table.js';
import { big, foreignKey, id, index, nullable, primary, primaryId, text } from './columns.js';

/** Ways to sign in, and sessions with their refresh tokens. */
export class SignIn1763683200007 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    if (!(await runner.hasColumn('account', 'role'))) {
      await runner.addColumn('account', new TableColumn(text('role', 10, { default: "'USER'" })));
    }
    await createTable(runner, {
      name: 'local_login',
      columns: [
        text('email', 254, primary),
        id('account_id'),
        text('password_hash', 255),
        big('proved_at', nullable),
      ],
      indices: [index('local_login_account', ['account_id'])],
      foreignKeys: [foreignKey('local_login_account_fk', 'account_id', 'account')],
    });
    await createTable(runner, {
      name: 'kakao_login',
      columns: [text('kakao_id', 30, primary), id('account_id'), text('email', 254, nullable)],
      indices: [index('kakao_login_account', ['account_id'])],
      foreignKeys: [foreignKey('kakao_login_account_fk', 'account_id', 'account')],
    });
    await createTable(runner, {
      name: 'session',
      columns: [
        primaryId('id'),
        id('account_id'),
        big('created_at'),
        big('ends_at'),
        big('ended_at', nullable),
      ],
      indices: [index('session_account', ['account_id']), index('session_purge', ['ends_at'])],
      foreignKeys: [foreignKey('session_account_fk', 'account_id', 'account')],
      checks: { session_ends_check: 'ends_at > created_at' },
    });
    await createTable(runner, {
      name: 'refresh_token',
      columns: [
        text('hash', 64, primary),
        id('session_id'),
        big('expires_at'),
        big('used_at', nullable),
        text('successor', 255, nullable),
      ],
      indices: [index('refresh_token_session', ['session_id'])],
      foreignKeys: [foreignKey('refresh_token_session_fk', 'session_id', 'session')],
      checks: { refresh_token_used_check: '(used_at IS NULL) = (successor IS NULL)' },
    });
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of ['refresh_token', 'session', 'kakao_login', 'local_login'])
      await runner.dropTable(table);
    await runner.dropColumn('account', 'role');
  }
}
