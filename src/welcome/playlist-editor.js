import { createPlaylist, findTracks, updatePlaylist } from './playlist-requests.js';
import { busily, errorBox, field, h, icon, t } from './ui.js';

/**
 * The form that makes a playlist, or with one given changes it; it leaves the page when it is done.
 * @param {object | null} playlist
 * @param {object[]} tracks of it, in order
 * @param {{ onDone(playlist: object): void, onCancel(): void }} listener
 */
export function playlistEditor(playlist, tracks, { onDone, onCancel }) {
  const chosen = [...tracks];
  const list = h('ol.chosen-tracks');
  const found = h('ul.found-tracks', { 'aria-live': 'polite' });
  const result = h('div.result');
  const name = field(t('playlistName'), {
    name: 'name',
    required: '',
    maxlength: 100,
    value: playlist?.name,
  });
  const words = h('input', { type: 'search', maxlength: 100, placeholder: t('searchTracks') });
  const search = h('button.button', { type: 'button', click: () => void busily(found, find) }, t('search'));
  words.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter') return;
    event.preventDefault();
    search.click();
  });

  const form = h(
    'form.booking-form.playlist-editor',
    { submit: (event) => (event.preventDefault(), void busily(form, save)) },
    name,
    list,
    h('label.field', h('span.soft', t('addTracks')), h('span.row', words, search)),
    found,
    h(
      'div.row.wrapping',
      h('button.button.primary', t('save')),
      h('button.button', { type: 'button', click: () => (form.remove(), onCancel()) }, t('discard')),
    ),
    result,
  );

  async function save() {
    const input = {
      name: form.elements.name.value.trim(),
      description: playlist?.description ?? null,
      trackIds: chosen.map(({ id }) => id),
    };
    try {
      const done = playlist ? await updatePlaylist(playlist.id, input) : await createPlaylist(input);
      form.remove();
      onDone(done);
    } catch (error) {
      result.replaceChildren(errorBox(error));
    }
  }

  async function find() {
    if (words.value.trim() === '') return;
    try {
      const tracks = await findTracks(words.value.trim());
      found.replaceChildren(...(tracks.length > 0 ? tracks.map(offer) : [h('li.soft', t('noTracks'))]));
    } catch (error) {
      found.replaceChildren(h('li', errorBox(error)));
    }
  }

  const offer = (track) => {
    const add = () => (chosen.push(track), render());
    const label = t('addTrack', { title: track.title });
    return h(
      'li.row.spread',
      h('span', `${track.title} · ${track.artist}`),
      h('button.button', { type: 'button', 'aria-label': label, click: add }, t('add')),
    );
  };

  function render() {
    list.replaceChildren(...chosen.map(line));
  }

  function line({ title, artist }, index) {
    const act = (name, symbol, label, click, disabled = false) =>
      h(
        `button.icon-button.${name}`,
        { type: 'button', 'aria-label': t(label, { title }), click, disabled: disabled && '' },
        icon(symbol),
      );
    const isLast = index === chosen.length - 1;
    return h(
      'li.row.spread',
      h('span', `${title} · ${artist}`),
      h(
        'span.row',
        act('earlier', 'left', 'trackEarlier', () => move(index, index - 1, 'earlier'), index === 0),
        act('later', 'right', 'trackLater', () => move(index, index + 1, 'later'), isLast),
        act('remove', 'close', 'removeTrack', () => remove(index)),
      ),
    );
  }

  function move(from, to, button) {
    chosen.splice(to, 0, ...chosen.splice(from, 1));
    render();
    focus(to, button);
  }

  function remove(index) {
    chosen.splice(index, 1);
    render();
    focus(Math.min(index, chosen.length - 1), 'remove');
  }

  /** Where the finger or the focus was is where it goes on; a button that has nothing to do gives way to another. */
  function focus(index, button) {
    const item = list.children[index];
    (item?.querySelector(`.${button}:enabled`) ?? item?.querySelector(':enabled') ?? words).focus();
  }

  render();
  return form;
}
