import { calendar, monthRange } from './calendar.js';
import { request } from './graphql.js';
import { dockPlayer, TRACK_FIELDS, trackList } from './player.js';
import { facts, filters } from './rooms.js';
import { address, dateText, errorBox, h, icon, local, number, params, t, today, won } from './ui.js';

const ROOM_QUERY = `query Room($id: ID!, $from: LocalDate!, $to: LocalDate!) {
  space(id: $id) {
    id title subtitle address minCount maxCount averageRating likeCount
    district { name } category { name } host { nickname }
    facilities { name imageUrl }
    images { url(width: 960) }
    options { option price }
    availability(from: $from, to: $to) { date day night }
    reviews(first: 3) { totalCount nodes { rating text createdAt author { nickname } } }
    soundtrack { name description url tracks(first: 20) { nodes { ${TRACK_FIELDS} } } }
  }
}`;

const dialog = document.querySelector('#room');
const body = document.querySelector('#room-body');

/** Makes links to rooms (`data-space`) open the dialog, and opens it for a room named in the address bar. */
export function startRoom() {
  document.addEventListener('click', (event) => {
    const id = event.target.closest('[data-space]')?.dataset.space;
    if (!id || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    history.pushState({ opened: true }, '', address({ space: id }));
    followRoom();
  });
  dialog.addEventListener(
    'click',
    ({ target }) => (target === dialog || target.closest('.close')) && dialog.close(),
  );
  dialog.addEventListener('close', () => {
    dockPlayer(document.body);
    body.replaceChildren();
    if (!params().has('space')) return;
    if (history.state?.opened) history.back();
    else history.replaceState(null, '', address({ space: '' }));
  });
  followRoom();
}

/** Opens or closes the dialog as the address bar says. */
export function followRoom() {
  const id = params().get('space');
  if (!id) return dialog.close();
  if (!dialog.open) dialog.showModal();
  dockPlayer(dialog);
  void load(id);
}

async function load(id) {
  const chosen = filters().filter.date;
  const retry = () => load(id);
  body.setAttribute('aria-busy', 'true');
  body.replaceChildren(h('div.gallery.skeleton', h('div.cover')));
  try {
    const { data, error } = await request(ROOM_QUERY, { id, ...monthRange(chosen ?? today()) });
    if (params().get('space') !== id) return;
    body.replaceChildren(...(data.space ? room(data.space, chosen) : [h('p.notice', t('notFound'))]));
    if (error) body.append(errorBox(error, retry));
  } catch (error) {
    body.replaceChildren(errorBox(error, retry));
  }
  body.setAttribute('aria-busy', 'false');
}

const section = (title, ...children) => h('section', h('h3', title), children);

function room(space, chosen) {
  const left = [heading(space), facilities(space), soundtrack(space), reviews(space)];
  const right = [prices(space), section(t('availability'), calendar(space.id, chosen, space.availability))];
  return [gallery(space), h('div.columns', h('div', left), h('div', right))];
}

function gallery({ title, images }) {
  const picture = ({ url }, index) =>
    h('div.cover', h('img', { src: local(url), alt: t('photo', { title, n: index + 1 }) }));
  return h('div.gallery', { role: 'group', 'aria-label': t('photos'), tabindex: 0 }, images.map(picture));
}

const heading = (space) =>
  h(
    'header',
    h('p.soft', `${space.district.name} · ${space.category.name}`),
    h('h2', { id: 'room-title' }, space.title),
    h('p.soft', space.subtitle),
    facts(space),
    h('p', space.address),
    h('p.soft', t('host', { name: space.host.nickname })),
  );

function prices({ options }) {
  const line = ({ option, price }) => h('div.row.spread', h('dt', t(option)), h('dd', won(price)));
  return section(t('prices'), h('dl.prices', options.map(line)));
}

function facilities(space) {
  const item = ({ name, imageUrl }) =>
    h('li.row', imageUrl && h('img', { src: local(imageUrl), alt: '', width: 24, height: 24 }), name);
  return section(t('facilities'), h('ul.facilities', space.facilities.map(item)));
}

function reviews({ reviews: { totalCount, nodes } }) {
  const item = ({ rating, text, createdAt, author }) => {
    const date = dateText(createdAt, { dateStyle: 'medium' }, 'Asia/Seoul');
    return h('li', h('p.facts', h('strong', author.nickname), stars(rating), date), h('p', text));
  };
  const none = h('p.soft', t('noReviews'));
  return section(
    t('reviews', { n: number(totalCount) }),
    nodes.length > 0 ? h('ul.reviews', nodes.map(item)) : none,
  );
}

const stars = (rating) =>
  h(
    'span.star',
    { role: 'img', 'aria-label': t('rating', { n: rating }) },
    Array.from({ length: rating }, () => icon('star')),
  );

function soundtrack({ soundtrack: playlist }) {
  if (!playlist) return null;
  const { name, description, url, tracks } = playlist;
  return section(
    t('soundtrack'),
    h('p', h('strong', name)),
    description && h('p.soft', description),
    tracks && trackList(tracks.nodes),
    url && h('a', { href: url, target: '_blank', rel: 'noreferrer' }, t('openPlaylist')),
  );
}
