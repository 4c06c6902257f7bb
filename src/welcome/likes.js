import { request } from './graphql.js';
import { viewer } from './session.js';
import { toast } from './toast.js';
import { errorBox, h, icon, number, t } from './ui.js';

const LIKE = 'mutation Like($id: ID!) { space: likeSpace(id: $id) { likedByMe likeCount } }';
const UNLIKE = 'mutation Unlike($id: ID!) { space: unlikeSpace(id: $id) { likedByMe likeCount } }';
const LIKED = `query Liked($after: String) {
  me { likedSpaces(first: 100, after: $after) { nodes { id } pageInfo { hasNextPage endCursor } } }
}`;

/** By room: what the server has said last (`isLiked`, `count`), what the viewer wants, and whether that is being sent. */
const likes = new Map();
/** What the viewer likes: rooms that were asked for before the session began do not tell. */
let mine = new Set();

/** Makes what is liked that of whoever is signed in. */
export function startLikes() {
  document.addEventListener('viewer', () => void follow());
  document.addEventListener('click', ({ target }) => {
    const { like: id } = target.closest('[data-like]')?.dataset ?? {};
    if (id && viewer()) void press(id);
  });
}

/** Takes in what the server has just said of rooms. */
export function learnLikes(rooms) {
  for (const { id, likedByMe, likeCount } of rooms) {
    const isLiked = likedByMe || mine.has(id);
    if (!likes.get(id)?.isSending) set(id, { isLiked, count: likeCount, isWanted: isLiked });
  }
}

/** The button that likes a room; it asks to sign in where nobody is. */
export function likeButton({ id, title }) {
  const button = h(
    'button.icon-button.like',
    { type: 'button', 'data-like': id, 'aria-label': t('like', { title }) },
    icon('heart'),
  );
  return showButton(button);
}

/** How many like a room, kept up to date. */
export const likeCount = ({ id }) => showCount(h('span', { 'data-likes': id }));

function set(id, values) {
  likes.set(id, { ...likes.get(id), ...values });
  document.querySelectorAll(`[data-like="${CSS.escape(id)}"]`).forEach(showButton);
  document.querySelectorAll(`[data-likes="${CSS.escape(id)}"]`).forEach(showCount);
}

function showButton(button) {
  button.setAttribute('aria-pressed', likes.get(button.dataset.like).isWanted);
  button.toggleAttribute('data-sign-in', !viewer());
  return button;
}

function showCount(node) {
  const { count, isLiked, isWanted } = likes.get(node.dataset.likes);
  const shown = number(count + Number(isWanted) - Number(isLiked));
  const words = h('span.sr', t('likes', { n: shown }));
  node.replaceChildren(h('span', { 'aria-hidden': 'true' }, shown), words);
  return node;
}

/** Shows at once what is wanted, and what was before should the server not agree. Of presses meanwhile the last counts. */
async function press(id) {
  const { isSending, isWanted } = likes.get(id);
  set(id, { isWanted: !isWanted, isSending: true });
  if (isSending) return;
  try {
    for (let like = likes.get(id); like.isWanted !== like.isLiked; like = likes.get(id)) {
      const { data } = await request(like.isWanted ? LIKE : UNLIKE, { id });
      if (data.space.likedByMe) mine.add(id);
      else mine.delete(id);
      set(id, { isLiked: data.space.likedByMe, count: data.space.likeCount });
    }
  } catch (error) {
    set(id, { isWanted: likes.get(id).isLiked });
    toast(errorBox(error, () => void press(id)));
  }
  set(id, { isSending: false });
}

async function follow() {
  const who = viewer()?.id;
  const liked = who ? await listLiked().catch(() => new Set()) : new Set();
  if (viewer()?.id !== who) return;
  mine = liked;
  for (const [id, { isSending }] of likes) {
    if (!isSending) set(id, { isLiked: mine.has(id), isWanted: mine.has(id) });
  }
}

async function listLiked() {
  const ids = new Set();
  let after;
  do {
    const { data } = await request(LIKED, { after });
    const { nodes, pageInfo } = data.me.likedSpaces;
    for (const { id } of nodes) ids.add(id);
    after = pageInfo.hasNextPage ? pageInfo.endCursor : null;
  } while (after);
  return ids;
}
