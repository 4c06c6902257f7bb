import 'reflect-metadata';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Database } from '../src/platform/database/database.js';
import { SpaceCandidates, type Criteria } from '../src/spaces/space-candidates.js';
import { SlotOption, SpaceSort } from '../src/spaces/spaces.types.js';
import { tables } from '../src/tables.js';
import { makeDatabase, type TestDatabase } from './databases.js';

const scopes = {
  dc: { districtId: 11440, categoryId: 1 },
  d: { districtId: 11440 },
  c: { categoryId: 1 },
  all: {},
};
const orders: readonly [string, SpaceSort, SlotOption?][] = [
  ['price', SpaceSort.PRICE_ASC],
  ['price', SpaceSort.PRICE_DESC],
  ['day', SpaceSort.PRICE_ASC, SlotOption.DAY],
  ['night', SpaceSort.PRICE_DESC, SlotOption.NIGHT],
  ['whole', SpaceSort.PRICE_ASC, SlotOption.ALL],
  ['popular', SpaceSort.POPULAR],
  ['newest', SpaceSort.NEWEST],
];
const cases = Object.entries(scopes).flatMap(([scope, ids]) =>
  orders.flatMap(([order, sort, option]) =>
    [null, [1, 'id']].map((after) => ({
      title: `${sort}${option ? ` of ${option}` : ''} in scope ${scope}${after ? ', a later page' : ''}`,
      index: `space_${scope}_${order}`,
      criteria: { ...ids, ...(option ? { option } : {}), facilityMask: 1, headCount: 4 } satisfies Criteria,
      sort,
      after,
    })),
  ),
);

describe('the plan of a list', () => {
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

  it.each(cases)(
    '$title reads $index in order and sorts nothing',
    async ({ index, criteria, sort, after }) => {
      const { sql, values } = new SpaceCandidates(database.dialect, criteria, sort).select(
        { sql: 's.id', values: [] },
        after,
        21,
      );
      expect(sql).toMatch(new RegExp(`(FORCE INDEX \\(|INDEXED BY )${index}\\b`));
      const mysql = database.dialect === 'mysql';
      const plan = await database.select<Record<string, unknown>>(
        `${mysql ? 'EXPLAIN FORMAT=TRADITIONAL' : 'EXPLAIN QUERY PLAN'} ${sql}`,
        values,
      );
      if (mysql) {
        expect(plan.map(({ key }) => key)).toEqual([index]);
        expect(plan[0]?.['Extra']).toContain('Using index');
        expect(plan[0]?.['Extra']).not.toMatch(/filesort|temporary/);
      } else {
        const details = plan.map(({ detail }) => String(detail));
        expect(details.join()).toMatch(new RegExp(`USING COVERING INDEX ${index} `));
        expect(details.filter((detail) => detail.includes('TEMP B-TREE'))).toEqual([]);
      }
    },
  );
});
