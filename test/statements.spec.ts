import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startApp, type TestApp } from './app.js';
import { Make } from './make.js';

const everything = `
  id title host { nickname } category { name } district { name } facilities { name } options { price }
  images { url(width: 320) width } availability(from: "2026-12-01", to: "2026-12-31") { date day night all }`;

describe('SQL statements', () => {
  let app: TestApp;

  beforeAll(async () => {
    app = await startApp();
    const make = new Make(app);
    const host = await make.account();
    for (let index = 0; index < 20; index += 1) {
      const space = await make.space({ hostId: index % 2 ? host.id : (await make.account()).id });
      for (const position of [0, 1, 2]) {
        await make.picture(space, position, new Uint8Array([index, position]), 720, 480);
      }
      await make.claim({ spaceId: space.id, useDate: '2026-12-24', half: index % 2 });
      await make.review(space, 5);
    }
  });

  afterAll(() => app.stop());

  async function cost(query: string): Promise<number> {
    const before = app.database.statements;
    const { data, errors } = await app.run(query);
    expect(errors).toBeUndefined();
    expect(data).not.toBeNull();
    return app.database.statements - before;
  }

  it.each([1, 20])(
    'a list of %i rooms with everything and a month of availability costs 4',
    async (first) => {
      expect(await cost(`{ spaces(first: ${first}) { nodes { ${everything} } } }`)).toBe(4);
    },
  );

  it('a total costs 1 more', async () => {
    expect(await cost(`{ spaces(first: 20) { nodes { ${everything} } totalCount } }`)).toBe(5);
  });

  it('a date costs none more', async () => {
    expect(
      await cost(`{ spaces(first: 10, filter: { date: "2026-12-24" }) { nodes { ${everything} } } }`),
    ).toBe(4);
  });

  it('a search costs 1 more', async () => {
    expect(await cost(`{ spaces(first: 20, filter: { search: "합주" }) { nodes { ${everything} } } }`)).toBe(
      5,
    );
  });

  it('reviews with their authors cost 2 more, soundtracks 1', async () => {
    const more = `${everything} reviews(first: 3) { nodes { rating author { nickname } } totalCount } soundtrack { name }`;
    expect(await cost(`{ spaces(first: 20) { nodes { ${more} } } }`)).toBe(7);
  });

  it('edges and nodes share what hangs on them', async () => {
    expect(await cost('{ spaces { nodes { images { id } } edges { node { images { id } } } } }')).toBe(2);
  });

  it('a room with everything costs 4', async () => {
    const { data } = await app.run('{ spaces(first: 1) { nodes { id } } }');
    expect(await cost(`{ space(id: "${data.spaces.nodes[0].id}") { ${everything} } }`)).toBe(4);
  });

  it('is one free slot costs 2', async () => {
    const { data } = await app.run('{ spaces(first: 1) { nodes { id } } }');
    const { id } = data.spaces.nodes[0];
    expect(await cost(`{ space(id: "${id}") { isAvailable(date: "2026-12-24", option: DAY) } }`)).toBe(2);
  });

  it('a sold-out date costs few however many rooms there are', async () => {
    const ids = await app.database.select<{ id: string }>('SELECT id FROM space');
    for (const { id } of ids) {
      for (const half of [0, 1]) {
        await new Make(app).claim({ spaceId: id, useDate: '2026-12-31', half });
      }
    }
    expect(await cost('{ spaces(first: 20, filter: { date: "2026-12-31" }) { nodes { id } } }')).toBe(1);
  });
});
