import { orderCard } from './order-card.js';
import { listBothSides, listMore } from './order-requests.js';
import { viewer } from './session.js';
import { errorBox, h, t } from './ui.js';

const SIDES = ['placed', 'received'];

const section = document.querySelector('#bookings');
const part = (selector) => section.querySelector(selector);
const [panel, list, notice, more] = ['.panel', '.orders', '.result', '.more'].map(part);
const tabs = SIDES.map((side) => part(`[data-side=${side}]`));

const state = { side: 'placed', placed: null, received: null };

/** Shows the viewer's bookings as long as somebody is signed in. */
export function startOrders() {
  document.addEventListener('viewer', () => void load());
  document.addEventListener('order', ({ detail }) => take(detail));
  more.addEventListener('click', () => void loadMore());
  for (const tab of tabs) tab.addEventListener('click', () => open(tab.dataset.side));
  part('[role=tablist]').addEventListener('keydown', ({ key }) => {
    if (key !== 'ArrowLeft' && key !== 'ArrowRight') return;
    open(SIDES.find((side) => side !== state.side));
    tabs[SIDES.indexOf(state.side)].focus();
  });
}

/** Draws everything again, in the language chosen now. */
export function renderOrders() {
  const page = state[state.side];
  if (!page) return;
  list.replaceChildren(...page.nodes.map((order) => orderCard(order, state.side)));
  more.hidden = !page.pageInfo.hasNextPage;
  const none = h('div.notice', h('strong', t('noOrders')), h('p', t('noOrdersHint')));
  notice.replaceChildren(...(page.nodes.length > 0 ? [] : [none]));
}

function open(side) {
  state.side = side;
  for (const tab of tabs) {
    const isOpen = tab.dataset.side === side;
    tab.setAttribute('aria-selected', isOpen);
    tab.tabIndex = isOpen ? 0 : -1;
    if (isOpen) panel.setAttribute('aria-labelledby', tab.id);
  }
  renderOrders();
}

async function load() {
  const who = viewer()?.id;
  Object.assign(state, { placed: null, received: null });
  section.hidden = !who;
  part('[role=tablist]').hidden = true;
  list.replaceChildren();
  notice.replaceChildren();
  more.hidden = true;
  if (!who) return;
  await trying(load, async () => {
    const pages = await listBothSides();
    if (viewer()?.id !== who) return;
    Object.assign(state, pages);
    const isHost = pages.received.nodes.length > 0;
    part('[role=tablist]').hidden = !isHost;
    panel.setAttribute('role', isHost ? 'tabpanel' : 'group');
    open(isHost && pages.placed.nodes.length === 0 ? 'received' : 'placed');
  });
}

async function loadMore() {
  const { side } = state;
  const page = state[side];
  more.disabled = true;
  await trying(loadMore, async () => {
    const { nodes, pageInfo } = await listMore(side, page.pageInfo.endCursor);
    const known = new Set(page.nodes.map(({ id }) => id));
    const others = nodes.filter(({ id }) => !known.has(id));
    page.nodes.push(...others);
    page.pageInfo = pageInfo;
    if (state.side !== side || state[side] !== page) return;
    const cards = others.map((order) => orderCard(order, side));
    list.append(...cards);
    more.hidden = !pageInfo.hasNextPage;
    if (more.hidden) cards[0]?.focus();
  });
  more.disabled = false;
}

async function trying(again, action) {
  list.setAttribute('aria-busy', 'true');
  await action().catch((error) => notice.replaceChildren(errorBox(error, again)));
  list.setAttribute('aria-busy', 'false');
}

/** Shows an order as it has become, wherever it is shown; one that is in no list is new, and comes first. */
function take(order) {
  let isKnown = false;
  for (const page of [state.placed, state.received]) {
    const index = page?.nodes.findIndex(({ id }) => id === order.id) ?? -1;
    if (index < 0) continue;
    page.nodes[index] = order;
    isKnown = true;
  }
  for (const card of document.querySelectorAll(`[data-order="${CSS.escape(order.id)}"]`)) {
    const focused = card.contains(document.activeElement);
    const next = orderCard(order, card.dataset.side);
    card.replaceWith(next);
    if (focused) next.focus();
  }
  if (isKnown) return;
  state.placed?.nodes.unshift(order);
  renderOrders();
}
