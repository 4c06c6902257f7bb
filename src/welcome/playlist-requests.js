import { request } from './graphql.js';
import { TRACK_FIELDS } from './player.js';

const PLAYLIST = 'id source name description url imageUrl ownerName trackCount';
const PAGE = `nodes { ${PLAYLIST} } pageInfo { hasNextPage endCursor }`;
const FEATURED = `query Featured($first: Int!, $after: String) {
  page: featuredPlaylists(first: $first, after: $after) { ${PAGE} }
}`;
const SEARCH = `query SearchPlaylists($query: String!, $first: Int!, $after: String) {
  page: searchPlaylists(query: $query, first: $first, after: $after) { ${PAGE} }
}`;
const OWN = `query MyPlaylists($first: Int!, $after: String) {
  me { playlists(first: $first, after: $after) { ${PAGE} } }
}`;
const TRACKS = `query PlaylistTracks($id: ID!) {
  playlist(id: $id) { tracks(first: 100) { nodes { ${TRACK_FIELDS} } } }
}`;
const CREATE = `mutation CreatePlaylist($input: PlaylistInput!) { playlist: createPlaylist(input: $input) { ${PLAYLIST} } }`;
const UPDATE = `mutation UpdatePlaylist($id: ID!, $input: PlaylistInput!) {
  playlist: updatePlaylist(id: $id, input: $input) { ${PLAYLIST} }
}`;
const DELETE = 'mutation DeletePlaylist($id: ID!) { deletePlaylist(id: $id) }';
const FIND = `query FindTracks($search: String!) { tracks(search: $search, first: 8) { nodes { ${TRACK_FIELDS} } } }`;
const SOUNDTRACK = `mutation SetSoundtrack($id: ID!, $playlistId: ID) {
  space: setSoundtrack(id: $id, playlistId: $playlistId) { soundtrack { ${PLAYLIST} } }
}`;
/** Playlists of a page. */
export const FIRST = 12;

/** What the operator recommends, or with words what Spotify finds for them. */
export async function findPlaylists(words, after, signal) {
  const query = words ? SEARCH : FEATURED;
  const { data } = await request(query, { query: words || undefined, first: FIRST, after }, signal);
  return data.page;
}

export const listPlaylists = async (after) => (await request(OWN, { first: FIRST, after })).data.me.playlists;

/** The tracks of one of our own playlists, in order. */
export const listTracks = async (id) => (await request(TRACKS, { id })).data.playlist.tracks.nodes;

export const createPlaylist = async (input) => (await request(CREATE, { input })).data.playlist;
export const updatePlaylist = async (id, input) => (await request(UPDATE, { id, input })).data.playlist;
export const deletePlaylist = (id) => request(DELETE, { id });
export const findTracks = async (search) => (await request(FIND, { search })).data.tracks.nodes;

/** Sets the soundtrack of a room; null takes it away. */
export const setSoundtrack = async (id, playlistId) =>
  (await request(SOUNDTRACK, { id, playlistId })).data.space.soundtrack;
