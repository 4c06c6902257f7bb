import './web-socket.js';
import { readFileSync } from 'node:fs';
import { Client, fetchExchange, gql, subscriptionExchange } from '@urql/core';
import { authExchange } from '@urql/exchange-auth';
import { cacheExchange } from '@urql/exchange-graphcache';
import { relayPagination } from '@urql/exchange-graphcache/extras';
import { buildSchema, introspectionFromSchema } from 'graphql';
import { createClient } from 'graphql-ws';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { startApp, type TestApp } from '../app.js';
import { Booking, booker } from '../booking.js';
import { Make } from '../make.js';
import { patience } from './patience.js';
import { forgetRequests, renewals } from './requests.js';

const schema = introspectionFromSchema(
  buildSchema(readFileSync(new URL('../../schema.gql', import.meta.url), 'utf8')),
);
const embedded = () => null;

let app: TestApp;
let make: Make;
let client: Client;
let userId: string;
const warn = vi.spyOn(console, 'warn');

beforeAll(async () => {
  app = await startApp();
  make = new Make(app);
  const input = { email: 'urql@example.com', password: 'correct horse battery', nickname: '손님' };
  const { data } = await app.run(
    'mutation ($input: SignUpInput!) { signUp(input: $input) { accessToken refreshToken user { id } } }',
    { input },
  );
  userId = data.signUp.user.id;
  await make.grant(userId, 1_000_000);
  client = urqlClient(data.signUp);
});

afterAll(() => app.stop());

afterEach(() => {
  expect(warn).not.toHaveBeenCalled();
});

function urqlClient(session: { accessToken: string; refreshToken: string }): Client {
  const sockets = createClient({ url: `${app.url.replace('http', 'ws')}/graphql` });
  return new Client({
    url: `${app.url}/graphql`,
    preferGetMethod: false,
    fetchOptions: { headers: { 'apollo-require-preflight': 'true' } },
    exchanges: [
      cacheExchange({
        schema,
        keys: {
          Session: embedded,
          DayAvailability: embedded,
          CancellationQuote: embedded,
          RefundTier: embedded,
          Booker: embedded,
        },
        resolvers: { Query: { spaces: relayPagination() }, User: { orders: relayPagination() } },
        optimistic: { likeSpace: ({ id }) => ({ __typename: 'Space', id: id as string, likedByMe: true }) },
      }),
      authExchange(async (utils) => ({
        addAuthToOperation: (operation) =>
          utils.appendHeaders(operation, { authorization: `Bearer ${session.accessToken}` }),
        didAuthError: ({ graphQLErrors }) =>
          graphQLErrors.some(({ extensions }) => extensions['code'] === 'UNAUTHENTICATED'),
        refreshAuth: async () => {
          const { data } = await utils.mutate(
            gql`
              mutation ($token: String!) {
                refreshSession(refreshToken: $token) {
                  __typename
                  accessToken
                  refreshToken
                }
              }
            `,
            { token: session.refreshToken },
          );
          if (data) session = data.refreshSession;
        },
      })),
      fetchExchange,
      subscriptionExchange({
        forwardSubscription: ({ query, variables }) => ({
          subscribe: (sink) => ({
            unsubscribe: sockets.subscribe({ query: query as string, variables }, sink as never),
          }),
        }),
      }),
    ],
  });
}

const SPACES = gql`
  query Spaces($after: String) {
    spaces(filter: { districtId: "11440" }, sort: PRICE_ASC, first: 3, after: $after) {
      edges {
        cursor
        node {
          id
          title
        }
      }
      pageInfo {
        hasNextPage
        hasPreviousPage
        startCursor
        endCursor
      }
    }
  }
`;
const ORDER = gql`
  query Order($id: ID!) {
    order(id: $id) {
      id
      status
      refund
      cancellationQuote {
        refund
        tiers {
          until
          percent
        }
      }
    }
  }
`;

describe('urql with Graphcache', () => {
  it('merges the pages of a list', async () => {
    for (const price of [1, 2, 3, 4, 5, 6, 7]) await make.space({ title: `방 ${price}`, dayPrice: price });
    const first = await client.query(SPACES, {}).toPromise();
    const { endCursor } = first.data.spaces.pageInfo;
    const second = await client.query(SPACES, { after: endCursor }).toPromise();
    expect(second.data.spaces.edges).toHaveLength(6);
    const third = await client.query(SPACES, { after: second.data.spaces.pageInfo.endCursor }).toPromise();
    expect(third.data.spaces.edges.map(({ node }: any) => node.title)).toEqual(
      [1, 2, 3, 4, 5, 6, 7].map((price) => `방 ${price}`),
    );
    expect(third.data.spaces.pageInfo.hasNextPage).toBe(false);
  });

  it('shows an order as a mutation has left it, without asking again', async () => {
    const space = await make.space();
    const input = { spaceId: space.id, date: '2026-12-24', option: 'DAY', headCount: 4 };
    const placed = await client
      .mutation(
        gql`
          mutation ($input: PlaceOrderInput!) {
            placeOrder(input: $input) {
              __typename
              ... on Order {
                id
                status
              }
              ... on SlotTaken {
                message
                availability {
                  date
                  day
                }
              }
            }
          }
        `,
        { input: { ...input, idempotencyKey: 'a' } },
      )
      .toPromise();
    expect(placed.data.placeOrder).toMatchObject({ __typename: 'Order', status: 'WAITING' });
    const { id } = placed.data.placeOrder;
    expect((await client.query(ORDER, { id }).toPromise()).data.order.status).toBe('WAITING');
    const complete = gql`
      mutation ($id: ID!, $input: CompleteOrderInput!) {
        completeOrder(id: $id, input: $input) {
          ... on Order {
            id
            status
          }
          ... on InsufficientPoints {
            needed
          }
        }
      }
    `;
    await client.mutation(complete, { id, input: { booker, idempotencyKey: 'b' } }).toPromise();
    const kept = () => client.readQuery(ORDER, { id })?.data.order;
    expect(kept()).toMatchObject({ status: 'COMPLETED', refund: null });
    const cancel = gql`
      mutation ($id: ID!) {
        cancelOrder(id: $id, idempotencyKey: "c") {
          id
          status
          refund
        }
      }
    `;
    await client.mutation(cancel, { id }).toPromise();
    expect(kept()).toMatchObject({ status: 'CANCELLED', refund: 30_000 });
  });

  it('takes a like back that is refused', async () => {
    const { id } = await make.space();
    const query = gql`
      query ($id: ID!) {
        space(id: $id) {
          id
          likedByMe
        }
      }
    `;
    const shown: unknown[] = [];
    const { unsubscribe } = client
      .query(query, { id })
      .subscribe(({ data }) => shown.push(data?.space.likedByMe));
    await vi.waitFor(() => expect(shown).toEqual([false]), patience);
    await app.database.transaction((manager) => manager.query('DELETE FROM space WHERE id = ?', [id]));
    const like = gql`
      mutation ($id: ID!) {
        likeSpace(id: $id) {
          id
          likedByMe
        }
      }
    `;
    const { error } = await client.mutation(like, { id }).toPromise();
    expect(error?.graphQLErrors[0]?.extensions).toEqual({ code: 'NOT_FOUND' });
    expect(shown).toEqual([false, true, false]);
    unsubscribe();
  });

  it('renews a session, and answers all that were under way', async () => {
    app.clock.advance(16 * 60_000);
    forgetRequests();
    const ask = (field: string) =>
      client.query(gql(`{ me { id ${field} } }`), {}, { requestPolicy: 'network-only' }).toPromise();
    const answers = await Promise.all(['points', 'nickname', 'email', 'avatarUrl'].map(ask));
    expect(answers.map(({ data }) => data?.me.id)).toEqual(Array(4).fill(userId));
    // It may begin anew for a refusal that comes late; spending each token once, the session lives on.
    expect(renewals()).toBeGreaterThan(0);
  });

  it('uploads a file, again when its session was to be renewed', async () => {
    app.clock.advance(16 * 60_000);
    const bytes = readFileSync(new URL('../fixtures/opus.opus', import.meta.url));
    const upload = gql`
      mutation ($file: Upload!) {
        uploadRecording(file: $file) {
          id
          size
          contentType
        }
      }
    `;
    const { data } = await client.mutation(upload, { file: new File([bytes], '합주.opus') }).toPromise();
    expect(data.uploadRecording).toMatchObject({ size: bytes.length, contentType: 'audio/ogg' });
  });

  it('hears what changes', async () => {
    const { id } = await make.space();
    const guest = await make.guest();
    const heard: unknown[] = [];
    const changes = gql`
      subscription ($id: ID!) {
        availabilityChanged(spaceId: $id) {
          date
          night
        }
      }
    `;
    const { unsubscribe } = client
      .subscription(changes, { id })
      .subscribe(({ data }) => heard.push(data?.availabilityChanged));
    await vi.waitFor(async () => {
      const text = await (await fetch(`${app.url}/metrics`)).text();
      expect(/^hapju_subscriptions (\d+)$/m.exec(text)?.[1]).toBe('1');
    }, patience);
    await new Booking(app).place(guest.token, { spaceId: id, date: '2026-12-24', option: 'NIGHT' });
    await vi.waitFor(() => expect(heard).toMatchObject([{ date: '2026-12-24', night: 'HELD' }]), patience);
    unsubscribe();
  });
});
