import { booking } from './booking.js';
import { calendar, monthRange } from './calendar.js';
import { request } from './graphql.js';
import { learnLikes, likeButton, likeCount } from './likes.js';
import { dockPlayer, TRACK_FIELDS, trackList } from './player.js';
import { roomFacts } from './room-card.js';
import { filters } from './rooms.js';
import {
  address,
  dateText,
  errorBox,
  h,
  icon,
  KOREAN,
  lastDate,
  local,
  number,
  params,
  t,
  today,
  won,
} from './ui.js';

const ROOM_QUERY = `query Room($id: ID!, $from: LocalDate!, $to: LocalDate!) {
  space(id: $id) {
    id title subtitle address minCount maxCount averageRating likeCount likedByMe
    district { name } category { name } host { nickname }
    facilities { name imageUrl }
    images { url(width: 960) }
    options { option price }
    availability(from: $from, to: $to) { date day night all }
    reviews(first: 3) { totalCount nodes { rating text createdAt author { nickname } } }
    soundtrack { name description url tracks(first: 20) { nodes { ${TRACK_FIELDS} } } }
  }
}`;

const dialog = document.querySelector('#room');
const caption = document.querySelector('#room-title');
const actions = document.querySelector('#room-actions');
const body = document.querySelector('#room-body');
/** Ends what goes on in the room that is open. */
let open = null;

/** Makes links to rooms (`data-space`) open the dialog, and opens it for a room named in the address bar. */
export function startRoom() {
  document.addEventListener('click', (event) => {
    const { space: id, at = '' } = event.target.closest('[data-space]')?.dataset ?? {};
    if (!id || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    openRoom(id, at);
  });
  dialog.addEventListener(
    'click',
    ({ target }) => (target === dialog || target.closest('.close')) && dialog.close(),
  );
  dialog.addEventListener('close', () => {
    open?.abort();
    dockPlayer(document.body);
    actions.replaceChildren();
    body.replaceChildren();
    if (!params().has('space')) return;
    if (history.state?.opened) history.back();
    else history.replaceState(null, '', address({ space: '', at: '' }));
  });
  followRoom();
}

/** Opens the dialog of a room, on a date if there is one. */
export function openRoom(id, at = '') {
  history.pushState({ opened: true }, '', address({ space: id, at }));
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
  open?.abort();
  const { signal } = (open = new AbortController());
  const chosen = chosenDate();
  const retry = () => load(id);
  body.setAttribute('aria-busy', 'true');
  caption.replaceChildren(t('loading'));
  actions.replaceChildren();
  body.replaceChildren(...skeleton());
  try {
    const { data, error } = await request(ROOM_QUERY, { id, ...monthRange(chosen ?? today()) });
    if (signal.aborted) return;
    show(data.space, chosen, signal);
    if (error) body.append(errorBox(error, retry));
  } catch (error) {
    if (signal.aborted) return;
    if (error.code === 'NOT_FOUND') fail(t('notFound'), elsewhere());
    else fail(t('failed'), errorBox(error, retry));
  }
  body.setAttribute('aria-busy', 'false');
}

/** The date that the address bar names, or that the list is filtered by. */
function chosenDate() {
  const date = params().get('at');
  return date >= today() && date <= lastDate() ? date : filters().filter.date;
}

const section = (title, ...children) => h('section', h('h3', title), children);

function show(space, chosen, signal) {
  learnLikes([space]);
  caption.replaceChildren(h('span', KOREAN, space.title));
  actions.replaceChildren(likeButton(space));
  const left = [facilities(space), soundtrack(space), reviews(space)];
  const right = [prices(space), ...dates(space, chosen, signal)];
  body.replaceChildren(
    gallery(space),
    h('div.columns', heading(space), h('div.aside', right), h('div', left)),
  );
}

function fail(title, notice) {
  caption.replaceChildren(title);
  body.replaceChildren(notice);
}

const elsewhere = () =>
  h(
    'div.notice',
    { role: 'alert' },
    h('p', t('notFoundHint')),
    h('button.button', { type: 'button', click: () => dialog.close() }, t('otherRooms')),
  );

/** Where the pictures, the words and the month will be. */
const skeleton = () => [
  h('div.gallery.skeleton', { 'aria-hidden': 'true' }, h('div.cover'), h('div.cover')),
  h('div.columns.skeleton', { 'aria-hidden': 'true' }, h('div.blank'), h('div.aside', h('div.blank'))),
];

/** The calendar, told of every change while the room is open, and what can be booked on the date chosen in it. */
function dates(space, chosen, signal) {
  const onDate = (date, option) => days.choose(date, option);
  const panel = booking(space, { onDate, onDay: (day) => days.change(day) }, signal);
  const booked = section(t('book'), panel.node);
  const onChoose = (date, option) => {
    history.replaceState(history.state, '', address({ at: date }));
    panel.show(date, option);
    booked.scrollIntoView({ block: 'nearest' });
  };
  const days = calendar({
    spaceId: space.id,
    chosen,
    days: space.availability,
    onChoose,
    onDay: panel.update,
  });
  const connection = h('span.live', { role: 'status' });
  const onConnection = (isOpen) => {
    connection.textContent = t(isOpen ? 'live' : 'reconnecting');
    connection.classList.toggle('open', isOpen);
    // Whatever has changed before was not told.
    if (isOpen) void days.reload();
  };
  // Only who opens a room needs the protocol.
  void import('./live.js').then(({ watchRoom }) =>
    watchRoom(space.id, { onDay: days.change, onConnection }, signal),
  );
  if (chosen) panel.show(chosen, filters().filter.option);
  return [h('section', h('div.row.spread', h('h3', t('availability')), connection), days.node), booked];
}

function gallery({ title, images }) {
  const picture = ({ url }, index) =>
    h('div.cover', h('img', { src: local(url), alt: t('photo', { title, n: index + 1 }) }));
  return h('div.gallery', { role: 'group', 'aria-label': t('photos'), tabindex: 0 }, images.map(picture));
}

const heading = (space) =>
  h(
    'header',
    h('p.soft', KOREAN, `${space.district.name} · ${space.category.name}`),
    h('p.subtitle', KOREAN, space.subtitle),
    roomFacts(space, likeCount(space)),
    h('p', KOREAN, space.address),
    h('p.soft', t('host', { name: space.host.nickname })),
  );

function prices({ options }) {
  const line = ({ option, price }) => h('div.row.spread', h('dt', t(option)), h('dd', won(price)));
  return section(t('prices'), h('dl.prices', options.map(line)));
}

function facilities(space) {
  const item = ({ name, imageUrl }) =>
    h('li.row', imageUrl && h('img', { src: local(imageUrl), alt: '', width: 24, height: 24 }), name);
  return section(t('facilities'), h('ul.facilities', KOREAN, space.facilities.map(item)));
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
