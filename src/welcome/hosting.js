import { hostedRoom } from './hosted-room.js';
import { listChoices, listRooms } from './hosting-requests.js';
import { learnLikes } from './likes.js';
import { openRoom } from './room.js';
import { roomForm } from './room-form.js';
import { viewer } from './session.js';
import { errorBox, h, t } from './ui.js';

const section = document.querySelector('#hosting');
const part = (selector) => section.querySelector(selector);
const [notice, list, more] = ['.result', '.orders', '.more'].map(part);
const dialog = document.querySelector('#offer');
const body = dialog.querySelector('.offer-body');

const state = { rooms: null, pageInfo: null };
/** The form as it was left when the dialog was closed. */
let draft = null;
/** Ends an upload when the dialog is closed. */
let opened = new AbortController();

/** Shows the viewer's rooms as long as somebody is signed in, and registers new ones. */
export function startHosting() {
  document.addEventListener('viewer', () => {
    dialog.close();
    dropDraft();
    void load();
  });
  more.addEventListener('click', () => void loadMore());
  part('.offer').addEventListener('click', () => void offer());
  dialog.addEventListener(
    'click',
    ({ target }) => (target === dialog || target.closest('.close')) && dialog.close(),
  );
  dialog.addEventListener('close', () => opened.abort());
}

/** Draws everything again, in the language chosen now. */
export function renderHosting() {
  dropDraft();
  if (state.rooms) render();
}

function render() {
  const none = h('div.notice', h('strong', t('noRooms')), h('p', t('noRoomsHint')));
  notice.replaceChildren(...(state.rooms.length > 0 ? [] : [none]));
  list.replaceChildren(...state.rooms.map(card));
  more.hidden = !state.pageInfo.hasNextPage;
}

const card = (room) => hostedRoom(room, { onChange, onDelete });

function onChange(room) {
  state.rooms = state.rooms.map((each) => (each.id === room.id ? room : each));
  const next = card(room);
  list.querySelector(`[data-hosted="${CSS.escape(room.id)}"]`).replaceWith(next);
  next.querySelector('.result').replaceChildren(h('p', { role: 'status' }, t('saved')));
  next.focus();
}

function onDelete({ id }) {
  const index = state.rooms.findIndex((room) => room.id === id);
  state.rooms.splice(index, 1);
  render();
  (list.children[Math.min(index, state.rooms.length - 1)] ?? section).focus();
}

async function load() {
  const who = viewer()?.id;
  Object.assign(state, { rooms: null, pageInfo: null });
  section.hidden = !who;
  list.replaceChildren();
  notice.replaceChildren();
  more.hidden = true;
  if (!who) return;
  await trying(load, async () => {
    const { nodes, pageInfo } = await listRooms();
    if (viewer()?.id !== who) return;
    learnLikes(nodes);
    Object.assign(state, { rooms: nodes, pageInfo });
    render();
  });
}

async function loadMore() {
  const { rooms } = state;
  more.disabled = true;
  await trying(loadMore, async () => {
    const { nodes, pageInfo } = await listRooms(state.pageInfo.endCursor);
    if (state.rooms !== rooms) return;
    const known = new Set(rooms.map(({ id }) => id));
    const others = nodes.filter(({ id }) => !known.has(id));
    learnLikes(others);
    rooms.push(...others);
    state.pageInfo = pageInfo;
    const cards = others.map(card);
    list.append(...cards);
    more.hidden = !pageInfo.hasNextPage;
    if (more.hidden) cards[0]?.focus();
  });
  more.disabled = false;
}

async function trying(again, action) {
  list.setAttribute('aria-busy', 'true');
  await action().catch((error) => notice.replaceChildren(errorBox(error, () => void again())));
  list.setAttribute('aria-busy', 'false');
}

async function offer() {
  opened = new AbortController();
  if (!dialog.open) dialog.showModal();
  if (draft?.isConnected) return;
  const loading = h('p.soft', { role: 'status' }, t('loading'));
  show(loading);
  try {
    const choices = await listChoices();
    if (draft !== loading) return;
    show(roomForm(choices, { signal: () => opened.signal, onDone }));
    draft.querySelector('input').focus();
  } catch (error) {
    dropDraft();
    show(errorBox(error, () => (dropDraft(), void offer())));
  }
}

function show(node) {
  dropDraft();
  draft = node;
  body.append(node);
}

function dropDraft() {
  draft?.remove();
  draft = null;
}

function onDone({ id }) {
  dropDraft();
  dialog.close();
  openRoom(id);
  void load();
}
