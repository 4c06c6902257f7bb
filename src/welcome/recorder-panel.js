import { pausePlayer, STROKES, wave, wavePath } from './player.js';
import { NoMicrophone, record } from './recorder.js';
import { busily, clock, errorBox, field, h, t } from './ui.js';

const EXTENSIONS = { 'audio/webm': 'webm', 'audio/mp4': 'm4a', 'audio/ogg': 'ogg' };

/**
 * Records a take, lets it be heard and named, and hands it on.
 * @param {(take: Blob, fileName: string) => Promise<boolean>} onTake whether it was taken; else it stays here
 * @param {AbortSignal} signal ends what is being recorded, and nothing is kept of it
 */
export function recorderPanel(onTake, signal) {
  const node = h('div.recorder');
  let recording = null;

  function showStart(notice) {
    const start = h('button.button.primary.record', { type: 'button', click: begin }, t('record'));
    node.replaceChildren(start, notice ?? h('p.soft', t('recordHint')));
    return start;
  }

  async function begin() {
    if (recording) return;
    const levels = [];
    const drawing = wave(levels);
    const path = drawing.querySelector('path');
    const time = h('span.time', { role: 'timer' }, clock(0));
    const onLevel = (level, seconds) => {
      levels.push(level);
      const latest = Array.from({ length: STROKES }, (_, index) => levels.at(index - STROKES) ?? 0);
      path.setAttribute('d', wavePath(latest, 1));
      time.textContent = clock(seconds);
    };
    pausePlayer();
    try {
      recording = record(onLevel);
      const { stop, done } = await recording;
      signal.addEventListener('abort', stop);
      if (signal.aborted) stop();
      const end = h('button.button.primary', { type: 'button', click: stop }, t('stopRecording'));
      node.replaceChildren(h('div.row', h('span.on-air', t('recordingNow')), time), drawing, end);
      end.focus();
      const take = await done;
      if (!signal.aborted) review(take);
    } catch (error) {
      const words = error instanceof NoMicrophone && h('p.notice', { role: 'alert' }, t(error.reason));
      showStart(words || errorBox(error)).focus();
    } finally {
      recording = null;
    }
  }

  function review(take) {
    const url = URL.createObjectURL(take);
    const name = field(t('recordingName'), {
      value: t('takeName', { date: now() }),
      maxlength: 80,
      required: '',
    });
    const discard = () => {
      const focused = form.contains(document.activeElement);
      URL.revokeObjectURL(url);
      const start = showStart();
      if (focused) start.focus();
    };
    const save = async () => {
      const fileName = `${name.querySelector('input').value.trim()}.${EXTENSIONS[take.type] ?? 'webm'}`;
      // It may have been discarded meanwhile.
      if ((await onTake(take, fileName)) && form.isConnected) discard();
    };
    const form = h(
      'form.booking-form',
      { submit: (event) => (event.preventDefault(), void busily(form, save)) },
      h('audio', { controls: '', src: url, 'aria-label': t('yourTake') }),
      name,
      h(
        'div.row.wrapping',
        h('button.button.primary', t('upload')),
        h('button.button', { type: 'button', click: discard }, t('discard')),
      ),
    );
    node.replaceChildren(form);
    form.querySelector('.primary').focus();
  }

  showStart();
  return node;
}

/** Here and now, as a part of a file name: 2026-11-21 18.52. */
const now = () =>
  new Intl.DateTimeFormat('sv-SE', { dateStyle: 'short', timeStyle: 'short' }).format().replace(':', '.');
