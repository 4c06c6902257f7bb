import Libsql from 'libsql';

/**
 * libsql speaks better-sqlite3's interface and installs without a compiler. Only who uses SQLite loads its binary.
 *
 * A transaction takes the write lock when it begins. One that meets another process's lock later leaves behind a
 * statement that libsql never resets: from then on the connection reads an old state and cannot commit.
 */
export class ImmediateLibsql extends Libsql {
  override prepare<Values extends unknown[] | {} = unknown[]>(sql: string) {
    return super.prepare<Values>(sql === 'BEGIN TRANSACTION' ? 'BEGIN IMMEDIATE TRANSACTION' : sql);
  }
}
