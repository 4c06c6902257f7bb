import { h, t } from './ui.js';

/**
 * A box that takes files which are dropped on it, or chosen by its button.
 * @param {{ label: string, hint: string, accept: string }} texts `accept`: types to choose from, as in an input
 * @param {(files: File[]) => void} onFiles
 */
export function dropZone({ label, hint, accept }, onFiles) {
  const input = h('input.sr', { type: 'file', multiple: '', accept, change: choose });
  const over = (isOver) => (event) => {
    if (!event.dataTransfer.types.includes('Files')) return;
    event.preventDefault();
    node.classList.toggle('over', isOver);
  };
  const node = h(
    'div.drop-zone',
    { dragover: over(true), dragleave: over(false), drop },
    h('label.button', label, input),
    h('span.soft', `${t('orDrop')} ${hint}`),
  );

  function choose() {
    const files = [...input.files];
    input.value = '';
    if (files.length > 0) onFiles(files);
  }

  function drop(event) {
    over(false)(event);
    const files = [...event.dataTransfer.files];
    if (files.length > 0) onFiles(files);
  }

  return node;
}
