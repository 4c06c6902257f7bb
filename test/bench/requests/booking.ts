import { randomUUID } from 'node:crypto';
import { type Line, post } from '../load/line.js';

/** Somebody who books; both sides know him, the server by his token. */
export interface Guest {
  readonly id: string;
  readonly token: string;
}

/** What somebody wants. */
export interface Attempt {
  readonly guest: Guest;
  readonly spaceId: string;
  readonly headCount: number;
  readonly date: string;
}

/** Tries to book, and pays when it got the slot; says whether it did. */
export type Book = (line: Line, attempt: Attempt) => Promise<boolean>;

const booker = { name: '김합주', phone: '010-1234-5678' };
const place = `mutation ($input: PlaceOrderInput!) { placeOrder(input: $input) {
  __typename ... on Order { id } ... on SlotTaken { message } } }`;
const complete = `mutation ($id: ID!, $input: CompleteOrderInput!) { completeOrder(id: $id, input: $input) {
  __typename ... on Order { id } } }`;

export const bookAtProject: Book = async (line, { guest, spaceId, headCount, date }) => {
  const ask = async (query: string, variables: object) => {
    const bytes = post('/graphql', { query, variables }, `authorization: Bearer ${guest.token}\r\n`);
    const { body } = await line.send(bytes, true);
    const { data, errors } = JSON.parse(body.toString());
    if (errors) throw new Error(body.toString());
    return Object.values<any>(data)[0];
  };
  const input = { spaceId, date, option: 'DAY', headCount, idempotencyKey: randomUUID() };
  const placed = await ask(place, { input });
  if (placed.__typename !== 'Order') return false;
  const payment = { booker, idempotencyKey: randomUUID() };
  const paid = await ask(complete, { id: placed.id, input: payment });
  if (paid.__typename !== 'Order') throw new Error(`A payment ended in ${paid.__typename}.`);
  return true;
};

export const bookAtFloor: Book = async (line, { guest, spaceId, headCount, date }) => {
  const ask = async (path: string, input: object) => {
    const { status, body } = await line.send(post(path, input), true);
    if (status !== 200) throw new Error(body.toString());
    return JSON.parse(body.toString());
  };
  const wish = { guestId: guest.id, spaceId, date, option: 'DAY', headCount, key: randomUUID() };
  const { orderId } = await ask('/place', wish);
  if (orderId === null) return false;
  return (await ask('/pay', { guestId: guest.id, orderId, booker, key: randomUUID() })).paid;
};
