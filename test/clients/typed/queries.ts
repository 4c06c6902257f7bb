import type { ApolloClient } from '@apollo/client';
import type { Client } from '@urql/core';
import type { GraphQLClient } from 'graphql-request';
import { graphql } from './graphql.js';

const ROOM = graphql(`
  query Room($id: ID!, $date: LocalDate!) {
    space(id: $id) {
      title
      averageRating
      images {
        url(width: 640)
      }
      isAvailable(date: $date, option: DAY)
    }
  }
`);

const PLACE = graphql(`
  mutation Place($input: PlaceOrderInput!) {
    placeOrder(input: $input) {
      __typename
      ... on Order {
        id
        status
        holdExpiresAt
      }
      ... on SlotTaken {
        nextFreeDates
      }
    }
  }
`);

/** The same for every client: what is right compiles, and each line that is wrong does not. */
export async function check(apollo: ApolloClient, urql: Client, plain: GraphQLClient): Promise<void> {
  const variables = { id: '1', date: '2026-12-24' };
  const { data } = await apollo.query({ query: ROOM, variables });
  const rating: number | null | undefined = data?.space?.averageRating;
  const url: string | undefined = data?.space?.images[0]?.url;
  // @ts-expect-error a field that was not asked for
  void data?.space?.subtitle;
  // @ts-expect-error it may be null
  const always: number | undefined = data?.space?.averageRating;
  // @ts-expect-error a variable is missing
  await apollo.query({ query: ROOM, variables: { id: '1' } });

  const room = await urql.query(ROOM, variables).toPromise();
  const isFree: boolean | undefined = room.data?.space?.isAvailable;
  // @ts-expect-error a field that was not asked for
  void room.data?.space?.subtitle;

  const { space } = await plain.request(ROOM, variables);
  const title: string | undefined = space?.title;
  // @ts-expect-error a date is a string
  await plain.request(ROOM, { id: '1', date: 1 });

  const wish = { spaceId: '1', date: '2026-12-24', headCount: 4, idempotencyKey: 'a' };
  const placed = await plain.request(PLACE, { input: { ...wish, option: 'NIGHT' } });
  // @ts-expect-error no option of that name
  await plain.request(PLACE, { input: { ...wish, option: 'NOON' } });
  if (placed.placeOrder.__typename === 'SlotTaken') {
    const dates: string[] = placed.placeOrder.nextFreeDates;
    // @ts-expect-error only an order has an id
    void placed.placeOrder.id;
    void dates;
  } else {
    const status: 'WAITING' | 'COMPLETED' | 'CANCELLED' | 'EXPIRED' = placed.placeOrder.status;
    void status;
  }
  void [rating, url, always, isFree, title];
}
