import { confirming } from './confirmation.js';
import { dropZone } from './drop-zone.js';
import { request } from './graphql.js';
import { dropTracks, playButton, trackList, wave } from './player.js';
import { recorderPanel } from './recorder-panel.js';
import { viewer } from './session.js';
import { clock, dateText, errorBox, h, number, t } from './ui.js';
import { uploadList } from './upload-list.js';
import { putRecording } from './uploads.js';

const PAGE = `nodes { id title: fileName size durationSeconds createdAt streamUrl peaks(count: 85) }
  pageInfo { hasNextPage endCursor }`;
const LIST = `query Recordings($first: Int!, $after: String) {
  me { recordings(first: $first, after: $after) { ${PAGE} } }
}`;
const DELETE = 'mutation DeleteRecording($id: ID!) { deleteRecording(id: $id) }';
const FIRST = 20;
const AUDIO = 'audio/*,.mp3,.m4a,.aac,.ogg,.opus,.webm,.flac,.wav';
/** The waveform of a long recording is there only some seconds after it: how often to look, and in which milliseconds. */
const [LOOKS, LOOK_EVERY] = [5, 2000];

const section = document.querySelector('#recordings');
const part = (selector) => section.querySelector(selector);
const [maker, notice, box, more] = ['.new-recording', '.result', '.recording-list', '.more'].map(part);

const state = { tracks: null, pageInfo: null, leaving: new AbortController() };

/** Shows what the viewer has recorded, and takes more, as long as somebody is signed in. */
export function startRecordings() {
  document.addEventListener('viewer', () => void open());
  more.addEventListener('click', () => void loadMore());
}

/** Draws the list again, in the language chosen now; a take that is being made stays. */
export function renderRecordings() {
  if (!state.tracks) return;
  if (!maker.querySelector('.on-air, audio, progress')) renderMaker();
  renderList();
}

async function open() {
  state.leaving.abort();
  state.leaving = new AbortController();
  dropTracks((state.tracks ?? []).map(({ id }) => id));
  Object.assign(state, { tracks: null, pageInfo: null });
  section.hidden = !viewer();
  notice.replaceChildren();
  box.replaceChildren();
  more.hidden = true;
  maker.replaceChildren();
  if (section.hidden) return;
  renderMaker();
  await load();
}

/** The first page, in place of what is shown. */
async function load() {
  const { signal } = state.leaving;
  await trying(load, async () => {
    const { nodes, pageInfo } = await list();
    if (signal.aborted) return;
    Object.assign(state, { tracks: nodes.map(asTrack), pageInfo });
    renderList();
  });
}

async function loadMore() {
  const { signal } = state.leaving;
  more.disabled = true;
  await trying(loadMore, async () => {
    const { nodes, pageInfo } = await list(state.pageInfo.endCursor);
    if (signal.aborted) return;
    const shown = state.tracks.length;
    const known = new Set(state.tracks.map(({ id }) => id));
    state.tracks.push(...nodes.map(asTrack).filter(({ id }) => !known.has(id)));
    state.pageInfo = pageInfo;
    renderList();
    if (!pageInfo.hasNextPage) box.querySelectorAll('[data-track]')[shown]?.focus();
  });
  more.disabled = false;
}

async function trying(again, action) {
  box.setAttribute('aria-busy', 'true');
  notice.replaceChildren();
  await action().catch((error) => notice.replaceChildren(errorBox(error, () => void again())));
  box.setAttribute('aria-busy', 'false');
}

const list = async (after) => (await request(LIST, { first: FIRST, after })).data.me.recordings;

/** A recording as the player knows music. */
const asTrack = (recording) => ({ ...recording, artist: '', artworkUrl: null });

function renderMaker() {
  const { signal } = state.leaving;
  const { nodes, send, sendFiles } = uploadList(put, signal);
  const zone = dropZone({ label: t('chooseAudio'), hint: t('audioHint'), accept: AUDIO }, sendFiles);
  maker.replaceChildren(h('div.makers', recorderPanel(send, signal), zone), ...nodes);
}

async function put(file, fileName, progress) {
  const { id } = await putRecording(file, fileName, progress);
  await load();
  void followPeaks(id, state.leaving.signal);
}

/** Looks a few times whether the waveform of a new recording is there. */
async function followPeaks(id, signal) {
  for (let look = 0; look < LOOKS; look += 1) {
    const track = state.tracks?.find((each) => each.id === id);
    if (signal.aborted || !track || track.peaks) return;
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY));
    const { nodes } = await list().catch(() => ({ nodes: [] }));
    track.peaks = nodes.find((each) => each.id === id)?.peaks ?? null;
    if (track.peaks) rowOf(id)?.querySelector('.wave').replaceWith(wave(track.peaks));
  }
}

const rowOf = (id) => box.querySelector(`[data-track="${CSS.escape(id)}"]`)?.closest('li');

function renderList() {
  const { tracks, pageInfo } = state;
  const none = h('div.notice', h('strong', t('noRecordings')), h('p', t('noRecordingsHint')));
  box.replaceChildren(tracks.length > 0 ? trackList(tracks, row) : none);
  more.hidden = !pageInfo.hasNextPage;
}

function row(track) {
  const { title, size, durationSeconds, createdAt, peaks } = track;
  const below = h('div.result');
  const facts = `${durationSeconds === null ? '–' : clock(durationSeconds)} · ${bytes(size)}`;
  const when = dateText(createdAt, { dateStyle: 'medium', timeStyle: 'short' }, 'Asia/Seoul');
  const remove = h(
    'button.button.remove',
    { type: 'button', 'aria-label': t('deleteNamed', { title }), click: ask },
    t('delete'),
  );
  function ask() {
    const texts = { question: t('confirmDelete', { title }), yes: t('yesDelete') };
    confirming(remove, below, texts, () => erase(track));
  }
  return h(
    'li.track.recording',
    playButton(track),
    h('p.track-text', h('strong', { title }, title), h('span.soft', facts, h('span.when', when))),
    wave(peaks ?? []),
    remove,
    below,
  );
}

async function erase({ id }) {
  // One that is gone already is as good as deleted.
  await request(DELETE, { id }).catch((error) => {
    if (error.code !== 'NOT_FOUND') throw error;
  });
  dropTracks([id]);
  const index = state.tracks.findIndex((track) => track.id === id);
  state.tracks.splice(index, 1);
  renderList();
  const buttons = box.querySelectorAll('[data-track]');
  (buttons[Math.min(index, buttons.length - 1)] ?? section).focus();
}

/** A size in the unit it is read best in. */
function bytes(size) {
  const unit = size < 1_000_000 ? 'kilobyte' : 'megabyte';
  const value = size / (unit === 'kilobyte' ? 1000 : 1_000_000);
  return number(value, { style: 'unit', unit, maximumFractionDigits: value < 10 ? 1 : 0 });
}
