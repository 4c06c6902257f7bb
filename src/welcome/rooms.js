import { request } from './graphql.js';
import { learnLikes } from './likes.js';
import { roomCard, roomSkeleton } from './room-card.js';
import { address, errorBox, h, KOREAN, lastDate, local, number, params, t, today } from './ui.js';

/** The query behind the list; the page shows it too. */
export const ROOMS_QUERY = `query Rooms($filter: SpaceFilter, $sort: SpaceSort!, $first: Int!, $after: String) {
  spaces(filter: $filter, sort: $sort, first: $first, after: $after) {
    nodes {
      id
      title
      subtitle
      minCount
      maxCount
      fromPrice
      averageRating
      likeCount
      likedByMe
      district { name }
      category { name }
      facilities { name }
      images { url(width: 640) }
    }
    pageInfo { hasNextPage endCursor }
  }
}`;

const PAGE = 20;
/** With a date a page may hold fewer rooms than asked, or none: how many empty pages to pass over unasked. */
const EMPTY_PAGES = 5;
const SORTS = ['POPULAR', 'PRICE_ASC', 'PRICE_DESC', 'NEWEST'];
const OPTIONS = ['DAY', 'NIGHT', 'ALL'];

const form = document.querySelector('#filters');
const list = document.querySelector('#room-list');
const status = document.querySelector('#room-status');
const notice = document.querySelector('#room-notice');
const more = document.querySelector('#more');
const reset = document.querySelector('#reset');

const state = { rooms: [], asked: null, after: null, hasNext: false, milliseconds: 0, running: null };
let reference = { districts: [], categories: [] };
let onQuery;

/** Starts the list as the address bar says. `announce` is told the variables of every query. */
export function startRooms(announce) {
  onQuery = announce;
  Object.assign(form.date, { min: today(), max: lastDate() });
  let typing;
  form.addEventListener('submit', (event) => event.preventDefault());
  form.addEventListener(
    'change',
    ({ target }) => target.reportValidity() && setFilters({ [target.name]: target.value }),
  );
  form.q.addEventListener('input', () => {
    clearTimeout(typing);
    typing = setTimeout(() => setFilters({ q: form.q.value.trim() }), 300);
  });
  reset.addEventListener('click', clearFilters);
  more.addEventListener('click', loadMore);
  renderFilters();
  void reload();
}

/** Gives the filters their choices once the API has named them. */
export function setReference(data) {
  reference = data;
  renderFilters();
}

/** Draws everything again, in the language chosen now. */
export function renderRooms() {
  renderFilters();
  if (state.rooms.length === 0) return void reload();
  list.replaceChildren(...state.rooms.map(roomCard));
  renderStatus();
}

/** Follows the address bar after back or forward. */
export function followAddress() {
  syncFilters();
  if (JSON.stringify(filters()) !== JSON.stringify(state.asked)) void reload();
}

function clearFilters() {
  list.parentElement.focus({ preventScroll: true });
  setFilters({ q: '', district: '', category: '', date: '', option: '', sort: '' });
}

function setFilters(changes) {
  history.replaceState(history.state, '', address(changes));
  followAddress();
}

/** The variables that the address bar stands for; what no control could have set is left out. */
export function filters() {
  const get = (name) => params().get(name) || undefined;
  const date = get('date');
  const filter = {
    districtId: get('district'),
    categoryId: get('category'),
    date: date >= today() && date <= lastDate() ? date : undefined,
    option: OPTIONS.find((option) => option === get('option')),
    search: get('q'),
  };
  return { filter, sort: SORTS.find((sort) => sort === get('sort')) ?? 'POPULAR', first: PAGE };
}

function renderFilters() {
  const named = ({ id, name }) => h('option', { value: id, ...KOREAN }, name);
  const worded = (name) => h('option', { value: name }, t(name));
  form.district.replaceChildren(
    h('option', { value: '' }, t('everywhere')),
    ...reference.districts.map(named),
  );
  form.option.replaceChildren(h('option', { value: '' }, t('anyTime')), ...OPTIONS.map(worded));
  form.sort.replaceChildren(...SORTS.map(worded));
  const { categories } = reference;
  const chips = categories.length > 0 ? [chip('', t('all')), ...categories.map(categoryChip)] : [];
  form.querySelector('#categories').replaceChildren(...chips);
  syncFilters();
}

function syncFilters() {
  const { filter, sort } = filters();
  const { districtId, categoryId, date, option, search } = filter;
  form.district.value = districtId ?? '';
  form.option.value = option ?? '';
  form.date.value = date ?? '';
  form.sort.value = sort;
  for (const radio of form.querySelectorAll('[name=category]')) {
    radio.checked = radio.value === (categoryId ?? '');
  }
  if (document.activeElement !== form.q) form.q.value = search ?? '';
  reset.hidden = sort === 'POPULAR' && Object.values(filter).every((value) => !value);
}

const categoryChip = ({ id, name, imageUrl }) =>
  chip(
    id,
    imageUrl && h('img', { src: local(imageUrl), alt: '', width: 24, height: 24 }),
    h('span', KOREAN, name),
  );

const chip = (value, ...content) =>
  h('label.chip', h('input', { type: 'radio', name: 'category', value }), content);

async function reload() {
  // As many as there were, so that the page keeps its height.
  list.replaceChildren(...Array.from({ length: state.rooms.length || PAGE }, roomSkeleton));
  Object.assign(state, { rooms: [], asked: filters(), after: null, hasNext: true });
  await loadMore();
}

/** Loads the next page that holds a room (passing over a few empty ones) and appends it. */
async function loadMore() {
  state.running?.abort();
  const { signal } = (state.running = new AbortController());
  setBusy(true);
  try {
    const shown = state.rooms.length;
    state.rooms.push(...(await nextRooms(signal)));
    if (shown === 0) list.replaceChildren();
    list.append(...state.rooms.slice(shown).map(roomCard));
    if (shown > 0 && !state.hasNext) list.children[shown]?.querySelector('a').focus();
    renderStatus();
  } catch (error) {
    if (signal.aborted) return;
    if (state.rooms.length === 0) list.replaceChildren();
    more.hidden = true;
    status.textContent = '';
    notice.replaceChildren(errorBox(error, loadMore));
  }
  setBusy(false);
}

async function nextRooms(signal) {
  let rooms = [];
  for (let page = 0; page < EMPTY_PAGES && rooms.length === 0 && state.hasNext; page += 1) {
    const variables = { ...state.asked, after: state.after ?? undefined };
    onQuery(variables);
    const start = performance.now();
    const { data } = await request(ROOMS_QUERY, variables, signal);
    const { nodes, pageInfo } = data.spaces;
    state.milliseconds = Math.round(performance.now() - start);
    state.after = pageInfo.endCursor;
    state.hasNext = pageInfo.hasNextPage && pageInfo.endCursor !== null;
    learnLikes(nodes);
    rooms = nodes;
  }
  return rooms;
}

function setBusy(busy) {
  list.setAttribute('aria-busy', busy);
  more.disabled = busy;
  if (!busy) return;
  status.textContent = t('loading');
  notice.replaceChildren();
}

function renderStatus() {
  const { rooms, hasNext, milliseconds } = state;
  status.textContent = t('shown', { n: number(rooms.length), ms: milliseconds });
  more.hidden = !hasNext;
  const nothing = [
    h('strong', t('empty')),
    h('p', t('emptyHint')),
    h('button.button', { type: 'button', click: clearFilters }, t('reset')),
  ];
  const words = hasNext ? h('strong', t('emptySoFar')) : nothing;
  notice.replaceChildren(...(rooms.length > 0 ? [] : [h('div.notice', words)]));
}
