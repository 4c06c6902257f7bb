import { ApiError } from './graphql.js';

/** Every text of the page: [Korean, English]. */
const STRINGS = {
  skip: ['방 목록으로 건너뛰기', 'Skip to the rooms'],
  lead: [
    '서울의 합주실과 파티룸을 찾고 예약하고, 그곳의 음악을 듣는 오픈 소스 GraphQL API.',
    "An open-source GraphQL API to find and book Seoul's music and party rooms, and to hear what is played there.",
  ],
  links: ['개발자 링크', 'Developer links'],
  schema: ['스키마', 'Schema'],
  health: ['상태', 'Health'],
  language: ['English', '한국어'],
  rooms: ['방', 'rooms'],
  districts: ['자치구', 'districts'],
  findRoom: ['방 찾기', 'Find a room'],
  filters: ['방 거르기', 'Filter rooms'],
  search: ['검색', 'Search'],
  searchHint: ['이름, 동네, 분위기', 'Name, area, mood'],
  district: ['지역', 'District'],
  everywhere: ['서울 전체', 'All of Seoul'],
  category: ['분류', 'Category'],
  all: ['전체', 'All'],
  date: ['날짜', 'Date'],
  option: ['시간대', 'Time'],
  anyTime: ['아무 때나', 'Any time'],
  DAY: ['낮', 'Day'],
  NIGHT: ['밤', 'Night'],
  ALL: ['종일', 'Whole day'],
  sort: ['정렬', 'Sort'],
  POPULAR: ['인기순', 'Most liked'],
  PRICE_ASC: ['낮은 가격순', 'Lowest price'],
  PRICE_DESC: ['높은 가격순', 'Highest price'],
  NEWEST: ['최신순', 'Newest'],
  reset: ['초기화', 'Reset'],
  more: ['더 보기', 'Show more'],
  loading: ['불러오는 중', 'Loading'],
  shown: ['방 {n}개 · {ms} ms', '{n} rooms · {ms} ms'],
  empty: ['조건에 맞는 방이 없습니다.', 'No room fits these filters.'],
  emptyHint: ['날짜나 지역을 바꾸어 보세요.', 'Try another date or district.'],
  emptySoFar: ['여기까지는 맞는 방이 없습니다. 더 찾아보세요.', 'Nothing so far. Look further.'],
  failed: ['불러오지 못했습니다', 'That did not load'],
  retry: ['다시 시도', 'Try again'],
  people: ['{min}–{max}명', '{min}–{max} people'],
  from: ['{price}부터', 'from {price}'],
  rating: ['평점 {n}', 'Rated {n}'],
  unrated: ['평점 없음', 'Not rated yet'],
  likes: ['좋아요 {n}', '{n} likes'],
  photo: ['{title}, 사진 {n}', '{title}, picture {n}'],
  photos: ['사진', 'Pictures'],
  close: ['닫기', 'Close'],
  prices: ['가격', 'Prices'],
  facilities: ['시설', 'Facilities'],
  host: ['호스트 {name}', 'Hosted by {name}'],
  reviews: ['후기 {n}', 'Reviews {n}'],
  noReviews: ['아직 후기가 없습니다.', 'No reviews yet.'],
  soundtrack: ['이 방의 음악', 'Soundtrack'],
  openPlaylist: ['플레이리스트 열기', 'Open the playlist'],
  notFound: ['이 방은 더 이상 없습니다.', 'This room is no longer here.'],
  availability: ['예약 현황', 'Availability'],
  previousMonth: ['이전 달', 'Previous month'],
  nextMonth: ['다음 달', 'Next month'],
  halves: ['위는 낮, 아래는 밤', 'Upper half day, lower half night'],
  FREE: ['예약 가능', 'Free'],
  HELD: ['예약 중', 'Held'],
  TAKEN: ['예약됨', 'Taken'],
  CLOSED: ['쉬는 날', 'Closed'],
  dayNight: ['낮 {day}, 밤 {night}', 'day {day}, night {night}'],
  music: ['음악', 'Music'],
  musicLead: [
    '재생하고 아무 데나 옮겨 보세요. 바이트 범위로 스트리밍합니다.',
    'Play, then seek anywhere: it streams by byte ranges.',
  ],
  player: ['플레이어', 'Player'],
  playTrack: ['재생: {title}', 'Play {title}'],
  pauseTrack: ['일시정지: {title}', 'Pause {title}'],
  play: ['재생', 'Play'],
  pause: ['일시정지', 'Pause'],
  previous: ['이전 곡', 'Previous track'],
  next: ['다음 곡', 'Next track'],
  seek: ['재생 위치', 'Position'],
  volume: ['음량', 'Volume'],
  mute: ['음소거', 'Mute'],
  cannotPlay: ['이 곡을 재생할 수 없습니다.', 'This track cannot be played.'],
  tryIt: ['직접 해 보기', 'Try it'],
  tryLead: [
    '위 목록의 쿼리입니다. 필터를 바꾸면 변수도 바뀝니다.',
    'The query behind the list. Change a filter, the variables follow.',
  ],
  query: ['쿼리', 'Query'],
  variables: ['변수', 'Variables'],
  copy: ['복사', 'Copy'],
  copied: ['복사됨', 'Copied'],
  logInWithKakao: ['카카오로 로그인', 'Log in with Kakao'],
  logInCancelled: ['로그인을 취소했습니다.', 'The log-in was cancelled.'],
  logInFailed: [
    '카카오 로그인이 되지 않았습니다. 다시 해 보세요.',
    'The log-in with Kakao did not work. Try again.',
  ],
  signedIn: ['{name} 님, {points} 포인트', '{name}, {points} points'],
  logOut: ['로그아웃', 'Log out'],
  openSandbox: ['Sandbox에서 열기', 'Open Sandbox'],
};

/** What the address bar remembers; empty values are left out of it. */
export const params = () => new URLSearchParams(location.search);

/** The address of this page with some parameters changed. */
export function address(changes) {
  const next = params();
  for (const [name, value] of Object.entries(changes)) value ? next.set(name, value) : next.delete(name);
  return `${location.pathname}${next.size ? `?${next}` : ''}`;
}

let language = params().get('lang') ?? (navigator.language.startsWith('ko') ? 'ko' : 'en');

/** The text of `key` in the chosen language, `{name}` replaced by `values.name`. */
export function t(key, values = {}) {
  return STRINGS[key][language === 'ko' ? 0 : 1].replace(/\{(\w+)\}/g, (_, name) => values[name]);
}

/** Fills the marked elements below `root`: `data-t` (text), `data-t-label` (aria-label), `data-t-hint` (placeholder). */
export function translate(root = document) {
  document.documentElement.lang = language;
  for (const node of root.querySelectorAll('[data-t]')) node.textContent = t(node.dataset.t);
  for (const node of root.querySelectorAll('[data-t-label]'))
    node.setAttribute('aria-label', t(node.dataset.tLabel));
  for (const node of root.querySelectorAll('[data-t-hint]')) node.placeholder = t(node.dataset.tHint);
}

export function switchLanguage() {
  language = language === 'ko' ? 'en' : 'ko';
  history.replaceState(history.state, '', address({ lang: language }));
  translate();
}

/**
 * Makes an element: `h('p.soft', { title: 'x' }, child, …)`. Functions become listeners; null, undefined and false are
 * left out; text stays text.
 */
export function h(name, ...parts) {
  const [tag, ...classes] = name.split('.');
  const node = document.createElement(tag);
  if (classes.length > 0) node.className = classes.join(' ');
  for (const part of parts.flat()) {
    if (part?.constructor === Object) setAttributes(node, part);
    else if (part !== null && part !== undefined && part !== false) node.append(part);
  }
  return node;
}

function setAttributes(node, attributes) {
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === 'function') node.addEventListener(name, value);
    else if (value !== null && value !== undefined && value !== false) node.setAttribute(name, value);
  }
}

const drawing = document.querySelector('svg.icon');

export function icon(name) {
  const svg = drawing.cloneNode(true);
  svg.firstElementChild.setAttribute('href', `#icon-${name}`);
  return svg;
}

/** The friendly face of a failure: what, the stable code, and a way on. */
export function errorBox(error, retry) {
  const code = error instanceof ApiError ? error.code : 'INTERNAL';
  const again = h('button.button', { type: 'button', click: retry }, t('retry'));
  return h(
    'div.notice.error',
    { role: 'alert' },
    h('strong', t('failed')),
    h('code', code),
    h('p', error.message),
    again,
  );
}

/** This server's media by whatever name the browser reached it: the policy allows pictures and sound of this origin only. */
export const local = (url) => {
  const { pathname, search } = new URL(url, location.origin);
  return pathname + search;
};

export const number = (value, options) => new Intl.NumberFormat(language, options).format(value);
export const won = (value) => (language === 'ko' ? `${number(value)}원` : `₩${number(value)}`);
export const rating = (value) => number(value, { minimumFractionDigits: 1, maximumFractionDigits: 1 });
export const clock = (seconds) =>
  `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, '0')}`;

/** A LocalDate (YYYY-MM-DD) or DateTime in words; LocalDates are read and written in UTC so that no zone can move them. */
export const dateText = (date, options, timeZone = 'UTC') =>
  new Intl.DateTimeFormat(language, { timeZone, ...options }).format(new Date(date));
export const addDays = (date, days) =>
  new Date(Date.parse(date) + days * 86_400_000).toISOString().slice(0, 10);
export const today = () => new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Seoul' }).format();
/** Last date that can be booked. */
export const lastDate = () => addDays(today(), 365);
