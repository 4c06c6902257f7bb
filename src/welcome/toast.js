import { h, icon, t } from './ui.js';

let close = () => undefined;

/** Shows a notice over the page, or over the dialog that is open, until it is closed or the next one comes. */
export function toast(notice) {
  const before = document.activeElement;
  close();
  const dismiss = { type: 'button', 'aria-label': t('close'), click: () => close() };
  const node = h('div.toast', notice, h('button.icon-button', dismiss, icon('close')));
  close = () => {
    const focused = node.contains(document.activeElement);
    node.remove();
    if (focused) before.focus();
  };
  notice.querySelector('.button')?.addEventListener('click', close);
  (document.querySelector('dialog[open]') ?? document.body).append(node);
}
