import { randomUUID } from 'node:crypto';
import { gql, type ObservableQuery } from '@apollo/client';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { ClaimEntity, ClaimKind } from '../../src/orders/claim.entity.js';
import { SpaceEntity } from '../../src/spaces/space.entity.js';
import { startApp, type TestApp } from '../app.js';
import { booker } from '../booking.js';
import { Make } from '../make.js';
import { type ApolloUser, signUpWithApollo } from './apollo.js';
import { patience } from './patience.js';
import { showMore, SPACES } from './recipes/next-page.js';

const date = '2026-12-24';

let app: TestApp;
let make: Make;
let user: ApolloUser;
// It tells what it does not like about a server on the console.
const warn = vi.spyOn(console, 'warn');
const error = vi.spyOn(console, 'error');

beforeAll(async () => {
  app = await startApp();
  make = new Make(app);
  user = await signUpWithApollo(app);
  await make.grant(user.id, 1_000_000);
});

afterAll(() => app.stop());

afterEach(() => {
  expect(warn).not.toHaveBeenCalled();
  expect(error).not.toHaveBeenCalled();
});

/** What a screen shows of a list, read from the cache alone. */
const titlesIn = (list: ObservableQuery<any>): string[] =>
  list.getCurrentResult().data.spaces.edges.map(({ node }: any) => node.title);

/** A list that a screen looks at. */
async function watch(variables: object): Promise<ObservableQuery<any>> {
  const list = user.client.watchQuery<any>({ query: SPACES, variables });
  list.subscribe({});
  await vi.waitFor(() => expect(list.getCurrentResult().data).toBeDefined(), patience);
  return list;
}

describe('pages that Apollo Client merges', () => {
  const cheapFirst = Array.from({ length: 45 }, (_, index) => `방 ${index}`);

  beforeAll(async () => {
    for (const [index, title] of cheapFirst.entries()) {
      await make.space({
        title,
        districtId: 11440,
        dayPrice: 1000 + index,
        nightPrice: null,
        allPrice: null,
      });
    }
  });

  it('show every room once and in order, and from the cache after that', async () => {
    const filter = { districtId: '11440' };
    const list = await watch({ filter, sort: 'PRICE_ASC' });
    expect(titlesIn(list)).toEqual(cheapFirst.slice(0, 20));
    await showMore(list);
    await expect.poll(() => titlesIn(list), patience).toEqual(cheapFirst.slice(0, 40));
    await showMore(list);
    await expect.poll(() => titlesIn(list), patience).toEqual(cheapFirst);
    expect(list.getCurrentResult().data.spaces.pageInfo.hasNextPage).toBe(false);

    const variables = { filter, sort: 'PRICE_ASC' };
    const { data } = await user.client.query<any>({ query: SPACES, variables, fetchPolicy: 'cache-only' });
    expect(data.spaces.edges).toHaveLength(45);
  });

  it('keep lists of other filters and sorts apart', async () => {
    const dear = await watch({ filter: { districtId: '11440' }, sort: 'PRICE_DESC' });
    const cheap = await watch({ filter: { districtId: '11440' }, sort: 'PRICE_ASC' });
    expect(titlesIn(dear)).toEqual(cheapFirst.toReversed().slice(0, 20));
    expect(titlesIn(cheap)).toEqual(cheapFirst);
  });

  it('go on behind a page without rows that is not the last', async () => {
    const template = await make.space({ districtId: 11680, title: '마지막 방' });
    // A page looks at some 5,000 rooms at most; these are all taken, and cheaper.
    const taken = Array.from({ length: 5500 }, () => ({
      ...template,
      id: randomUUID(),
      title: '찬 방',
      minPrice: 1,
    }));
    await app.database.transaction(async (manager) => {
      for (let first = 0; first < taken.length; first += 250) {
        const some = taken.slice(first, first + 250);
        await manager.insert(SpaceEntity, some);
        const claims = some.flatMap(({ id }) =>
          [0, 1].map((half) => ({
            ...{
              spaceId: id,
              useDate: date,
              half,
              kind: ClaimKind.ORDER,
              ownerId: randomUUID(),
              expiresAt: null,
            },
          })),
        );
        await manager.insert(ClaimEntity, claims);
      }
    });
    const list = await watch({ filter: { districtId: '11680', date }, sort: 'PRICE_ASC' });
    expect(titlesIn(list)).toEqual([]);
    expect(list.getCurrentResult().data.spaces.pageInfo.hasNextPage).toBe(true);
    await showMore(list);
    await expect.poll(() => titlesIn(list), patience).toEqual(['마지막 방']);
    expect(list.getCurrentResult().data.spaces.pageInfo.hasNextPage).toBe(false);
  });
});

const PLACE = gql`
  mutation Place($input: PlaceOrderInput!) {
    placeOrder(input: $input) {
      ... on Order {
        id
        status
        price
        holdExpiresAt
        space {
          id
          title
        }
      }
      ... on SlotTaken {
        message
        nextFreeDates
        availability {
          date
          day
          night
          all
        }
      }
    }
  }
`;
const COMPLETE = gql`
  mutation Complete($id: ID!, $input: CompleteOrderInput!) {
    completeOrder(id: $id, input: $input) {
      ... on Order {
        id
        status
        completedAt
      }
      ... on SlotTaken {
        message
      }
      ... on InsufficientPoints {
        needed
        balance
      }
    }
  }
`;
const CANCEL = gql`
  mutation Cancel($id: ID!, $key: String!) {
    cancelOrder(id: $id, idempotencyKey: $key) {
      id
      status
      refund
      cancelledAt
    }
  }
`;
const ORDERS = gql`
  query Orders($after: String) {
    me {
      id
      orders(first: 2, after: $after) {
        edges {
          cursor
          node {
            id
            status
            refund
            price
            space {
              id
              title
            }
          }
        }
        pageInfo {
          hasNextPage
          endCursor
        }
      }
    }
  }
`;

describe('what a mutation answers', () => {
  let space: SpaceEntity;

  const place = async (option = 'DAY', on = date): Promise<any> => {
    const input = { spaceId: space.id, date: on, option, headCount: 4, idempotencyKey: randomUUID() };
    return (await user.client.mutate<any>({ mutation: PLACE, variables: { input } })).data.placeOrder;
  };

  const statuses = async () => {
    const { data } = await user.client.query<any>({ query: ORDERS, fetchPolicy: 'cache-only' });
    return data.me.orders.edges.map(({ node }: any) => [node.id, node.status, node.refund]);
  };

  beforeAll(async () => {
    space = await make.space({ title: '홍대 합주실' });
  });

  it('changes the orders that queries have brought, in a list of several pages', async () => {
    const placed = [];
    for (const on of ['2026-12-01', '2026-12-02', '2026-12-03']) {
      placed.push(await place('DAY', on));
      app.clock.advance(1);
    }
    const [oldest, middle, latest] = placed.map(({ id }) => id);

    const list = user.client.watchQuery<any>({ query: ORDERS });
    list.subscribe({});
    await vi.waitFor(() => expect(list.getCurrentResult().data).toBeDefined(), patience);
    await list.fetchMore({ variables: { after: list.getCurrentResult().data.me.orders.pageInfo.endCursor } });
    expect(await statuses()).toEqual([
      [latest, 'WAITING', null],
      [middle, 'WAITING', null],
      [oldest, 'WAITING', null],
    ]);

    const input = { booker, idempotencyKey: randomUUID() };
    await user.client.mutate({ mutation: COMPLETE, variables: { id: oldest, input } });
    expect((await statuses())[2]).toEqual([oldest, 'COMPLETED', null]);
    await user.client.mutate({ mutation: CANCEL, variables: { id: oldest, key: randomUUID() } });
    expect(await statuses()).toEqual([
      [latest, 'WAITING', null],
      [middle, 'WAITING', null],
      [oldest, 'CANCELLED', 30_000],
    ]);
    expect(list.getCurrentResult().data.me.orders.edges[2].node).toMatchObject({
      status: 'CANCELLED',
      space: { title: '홍대 합주실' },
    });
  });

  it('is told apart by its type: an order, or why there is none', async () => {
    expect(await place('NIGHT')).toMatchObject({ __typename: 'Order', status: 'WAITING', price: 40_000 });
    const other = await signUpWithApollo(app);
    const input = { spaceId: space.id, date, option: 'ALL', headCount: 4, idempotencyKey: randomUUID() };
    const { data } = await other.client.mutate<any>({ mutation: PLACE, variables: { input } });
    expect(data.placeOrder).toMatchObject({
      __typename: 'SlotTaken',
      availability: { date, day: 'FREE', night: 'HELD', all: 'HELD' },
    });
    expect(data.placeOrder).not.toHaveProperty('id');
  });

  it('keeps the data of a union that is a refusal', async () => {
    const dear = await make.space({ dayPrice: 900_000_000 });
    const input = { spaceId: dear.id, date, option: 'DAY', headCount: 4, idempotencyKey: randomUUID() };
    const { data } = await user.client.mutate<any>({ mutation: PLACE, variables: { input } });
    const paid = await user.client.mutate<any>({
      mutation: COMPLETE,
      variables: { id: data.placeOrder.id, input: { booker, idempotencyKey: randomUUID() } },
    });
    expect(paid.data.completeOrder).toMatchObject({ __typename: 'InsufficientPoints', needed: 900_000_000 });
  });
});

describe('a like', () => {
  const LIKE = gql`
    mutation Like($id: ID!) {
      likeSpace(id: $id) {
        id
        likedByMe
        likeCount
      }
    }
  `;
  const SPACE = gql`
    query Space($id: ID!) {
      space(id: $id) {
        id
        likedByMe
        likeCount
      }
    }
  `;

  /** What the screen of a room shows while it is liked, one after the other. */
  async function likes(as: ApolloUser, id: string): Promise<[unknown[], unknown]> {
    const shown: unknown[] = [];
    const query = as.client.watchQuery<any>({ query: SPACE, variables: { id } });
    query.subscribe(({ data }) => data?.space && shown.push([data.space.likedByMe, data.space.likeCount]));
    await vi.waitFor(() => expect(shown).toEqual([[false, 0]]), patience);
    const optimisticResponse = { likeSpace: { __typename: 'Space', id, likedByMe: true, likeCount: 1 } };
    const error = await as.client.mutate({ mutation: LIKE, variables: { id }, optimisticResponse }).then(
      () => null,
      (thrown: Error) => thrown.message,
    );
    return [shown, error];
  }

  it('shows at once, on every screen that has the room, and stays', async () => {
    const { id } = await make.space();
    expect(await likes(user, id)).toEqual([
      [
        [false, 0],
        [true, 1],
      ],
      null,
    ]);
    expect(
      (await app.run('query ($id: ID!) { space(id: $id) { likeCount } }', { id })).data.space.likeCount,
    ).toBe(1);
  });

  it('is taken back when it is refused', async () => {
    const { id } = await make.space();
    const stranger = await signUpWithApollo(app);
    stranger.session.accessToken = '';
    expect(await likes(stranger, id)).toEqual([
      [
        [false, 0],
        [true, 1],
        [false, 0],
      ],
      'Sign in first.',
    ]);
    expect(
      (await app.run('query ($id: ID!) { space(id: $id) { likeCount } }', { id })).data.space.likeCount,
    ).toBe(0);
  });
});

describe('the normalised cache', () => {
  it('mixes nothing up: what it gives back is what the server has said', async () => {
    const spaces = await Promise.all(
      [1, 2, 3].map((price) => make.space({ dayPrice: price * 1000, hostId: user.id })),
    );
    const query = gql`
      query All($ids: SpaceFilter, $date: LocalDate!) {
        spaces(filter: $ids, sort: NEWEST, first: 30) {
          edges {
            cursor
            node {
              id
              title
              createdAt
              category {
                id
                name
              }
              district {
                id
                name
              }
              facilities {
                id
                name
              }
              host {
                id
                nickname
              }
              options {
                id
                option
                price
              }
              images {
                id
                position
                url(width: 320)
              }
              likedByMe
              isAvailable(date: $date, option: DAY)
              availability(from: $date, to: $date) {
                date
                day
                night
                all
              }
            }
          }
        }
        me {
          id
          nickname
          points
          spaces {
            edges {
              cursor
              node {
                id
                title
                options {
                  id
                  price
                }
              }
            }
            pageInfo {
              endCursor
            }
          }
        }
        categories {
          id
          name
        }
        districts {
          id
          name
        }
        facilities {
          id
          name
        }
      }
    `;
    const variables = { date };
    const fresh = await user.client.query<any>({ query, variables, fetchPolicy: 'no-cache' });
    await user.client.query({ query, variables, fetchPolicy: 'network-only' });
    const kept = await user.client.query<any>({ query, variables, fetchPolicy: 'cache-only' });
    expect(fresh.data.me.spaces.edges).toHaveLength(spaces.length);
    expect(fresh.data.spaces.edges).toHaveLength(30);
    expect(kept.data.me.nickname).toBe('손님');
    const nodes = ({ data }: any) => data.spaces.edges.map(({ node }: any) => node);
    expect(nodes(kept)).toEqual(nodes(fresh));
    expect(kept.data.categories).toEqual(fresh.data.categories);
    expect(kept.data.me.spaces.edges).toEqual(fresh.data.me.spaces.edges);
  });
});
