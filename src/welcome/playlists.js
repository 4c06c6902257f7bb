import { FIRST, findPlaylists } from './playlist-requests.js';
import { openLink, playlistCard, playlistSkeleton } from './playlist-card.js';
import { errorBox, h, t } from './ui.js';

const section = document.querySelector('#playlists');
const part = (selector) => section.querySelector(selector);
const [form, notice, list, more] = ['form', '.result', '.playlist-list', '.more'].map(part);

const state = { words: '', playlists: [], pageInfo: null, running: null };

/** Shows what the operator recommends of Spotify, and what a search finds there. */
export function startPlaylists() {
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    state.words = form.words.value.trim();
    void load();
  });
  form.words.addEventListener('input', () => {
    if (form.words.value !== '' || state.words === '') return;
    state.words = '';
    void load();
  });
  more.addEventListener('click', () => void loadMore());
  void load();
}

/** Draws everything again, in the language chosen now. */
export function renderPlaylists() {
  if (state.pageInfo) render();
}

async function load() {
  Object.assign(state, { playlists: [], pageInfo: null });
  list.replaceChildren(...Array.from({ length: FIRST }, playlistSkeleton));
  more.hidden = true;
  await next(load);
}

async function loadMore() {
  const shown = state.playlists.length;
  more.disabled = true;
  await next(loadMore);
  more.disabled = false;
  if (more.hidden) list.children[shown]?.querySelector('a').focus();
}

async function next(retry) {
  state.running?.abort();
  const { signal } = (state.running = new AbortController());
  list.setAttribute('aria-busy', 'true');
  notice.replaceChildren();
  try {
    const { nodes, pageInfo } = await findPlaylists(state.words, state.pageInfo?.endCursor, signal);
    state.playlists.push(...nodes);
    state.pageInfo = pageInfo;
    render();
  } catch (error) {
    if (signal.aborted) return;
    if (state.playlists.length === 0) list.replaceChildren();
    notice.replaceChildren(errorBox(error, () => void retry()));
  }
  list.setAttribute('aria-busy', 'false');
}

function render() {
  const { playlists, pageInfo } = state;
  list.replaceChildren(...playlists.map((playlist) => playlistCard(playlist, openLink(playlist))));
  const isEmpty = playlists.length === 0 && !pageInfo.hasNextPage;
  notice.replaceChildren(...(isEmpty ? [h('p.notice', { role: 'status' }, t('noPlaylists'))] : []));
  more.hidden = !pageInfo.hasNextPage;
}
