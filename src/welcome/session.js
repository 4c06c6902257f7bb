import { ApiError, authorize, request, requestAsNobody } from './graphql.js';
import { errorBox, h, number, t } from './ui.js';

/** What every way to sign in asks for, for `enter`. */
export const SESSION = 'accessToken refreshToken user { id nickname points }';
const BY_CODE = `mutation ByCode($code: String!) { session: logInWithCode(code: $code) { ${SESSION} } }`;
const REFRESH = `mutation Refresh($token: String!) { session: refreshSession(refreshToken: $token) { ${SESSION} } }`;
const LOG_OUT = 'mutation LogOut($token: String!) { logOut(refreshToken: $token) }';
const ME = 'query Me { me { id nickname points } }';
/** Where the windows of this browser share the refresh token that is to be spent next. */
const KEPT = 'hapju-refresh-token';

const box = document.querySelector('#session');
let user = null;

/** Who is signed in, or null. The event `viewer` of the document tells when somebody else is. */
export const viewer = () => user;

/** Signs in with what the address brings back from Kakao, or with the session this browser remembers. */
export async function startSession() {
  window.addEventListener('storage', ({ key, newValue }) => {
    if (key !== null && key !== KEPT) return;
    if (newValue === null) leave();
    else if (!user) void renew().catch(() => undefined);
  });
  document.addEventListener('order', () => void refreshPoints());
  const query = new URLSearchParams(location.search);
  const [code, refusal] = [query.get('code'), query.get('error')];
  if (code || refusal) forget(query);
  // Whoever is about to be signed in sees so at once, and nothing moves later.
  box.replaceChildren(...(code || localStorage.getItem(KEPT) ? signedIn(t('loading')) : [signedOut()]));
  try {
    if (code) enter(await requestAsNobody(BY_CODE, { code }));
    else if (localStorage.getItem(KEPT)) await renew();
  } catch (error) {
    if (code) show(errorBox(error, () => location.reload()));
  }
  if (refusal)
    show(h('p.notice', { role: 'alert' }, t(refusal === 'access_denied' ? 'logInCancelled' : 'logInFailed')));
  renderSession();
}

/** Begins the session that an answer brings. */
export function enter({ data: { session } }) {
  const before = user?.id;
  user = session.user;
  authorize(session.accessToken, renew);
  localStorage.setItem(KEPT, session.refreshToken);
  renderSession();
  if (user.id !== before) document.dispatchEvent(new CustomEvent('viewer'));
}

/** Shows who is signed in, in the chosen language. */
export function renderSession() {
  const focused = box.contains(document.activeElement);
  const words = user && t('signedIn', { name: user.nickname, points: number(user.points) });
  box.replaceChildren(...(user ? signedIn(words) : [signedOut()]));
  if (focused) box.querySelector('a, button').focus();
}

const signedIn = (words) => [
  h('span.soft', words),
  h('a', { href: '#bookings' }, t('myBookings')),
  h('button.button', { type: 'button', click: logOut }, t('logOut')),
];

const signedOut = () => h('button.button', { type: 'button', 'data-sign-in': '' }, t('logIn'));

const show = (notice) => document.querySelector('#session-notice').replaceChildren(notice);

/**
 * Spends the refresh token for the next session. Windows that do so at once all get the same one.
 * @throws {ApiError} when the server cannot say; a session that is over just ends
 */
async function renew() {
  const [token, before] = [localStorage.getItem(KEPT), user];
  if (!token) return leave();
  try {
    const answer = await requestAsNobody(REFRESH, { token });
    // Somebody has logged out meanwhile.
    if (!localStorage.getItem(KEPT)) return leave();
    enter(answer);
  } catch (error) {
    if (error.code !== 'UNAUTHENTICATED') throw error;
    localStorage.removeItem(KEPT);
    return leave();
  }
  // Another window has signed in as somebody else: what was asked by the one is not repeated by the other.
  if (before && before.id !== user.id) throw new ApiError('UNAUTHENTICATED', 'Somebody else has signed in.');
}

function leave() {
  user = null;
  authorize(null);
  renderSession();
  document.dispatchEvent(new CustomEvent('viewer'));
}

async function logOut() {
  const token = localStorage.getItem(KEPT);
  localStorage.removeItem(KEPT);
  leave();
  await requestAsNobody(LOG_OUT, { token }).catch(() => undefined);
}

async function refreshPoints() {
  const { data } = await request(ME).catch(() => ({ data: {} }));
  if (data.me) user = data.me;
  renderSession();
}

/** The code is spent: it need not stay in the address bar or the history. */
function forget(query) {
  for (const name of ['code', 'error']) query.delete(name);
  history.replaceState(null, '', `${location.pathname}${query.size ? `?${query}` : ''}`);
}
