import { confirming } from './confirmation.js';
import { playTracks, trackList } from './player.js';
import { playlistCard } from './playlist-card.js';
import { playlistEditor } from './playlist-editor.js';
import { deletePlaylist, listPlaylists, listTracks } from './playlist-requests.js';
import { viewer } from './session.js';
import { errorBox, h, t } from './ui.js';

const section = document.querySelector('#own-playlists');
const part = (selector) => section.querySelector(selector);
const [maker, notice, list, more] = ['.playlist-maker', '.result', '.playlist-list', '.more'].map(part);

const state = { playlists: null, pageInfo: null };

/** Shows the viewer's own playlists as long as somebody is signed in, plays them, and makes new ones. */
export function startOwnPlaylists() {
  document.addEventListener('viewer', () => void open());
  more.addEventListener('click', () => void loadMore());
  part('.new').addEventListener('click', () => {
    const editor = playlistEditor(null, [], { onDone: onCreated, onCancel: () => part('.new').focus() });
    maker.replaceChildren(editor);
    editor.querySelector('input').focus();
  });
}

/** Draws everything again, in the language chosen now. */
export function renderOwnPlaylists() {
  maker.replaceChildren();
  if (state.playlists) render();
}

async function open() {
  const who = viewer()?.id;
  Object.assign(state, { playlists: null, pageInfo: null });
  section.hidden = !who;
  for (const box of [maker, notice, list]) box.replaceChildren();
  more.hidden = true;
  if (!who) return;
  await trying(open, async () => {
    const { nodes, pageInfo } = await listPlaylists();
    if (viewer()?.id !== who) return;
    Object.assign(state, { playlists: nodes, pageInfo });
    render();
  });
}

async function loadMore() {
  const { playlists } = state;
  more.disabled = true;
  await trying(loadMore, async () => {
    const { nodes, pageInfo } = await listPlaylists(state.pageInfo.endCursor);
    if (state.playlists !== playlists) return;
    const known = new Set(playlists.map(({ id }) => id));
    const others = nodes.filter(({ id }) => !known.has(id));
    playlists.push(...others);
    state.pageInfo = pageInfo;
    const cards = others.map(card);
    list.append(...cards);
    more.hidden = !pageInfo.hasNextPage;
    if (more.hidden) cards[0]?.querySelector('button').focus();
  });
  more.disabled = false;
}

async function trying(again, action) {
  list.setAttribute('aria-busy', 'true');
  await action().catch((error) => notice.replaceChildren(errorBox(error, () => void again())));
  list.setAttribute('aria-busy', 'false');
}

function render() {
  const { playlists, pageInfo } = state;
  const none = h('div.notice', h('strong', t('noOwnPlaylists')), h('p', t('noOwnPlaylistsHint')));
  notice.replaceChildren(...(playlists.length > 0 ? [] : [none]));
  list.replaceChildren(...playlists.map(card));
  more.hidden = !pageInfo.hasNextPage;
}

function card(playlist) {
  const { id, name } = playlist;
  const below = h('div.playlist-below');
  const button = (text, click) =>
    h('button.button', { type: 'button', 'aria-label': `${t(text)}: ${name}`, click }, t(text));
  /** Shows what is made of the tracks below the card. */
  const withTracks = (show) => async () => {
    try {
      below.replaceChildren(show(await listTracks(id)));
    } catch (error) {
      below.replaceChildren(errorBox(error));
    }
  };
  const play = withTracks((tracks) => {
    if (tracks.length === 0) return h('p.soft', { role: 'status' }, t('noTracks'));
    playTracks(tracks);
    return trackList(tracks);
  });
  const edit = withTracks((tracks) =>
    playlistEditor(playlist, tracks, {
      onDone: onChanged,
      onCancel: () => node.querySelector('button').focus(),
    }),
  );
  const ask = ({ currentTarget }) => {
    const texts = { question: t('confirmDelete', { title: name }), yes: t('yesDelete') };
    confirming(currentTarget, below, texts, () => erase(id));
  };
  const node = playlistCard(playlist, button('play', play), button('edit', edit), button('delete', ask));
  node.dataset.playlist = id;
  node.append(below);
  return node;
}

function onCreated(playlist) {
  maker.replaceChildren();
  state.playlists.unshift(playlist);
  render();
  list.querySelector('button').focus();
}

function onChanged(playlist) {
  state.playlists = state.playlists.map((each) => (each.id === playlist.id ? playlist : each));
  const next = card(playlist);
  list.querySelector(`[data-playlist="${CSS.escape(playlist.id)}"]`).replaceWith(next);
  next.querySelector('button').focus();
}

async function erase(id) {
  // One that is gone already is as good as deleted.
  await deletePlaylist(id).catch((error) => {
    if (error.code !== 'NOT_FOUND') throw error;
  });
  state.playlists = state.playlists.filter((playlist) => playlist.id !== id);
  render();
  section.focus();
}
