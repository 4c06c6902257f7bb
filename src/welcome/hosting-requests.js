import { request } from './graphql.js';
import { requestWithImages } from './uploads.js';

const ROOM = `id title subtitle fromPrice minCount maxCount averageRating likeCount likedByMe
  district { name } category { name } options { option price } images { url(width: 320) } soundtrack { id name }`;
const LIST = `query MyRooms($first: Int!, $after: String) {
  me { spaces(first: $first, after: $after) { nodes { ${ROOM} } pageInfo { hasNextPage endCursor } } }
}`;
const CHOICES = `query Choices {
  districts { id name } categories { id name } facilities { id name }
}`;
const CREATE = `mutation CreateSpace($input: CreateSpaceInput!, $images: [Upload!]!) {
  space: createSpace(input: $input, images: $images) { id }
}`;
const UPDATE = `mutation UpdateSpace($id: ID!, $input: UpdateSpaceInput!) {
  space: updateSpace(id: $id, input: $input) { ${ROOM} }
}`;
const DELETE = 'mutation DeleteSpace($id: ID!) { deleteSpace(id: $id) }';
const dates = (name) =>
  `mutation Dates($id: ID!, $from: LocalDate!, $to: LocalDate!) { ${name}(id: $id, from: $from, to: $to) { id } }`;
const FIRST = 6;

export const listRooms = async (after) => (await request(LIST, { first: FIRST, after })).data.me.spaces;

/** What can be chosen for a room: districts, categories and facilities. */
export const listChoices = async () => (await request(CHOICES)).data;

export const createRoom = async (input, images, progress) =>
  (await requestWithImages(CREATE, { input }, images, progress)).space;

export const updateRoom = async (id, input) => (await request(UPDATE, { id, input })).data.space;
export const deleteRoom = (id) => request(DELETE, { id });
export const blockDates = (id, from, to) => request(dates('blockDates'), { id, from, to });
export const unblockDates = (id, from, to) => request(dates('unblockDates'), { id, from, to });
