import { request } from './graphql.js';
import { address, errorBox, h, icon, lastDate, local, number, params, rating, t, today, won } from './ui.js';

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
  reset.addEventListener('click', () => {
    list.parentElement.focus();
    setFilters({ q: '', district: '', category: '', date: '', option: '', sort: '' });
  });
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
  list.replaceChildren(...state.rooms.map(card));
  renderStatus();
}

/** Follows the address bar after back or forward. */
export function followAddress() {
  syncFilters();
  if (JSON.stringify(filters()) !== JSON.stringify(state.asked)) void reload();
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
  const named = ({ id, name }) => h('option', { value: id }, name);
  const worded = (name) => h('option', { value: name }, t(name));
  form.district.replaceChildren(
    h('option', { value: '' }, t('everywhere')),
    ...reference.districts.map(named),
  );
  form.option.replaceChildren(h('option', { value: '' }, t('anyTime')), ...OPTIONS.map(worded));
  form.sort.replaceChildren(...SORTS.map(worded));
  const categories =
    reference.categories.length > 0 ? [{ id: '', name: t('all') }, ...reference.categories] : [];
  form.querySelector('#categories').replaceChildren(...categories.map(chip));
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

function chip({ id, name, imageUrl }) {
  const picture = imageUrl && h('img', { src: local(imageUrl), alt: '', width: 24, height: 24 });
  return h(
    'label.chip',
    h('input', { type: 'radio', name: 'category', value: id }),
    picture,
    h('span', name),
  );
}

async function reload() {
  Object.assign(state, { rooms: [], asked: filters(), after: null, hasNext: true });
  list.replaceChildren(...Array.from({ length: 8 }, skeleton));
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
    list.append(...state.rooms.slice(shown).map(card));
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
  const words = hasNext ? [h('strong', t('emptySoFar'))] : [h('strong', t('empty')), h('p', t('emptyHint'))];
  notice.replaceChildren(...(rooms.length > 0 ? [] : [h('div.notice', words)]));
}

const skeleton = () =>
  h(
    'li.card.skeleton',
    { 'aria-hidden': 'true' },
    h('div.cover'),
    h(
      'div.card-body',
      [1, 2, 3, 4, 5].map(() => h('p')),
    ),
  );

function card(room) {
  const { id, title, subtitle, district, category, facilities, fromPrice, images } = room;
  const [cover] = images;
  const alt = t('photo', { title, n: 1 });
  return h(
    'li.card',
    h('div.cover', cover && h('img', { loading: 'lazy', decoding: 'async', alt, src: local(cover.url) })),
    h(
      'div.card-body',
      h('p.soft', `${district.name} · ${category.name}`),
      h('h3', h('a', { href: address({ space: id }), 'data-space': id }, title)),
      h('p.soft', subtitle),
      facts(room),
      h(
        'ul.pills',
        facilities.slice(0, 3).map(({ name }) => h('li', name)),
      ),
      h('strong', t('from', { price: won(fromPrice) })),
    ),
  );
}

/** Head count, rating and likes: symbols for the eye, words for the ear. */
export function facts({ minCount, maxCount, averageRating, likeCount }) {
  const rated = averageRating === null ? '–' : rating(averageRating);
  return h(
    'p.facts',
    fact('people', `${minCount}–${maxCount}`, t('people', { min: minCount, max: maxCount })),
    fact('star', rated, averageRating === null ? t('unrated') : t('rating', { n: rated })),
    fact('heart', number(likeCount), t('likes', { n: number(likeCount) })),
  );
}

const fact = (symbol, short, long) =>
  h(
    `span.row.${symbol}`,
    { title: long },
    icon(symbol),
    h('span', { 'aria-hidden': 'true' }, short),
    h('span.sr', long),
  );
