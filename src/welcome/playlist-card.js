import { h, icon, local, number, t } from './ui.js';

/** Where Spotify keeps pictures; every other address is one of this server. */
const SPOTIFY_PICTURES = /(?:^|\.)(?:scdn\.co|spotifycdn\.com)$/;

/**
 * A playlist with its picture as it came: Spotify allows neither cropping nor anything upon it.
 * @param {...(Node | null)} actions what can be done with it
 */
export function playlistCard(playlist, ...actions) {
  const { name, description, ownerName, trackCount, source } = playlist;
  const facts = [
    source === 'SPOTIFY' && 'Spotify',
    ownerName,
    trackCount !== null && t('trackCount', { n: number(trackCount) }),
  ];
  return h(
    'li.playlist',
    picture(playlist),
    h(
      'div.playlist-text',
      h('h3', name),
      h('p.soft', facts.filter(Boolean).join(' · ')),
      description && h('p.soft', description),
    ),
    h('div.row.wrapping', actions),
  );
}

/** About as large as a card. */
export const playlistSkeleton = () =>
  h(
    'li.playlist.skeleton',
    { 'aria-hidden': 'true' },
    h('div.playlist-picture'),
    h('div.playlist-text', h('p.line'), h('p.line')),
    h('div.row'),
  );

/** Leads to a playlist where it is kept. */
export const openLink = ({ url, name }) =>
  url &&
  h(
    'a.button',
    { href: url, target: '_blank', rel: 'noreferrer', 'aria-label': `${t('openSpotify')}: ${name}` },
    t('openSpotify'),
  );

function picture({ imageUrl }) {
  if (!imageUrl) return h('div.playlist-picture', icon('note'));
  const src = SPOTIFY_PICTURES.test(new URL(imageUrl).hostname) ? imageUrl : local(imageUrl);
  return h(
    'div.playlist-picture',
    h('img', { src, alt: '', width: 96, height: 96, loading: 'lazy', referrerpolicy: 'no-referrer' }),
  );
}
