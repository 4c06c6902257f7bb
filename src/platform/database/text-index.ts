import type { EntityManager, QueryRunner } from 'typeorm';
import { onMysql } from './create-table.js';
import type { Database, SqlValue } from './database.js';

/** A condition on the table of a text index. */
interface Match {
  readonly sql: string;
  readonly values: readonly SqlValue[];
}

// Otherwise the default of the database rules, and to some of those all emoji are one and the same.
const binary = 'CHARACTER SET utf8mb4 COLLATE utf8mb4_bin';

/**
 * Makes the table of a text index: FULLTEXT on MySQL and MariaDB, beside it FTS5 on SQLite.
 * `grams` holds every window of two letters by their code points, `text` what is compared in the end.
 */
export async function createTextIndex(runner: QueryRunner, table: string): Promise<void> {
  if (onMysql(runner)) {
    await runner.query(
      `CREATE TABLE IF NOT EXISTS ${table} (
         id VARCHAR(36) PRIMARY KEY, text VARCHAR(2000) ${binary} NOT NULL, grams TEXT ${binary} NOT NULL,
         FULLTEXT KEY ${table}_grams (grams))`,
    );
    return;
  }
  // The row number is spelled out because VACUUM renumbers rows that have none.
  await runner.query(
    `CREATE TABLE ${table} (number INTEGER PRIMARY KEY, id UNIQUE NOT NULL, text NOT NULL, grams NOT NULL)`,
  );
  await runner.query(
    `CREATE VIRTUAL TABLE ${table}_grams USING fts5(
       grams, content = '${table}', content_rowid = 'number', tokenize = 'unicode61 remove_diacritics 0')`,
  );
  await runner.query(
    `CREATE TRIGGER ${table}_added AFTER INSERT ON ${table} BEGIN
       INSERT INTO ${table}_grams (rowid, grams) VALUES (new.number, new.grams); END`,
  );
  await runner.query(
    `CREATE TRIGGER ${table}_removed AFTER DELETE ON ${table} BEGIN
       INSERT INTO ${table}_grams (${table}_grams, rowid, grams) VALUES ('delete', old.number, old.grams); END`,
  );
}

/** Undoes `createTextIndex`. */
export async function dropTextIndex(runner: QueryRunner, table: string): Promise<void> {
  if (!onMysql(runner)) await runner.query(`DROP TABLE ${table}_grams`);
  await runner.query(`DROP TABLE ${table}`);
}

const rowsPerStatement = 200;

/** The form in which texts are compared: canonical Unicode, lower case, single spaces. */
export function normalise(text: string): string {
  return text.normalize('NFC').toLowerCase().replace(/\s+/gu, ' ').trim();
}

/**
 * Finds rows by parts of words of two letters and more, as Korean needs: the stock parsers cut at spaces and drop
 * words shorter than three letters, and MariaDB has no parser for Korean at all. So the index holds windows of two
 * letters, each as one word of their code points, as in `ac15xb0a8`: what is a letter the databases do not agree on.
 */
export class TextIndex {
  constructor(
    private readonly database: Database,
    private readonly table: string,
  ) {}

  /** Adds or replaces the text found under `id`. */
  async put(manager: EntityManager, id: string, parts: readonly string[]): Promise<void> {
    await this.remove(manager, id);
    await this.add(manager, [[id, parts]]);
  }

  /** Adds texts of ids that are new, many in one statement. */
  async add(manager: EntityManager, texts: readonly (readonly [id: string, parts: readonly string[]])[]) {
    for (let from = 0; from < texts.length; from += rowsPerStatement) {
      const rows = texts.slice(from, from + rowsPerStatement).map(([id, parts]) => {
        const text = normalise(parts.join('\n'));
        return [id, text, [...new Set(words(text).flatMap(windows))].join(' ')];
      });
      await manager.query(
        `INSERT INTO ${this.table} (id, text, grams) VALUES ${rows.map(() => '(?, ?, ?)').join(', ')}`,
        rows.flat(),
      );
    }
  }

  async remove(manager: EntityManager, id: string): Promise<void> {
    await manager.query(`DELETE FROM ${this.table} WHERE id = ?`, [id]);
  }

  /**
   * The ids of all rows that hold every word of `search`, or null when there are more than `limit`, or when the
   * words are too short to look up: then the caller walks its own order and tests each row with `holds`.
   */
  async find(search: string, limit: number): Promise<string[] | null> {
    const grams = [...new Set(words(normalise(search)).flatMap(windows))];
    if (grams.length === 0) return null;
    const holds = this.holds('f', search);
    const rows = await this.database.select<{ id: string }>(
      `SELECT f.id FROM ${this.matching()} AND ${holds.sql} LIMIT ${limit + 1}`,
      [this.expression(grams), ...holds.values],
    );
    return rows.length > limit ? null : rows.map((row) => row.id);
  }

  /** The condition that the row `alias` of the index holds every word; letters mean themselves, wildcards too. */
  holds(alias: string, search: string): Match {
    const parts = normalise(search).split(' ');
    return { sql: parts.map(() => `INSTR(${alias}.text, ?) > 0`).join(' AND '), values: parts };
  }

  private matching(): string {
    return this.database.dialect === 'mysql'
      ? `${this.table} f WHERE MATCH (f.grams) AGAINST (? IN BOOLEAN MODE)`
      : `${this.table}_grams g JOIN ${this.table} f ON f.number = g.rowid WHERE ${this.table}_grams MATCH ?`;
  }

  private expression(grams: readonly string[]): string {
    return grams.map((gram) => (this.database.dialect === 'mysql' ? `+${gram}` : `"${gram}"`)).join(' ');
  }
}

function words(text: string): string[] {
  return text.match(/[\p{L}\p{N}]+/gu) ?? [];
}

function windows(word: string): string[] {
  const letters = Array.from(word);
  return letters.slice(1).map((letter, index) => `${code(letters[index] as string)}x${code(letter)}`);
}

function code(letter: string): string {
  return (letter.codePointAt(0) as number).toString(16);
}
