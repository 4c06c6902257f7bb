import { authorize, request } from './graphql.js';
import { errorBox, h, number, t } from './ui.js';

const SESSION = 'accessToken refreshToken user { nickname points }';
const BY_CODE = `mutation ByCode($code: String!) { session: logInWithCode(code: $code) { ${SESSION} } }`;
const REFRESH = `mutation Refresh($token: String!) { session: refreshSession(refreshToken: $token) { ${SESSION} } }`;
const LOG_OUT = 'mutation LogOut($token: String!) { logOut(refreshToken: $token) }';
const KEPT = 'hapju-refresh-token';

let user = null;

/** Signs in with what the address brings back from Kakao, or with the session this browser remembers. */
export async function startSession() {
  const query = new URLSearchParams(location.search);
  const [code, refusal] = [query.get('code'), query.get('error')];
  if (code || refusal) forget(query);
  try {
    if (code) keep(await request(BY_CODE, { code }));
    else if (localStorage.getItem(KEPT)) keep(await request(REFRESH, { token: localStorage.getItem(KEPT) }));
  } catch (error) {
    if (error.code === 'UNAUTHENTICATED') localStorage.removeItem(KEPT);
    if (code)
      document.querySelector('#session-notice').replaceChildren(errorBox(error, () => location.reload()));
  }
  if (refusal) document.querySelector('#session-notice').replaceChildren(notice(refusal));
  renderSession();
}

/** Shows who is signed in, in the chosen language. */
export function renderSession() {
  document.querySelector('#session').replaceChildren(...(user ? signedIn() : [signInLink()]));
}

function signedIn() {
  return [
    h('span.soft', t('signedIn', { name: user.nickname, points: number(user.points) })),
    h('button.button', { type: 'button', click: logOut }, t('logOut')),
  ];
}

function signInLink() {
  const back = encodeURIComponent(`${location.origin}/`);
  return h('a.button', { href: `/auth/kakao?returnTo=${back}` }, t('logInWithKakao'));
}

function notice(refusal) {
  return h('p.notice', { role: 'alert' }, t(refusal === 'access_denied' ? 'logInCancelled' : 'logInFailed'));
}

function keep({ data }) {
  user = data.session.user;
  authorize(data.session.accessToken);
  localStorage.setItem(KEPT, data.session.refreshToken);
}

async function logOut() {
  const token = localStorage.getItem(KEPT);
  localStorage.removeItem(KEPT);
  user = null;
  authorize(null);
  renderSession();
  await request(LOG_OUT, { token }).catch(() => undefined);
}

/** The code is spent: it need not stay in the address bar or the history. */
function forget(query) {
  for (const name of ['code', 'error']) query.delete(name);
  history.replaceState(null, '', `${location.pathname}${query.size ? `?${query}` : ''}`);
}
