import 'reflect-metadata';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { makeDatabase, type TestDatabase } from '../../../test/databases.js';
import { Database } from './database.js';
import { createTextIndex, dropTextIndex, normalise, TextIndex } from './text-index.js';

class Texts1763683200001 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await createTextIndex(runner, 'found');
  }

  async down(runner: QueryRunner): Promise<void> {
    await dropTextIndex(runner, 'found');
  }
}

let made: TestDatabase;
let database: Database;
let index: TextIndex;

beforeAll(async () => {
  made = await makeDatabase();
  database = await Database.open(made.url, { entities: [], migrations: [Texts1763683200001] });
  index = new TextIndex(database, 'found');
});

afterAll(async () => {
  await database.close();
  await made.drop();
});

beforeEach(() => database.transaction((manager) => manager.query('DELETE FROM found')));

const put = (id: string, ...parts: string[]) =>
  database.transaction((manager) => index.put(manager, id, parts));

const remove = (id: string) => database.transaction((manager) => index.remove(manager, id));

/** The ids that `find` gives, in alphabetical order; null when it leaves the search to its caller. */
const find = async (search: string, limit = 50) => (await index.find(search, limit))?.sort() ?? null;

/** The ids that a caller finds who tests every row with `holds`. */
async function walk(search: string): Promise<string[]> {
  const holds = index.holds('t', search);
  const rows = await database.select<{ id: string }>(
    `SELECT t.id FROM found t WHERE ${holds.sql}`,
    holds.values,
  );
  return rows.map(({ id }) => id).sort();
}

describe('find', () => {
  beforeEach(async () => {
    await put('gangnam', '강남역파티룸', '드럼이 있는 지하 연습실', '서울특별시 강남구 테헤란로 1');
    await put('mapo', '망원 합주실', '기타와 DRUM, Bass', '서울특별시 마포구 망원로 1');
    await put('hongdae', '홍대 파티룸 24시', '강 남쪽이 보이는 방', '서울특별시 마포구 와우산로 24');
  });

  it.each([
    ['강남', ['gangnam']],
    ['합주', ['mapo']],
    ['주실', ['mapo']],
    ['파티룸', ['gangnam', 'hongdae']],
    ['역파티', ['gangnam']],
    ['습실', ['gangnam']],
    ['서울특별시', ['gangnam', 'hongdae', 'mapo']],
    ['24', ['hongdae']],
    ['4시', ['hongdae']],
    ['drum', ['mapo']],
    ['ru', ['mapo']],
    ['부산', []],
    // Parts that lie apart make no word.
    ['남역파룸', []],
  ])('%s is a part of a word in %j', async (search, found) => {
    expect(await find(search)).toEqual(found);
    expect(await walk(search)).toEqual(found);
  });

  it.each([
    ['파티룸 강남', ['gangnam']],
    ['마포 파티룸', ['hongdae']],
    ['마포구 서울', ['hongdae', 'mapo']],
    ['강남 홍대', []],
    // One letter is too short for the index, and is tested on what the others find.
    ['방 파티룸', ['hongdae']],
    ['  마포\t 파티룸\n', ['hongdae']],
  ])('%j asks for every word', async (search, found) => {
    expect(await find(search)).toEqual(found);
    expect(await walk(search)).toEqual(found);
  });

  it.each([['방'], ['방 룸'], ['1'], ['%'], ['_ _'], ['🎸'], ['강-남'], ['...']])(
    '%j is too short to look up',
    async (search) => {
      expect(await find(search)).toBe(null);
    },
  );

  it('leaves words that too many hold to its caller', async () => {
    expect(await find('마포', 2)).toEqual(['hongdae', 'mapo']);
    expect(await find('마포', 1)).toBe(null);
    expect(await find('부산', 0)).toEqual([]);
  });

  it('takes one statement', async () => {
    const before = database.statements;
    await find('마포 파티룸');
    expect(database.statements - before).toBe(1);
  });

  it('does not find across the parts of a text or its words', async () => {
    await put('parts', '북촌', '한옥');
    expect(await find('촌한')).toEqual([]);
    expect(await find('촌 한')).toBe(null);
    expect(await walk('촌한')).toEqual([]);
  });
});

describe('letters mean themselves', () => {
  const texts = {
    percent: '방음 100%',
    underscore: '방음 a_b',
    quotes: `방음 '"\`방\`"'`,
    backslash: '방음 a\\b',
    operators: '방음 +-><()~*:^ AND OR NOT NEAR',
    none: '방음 1000 axb ab',
  };

  beforeEach(async () => {
    for (const [id, text] of Object.entries(texts)) await put(id, text);
  });

  it.each([
    ['방음 %', ['percent']],
    ['00%', ['percent']],
    ['방음 _', ['underscore']],
    ['방음 a_b', ['underscore']],
    ["방음 '", ['quotes']],
    ['방음 "', ['quotes']],
    ['방음 `방`', ['quotes']],
    ["방음' OR '1'='1", []],
    ['"방음"', []],
    ['방음 \\', ['backslash']],
    ['방음 a\\b', ['backslash']],
    ['방음 +-><', ['operators']],
    ['방음 *', ['operators']],
    ['방음*', []],
    ['+방음 -100', []],
    ['방음 ~*:^', ['operators']],
    ['near', ['operators']],
    ['not and', ['operators']],
    ['방음 ?', []],
  ])('%s', async (search, found) => {
    expect(await find(search)).toEqual(found);
    expect(await walk(search)).toEqual(found);
  });

  it.each([['%'], ['_'], ['"'], ["'"], ['\\'], ['*']])(
    '%s alone, when every row is tested',
    async (search) => {
      const found = Object.entries(texts).flatMap(([id, text]) => (text.includes(search) ? [id] : []));
      expect(found.length).toBeGreaterThan(0);
      expect(await walk(search)).toEqual(found.sort());
    },
  );

  it('even a hundred odd characters do no harm', async () => {
    const odd = ['\u0001\u001f\u007f', '\ufeff\u200b', '(((((', '"""""', '\ufffd', '٣٤', '\u202e방', '½②Ⅷ'];
    for (const search of [...odd, odd.join(' '), odd.join('').padEnd(100, '"+*')]) {
      expect(await find(search)).toEqual(/[\p{L}\p{N}]{2}/u.test(search) ? [] : null);
      expect(await walk(search)).toEqual([]);
    }
  });
});

describe('every script', () => {
  const cases = [
    ['emoji', '🎸 기타방', '🎸 기타', '🎹 기타'],
    ['emoji of one family', '👩‍🎤 보컬룸', '👩‍🎤 보컬', '👨‍🎤 보컬'],
    ['rare Chinese signs', '𠮷野家 룸', '𠮷野', '𠮶野'],
    ['mathematical letters', '𝒜𝒷 스튜디오', '𝒜𝒷', '𝒞𝒷'],
    ['Latin with marks', 'Äpfel Café', 'äpf', 'åpf'],
    ['Cyrillic', 'Москва', 'ОСКВ', 'оскф'],
    ['Greek', 'Αθήνα', 'ΘΉΝ', 'θήμ'],
    ['Thai', 'ห้องซ้อม', 'ห้อง', 'ห้าง'],
    ['kana', 'ガラス がらす', 'がら', 'から'],
    ['letters of Korean chat', 'ㅋㅋㅋ 좋아요', 'ㅋㅋ', 'ㅎㅎ'],
    ['old Hangul', 'ᄒᆞᆫ글', 'ᄒᆞᆫ글', 'ᄒᆡᆫ글'],
    ['Armenian and Syriac', 'Ԥԥ ݭݮ', 'ݭݮ', 'ݮݭ'],
    ['fractions and circled numbers', '½층 ②번방', '②번', '③번'],
  ] as const;

  it.each(cases)('%s: “%s” is found by “%s”, not by “%s”', async (_, text, part, other) => {
    await put('text', text);
    for (const search of [part, other]) {
      const found = search === part ? ['text'] : [];
      expect(await walk(search)).toEqual(found);
      expect([found, null]).toContainEqual(await find(search));
    }
  });

  it('is looked up wherever two letters stand together', async () => {
    for (const [id, text] of cases) await put(id, text);
    const lookedUp = await Promise.all(cases.map(([, , part]) => find(part)));
    expect(lookedUp).toEqual(cases.map(([id]) => [id]));
  });

  it('finds composed Hangul by decomposed and the other way round', async () => {
    const composed = '강남 합주실';
    const decomposed = composed.normalize('NFD');
    expect(decomposed).not.toBe(composed);
    await put('composed', composed);
    await put('decomposed', decomposed);
    for (const search of ['합주'.normalize('NFC'), '합주'.normalize('NFD')]) {
      expect(await find(search)).toEqual(['composed', 'decomposed']);
      expect(await walk(search)).toEqual(['composed', 'decomposed']);
    }
  });

  it('does not tell upper from lower case', async () => {
    await put('upper', 'DRUM ROOM');
    await put('lower', 'drum room');
    expect(await find('DrUm')).toEqual(['lower', 'upper']);
    expect(await walk('R')).toEqual(['lower', 'upper']);
  });
});

describe('put', () => {
  it('replaces what was there', async () => {
    await put('a', '망원 합주실');
    await put('b', '홍대 합주실');
    await put('a', '강남 파티룸');
    expect(await find('합주')).toEqual(['b']);
    expect(await find('망원')).toEqual([]);
    expect(await find('강남')).toEqual(['a']);
    expect(await walk('합주')).toEqual(['b']);
    expect(await database.select('SELECT id, text FROM found ORDER BY id')).toEqual([
      { id: 'a', text: '강남 파티룸' },
      { id: 'b', text: '홍대 합주실' },
    ]);
  });

  it('takes a text without letters, and none at all', async () => {
    await put('signs', '!?');
    await put('nothing', '', '');
    expect(await walk('!?')).toEqual(['signs']);
    expect(await find('합주')).toEqual([]);
  });

  it('belongs to its transaction', async () => {
    await put('a', '망원 합주실');
    const refused = database.transaction(async (manager) => {
      await index.put(manager, 'a', ['강남 파티룸']);
      await index.put(manager, 'b', ['강남 파티룸']);
      throw new Error('changed my mind');
    });
    await expect(refused).rejects.toThrow('changed my mind');
    expect(await find('합주')).toEqual(['a']);
    expect(await find('강남')).toEqual([]);
  });
});

describe('remove', () => {
  it('takes out one text and no other', async () => {
    await put('a', '망원 합주실');
    await put('b', '홍대 합주실');
    await remove('a');
    expect(await find('합주')).toEqual(['b']);
    expect(await find('망원')).toEqual([]);
    await remove('a');
    await remove('b');
    expect(await find('합주')).toEqual([]);
  });

  it('leaves an index that outlives a clean-up of the file', async () => {
    for (const id of ['a', 'b', 'c', 'd']) await put(id, `${id.repeat(3)} 합주실`);
    await remove('b');
    if (database.dialect === 'sqlite') {
      await database.writer.query('VACUUM');
      // Refuses an index that holds more or less than its texts.
      await database.writer.query(
        "INSERT INTO found_grams (found_grams, rank) VALUES ('integrity-check', 1)",
      );
    }
    expect(await find('합주')).toEqual(['a', 'c', 'd']);
    expect(await find('ccc')).toEqual(['c']);
    await remove('c');
    expect(await find('합주')).toEqual(['a', 'd']);
  });
});

describe('normalise', () => {
  it.each([
    ['  망원\n\t 합주실　', '망원 합주실'],
    ['DRUM Room', 'drum room'],
    ['강남'.normalize('NFD'), '강남'],
    ['E\u0301', 'é'],
    ['', ''],
  ])('makes of %j %j', (text, normal) => {
    expect(normalise(text)).toBe(normal);
    expect(normalise(normal)).toBe(normal);
  });
});

describe('the table of an index', () => {
  it('goes and comes back', async () => {
    await database.writer.undoLastMigration();
    expect(await database.writer.createQueryRunner().hasTable('found')).toBe(false);
    await database.writer.runMigrations();
    await put('a', '망원 합주실');
    expect(await find('합주')).toEqual(['a']);
  });
});
