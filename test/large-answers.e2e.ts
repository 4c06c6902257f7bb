import { Args, Field, Int, ObjectType, Query, Resolver } from '@nestjs/graphql';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { Public } from '../src/platform/access.js';
import { Refuses } from '../src/platform/graphql/refuses.js';
import { type Answer, startApp, type TestApp } from './app.js';

@ObjectType()
class Row {
  @Field(() => Int)
  number: number;
}

const begun: (() => void)[] = [];

/** Rows that come when the test says so. */
@Resolver()
class Rows {
  @Public()
  @Refuses({})
  @Query(() => [Row])
  rows(@Args('count', { type: () => Int }) count: number): Promise<Row[]> {
    return new Promise((resolve) => {
      begun.push(() => resolve(Array.from({ length: count }, (_, number) => ({ number }))));
    });
  }
}

/** 46,000 values, of which memory takes three times as many at once. */
const large = `{ rows(count: 1000) { ${'number '.repeat(45)} } }`;

describe('large answers', () => {
  let app: TestApp;

  beforeAll(async () => {
    app = await startApp({}, { providers: [Rows] });
  });

  afterAll(() => app.stop());

  beforeEach(() => void begun.splice(0));

  const endAll = () => begun.forEach((end) => end());
  const ask = () =>
    fetch(`${app.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query: large }),
    });
  const toBegin = (count: number) => vi.waitFor(() => expect(begun).toHaveLength(count), { timeout: 30_000 });

  it('wait until there is memory for them, while small ones pass', async () => {
    const all = [ask(), ask(), ask()];
    await toBegin(3);
    all.push(ask());
    expect(await app.run('{ __typename }')).toEqual({ data: { __typename: 'Query' } });
    expect(begun).toHaveLength(3);
    begun[1]?.();
    await toBegin(4);
    endAll();
    for (const answer of await Promise.all(all)) {
      expect(answer.status).toBe(200);
      const { data } = (await answer.json()) as Answer;
      expect(data.rows).toHaveLength(1000);
    }
  });

  it('are refused when there is none in time, and then not even begun', async () => {
    const all = [ask(), ask(), ask()];
    await toBegin(3);
    const late = await ask();
    expect(late.status).toBe(503);
    expect(await late.json()).toEqual({
      errors: [
        {
          message: 'Too many large answers are wanted at once; ask for less, or try again.',
          extensions: { code: 'UNAVAILABLE' },
        },
      ],
    });
    expect(begun).toHaveLength(3);
    endAll();
    await Promise.all(all);
    const next = ask();
    await toBegin(4);
    endAll();
    expect((await next).status).toBe(200);
  });
});
