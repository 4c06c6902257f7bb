import { openLink, playlistCard } from './playlist-card.js';
import { findPlaylists, listPlaylists, setSoundtrack } from './playlist-requests.js';
import { busily, errorBox, h, t } from './ui.js';

/**
 * Lets a host choose the music of a room, among their own playlists and Spotify's.
 * @param {(room: object) => void} onChange
 */
export function soundtrackForm(room, onChange) {
  const result = h('div.result');
  const list = h('ul.playlist-list');
  const words = h('input', { type: 'search', maxlength: 100, placeholder: t('searchSpotify') });
  const form = h(
    'form.booking-form',
    { submit: (event) => (event.preventDefault(), void busily(form, show)) },
    h('p', room.soundtrack ? t('soundtrackNow', { name: room.soundtrack.name }) : t('noSoundtrack')),
    h(
      'div.row',
      h('label.field.grow', h('span.sr', t('searchSpotify')), words),
      h('button.button', t('search')),
    ),
    list,
    room.soundtrack &&
      h(
        'button.button',
        { type: 'button', click: () => void busily(form, () => choose(null)) },
        t('clearSoundtrack'),
      ),
    result,
  );

  /** Own playlists come first, until something is searched for. */
  async function show() {
    const query = words.value.trim();
    const pages = await Promise.allSettled([...(query ? [] : [listPlaylists()]), findPlaylists(query)]);
    const playlists = pages.flatMap(({ value }) => value?.nodes ?? []);
    const [failed] = pages.filter(({ status }) => status === 'rejected');
    list.replaceChildren(
      ...playlists.map((playlist) => playlistCard(playlist, pick(playlist), openLink(playlist))),
    );
    result.replaceChildren(...(failed ? [errorBox(failed.reason)] : []));
    if (!failed && playlists.length === 0)
      result.replaceChildren(h('p', { role: 'status' }, t('noPlaylists')));
  }

  const pick = ({ id, name }) =>
    h(
      'button.button',
      {
        type: 'button',
        'aria-label': `${t('useThis')}: ${name}`,
        click: () => void busily(form, () => choose(id)),
      },
      t('useThis'),
    );

  async function choose(id) {
    try {
      onChange({ ...room, soundtrack: await setSoundtrack(room.id, id) });
    } catch (error) {
      result.replaceChildren(errorBox(error));
    }
  }

  void busily(form, show);
  return form;
}
