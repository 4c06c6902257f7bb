import 'reflect-metadata';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Column, Entity, type MigrationInterface, PrimaryColumn, type QueryRunner } from 'typeorm';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { makeDatabase, type TestDatabase } from '../../../test/databases.js';
import { idColumn, instantColumn } from './columns.js';
import { createTable, useBinaryText } from './create-table.js';
import { Database } from './database.js';
import { DatabaseUnavailable, isDuplicateKey, isRetryable } from './database-errors.js';

@Entity('note')
class Note {
  @PrimaryColumn(idColumn) id: string;
  @Column('varchar', { length: 20, nullable: true }) label: string | null;
  @Column('date', { name: 'on_date', nullable: true }) onDate: string | null;
  @Column({ ...instantColumn, nullable: true }) at: number | null;
}

class Notes1763683200001 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await useBinaryText(runner);
    await createTable(runner, {
      name: 'note',
      columns: [
        { name: 'id', type: 'varchar', length: '36', isPrimary: true },
        { name: 'label', type: 'varchar', length: '20', isNullable: true },
        { name: 'on_date', type: 'date', isNullable: true },
        { name: 'at', type: 'bigint', isNullable: true },
      ],
      indices: [{ name: 'note_label', columnNames: ['label'], isUnique: true }],
      checks: { note_at_check: 'at <> 13' },
    });
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropTable('note');
  }
}

const tables = { entities: [Note], migrations: [Notes1763683200001] };
const zones = ['UTC', 'Asia/Seoul', 'America/Los_Angeles', 'Pacific/Kiritimati'];

let made: TestDatabase;
let database: Database;

beforeAll(async () => {
  made = await makeDatabase();
  database = await Database.open(made.url, tables);
});

afterAll(async () => {
  await database.close();
  await made.drop();
});

beforeEach(() => database.transaction((manager) => manager.clear(Note)));
afterEach(() => vi.restoreAllMocks());

const add = (id: string, label: string | null = null) =>
  database.transaction((manager) => manager.insert(Note, { id, label }));

const ids = async () =>
  (await database.select<{ id: string }>('SELECT id FROM note ORDER BY id')).map(({ id }) => id);

/** What `work` failed with. */
const failure = (work: Promise<unknown>) =>
  work.then(
    () => undefined,
    (error: unknown) => error,
  );

describe('transaction', () => {
  it('that rolls back never takes a row of its neighbours', async () => {
    const numbers = Array.from({ length: 50 }, (_, index) => index);
    const nameOf = (number: number) => `n${String(number).padStart(2, '0')}`;
    const outcomes = await Promise.allSettled(
      numbers.map((number) =>
        database.transaction(async (manager) => {
          await manager.insert(Note, { id: nameOf(number) });
          await new Promise((resolve) => setImmediate(resolve));
          if (number % 3 === 0) throw new Error(`${number} gives up`);
          return number;
        }),
      ),
    );
    const kept = numbers.filter((number) => number % 3 !== 0);
    expect(outcomes.flatMap((outcome) => (outcome.status === 'fulfilled' ? [outcome.value] : []))).toEqual(
      kept,
    );
    expect(await ids()).toEqual(kept.map(nameOf));
  });

  it('returns what its work returns', async () => {
    expect(await database.transaction(async () => 'done')).toBe('done');
  });

  it('keeps all of its rows or none', async () => {
    const refused = failure(
      database.transaction(async (manager) => {
        await manager.insert(Note, { id: 'a' });
        await manager.insert(Note, { id: 'b' });
        await manager.insert(Note, { id: 'a' });
      }),
    );
    expect(isDuplicateKey(await refused)).toBe(true);
    expect(await ids()).toEqual([]);
  });

  it('shows its rows to itself at once and to others only when it is through', async () => {
    const seen: string[][] = [];
    await database.transaction(async (manager) => {
      await manager.insert(Note, { id: 'a' });
      seen.push(
        (await manager.find(Note)).map(({ id }) => id),
        await ids(),
      );
    });
    seen.push(await ids());
    expect(seen).toEqual([['a'], [], ['a']]);
  });

  it('that had to wait for another process goes on as if nothing had been', async () => {
    const other = await Database.open(made.url, tables);
    let release = () => {};
    const released = new Promise<void>((resolve) => (release = resolve));
    let hold = () => {};
    const held = new Promise<void>((resolve) => (hold = resolve));
    const long = other.transaction(async (manager) => {
      await manager.insert(Note, { id: 'other' });
      hold();
      await released;
    });
    await held;
    let waits = 0;
    if (database.dialect === 'sqlite') {
      // It would wait without letting go of this thread, so it is told not to; then the other one goes on.
      await database.writer.query('PRAGMA busy_timeout = 0');
      vi.spyOn(Math, 'random').mockImplementation(() => {
        waits += 1;
        release();
        return 0;
      });
    } else {
      release();
    }
    await database.transaction(async (manager) => {
      await manager.find(Note);
      await manager.insert(Note, { id: 'own' });
    });
    await long;
    if (database.dialect === 'sqlite') await database.writer.query('PRAGMA busy_timeout = 5000');
    await other.transaction((manager) => manager.insert(Note, { id: 'later' }));
    expect(waits).toBe(database.dialect === 'sqlite' ? 1 : 0);
    expect(await database.transaction((manager) => manager.count(Note))).toBe(3);
    expect(await ids()).toEqual(['later', 'other', 'own']);
    await other.close();
  });

  if (process.env['TEST_DATABASE_URL']) {
    it('is at READ COMMITTED on every connection of the pool, each of them in use', async () => {
      await add('a', 'before');
      const other = await Database.open(made.url, tables);
      const poolSize = 10;
      let reading = 0;
      let allHaveRead = () => {};
      const haveRead = new Promise<void>((resolve) => (allHaveRead = resolve));
      let change = () => {};
      const changed = new Promise<void>((resolve) => (change = resolve));
      const looking = Array.from({ length: poolSize }, () =>
        database.transaction(async (manager) => {
          const look = async () => (await manager.findOneByOrFail(Note, { id: 'a' })).label;
          const [{ id }] = await manager.query<[{ id: number }]>('SELECT CONNECTION_ID() AS id');
          const first = await look();
          if ((reading += 1) === poolSize) allHaveRead();
          await changed;
          return { id, first, second: await look() };
        }),
      );
      await haveRead;
      // At REPEATABLE READ nobody would see it.
      await other.transaction((manager) => manager.update(Note, { id: 'a' }, { label: 'after' }));
      await other.close();
      change();
      const seen = await Promise.all(looking);
      expect(new Set(seen.map(({ id }) => id)).size).toBe(poolSize);
      for (const { first, second } of seen) expect([first, second]).toEqual(['before', 'after']);
    });
  }
});

describe('a transaction that the database gives up', () => {
  const gaveUp = (fields: object) => Object.assign(new Error('given up'), fields);

  // No waiting between the attempts.
  beforeEach(() => void vi.spyOn(Math, 'random').mockReturnValue(0));

  it.each([
    ['a deadlock', { errno: 1213 }],
    ['a lock timeout', { errno: 1205 }],
    ['a busy file', { code: 'SQLITE_BUSY' }],
    ['a snapshot taken back', { code: 'SQLITE_BUSY_SNAPSHOT' }],
  ])('for %s runs again from its start', async (_, fields) => {
    let attempts = 0;
    const result = await database.transaction(async (manager) => {
      attempts += 1;
      // Were the attempt before not rolled back, this key would be taken.
      await manager.insert(Note, { id: 'a' });
      if (attempts < 3) throw gaveUp(fields);
      return `attempt ${attempts}`;
    });
    expect(result).toBe('attempt 3');
    expect(await ids()).toEqual(['a']);
  });

  it('is given up after 5 attempts as UNAVAILABLE, with the last error inside', async () => {
    const errors = Array.from({ length: 6 }, () => gaveUp({ errno: 1213 }));
    let attempts = 0;
    const error = await failure(
      database.transaction(async (manager) => {
        attempts += 1;
        await manager.insert(Note, { id: 'a' });
        throw errors[attempts];
      }),
    );
    expect(attempts).toBe(5);
    expect(error).toMatchObject({ code: 'UNAVAILABLE', cause: errors[5] });
    expect(await ids()).toEqual([]);
  });

  it.each([
    ['a duplicate key', { errno: 1062 }],
    ['a constraint', { code: 'SQLITE_CONSTRAINT_CHECK' }],
    ['an error of ours', {}],
  ])('does not run again for %s', async (_, fields) => {
    let attempts = 0;
    const thrown = gaveUp(fields);
    const error = await failure(
      database.transaction(async () => {
        attempts += 1;
        throw thrown;
      }),
    );
    expect([error, attempts]).toEqual([thrown, 1]);
  });

  it.each([
    ['a lost connection', { code: 'ECONNRESET', fatal: true }],
    ['a server that stops', { errno: 1053 }],
    ['a server that takes no writes', { errno: 1290 }],
    ['a full disk', { code: 'SQLITE_FULL' }],
    ['a disk that fails', { code: 'SQLITE_IOERR_WRITE' }],
  ])('does not run again for %s, and is UNAVAILABLE with the error inside', async (_, fields) => {
    let attempts = 0;
    const thrown = gaveUp(fields);
    const error = await failure(
      database.transaction(async () => {
        attempts += 1;
        throw thrown;
      }),
    );
    expect(error).toBeInstanceOf(DatabaseUnavailable);
    expect(error).toMatchObject({ code: 'UNAVAILABLE', cause: thrown });
    expect(attempts).toBe(1);
  });

  if (process.env['TEST_DATABASE_URL']) {
    it('is run again after a real deadlock', async () => {
      await database.transaction((manager) =>
        manager.insert(Note, [
          { id: 'a', at: 0 },
          { id: 'b', at: 0 },
        ]),
      );
      const started: string[] = [];
      let bothHold = () => {};
      const hold = new Promise<void>((resolve) => (bothHold = resolve));
      const touch = (first: string, second: string) =>
        database.transaction(async (manager) => {
          const count = (id: string) => manager.query('UPDATE note SET at = at + 1 WHERE id = ?', [id]);
          await count(first);
          if (started.push(first) === 2) bothHold();
          await hold;
          await count(second);
        });
      await Promise.all([touch('a', 'b'), touch('b', 'a')]);
      expect(started).toHaveLength(3);
      expect(await database.select('SELECT at FROM note')).toEqual([{ at: 2 }, { at: 2 }]);
    });
  }
});

describe('isDuplicateKey', () => {
  it('knows a primary key and a unique key', async () => {
    await add('a', 'one');
    expect(isDuplicateKey(await failure(add('a', 'two')))).toBe(true);
    expect(isDuplicateKey(await failure(add('b', 'one')))).toBe(true);
  });

  it('does not take any other refusal for one', async () => {
    const run = (sql: string) => failure(database.transaction((manager) => manager.query(sql)));
    const others = [
      await run("INSERT INTO note (id, at) VALUES ('a', 13)"),
      await run('INSERT INTO note (id) VALUES (NULL)'),
      await run('INSERT INTO nothing (id) VALUES (1)'),
      await run('no SQL'),
    ];
    expect(others.map((error) => error instanceof Error)).toEqual([true, true, true, true]);
    expect(others.map(isDuplicateKey)).toEqual([false, false, false, false]);
    expect(others.map(isRetryable)).toEqual([false, false, false, false]);
  });

  it.each([[undefined], [null], ['1062'], [1062], [{}], [new Error('ER_DUP_ENTRY')]])(
    'does not take %s for one',
    (error) => {
      expect(isDuplicateKey(error)).toBe(false);
      expect(isRetryable(error)).toBe(false);
    },
  );
});

describe('statements', () => {
  it.each<[string, () => Promise<unknown>, number]>([
    ['a select', () => database.select('SELECT id FROM note WHERE id = ?', ['a']), 1],
    ['a select that fails', () => failure(database.select('SELECT nothing FROM note')), 1],
    ['an empty transaction', () => database.transaction(async () => undefined), 2],
    ['a transaction with one insert', () => add('a'), 3],
    [
      'a transaction that rolls back',
      () =>
        failure(
          database.transaction(async (manager) => {
            await manager.insert(Note, { id: 'a' });
            await manager.find(Note);
            throw new Error('no');
          }),
        ),
      4,
    ],
  ])('counts what %s sends', async (_, work, sent) => {
    const before = database.statements;
    await work();
    expect(database.statements - before).toBe(sent);
  });
});

describe('select', () => {
  it('binds values as they are', async () => {
    const odd = ["'; DROP TABLE note; --", '"', '\\', '%_', '합주 🎸', ''];
    for (const id of odd) await add(id);
    for (const id of odd) {
      expect(await database.select('SELECT id FROM note WHERE id = ?', [id])).toEqual([{ id }]);
    }
    expect(await database.select('SELECT id FROM note WHERE id = ?', [null])).toEqual([]);
  });

  it('gives one text another answer for other values, and after other writes', async () => {
    const count = () => database.select('SELECT COUNT(*) AS rows_there FROM note WHERE id <> ?', ['b']);
    expect(await count()).toEqual([{ rows_there: 0 }]);
    await Promise.all([add('a'), add('b')]);
    expect(await count()).toEqual([{ rows_there: 1 }]);
  });

  it('tells what is wrong with a statement', async () => {
    await expect(database.select('SELECT nothing FROM note')).rejects.toThrow(/nothing/);
  });
});

describe('look-ups', () => {
  const byLabel = 'SELECT id, label FROM note WHERE label = ?';
  const lookUp = async (label: string) => {
    const rows = await database.lookUp<Pick<Note, 'id' | 'label'>>(byLabel, [label]);
    return rows.map((row) => `${row.id} ${row.label}`);
  };
  /** What `work` has found, and how many statements that took. */
  const costing = async <T>(work: () => Promise<T>): Promise<[T, number]> => {
    const before = database.statements;
    const found = await work();
    return [found, database.statements - before];
  };

  it('of one turn are one statement, and each gets its own rows', async () => {
    for (const label of ['a', 'b', 'c']) await add(`1${label}`, label);
    const all = ['b', 'nobody', 'a', 'b', 'c'];
    expect(await costing(() => Promise.all(all.map(lookUp)))).toEqual([
      [['1b b'], [], ['1a a'], ['1b b'], ['1c c']],
      1,
    ]);
    expect(await costing(async () => [await lookUp('a'), await lookUp('b')])).toEqual([
      [['1a a'], ['1b b']],
      2,
    ]);
  });

  it('of many rows keep them apart, and texts of their own', async () => {
    for (const id of ['1', '2', '3']) await add(id);
    const above = (id: string) => database.lookUp<{ id: string }>('SELECT id FROM note WHERE id > ?', [id]);
    const [[two, one, none, b], statements] = await costing(() =>
      Promise.all([above('1'), above('2'), above('3'), lookUp('b')]),
    );
    expect([two, one, none].map((rows) => rows?.map(({ id }) => id).sort())).toEqual([['2', '3'], ['3'], []]);
    expect(b).toEqual([]);
    expect(statements).toBe(2);
  });

  it('are 16 of one statement at most', async () => {
    const labels = Array.from({ length: 40 }, (_, number) => `label ${number}`);
    for (const label of labels) await add(label.slice(6), label);
    const [found, statements] = await costing(() => Promise.all(labels.map(lookUp)));
    expect(found).toEqual(labels.map((label) => [`${label.slice(6)} ${label}`]));
    expect(statements).toBe(3);
  });

  it('fail for all who asked together while the database is away, and for nobody after them', async () => {
    await add('1a', 'a');
    const sent = vi.spyOn(database, 'select').mockRejectedValueOnce(new DatabaseUnavailable());
    expect(await Promise.all([failure(lookUp('a')), failure(lookUp('b'))])).toEqual([
      expect.any(DatabaseUnavailable),
      expect.any(DatabaseUnavailable),
    ]);
    expect(sent).toHaveBeenCalledTimes(1);
    expect(await lookUp('a')).toEqual(['1a a']);
  });

  it('are asked one by one when together they fail: it may be for what one has sent', async () => {
    await add('1a', 'a');
    const sent = vi.spyOn(database, 'select').mockRejectedValueOnce(new Error('of one'));
    expect(await Promise.all([lookUp('a'), lookUp('b')])).toEqual([['1a a'], []]);
    expect(sent).toHaveBeenCalledTimes(3);
  });

  it('of what is longer than any key are asked alone', async () => {
    await add('1a', 'a');
    const long = 'a'.repeat(1_000_000);
    expect(await costing(() => Promise.all([lookUp(long), lookUp('a'), lookUp(long), lookUp('b')]))).toEqual([
      [[], ['1a a'], [], []],
      3,
    ]);
  });
});

describe('values', () => {
  const before = process.env['TZ'];

  afterAll(() => {
    if (before === undefined) delete process.env['TZ'];
    else process.env['TZ'] = before;
  });

  it('of dates come back as the strings they went in as, in whatever zone the process is', async () => {
    const dates = ['2026-11-21', '2026-12-31', '2028-02-29', '2026-03-08', '1961-08-10'];
    const seen: unknown[] = [];
    for (const zone of zones) {
      process.env['TZ'] = zone;
      // Shows that the process is in that zone by now.
      seen.push(new Date('2026-11-21T12:00:00Z').getHours());
      await database.transaction((manager) => manager.clear(Note));
      for (const onDate of dates) {
        await database.transaction((manager) => manager.insert(Note, { id: onDate, onDate }));
      }
      for (const reader of zones) {
        process.env['TZ'] = reader;
        const rows = await database.select<Note>('SELECT id, on_date AS onDate FROM note WHERE on_date = id');
        const entities = await database.transaction((manager) => manager.find(Note));
        for (const found of [rows, entities]) {
          expect(new Set(found.map(({ onDate }) => onDate))).toEqual(new Set(dates));
        }
      }
    }
    expect(seen).toEqual([12, 21, 4, 2]);
  });

  it('of dates compare as dates', async () => {
    for (const onDate of ['2026-11-21', '2026-11-22', '2026-12-01']) {
      await database.transaction((manager) => manager.insert(Note, { id: onDate, onDate }));
    }
    expect(
      await database.select('SELECT id FROM note WHERE on_date BETWEEN ? AND ? ORDER BY on_date DESC', [
        '2026-11-21',
        '2026-11-30',
      ]),
    ).toEqual([{ id: '2026-11-22' }, { id: '2026-11-21' }]);
  });

  it('of bigints are numbers, from SQL and in entities', async () => {
    const instants = [0, -1, 1_763_683_200_000, Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER];
    for (const at of instants) {
      await database.transaction((manager) => manager.insert(Note, { id: String(at), at }));
      expect(await database.select('SELECT at FROM note WHERE at = ?', [at])).toEqual([{ at }]);
      const note = await database.transaction((manager) => manager.findOneByOrFail(Note, { id: String(at) }));
      expect(note.at).toBe(at);
    }
    expect(await database.select('SELECT COUNT(*) AS total, MAX(at) AS latest FROM note')).toEqual([
      { total: 5, latest: Number.MAX_SAFE_INTEGER },
    ]);
  });

  it('of null stay null', async () => {
    await add('a');
    const nothing = { id: 'a', label: null, onDate: null, at: null };
    expect(await database.select('SELECT id, label, on_date AS onDate, at FROM note')).toEqual([nothing]);
    expect(await database.transaction((manager) => manager.find(Note))).toEqual([nothing]);
  });
});

describe('open', () => {
  it('does not run a migration twice', async () => {
    await add('a');
    const again = await Database.open(made.url, tables);
    expect(await again.select('SELECT id FROM note')).toEqual([{ id: 'a' }]);
    expect(await again.select('SELECT name FROM migration')).toEqual([{ name: 'Notes1763683200001' }]);
    await again.close();
  });

  it('prepares every connection', async () => {
    if (database.dialect === 'sqlite') {
      const pragma = (name: string) => database.writer.query(`PRAGMA ${name}`);
      expect(await pragma('journal_mode')).toEqual([{ journal_mode: 'wal' }]);
      expect(await pragma('synchronous')).toEqual([{ synchronous: 2 }]);
      expect(await pragma('busy_timeout')).toEqual([{ timeout: 5000 }]);
      expect(await pragma('foreign_keys')).toEqual([{ foreign_keys: 1 }]);
    } else {
      const isolation = "Variable_name IN ('tx_isolation', 'transaction_isolation')";
      const settings = await Promise.all(
        Array.from({ length: 10 }, () =>
          database.select<{ Value: string }>(
            `SHOW SESSION VARIABLES WHERE ${isolation} OR Variable_name = 'time_zone'`,
          ),
        ),
      );
      for (const rows of settings) {
        expect(rows.map(({ Value }) => Value).sort()).toEqual(['+00:00', 'READ-COMMITTED']);
      }
    }
  });

  it('makes the folder of an SQLite file', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'hapju-open-'));
    const file = join(folder, 'new/deeper/hapju.db');
    const opened = await Database.open(`sqlite:${file}`, tables);
    expect(await opened.select('SELECT id FROM note')).toEqual([]);
    await opened.close();
    expect(existsSync(file)).toBe(true);
    rmSync(folder, { recursive: true });
  });

  it('gives every :memory: a database of its own, and leaves nothing of it', async () => {
    const scratch = () => readdirSync(tmpdir()).filter((name) => name.startsWith('hapju-memory-'));
    const before = scratch();
    const [one, other] = await Promise.all([
      Database.open('sqlite::memory:', tables),
      Database.open('sqlite::memory:', tables),
    ]);
    await one.transaction((manager) => manager.insert(Note, { id: 'a' }));
    expect(await one.select('SELECT id FROM note')).toEqual([{ id: 'a' }]);
    expect(await other.select('SELECT id FROM note')).toEqual([]);
    expect(scratch().length).toBe(before.length + 2);
    await Promise.all([one.close(), other.close()]);
    expect(scratch()).toEqual(before);
  });
});

describe('close', () => {
  it('keeps what was reported as kept', async () => {
    const own = await makeDatabase();
    const closing = await Database.open(own.url, tables);
    let close: Promise<void> | undefined;
    const [outcome] = await Promise.allSettled([
      closing.transaction(async (manager) => {
        await manager.insert(Note, { id: 'a' });
        close = closing.close();
      }),
    ]);
    await close;
    const again = await Database.open(own.url, tables);
    expect(await again.select('SELECT id FROM note')).toEqual(
      outcome.status === 'fulfilled' ? [{ id: 'a' }] : [],
    );
    // SQLite waits for the transactions that have begun; a pool of connections is cut off.
    expect(outcome.status).toBe(again.dialect === 'sqlite' ? 'fulfilled' : 'rejected');
    await again.close();
    await own.drop();
  });
});
