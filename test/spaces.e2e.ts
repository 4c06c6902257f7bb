import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SpaceEntity } from '../src/spaces/space.entity.js';
import { startApp, type TestApp } from './app.js';
import { Make } from './make.js';

const page = `query ($filter: SpaceFilter, $sort: SpaceSort, $first: Int, $after: String) {
  spaces(filter: $filter, sort: $sort, first: $first, after: $after) {
    nodes { id } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } totalCount
  }
}`;

let app: TestApp;
let make: Make;

beforeAll(async () => {
  app = await startApp();
  make = new Make(app);
});

afterAll(() => app.stop());

describe('reference data', () => {
  it('districts are the 25 of Seoul by name', async () => {
    const { data } = await app.run('{ districts { id name latitude longitude } }');
    expect(data.districts).toHaveLength(25);
    expect(data.districts[0].name).toBe('강남구');
    expect(data.districts.find((each: { id: string }) => each.id === '11440')).toMatchObject({
      name: '마포구',
    });
  });

  it('categories and facilities have icons that are served', async () => {
    const { data } = await app.run('{ categories { id name imageUrl } facilities { id name imageUrl } }');
    const icons = [...data.categories, ...data.facilities].map(({ imageUrl }) => new URL(imageUrl).pathname);
    const answers = await Promise.all(icons.map((path) => fetch(app.url + path)));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    expect(new Set(answers.map(({ headers }) => headers.get('content-type')))).toEqual(
      new Set(['image/svg+xml']),
    );
    await Promise.all(answers.map((answer) => answer.text()));
  });

  it('costs no statement', async () => {
    const before = app.database.statements;
    await app.run('{ districts { id } categories { id } facilities { id } }');
    expect(app.database.statements - before).toBe(0);
  });
});

describe('spaces', () => {
  const spaces: SpaceEntity[] = [];
  const claimed = new Set<string>();
  const date = '2026-12-24';
  const near = { latitude: 37.5563, longitude: 126.9236, radiusKm: 4 };

  beforeAll(async () => {
    const host = await make.account('합주실 주인');
    for (let index = 0; index < 60; index += 1) {
      // Few different prices and scores, so that every order has ties for the id to break.
      const sold = index % 7 === 0 ? { dayPrice: null } : index % 7 === 1 ? { allPrice: null } : {};
      const space = await make.space({
        hostId: host.id,
        districtId: [11440, 11680, 11200][index % 3],
        categoryId: 1 + (index % 4),
        title: `${index % 2 ? '홍대 합주실' : '강남 파티룸'} ${index}`,
        subtitle: index % 5 === 0 ? '100% 방음_완비' : '1000호 방음이 되는 편안한 공간',
        dayPrice: 20_000 + 5_000 * (index % 4),
        nightPrice: 30_000 + 5_000 * (index % 3),
        allPrice: 45_000 + 5_000 * (index % 5),
        minCount: 1 + (index % 3),
        maxCount: 4 + (index % 8),
        popularity: index % 6,
        facilityMask: index % 16,
        ...(index % 4 === 3
          ? {}
          : { latitude: 37.55 + (index % 10) / 200, longitude: 126.9 + (index % 6) / 100 }),
        ...sold,
      });
      spaces.push(space);
      for (const half of [0, 1]) {
        if ((index + half) % 3 === 0) continue;
        if (index % 2 === half) {
          await make.claim({ spaceId: space.id, useDate: date, half });
          claimed.add(`${space.id}/${half}`);
        } else {
          // A hold that has run out counts for nothing.
          await make.claim({ spaceId: space.id, useDate: date, half, expiresAt: app.clock.now() });
        }
      }
    }
    const hidden = await make.space({ hostId: host.id, status: 0, popularity: 99 });
    expect(spaces).not.toContainEqual(hidden);
  });

  type Filter = Record<string, any>;
  const free = (space: SpaceEntity, option: string) => {
    const halves = { DAY: [0], NIGHT: [1], ALL: [0, 1] }[option] as number[];
    return price(space, option) !== null && halves.every((half) => !claimed.has(`${space.id}/${half}`));
  };
  const price = (space: SpaceEntity, option?: string) =>
    option
      ? ({ DAY: space.dayPrice, NIGHT: space.nightPrice, ALL: space.allPrice }[option] as number | null)
      : space.minPrice;
  const metres = (space: SpaceEntity, { latitude, longitude }: typeof near) => {
    const north = ((space.latitude as number) - latitude) * 111_195;
    const east = ((space.longitude as number) - longitude) * 111_195 * Math.cos((latitude * Math.PI) / 180);
    return Math.hypot(north, east);
  };

  /** What the list must be, worked out the slow way. */
  function expected(filter: Filter, sort: string): string[] {
    const mask = (filter['facilityIds'] ?? []).reduce(
      (sum: number, id: string) => sum | (1 << (Number(id) - 1)),
      0,
    );
    const matching = spaces.filter((space) =>
      [
        !filter['districtId'] || space.districtId === Number(filter['districtId']),
        !filter['categoryId'] || space.categoryId === Number(filter['categoryId']),
        !filter['headCount'] ||
          (space.minCount <= filter['headCount'] && space.maxCount >= filter['headCount']),
        (space.facilityMask & mask) === mask,
        !filter['option'] || price(space, filter['option']) !== null,
        (price(space, filter['option']) ?? 0) >= (filter['minPrice'] ?? 0),
        (price(space, filter['option']) ?? 0) <= (filter['maxPrice'] ?? Infinity),
        !filter['search'] ||
          filter['search']
            .split(' ')
            .every((word: string) => `${space.title} ${space.subtitle}`.includes(word)),
        !filter['near'] ||
          (space.latitude !== null && metres(space, filter['near']) <= filter['near'].radiusKm * 1000),
        !filter['date'] ||
          (filter['option'] ? [filter['option']] : ['DAY', 'NIGHT', 'ALL']).some((option: string) =>
            free(space, option),
          ),
      ].every(Boolean),
    );
    const keys: Record<string, (space: SpaceEntity) => number> = {
      POPULAR: (space) => -space.popularity,
      PRICE_ASC: (space) => price(space, filter['option']) as number,
      PRICE_DESC: (space) => -(price(space, filter['option']) as number),
      NEWEST: () => 0,
      NEAREST: (space) => Math.round(metres(space, near) ** 2),
    };
    const upwards = sort === 'PRICE_ASC' || sort === 'NEAREST';
    const key = keys[sort] as (space: SpaceEntity) => number;
    const byId = (a: SpaceEntity, b: SpaceEntity) => (a.id < b.id ? -1 : 1) * (upwards ? 1 : -1);
    return matching.sort((a, b) => key(a) - key(b) || byId(a, b)).map(({ id }) => id);
  }

  /** All ids, page by page; also how many the server says there are. */
  async function walk(filter: Filter, sort: string, first: number) {
    const ids: string[] = [];
    let after: string | null = null;
    let total = -1;
    for (let pages = 0; pages < 200; pages += 1) {
      const { data, errors } = await app.run(page, { filter, sort, first, after });
      expect(errors).toBeUndefined();
      const { nodes, pageInfo, totalCount } = data.spaces;
      expect(nodes.length).toBeLessThanOrEqual(first);
      expect(pageInfo.hasPreviousPage).toBe(after !== null);
      ids.push(...nodes.map(({ id }: { id: string }) => id));
      total = totalCount;
      after = pageInfo.endCursor;
      if (!pageInfo.hasNextPage) return { ids, total };
    }
    throw new Error('the list does not end');
  }

  const filters: [string, Filter][] = [
    ['nothing', {}],
    ['district', { districtId: '11440' }],
    ['category', { categoryId: '2' }],
    ['district and category', { districtId: '11680', categoryId: '2' }],
    ['head count', { headCount: 7 }],
    ['facilities', { facilityIds: ['1', '3'] }],
    ['option', { option: 'DAY' }],
    ['option ALL and district', { option: 'ALL', districtId: '11200' }],
    ['price range', { minPrice: 25_000, maxPrice: 30_000 }],
    ['price range of an option', { option: 'NIGHT', minPrice: 35_000 }],
    ['date', { date }],
    ['date and option', { date, option: 'DAY' }],
    ['date, ALL, category', { date, option: 'ALL', categoryId: '1' }],
    ['two syllables', { search: '강남' }],
    ['part of a word', { search: '합주' }],
    ['letters that are wildcards elsewhere', { search: '0% 방음_' }],
    ['one syllable', { search: '홍' }],
    ['search on a date', { search: '파티룸', date }],
    ['one syllable on a date', { search: '강', date, option: 'NIGHT' }],
    ['circle', { near }],
    ['circle on a date', { near, date }],
    ['circle and search', { near, search: '홍대' }],
    ['nothing that exists', { search: '없는단어' }],
    [
      'everything',
      {
        districtId: '11440',
        categoryId: '1',
        headCount: 4,
        date,
        option: 'NIGHT',
        maxPrice: 40_000,
        search: '강남',
        near,
      },
    ],
  ];

  describe.each(['POPULAR', 'PRICE_ASC', 'PRICE_DESC', 'NEWEST', 'NEAREST'])('by %s', (sort) => {
    it.each(filters.filter(([, filter]) => sort !== 'NEAREST' || filter['near']))('%s', async (_, filter) => {
      const wanted = expected(filter, sort);
      const { ids, total } = await walk(filter, sort, 7);
      expect(ids).toEqual(wanted);
      expect(total).toBe(wanted.length);
    });
  });

  it('a sold-out date gives short pages whose cursors lead on, and in the end the one that is free', async () => {
    const soldOut = '2026-12-31';
    const [last] = [...spaces].sort((a, b) => a.popularity - b.popularity || (a.id < b.id ? -1 : 1));
    for (const space of spaces) {
      if (space === last) continue;
      for (const half of [0, 1]) await make.claim({ spaceId: space.id, useDate: soldOut, half });
    }
    const { data } = await app.run(page, { filter: { date: soldOut }, sort: 'POPULAR', first: 1 });
    expect(data.spaces.nodes).toEqual([{ id: last?.id }]);
    expect(data.spaces.pageInfo.hasNextPage).toBe(false);
    expect(data.spaces.totalCount).toBe(1);
  });

  it('gives edges with the cursors of their nodes', async () => {
    const { data } = await app.run(
      '{ spaces(first: 3) { edges { cursor node { id } } pageInfo { startCursor endCursor } } }',
    );
    const { edges, pageInfo } = data.spaces;
    expect(edges[0].cursor).toBe(pageInfo.startCursor);
    expect(edges[2].cursor).toBe(pageInfo.endCursor);
    const next = await app.run(page, { first: 1, after: edges[1].cursor });
    expect(next.data.spaces.nodes).toEqual([{ id: edges[2].node.id }]);
  });

  it('counts only when asked', async () => {
    const before = app.database.statements;
    await app.run(
      '{ spaces(first: 5) { nodes { id title fromPrice district { name } options { price } } } }',
    );
    expect(app.database.statements - before).toBe(1);
  });

  describe('refuses', () => {
    const refusals: [string, Record<string, unknown>, string][] = [
      ['first of 0', { first: 0 }, 'first: must be from 1 to 100'],
      ['first of -1', { first: -1 }, 'first: must be from 1 to 100'],
      ['first of 1000', { first: 1000 }, 'first: must be from 1 to 100'],
      [
        'an unknown district',
        { filter: { districtId: '99999' } },
        'filter.districtId: names nothing that exists',
      ],
      [
        'a district that is SQL',
        { filter: { districtId: "1' OR '1'='1" } },
        'filter.districtId: names nothing that exists',
      ],
      [
        'an unknown category',
        { filter: { categoryId: '0' } },
        'filter.categoryId: names nothing that exists',
      ],
      [
        'an unknown facility',
        { filter: { facilityIds: ['1', 'x'] } },
        'filter.facilityIds: names nothing that exists',
      ],
      ['no people', { filter: { headCount: 0 } }, 'filter.headCount: must be from 1 to 1000'],
      [
        'a reversed price range',
        { filter: { minPrice: 2, maxPrice: 1 } },
        'filter.minPrice: must not be above filter.maxPrice',
      ],
      ['a negative price', { filter: { minPrice: -1 } }, 'filter.minPrice: must be from 0 to 1000000000'],
      [
        'yesterday',
        { filter: { date: '2026-11-20' } },
        'filter.date: must be from 2026-11-21 to 2027-11-21 in Seoul',
      ],
      [
        'a date too far ahead',
        { filter: { date: '2027-11-22' } },
        'filter.date: must be from 2026-11-21 to 2027-11-21 in Seoul',
      ],
      ['blank search words', { filter: { search: '  ' } }, 'filter.search: must have 1 to 100 characters'],
      [
        '10 kB of search words',
        { filter: { search: '가'.repeat(3500) } },
        'filter.search: must have 1 to 100 characters',
      ],
      [
        'a circle as wide as the country',
        { filter: { near: { ...near, radiusKm: 300 } } },
        'filter.near.radiusKm: must be from 0.1 to 10',
      ],
      [
        'a place off the map',
        { filter: { near: { ...near, latitude: 91 } } },
        'filter.near.latitude: must be from -90 to 90',
      ],
      ['NEAREST to nothing', { sort: 'NEAREST' }, 'sort: NEAREST needs filter.near'],
      [
        'a cursor that is none',
        { after: 'bm90IGEgY3Vyc29y' },
        'after: is not a cursor of this list with these filters and this sort',
      ],
      [
        'a cursor of 1 MB',
        { after: 'A'.repeat(900_000) },
        'after: is not a cursor of this list with these filters and this sort',
      ],
    ];

    it.each(refusals)('%s', async (_, variables, message) => {
      const before = app.database.statements;
      const { data, errors } = await app.run(page, variables);
      expect(data).toBeNull();
      expect(errors).toHaveLength(1);
      expect(errors?.[0]).toMatchObject({
        message,
        extensions: { code: 'BAD_USER_INPUT', argument: message.split(':')[0] },
      });
      expect(app.database.statements - before).toBe(0);
    });

    it.each([
      ['other filters', { filter: { districtId: '11440' } }],
      ['another sort', { sort: 'NEWEST' }],
    ])('a cursor of %s', async (_, other) => {
      const { data } = await app.run(page, { first: 1 });
      const { errors } = await app.run(page, { first: 1, after: data.spaces.pageInfo.endCursor, ...other });
      expect(errors?.[0]?.extensions['code']).toBe('BAD_USER_INPUT');
    });

    it('a cursor that was edited', async () => {
      const { data } = await app.run(page, { first: 1 });
      const bytes = Buffer.from(data.spaces.pageInfo.endCursor, 'base64url');
      bytes.writeUInt8(bytes.readUInt8(bytes.length - 3) ^ 1, bytes.length - 3);
      const { errors } = await app.run(page, { first: 1, after: bytes.toString('base64url') });
      expect(errors?.[0]?.extensions['code']).toBe('BAD_USER_INPUT');
    });

    it.each(['2026-02-30', '2026-2-3', '24.12.2026', '', 20261224])(
      'the impossible date %s',
      async (impossible) => {
        const { errors } = await app.run(page, { filter: { date: impossible } });
        expect(errors?.[0]?.extensions).toEqual({ code: 'BAD_USER_INPUT', argument: 'filter.date' });
        expect(errors?.[0]?.message).toContain('must be a date that exists');
      },
    );
  });
});

describe('space', () => {
  const query = `query ($id: ID!) { space(id: $id) {
    title subtitle address latitude longitude minCount maxCount fromPrice likeCount averageRating cancellationPolicy createdAt
    host { nickname avatarUrl } category { id } district { name } facilities { id } options { option price }
    images { url width height position }
    reviews(first: 2) { totalCount nodes { rating text author { nickname } } pageInfo { hasNextPage endCursor } }
  } }`;

  it('tells everything', async () => {
    const host = await make.account('망원 주인장');
    const space = await make.space({ hostId: host.id, facilityMask: 0b101, likeCount: 3, nightPrice: null });
    const picture = await make.picture(space, 0, new Uint8Array([1]), 1200, 800);
    await make.review(space, 5, '소리가 좋아요');
    await make.review(space, 4, '다시 올게요');
    await make.review(space, 4, '깨끗해요');
    const { data, errors } = await app.run(query, { id: space.id });
    expect(errors).toBeUndefined();
    expect(data.space).toEqual({
      title: '망원 합주실',
      subtitle: '드럼이 있는 지하 합주실',
      address: '서울특별시 마포구 망원로 1',
      latitude: null,
      longitude: null,
      minCount: 2,
      maxCount: 6,
      fromPrice: 30_000,
      likeCount: 3,
      averageRating: 4.3,
      cancellationPolicy: 'FLEXIBLE',
      createdAt: new Date(space.createdAt).toISOString(),
      host: { nickname: '망원 주인장', avatarUrl: null },
      category: { id: '1' },
      district: { name: '마포구' },
      facilities: [{ id: '1' }, { id: '3' }],
      options: [
        { option: 'DAY', price: 30_000 },
        { option: 'ALL', price: 60_000 },
      ],
      images: [
        {
          url: expect.stringMatching(new RegExp(`/media/${picture.id}$`)),
          width: 1200,
          height: 800,
          position: 0,
        },
      ],
      reviews: {
        totalCount: 3,
        nodes: [
          { rating: 4, text: '깨끗해요', author: { nickname: '리뷰어' } },
          { rating: 4, text: '다시 올게요', author: { nickname: '리뷰어' } },
        ],
        pageInfo: { hasNextPage: true, endCursor: expect.any(String) },
      },
    });
  });

  it('pages through its reviews, each space by its own cursors', async () => {
    const [one, other] = [await make.space(), await make.space()];
    for (const rating of [1, 2, 3]) await make.review(one, rating);
    await make.review(other, 5);
    const reviews = `query ($id: ID!, $after: String) { space(id: $id) {
      reviews(first: 2, after: $after) { nodes { rating } pageInfo { hasNextPage endCursor } } } }`;
    const first = await app.run(reviews, { id: one.id });
    expect(first.data.space.reviews.nodes).toEqual([{ rating: 3 }, { rating: 2 }]);
    const after = first.data.space.reviews.pageInfo.endCursor;
    const second = await app.run(reviews, { id: one.id, after });
    expect(second.data.space.reviews).toMatchObject({
      nodes: [{ rating: 1 }],
      pageInfo: { hasNextPage: false },
    });
    const wrong = await app.run(reviews, { id: other.id, after });
    expect(wrong.errors?.[0]?.extensions['code']).toBe('BAD_USER_INPUT');
  });

  it('serves pictures at the next larger of a few widths', async () => {
    const space = await make.space();
    await make.picture(space, 0, new Uint8Array([1]), 1000, 500);
    const { data } = await app.run(
      `query ($id: ID!) { space(id: $id) { images { small: url(width: 100) mid: url(width: 320) large: url(width: 5000) all: url } } }`,
      { id: space.id },
    );
    const [{ small, mid, large, all }] = data.space.images;
    expect([small, mid].map((url) => new URL(url).search)).toEqual(['?w=160', '?w=320']);
    expect([large, all].map((url) => new URL(url).search)).toEqual(['', '']);
  });

  it.each(['nope', '', "' OR 1=1 --", '00000000-0000-7000-8000-000000000000'])(
    'unknown id %j is NOT_FOUND',
    async (id) => {
      const { data, errors } = await app.run(query, { id });
      expect(data).toEqual({ space: null });
      expect(errors).toEqual([
        expect.objectContaining({
          message: 'There is no such space.',
          path: ['space'],
          extensions: { code: 'NOT_FOUND' },
        }),
      ]);
    },
  );

  it('the id of one with a space at its end is NOT_FOUND', async () => {
    const { id } = await make.space();
    const { data, errors } = await app.run('query ($id: ID!) { space(id: $id) { id } }', { id: `${id} ` });
    expect(data).toEqual({ space: null });
    expect(errors?.map(({ extensions }) => extensions['code'])).toEqual(['NOT_FOUND']);
  });

  it('one that its host has removed is NOT_FOUND', async () => {
    const space = await make.space({ status: 0 });
    const { errors } = await app.run(query, { id: space.id });
    expect(errors?.[0]?.extensions['code']).toBe('NOT_FOUND');
  });
});
