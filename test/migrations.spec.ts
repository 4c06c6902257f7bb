import 'reflect-metadata';
import type { QueryRunner } from 'typeorm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BooksService } from '../src/orders/books.service.js';
import { Clock } from '../src/platform/clock.js';
import { mysqlDataSource, sqliteDataSource } from '../src/platform/database/data-source.js';
import { ImmediateLibsql } from '../src/platform/database/immediate-libsql.js';
import { Database, type SqlValue } from '../src/platform/database/database.js';
import { tables } from '../src/tables.js';
import { makeDatabase, type TestDatabase } from './databases.js';

describe('migrations', () => {
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

  it('leave nothing that the entities say otherwise', async () => {
    const pending = await database.writer.driver.createSchemaBuilder().log();
    expect(pending.upQueries.map(({ query }) => query)).toEqual([]);
  });

  it('give every space an index for each scope and order', async () => {
    const table = await database.writer.createQueryRunner().getTable('space');
    const names = table?.indices
      .map(({ name }) => name)
      .filter((name) => /^space_(dc|d|c|all)_/.test(name ?? ''));
    expect(names).toHaveLength(24);
  });

  it.each([
    ['wallet', "INSERT INTO wallet (account, balance, floor_zero) VALUES ('user:x', -1, 1)"],
    [
      'claim',
      "INSERT INTO claim (space_id, use_date, half, kind, owner_id) VALUES ('s', '2026-12-24', 2, 1, 'o')",
    ],
    ['ledger_line', "INSERT INTO ledger_line (tx_id, account, amount) VALUES ('t', 'escrow', 0)"],
    [
      'media',
      "INSERT INTO media (id, kind, object_key, content_type, size, sha256, created_at) VALUES ('m', 'VIDEO', 'k', 't', 1, 's', 1)",
    ],
  ])('refuse what no row of %s may be', async (table, statement) => {
    await expect(database.transaction((manager) => manager.query(statement))).rejects.toThrow(/constraint/i);
    expect(await database.select(`SELECT * FROM ${table}`)).toEqual([]);
  });

  it('refuse a second claim on one half of one date', async () => {
    const claim = (owner: string) =>
      database.transaction((manager) =>
        manager.query(
          "INSERT INTO claim (space_id, use_date, half, kind, owner_id) VALUES ('s', '2026-12-24', 0, 1, ?)",
          [owner],
        ),
      );
    await claim('first');
    await expect(claim('second')).rejects.toThrow();
    expect(await database.select('SELECT owner_id FROM claim')).toEqual([{ owner_id: 'first' }]);
  });

  it('go down to nothing and up again', async () => {
    for (const _ of tables.migrations) await database.writer.undoLastMigration();
    expect(await database.writer.createQueryRunner().hasTable('account')).toBe(false);
    expect(await database.writer.createQueryRunner().hasTable('space_search')).toBe(false);
    await database.writer.runMigrations();
    expect(await database.select('SELECT COUNT(*) AS districts FROM district')).toEqual([{ districts: 25 }]);
  });
});

describe('migrations that are cut off', () => {
  it.each([
    ['any statement', /^\s*(?:CREATE|ALTER|INSERT|UPDATE|DELETE)\b/i, 50],
    // MySQL and MariaDB commit a table as it is made, and the rows that follow one by one.
    ['any that writes rows, with its table made just before', /^\s*(?:INSERT|UPDATE|DELETE)\b/i, 10],
  ])('go on where they were, after %s', async (_, statement, least) => {
    const made = await makeDatabase();
    const source = made.url.startsWith('sqlite:')
      ? sqliteDataSource(ImmediateLibsql, made.url.slice('sqlite:'.length), tables)
      : mysqlDataSource(made.url, tables);
    await source.initialize();
    const cut = new Set<string>();
    const create = source.driver.createQueryRunner.bind(source.driver);
    const followed = new WeakSet<QueryRunner>();
    source.driver.createQueryRunner = (mode) => {
      const runner = create(mode);
      if (followed.has(runner)) return runner;
      followed.add(runner);
      const send = runner.query.bind(runner) as (sql: string, ...rest: unknown[]) => Promise<unknown>;
      const query = async (sql: string, ...rest: unknown[]) => {
        const answer = await send(sql, ...rest);
        if (cut.has(sql) || !statement.test(sql)) return answer;
        cut.add(sql);
        throw new Error('Cut off.');
      };
      return Object.assign(runner, { query });
    };
    // It would print each of them.
    source.logger.log = () => undefined;
    source.logger.logMigration = () => undefined;
    for (let done = false; !done;) {
      done = await source.runMigrations().then(
        () => true,
        (error: Error) => {
          expect(error.message).toBe('Cut off.');
          return false;
        },
      );
    }
    expect(cut.size).toBeGreaterThan(least);
    await source.destroy();

    const whole = await makeDatabase();
    const [again, once] = [await Database.open(made.url, tables), await Database.open(whole.url, tables)];
    const pending = await again.writer.driver.createSchemaBuilder().log();
    expect(pending.upQueries.map(({ query }) => query)).toEqual([]);
    for (const sql of [
      'SELECT * FROM district ORDER BY id',
      'SELECT * FROM category ORDER BY id',
      'SELECT * FROM wallet ORDER BY account',
      'SELECT * FROM replica_beat',
    ])
      expect(await again.select(sql)).toEqual(await once.select(sql));
    for (const database of [again, once]) await database.close();
    for (const database of [made, whole]) await database.drop();
  });
});

describe('a database that a newer version has migrated', () => {
  it('is refused as it is', async () => {
    const made = await makeDatabase();
    const newer = await Database.open(made.url, tables);
    const add = "INSERT INTO migration (timestamp, name) VALUES (9999999999999, 'Holograms9999999999999')";
    await newer.transaction((manager) => manager.query(add));
    await newer.close();
    await expect(Database.open(made.url, tables)).rejects.toThrow(
      'migrated by a newer version of this program: Holograms9999999999999',
    );
    await made.drop();
  });
});

describe('the migration of pictures', () => {
  let made: TestDatabase;
  let database: Database;
  /** Ten of the longest there are, so that what joins them must not cut. */
  const many = Array.from({ length: 10 }, (_, place) => [
    ...[`image-${place}`.padStart(36, '-'), `media-${place}`.padStart(36, '-')],
    ...[4096 - place, 3000 + place],
  ]);
  const few = [
    ['z', 'media-of-z', 1, 2],
    ['a', 'media-of-a', 3, 4],
  ];
  const pictures = async () => {
    const rows = await database.select<{ id: string; pictures: string }>(
      'SELECT id, pictures FROM space ORDER BY id',
    );
    return rows.map((row) => [row.id, row.pictures]);
  };
  const filled = [
    ['few', JSON.stringify(few)],
    ['many', JSON.stringify(many)],
    ['none', '[]'],
  ];
  const write = (sql: string) => database.transaction((manager) => manager.query(sql));

  beforeAll(async () => {
    made = await makeDatabase();
    const old = await Database.open(made.url, { entities: [], migrations: tables.migrations.slice(0, 12) });
    await old.transaction(async (manager) => {
      await manager.query(
        "INSERT INTO account (id, nickname, role, created_at) VALUES ('host', '주인', 'USER', 1)",
      );
      for (const id of ['many', 'none', 'few']) {
        await manager.query(
          `INSERT INTO space (id, host_id, district_id, category_id, status, title, subtitle, address, min_count, max_count,
             day_price, min_price, facility_mask, popularity, like_count, review_count, rating_sum, cancellation_policy,
             venue_tz, created_at)
           VALUES (?, 'host', 11440, 1, 1, '합주실', '지하', '망원로 1', 2, 6, 300, 300, 0, 0, 0, 0, 0, 'STRICT', 'Asia/Seoul', 1)`,
          [id],
        );
      }
      const hang = async (space: string, images: typeof many) => {
        // The last one first: neither the order of rows nor that of ids is the order of pictures.
        for (const [position, [id, media, width, height]] of [...images.entries()].toReversed()) {
          await manager.query(
            `INSERT INTO media (id, kind, object_key, content_type, size, sha256, width, height, created_at)
             VALUES (?, 'IMAGE', ?, 'image/webp', 1, 's', ?, ?, 1)`,
            [media, media, width, height],
          );
          const image = [id, space, media, position];
          await manager.query(
            'INSERT INTO space_image (id, space_id, media_id, position) VALUES (?, ?, ?, ?)',
            image,
          );
        }
      };
      await hang('few', few);
      await hang('many', many);
    });
    await old.close();
    database = await Database.open(made.url, tables);
  });

  afterAll(async () => {
    await database.close();
    await made.drop();
  });

  it('tells each room its pictures in order', async () => {
    expect(await pictures()).toEqual(filled);
  });

  it('goes on where it was cut off, and says the same once more', async () => {
    await write("UPDATE space SET pictures = '[]' WHERE id = 'many'");
    await write("DELETE FROM migration WHERE name = 'SpacePictures1763683200014'");
    await database.writer.runMigrations();
    expect(await pictures()).toEqual(filled);
  });

  it('goes down, and tells what has changed when it comes up again', async () => {
    for (const _ of tables.migrations.slice(12)) await database.writer.undoLastMigration();
    expect(await database.writer.createQueryRunner().hasColumn('space', 'pictures')).toBe(false);
    await write("UPDATE space_image SET position = 1 - position WHERE space_id = 'few'");
    await database.writer.runMigrations();
    expect(await pictures()).toEqual([['few', JSON.stringify(few.toReversed())], ...filled.slice(1)]);
  });

  it('leaves nothing behind on the connections of a server', async () => {
    if (database.dialect !== 'mysql') return;
    const most = 'SELECT @@SESSION.group_concat_max_len = @@GLOBAL.group_concat_max_len AS same';
    const all = await Promise.all(Array.from({ length: 20 }, () => database.select(most)));
    expect(all.flat()).toEqual(Array.from({ length: 20 }, () => ({ same: 1 })));
  });
});

describe('the migration of bookings', () => {
  const start = Date.parse('2026-11-21T12:00:00+09:00');
  const midnight = Date.parse('2026-12-24T00:00:00+09:00');
  const hour = 3_600_000;
  const full = [
    { minDays: 7, percent: 100 },
    { minDays: 1, percent: 50 },
  ];
  let made: TestDatabase;
  let database: Database;

  beforeAll(async () => {
    made = await makeDatabase();
    const old = await Database.open(made.url, { entities: [], migrations: tables.migrations.slice(0, 8) });
    await old.transaction(async (manager) => {
      const insert = async (table: string, row: Record<string, SqlValue>) => {
        const names = Object.keys(row);
        const sql = `INSERT INTO ${table} (${names.join(', ')}) VALUES (${names.map(() => '?').join(', ')})`;
        await manager.query(sql, Object.values(row));
      };
      await insert('account', { id: 'host', nickname: '주인', role: 'USER', created_at: start });
      await insert('account', { id: 'guest', nickname: '손님', role: 'USER', created_at: start });
      for (const [id, policy] of [
        ['one', 'FLEXIBLE'],
        ['two', 'STRICT'],
      ] as const) {
        await insert('space', {
          ...{
            id,
            host_id: 'host',
            district_id: 11440,
            category_id: 1,
            status: 1,
            title: '합주실',
            subtitle: '지하',
          },
          ...{
            address: '망원로 1',
            min_count: 2,
            max_count: 6,
            day_price: 300,
            night_price: 400,
            all_price: 600,
          },
          ...{
            min_price: 300,
            facility_mask: 0,
            popularity: 0,
            like_count: 0,
            review_count: 0,
            rating_sum: 0,
          },
          ...{ cancellation_policy: policy, venue_tz: 'Asia/Seoul', created_at: start },
        });
      }
      const order = (id: string, space: string, name: string, status: string, price: number) =>
        insert('booking_order', {
          ...{
            id,
            user_id: 'guest',
            space_id: space,
            use_date: '2026-12-24',
            opt: 'ALL',
            head_count: 3,
            status,
            price,
          },
          ...{ policy: JSON.stringify({ name }), venue_tz: 'Asia/Seoul' },
          ...{ starts_at: midnight + 9 * hour, ends_at: midnight + 32 * hour, created_at: start },
          booker: status === 'COMPLETED' ? JSON.stringify({ name: '손님', phone: '010-0000-0000' }) : null,
          // Old versions have left it on what was paid.
          hold_expires_at: start + hour / 6,
          completed_at: status === 'COMPLETED' ? start : null,
        });
      await order('order-1', 'one', 'FLEXIBLE', 'COMPLETED', 600);
      await order('order-2', 'two', 'STRICT', 'COMPLETED', 500);
      await order('order-3', 'one', 'STANDARD', 'WAITING', 700);
      await order('order-4', 'gone', 'FLEXIBLE', 'EXPIRED', 800);
      const claim = (space: string, half: number, owner: string) =>
        insert('claim', { space_id: space, use_date: '2026-12-24', half, kind: 1, owner_id: owner });
      for (const half of [0, 1]) await claim('one', half, 'order-1');
      for (const half of [0, 1]) await claim('two', half, 'order-2');
      const move = async (
        id: string,
        kind: string,
        about: string | null,
        from: string,
        to: string,
        amount: number,
      ) => {
        await insert('ledger_tx', { id, kind, order_id: about, seq: 0, actor_id: 'guest', at: start });
        await insert('ledger_line', { tx_id: id, account: from, amount: -amount });
        await insert('ledger_line', { tx_id: id, account: to, amount });
      };
      await move('tx-1', 'GRANT', null, 'topup', 'user:guest', 2000);
      await move('tx-2', 'PAYMENT', 'order-1', 'user:guest', 'escrow', 600);
      await move('tx-3', 'PAYMENT', 'order-2', 'user:guest', 'escrow', 500);
      const wallet = (account: string, balance: number, floor: number) =>
        insert('wallet', { account, balance, floor_zero: floor });
      await wallet('topup', -2000, 0);
      await wallet('user:guest', 900, 1);
      await wallet('escrow', 1100, 1);
    });
    await old.close();
    database = await Database.open(made.url, tables);
  });

  afterAll(async () => {
    await database.close();
    await made.drop();
  });

  const audit = () => {
    const at = new (class extends Clock {
      override now = () => start + hour;
    })();
    return new BooksService(database, at).audit();
  };
  const wallets = () =>
    database.select('SELECT account, balance, floor_zero AS f FROM wallet ORDER BY account');
  const orders = async () => {
    const rows = await database.select<Record<string, SqlValue>>(
      `SELECT id, host_id AS host, settles_at AS settles, hold_expires_at AS hold, policy
       FROM booking_order ORDER BY id`,
    );
    return rows.map((row) => ({ ...row, policy: JSON.parse(String(row['policy'])) }));
  };

  it('tells orders their host, their tiers and when they settle', async () => {
    const settles = midnight + 32 * hour;
    const strict = [{ minDays: 30, percent: 50 }];
    const standard = [
      { minDays: 30, percent: 100 },
      { minDays: 7, percent: 50 },
    ];
    expect(await orders()).toEqual([
      { id: 'order-1', host: 'host', settles, hold: null, policy: full },
      { id: 'order-2', host: 'host', settles, hold: null, policy: strict },
      { id: 'order-3', host: 'host', settles: null, hold: start + hour / 6, policy: standard },
      { id: 'order-4', host: '', settles: null, hold: null, policy: full },
    ]);
  });

  it('lets what was paid wait with its space, and the books are right', async () => {
    expect(await wallets()).toEqual([
      { account: 'escrow:one', balance: 600, f: 1 },
      { account: 'escrow:two', balance: 500, f: 1 },
      { account: 'topup', balance: -2000, f: 0 },
      { account: 'user:guest', balance: 900, f: 1 },
    ]);
    expect(await audit()).toEqual([]);
  });

  it('goes back to one account for all, and up again', async () => {
    for (const _ of tables.migrations.slice(8)) await database.writer.undoLastMigration();
    const runner = database.writer.createQueryRunner();
    expect(await runner.hasColumn('booking_order', 'host_id')).toBe(false);
    expect(await runner.hasTable('outbox')).toBe(true);
    expect(await database.select('SELECT account, balance FROM wallet ORDER BY account')).toEqual([
      { account: 'escrow', balance: 1100 },
      { account: 'topup', balance: -2000 },
      { account: 'user:guest', balance: 900 },
    ]);
    const escrow = "SELECT tx_id AS id, amount FROM ledger_line WHERE account = 'escrow' ORDER BY tx_id";
    expect(await database.select(escrow)).toEqual([
      { id: 'tx-2', amount: 600 },
      { id: 'tx-3', amount: 500 },
    ]);
    await database.writer.runMigrations();
    expect(await audit()).toEqual([]);
    expect((await orders())[0]).toMatchObject({ host: 'host', policy: full });
    expect(await wallets()).toHaveLength(4);
  });

  it('does not make a host earn twice what was settled before it went down and up', async () => {
    await database.transaction(async (manager) => {
      await manager.query("INSERT INTO ledger_tx VALUES ('tx-4', 'EARNING', 'order-1', 0, 'host', 1)");
      for (const [account, amount] of [
        ['escrow:one', -600],
        ['user:host', 600],
      ]) {
        await manager.query("INSERT INTO ledger_line VALUES ('tx-4', ?, ?)", [account, amount]);
      }
      await manager.query("UPDATE wallet SET balance = 0 WHERE account = 'escrow:one'");
      await manager.query("INSERT INTO wallet VALUES ('user:host', 600, 1)");
      await manager.query("UPDATE booking_order SET settles_at = NULL WHERE id = 'order-1'");
    });
    expect(await audit()).toEqual([]);
    for (const _ of tables.migrations.slice(8)) await database.writer.undoLastMigration();
    await database.writer.runMigrations();
    expect(await audit()).toEqual([]);
    expect((await orders())[0]).toMatchObject({ id: 'order-1', settles: null });
  });
});
