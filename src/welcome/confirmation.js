import { busily, errorBox, h, t } from './ui.js';

/**
 * Asks once, in `below`, before something is done that cannot be undone; `opener` waits hidden for the answer.
 * @param {{ question: string, yes: string, words?: (error: Error) => string | undefined }} texts `words`: what a
 * refusal means in the reader's language
 * @param {() => Promise<void>} action
 */
export function confirming(opener, below, { question, yes, words = () => undefined }, action) {
  const close = () => {
    opener.hidden = false;
    below.replaceChildren();
    opener.focus();
  };
  const confirm = () =>
    busily(below.parentElement, () =>
      action().catch((error) => {
        opener.hidden = false;
        below.replaceChildren(errorBox(error, error.code === 'NETWORK' && confirm, words(error)));
        opener.focus();
      }),
    );
  const answers = h(
    'div.row.wrapping',
    h('button.button.primary', { type: 'button', click: confirm }, yes),
    h('button.button', { type: 'button', click: close }, t('keep')),
  );
  below.replaceChildren(
    h('div.notice', { role: 'group', 'aria-label': question }, h('p', question), answers),
  );
  opener.hidden = true;
  answers.firstElementChild.focus();
}
