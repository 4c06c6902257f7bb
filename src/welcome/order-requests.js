import { request } from './graphql.js';

const QUOTE = 'cancellationQuote { refund percent tiers { until percent } }';
const ORDER = `id date option headCount price status holdExpiresAt completedAt refund ${QUOTE}
  review { id }
  booker { name phone email note } guest { nickname } space { id title district { name } }`;
const TAKEN = 'message heldUntil nextFreeDates availability { date day night all }';
const PAGE = `nodes { ${ORDER} } pageInfo { hasNextPage endCursor }`;

const PLACE = `mutation PlaceOrder($input: PlaceOrderInput!) {
  result: placeOrder(input: $input) { __typename ... on Order { ${ORDER} } ... on SlotTaken { ${TAKEN} } }
}`;
const COMPLETE = `mutation CompleteOrder($id: ID!, $input: CompleteOrderInput!) {
  result: completeOrder(id: $id, input: $input) {
    __typename
    ... on Order { ${ORDER} }
    ... on InsufficientPoints { needed balance }
  }
}`;
const CANCEL = `mutation CancelOrder($id: ID!, $key: String!) {
  result: cancelOrder(id: $id, idempotencyKey: $key) { ${ORDER} }
}`;
const REVIEW = `mutation ReviewSpace($id: ID!, $input: ReviewInput!) { reviewSpace(orderId: $id, input: $input) { id } }`;
const FIND = `query FindOrder($id: ID!) { order(id: $id) { ${ORDER} } }`;
const HOLDS = `query Holds { me { orders(status: WAITING, first: 100) { nodes { ${ORDER} } } } }`;
const BOTH = `query BothSides($first: Int!) {
  me { placed: orders(first: $first) { ${PAGE} } received: receivedOrders(first: $first) { ${PAGE} } }
}`;
const MORE = {
  placed: `query MorePlaced($first: Int!, $after: String) {
    me { page: orders(first: $first, after: $after) { ${PAGE} } }
  }`,
  received: `query MoreReceived($first: Int!, $after: String) {
    me { page: receivedOrders(first: $first, after: $after) { ${PAGE} } }
  }`,
};
const FIRST = 6;

export const findOrder = async (id) => (await request(FIND, { id })).data.order;

/** The orders that the viewer holds and has not paid. */
export const listHolds = async () => (await request(HOLDS)).data.me?.orders?.nodes ?? [];

/** The first pages of the viewer's orders, `placed` and `received`. */
export const listBothSides = async () => (await request(BOTH, { first: FIRST })).data.me;

/** The next page of one side. */
export const listMore = async (side, after) =>
  (await request(MORE[side], { first: FIRST, after })).data.me.page;

export const reviewStay = (id, input) => request(REVIEW, { id, input });

/** Each of these makes a function that sends its mutation, and whose repetition changes nothing more. */
export const placing = () => once(PLACE, (wish, idempotencyKey) => ({ input: { ...wish, idempotencyKey } }));
export const completing = (id) =>
  once(COMPLETE, (booker, idempotencyKey) => ({ id, input: { booker, idempotencyKey } }));
export const cancelling = (id) => once(CANCEL, (_, key) => ({ id, key }));

/** A new idempotency key for each wish, and the same one while it is sent again because no answer came. */
function once(mutation, variables) {
  let last = null;
  return async (wish = null) => {
    const text = JSON.stringify(wish);
    if (last?.text !== text) last = { text, key: newKey() };
    const { data } = await request(mutation, variables(wish, last.key));
    last = null;
    return data.result;
  };
}

/** `crypto.randomUUID` is there on secure origins only. */
const newKey = () =>
  crypto.randomUUID?.() ??
  Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join(
    '',
  );

/** Tells the page that an order is new or has changed. */
export const announceOrder = (detail) => document.dispatchEvent(new CustomEvent('order', { detail }));
