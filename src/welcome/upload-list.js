import { h, t } from './ui.js';
import { withProgress } from './upload-progress.js';

/**
 * Uploads files one after the other and shows each in a place of its own from the start. The next ones stand above: the
 * one whose turn it is stands where, below this list, its row will be.
 * @param {(file: Blob, name: string, progress: object) => Promise<unknown>} put stores one; `progress` as in `withProgress`
 * @param {AbortSignal} signal cancels them all
 */
export function uploadList(put, signal) {
  const places = h('div.uploads');
  const done = h('p.sr', { role: 'status' });
  const inTurn = queue();

  async function upload(place, file, name, retry) {
    const send = (progress) => inTurn(() => put(file, name, progress), progress.signal);
    const isDone = await withProgress(place, name, send, { signal, retry });
    if (isDone) place.remove();
    // Who sees is shown the recording.
    done.textContent = isDone ? t('uploaded', { name }) : '';
    return isDone;
  }

  function newPlace() {
    const place = h('div');
    places.prepend(place);
    return place;
  }

  /** What has become of earlier ones has been read by now. */
  function clear() {
    for (const place of places.querySelectorAll(':scope > :not(:has(.upload))')) place.remove();
  }

  return {
    nodes: [places, done],
    /** Resolves to whether it was done; if not, whoever has it may send it once more. */
    send(file, name) {
      clear();
      return upload(newPlace(), file, name);
    },
    /** Takes files that nobody keeps: each can be sent once more from its place. */
    sendFiles(files) {
      clear();
      for (const file of files) {
        const place = newPlace();
        const send = () => void upload(place, file, file.name, send);
        send();
      }
    },
  };
}

/** Does one thing after another. What is given up while it waits ends at once, with the reason of its signal. */
function queue() {
  let last = Promise.resolve();
  return (action, signal) =>
    new Promise((resolve, reject) => {
      signal.addEventListener('abort', () => reject(signal.reason));
      last = last.then(() => signal.aborted || action()).then(resolve, reject);
    });
}
