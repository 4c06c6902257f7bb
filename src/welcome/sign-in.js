import { requestAsNobody } from './graphql.js';
import { enter, SESSION } from './session.js';
import { busily, errorBox, t } from './ui.js';

const LOG_IN = `mutation LogIn($input: LogInInput!) { session: logIn(input: $input) { ${SESSION} } }`;

const dialog = document.querySelector('#sign-in');
const ways = dialog.querySelector('.ways');
const form = dialog.querySelector('form');
const notice = dialog.querySelector('.result');
const demo = dialog.querySelector('.demo');
/** Where there is demo data, the page carries the login of the demo guest. */
const { demoEmail, demoPassword } = document.documentElement.dataset;

/** Makes buttons marked `data-sign-in` open the dialog. */
export function startSignIn() {
  document.addEventListener('click', ({ target }) => {
    if (target.closest('[data-sign-in]')) open();
    if (target === dialog || target.closest('#sign-in .close')) dialog.close();
  });
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    void logIn({ email: form.email.value, password: form.password.value });
  });
  demo.hidden = !demoEmail;
  demo.addEventListener('click', () => void logIn({ email: demoEmail, password: demoPassword }));
}

function open() {
  form.reset();
  notice.replaceChildren();
  const back = encodeURIComponent(location.origin + location.pathname + location.search);
  dialog.querySelector('.kakao').href = `/auth/kakao?returnTo=${back}`;
  dialog.showModal();
  ways.querySelector('.button:not([hidden])').focus();
}

const logIn = (input) =>
  busily(ways, async () => {
    notice.replaceChildren();
    try {
      const answer = await requestAsNobody(LOG_IN, { input });
      // Closed first, so that the focus is back where it came from before that place changes.
      dialog.close();
      enter(answer);
    } catch (error) {
      const title = error.code === 'UNAUTHENTICATED' ? t('wrongCredentials') : undefined;
      notice.replaceChildren(errorBox(error, null, title));
    }
  });
