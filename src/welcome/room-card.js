import { likeButton, likeCount } from './likes.js';
import { address, h, icon, KOREAN, local, rating, t, won } from './ui.js';

/** A room as the list shows it; what `likes.js` is to know of it has been told before. */
export function roomCard(room) {
  const { id, title, subtitle, district, category, facilities, fromPrice, images } = room;
  const [cover] = images;
  const alt = t('photo', { title, n: 1 });
  return h(
    'li.card',
    h('div.cover', cover && h('img', { loading: 'lazy', decoding: 'async', alt, src: local(cover.url) })),
    h(
      'div.card-body',
      h('p.soft', KOREAN, `${district.name} · ${category.name}`),
      h('h3', KOREAN, h('a', { href: address({ space: id }), 'data-space': id }, title)),
      h('p.soft', KOREAN, subtitle),
      roomFacts(room, likeCount(room)),
      h(
        'ul.pills',
        KOREAN,
        facilities.slice(0, 3).map(({ name }) => h('li', name)),
      ),
      h('strong', t('from', { price: won(fromPrice) })),
    ),
    likeButton(room),
  );
}

/** As large as a card. */
export const roomSkeleton = () =>
  h(
    'li.card.skeleton',
    { 'aria-hidden': 'true' },
    h('div.cover'),
    h(
      'div.card-body',
      [1, 2, 3, 4, 5, 6].map(() => h('p.line')),
    ),
  );

/** Head count, rating and, where they are to be seen, likes: symbols for the eye, words for the ear. */
export function roomFacts({ minCount, maxCount, averageRating }, likes) {
  const rated = averageRating === null ? '–' : rating(averageRating);
  return h(
    'p.facts',
    fact('people', `${minCount}–${maxCount}`, t('people', { min: minCount, max: maxCount })),
    fact('star', rated, averageRating === null ? t('unrated') : t('rating', { n: rated })),
    likes && h('span.row.heart', icon('heart'), likes),
  );
}

const fact = (symbol, short, long) =>
  h(
    `span.row.${symbol}`,
    { title: long },
    icon(symbol),
    h('span', { 'aria-hidden': 'true' }, short),
    h('span.sr', long),
  );
