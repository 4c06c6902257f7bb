import { errorBox, h, number, t } from './ui.js';

/**
 * Shows in `box` how far an upload is, with a button that cancels it, and what has become of it.
 * @param {(progress: { onProgress(share: number): void, signal: AbortSignal }) => Promise<unknown>} send
 * @param {{ signal: AbortSignal, onError?: (error: Error) => boolean, retry?: () => void }} options `signal` cancels
 * it, too; `onError`: whether the error is shown elsewhere; `retry`: what a button does when nobody answered
 * @returns {Promise<boolean>} whether it was done
 */
export async function withProgress(box, name, send, { signal, onError = () => false, retry }) {
  const cancelling = new AbortController();
  const bar = h('progress', { max: 1, value: 0, 'aria-label': t('uploading', { name }) });
  const percent = h('span.percent');
  const cancel = h('button.button', { type: 'button', click: () => cancelling.abort() }, t('cancelUpload'));
  const onProgress = (share) => {
    bar.value = share;
    const sending = share > 0 ? number(share, { style: 'percent' }) : t('waiting');
    percent.textContent = share < 1 ? sending : t('finishing');
  };
  const show = (node) => {
    box.replaceChildren(node);
    node.scrollIntoView({ block: 'nearest' });
  };
  onProgress(0);
  show(h('div.notice.upload', h('strong', name), bar, h('div.row.spread', percent, cancel)));
  try {
    await send({ onProgress, signal: AbortSignal.any([cancelling.signal, signal]) });
    box.replaceChildren();
    return true;
  } catch (error) {
    if (error.name === 'AbortError') show(h('p.soft', { role: 'status' }, t('uploadCancelled', { name })));
    else if (onError(error)) box.replaceChildren();
    else {
      const failed = errorBox(error, error.code === 'NETWORK' && retry);
      failed.querySelector('strong').prepend(`${name}: `);
      show(failed);
    }
    return false;
  }
}
