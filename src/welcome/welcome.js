import { request } from './graphql.js';
import { renderHosting, startHosting } from './hosting.js';
import { startLikes } from './likes.js';
import { renderOrders, startOrders } from './orders.js';
import { renderOwnPlaylists, startOwnPlaylists } from './own-playlists.js';
import { showControls, startPlayer, TRACK_FIELDS, trackList, trackSkeleton } from './player.js';
import { renderPlaylists, startPlaylists } from './playlists.js';
import { renderRecordings, startRecordings } from './recordings.js';
import { followRoom, startRoom } from './room.js';
import { followAddress, renderRooms, ROOMS_QUERY, setReference, startRooms } from './rooms.js';
import { renderSession, startSession } from './session.js';
import { startSignIn } from './sign-in.js';
import { errorBox, number, switchLanguage, t, translate } from './ui.js';

const TRACK_PAGE = `nodes { ${TRACK_FIELDS} } pageInfo { hasNextPage endCursor }`;
const WELCOME_QUERY = `query Welcome {
  districts { id name }
  categories { id name imageUrl }
  spaces(first: 1) { totalCount }
  tracks(first: 24) { ${TRACK_PAGE} }
}`;
const TRACKS_QUERY = `query Tracks($after: String) { tracks(first: 24, after: $after) { ${TRACK_PAGE} } }`;

const find = (selector) => document.querySelector(selector);
const music = { tracks: [], after: null };
const counts = { rooms: null, districts: null };

translate();
startPlayer();
startLikes();
startRooms(showQuery);
startOrders();
startHosting();
startRecordings();
startOwnPlaylists();
startPlaylists();
startSignIn();
startRoom();
void startSession();
void welcome();

window.addEventListener('popstate', () => {
  followAddress();
  followRoom();
});
find('#language').addEventListener('click', () => {
  switchLanguage();
  renderRooms();
  renderCounts();
  renderSession();
  renderOrders();
  renderHosting();
  renderRecordings();
  renderOwnPlaylists();
  renderPlaylists();
  showControls();
});
find('#more-tracks').addEventListener('click', () => moreTracks());
for (const button of document.querySelectorAll('[data-copy]'))
  button.addEventListener('click', () => copy(button));

async function welcome() {
  find('#track-list').replaceChildren(trackSkeleton(16));
  await showing('#music-notice', welcome, async () => {
    const { data } = await request(WELCOME_QUERY);
    setReference(data);
    Object.assign(counts, { rooms: data.spaces.totalCount, districts: data.districts.length });
    renderCounts();
    addTracks(data.tracks);
  });
}

async function moreTracks() {
  await showing('#music-notice', moreTracks, async () => {
    const { data } = await request(TRACKS_QUERY, { after: music.after });
    addTracks(data.tracks);
  });
}

/** Runs a request; what goes wrong is shown in the box `selector` names, with a button that runs `retry`. */
async function showing(selector, retry, action) {
  const box = find(selector);
  box.replaceChildren();
  await action().catch((error) => {
    find('#track-list > .skeleton')?.remove();
    box.replaceChildren(errorBox(error, retry));
  });
}

function renderCounts() {
  for (const [name, value] of Object.entries(counts)) {
    if (value !== null) find(`#count-${name}`).textContent = number(value);
  }
}

function addTracks({ nodes, pageInfo }) {
  music.tracks.push(...nodes);
  music.after = pageInfo.endCursor;
  find('#track-list').replaceChildren(trackList(music.tracks));
  find('#more-tracks').hidden = !pageInfo.hasNextPage;
}

function showQuery(variables) {
  find('#query').textContent = ROOMS_QUERY;
  find('#variables').textContent = JSON.stringify(variables, null, 2);
}

/** Copies a text; where the browser gives no clipboard (plain HTTP), selects it instead. */
async function copy(button) {
  const source = find(button.dataset.copy);
  try {
    await navigator.clipboard.writeText(source.textContent);
    button.textContent = t('copied');
    setTimeout(() => (button.textContent = t('copy')), 1500);
  } catch {
    getSelection().selectAllChildren(source);
  }
}
