import { readFileSync } from 'node:fs';
import { buildSchema, validate, parse } from 'graphql';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Executor } from '../src/platform/graphql/executor.js';
import { type Answer, startApp, type TestApp } from './app.js';
import { Booking } from './booking.js';
import { Make } from './make.js';
import { randomQuery, type Values } from './random-query.js';

const schema = buildSchema(readFileSync(new URL('../schema.gql', import.meta.url), 'utf8'));

/** What executing by two ways may differ in: the order of errors, and ids of requests. */
function comparable({ data, errors = [] }: Answer): unknown {
  const withoutId = (key: string, value: unknown) => (key === 'requestId' ? undefined : value);
  const told = errors.map(({ message, path, extensions }) =>
    JSON.stringify([path, message, extensions], withoutId),
  );
  return { data, errors: told.toSorted() };
}

describe('compiled operations', () => {
  let compiling: TestApp;
  let interpreting: TestApp;
  let token: string;
  let values: Values;

  beforeAll(async () => {
    compiling = await startApp({ PUBLIC_URL: 'http://rooms.test' });
    interpreting = await startApp({ PUBLIC_URL: 'http://rooms.test' }, { beside: compiling });
    interpreting.get(Executor).usesBeforeCompiling = Number.POSITIVE_INFINITY;
    const make = new Make(compiling);
    const booking = new Booking(compiling);
    const guest = await make.guest();
    token = guest.token;
    const spaces = [];
    for (let index = 0; index < 4; index += 1) {
      const space = await make.space({ hostId: index % 2 ? guest.id : (await make.account()).id });
      await make.picture(space, 0, new Uint8Array([index]), 720, 480);
      await make.review(space, 4);
      spaces.push(space);
    }
    const order = await booking.book(token, { spaceId: spaces[0]?.id as string });
    await booking.place(token, { spaceId: spaces[2]?.id as string, option: 'NIGHT' });
    const track = await make.track();
    values = {
      ID: [...spaces.map(({ id }) => id), order.id, track.id, guest.id, 'nope'],
      Int: [1, 2, 3, 0, 500],
      Float: [37.55, 126.9, 1],
      String: ['합주', 'x', ''],
      Boolean: [true, false],
      LocalDate: ['2026-12-24', '2026-12-31', '2026-11-01'],
      DateTime: ['2026-12-24T00:00:00Z'],
    };
    interpreting.clock.set(new Date(compiling.clock.now()).toISOString());
  });

  afterAll(async () => {
    await interpreting.stop();
    await compiling.stop();
  });

  it('answer like those that graphql-js executes, errors and nulls included', async () => {
    let answered = 0;
    let refused = 0;
    await fc.assert(
      fc.asyncProperty(fc.gen(), async (gen) => {
        const pick = (below: number) => gen(fc.nat, { max: below - 1 });
        const { query, variables } = randomQuery(schema, pick, values);
        expect(validate(schema, parse(query))).toEqual([]);
        const holder = pick(4) === 0 ? undefined : token;
        const compiled = await compiling.run(query, { ...variables }, holder);
        expect(comparable(compiled)).toEqual(
          comparable(await interpreting.run(query, { ...variables }, holder)),
        );
        if (compiled.errors) refused += 1;
        else answered += 1;
      }),
      { numRuns: 300 },
    );
    // It compares answers of both kinds.
    expect(answered).toBeGreaterThan(20);
    expect(refused).toBeGreaterThan(20);
  });

  it('are compiled once they have been asked for three times', async () => {
    const executor = interpreting.get(Executor);
    executor.usesBeforeCompiling = 2;
    const query =
      'query Again { spaces(first: 2) { ... on SpaceConnection { nodes { ... on Space { id title images { url } } } } } }';
    const answers = [];
    for (let time = 0; time < 4; time += 1) answers.push(await interpreting.run(query));
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect(answers[0]?.data.spaces.nodes).toHaveLength(2);
    expect(executor.compiled).toBe(1);
    executor.usesBeforeCompiling = Number.POSITIVE_INFINITY;
  });
});
