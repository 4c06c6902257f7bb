import { countdown } from './countdown.js';
import { serverNow } from './graphql.js';
import { announceOrder, cancelling, findOrder } from './order-requests.js';
import { quoteText } from './refunds.js';
import { reviewForm } from './review-form.js';
import { address, busily, dateText, errorBox, h, KOREAN, number, t } from './ui.js';

const HOUR_MS = 3_600_000;
/** When the stay of an option ends, in hours from the midnight its date begins with, in Seoul. */
const END_HOURS = { DAY: 18, NIGHT: 32, ALL: 32 };

/**
 * An order with what can be done about it.
 * @param {object} order
 * @param {'placed' | 'received'} side whether the viewer is its guest or its host
 */
export function orderCard(order, side) {
  const below = h('div.result');
  const actions = h('div.row.wrapping', buttons(order, side, below));
  const { id, space, date, option, headCount, price, status } = order;
  const when = dateText(date, { year: 'numeric', month: 'long', day: 'numeric', weekday: 'short' });
  const text = words(order, side);
  const facts = [t(option), t('heads', { n: headCount }), t('pricePoints', { n: number(price) })];
  return h(
    'li.order',
    { 'data-order': id, 'data-side': side, tabindex: -1 },
    h(
      'p.row.wrapping',
      h(`span.badge.${status.toLowerCase()}`, t(status)),
      status === 'WAITING' && countdown(order.holdExpiresAt, () => void followEnd(order)),
    ),
    h(
      'h3',
      KOREAN,
      h('a', { href: address({ space: space.id }), 'data-space': space.id, 'data-at': date }, space.title),
    ),
    h('p', when),
    h('p.soft', [space.district.name, ...facts].join(' · ')),
    side === 'received' && guestLines(order),
    text && h('p', text),
    actions,
    below,
  );
}

/** Hours of the order's date, as an instant. */
const hourOf = ({ date }, hours) => Date.parse(`${date}T00:00:00+09:00`) + hours * HOUR_MS;
const stayEnds = (order) => hourOf(order, END_HOURS[order.option]);
/** Cancelling ends with the stay, but not before its date. */
const isOpen = (order) => serverNow() < Math.max(stayEnds(order), hourOf(order, 24));

function words(order, side) {
  const { status, completedAt, refund, cancellationQuote } = order;
  if (status === 'CANCELLED' && completedAt) {
    if (refund === 0) return t('refundedNothing');
    return t(side === 'placed' ? 'refunded' : 'refundedGuest', { n: number(refund) });
  }
  if (status !== 'COMPLETED') return null;
  if (!isOpen(order)) return t(order.review ? 'reviewThanks' : 'stayOver');
  return side === 'placed' && quoteText(cancellationQuote);
}

function guestLines({ guest, booker }) {
  const line = (name, value) => value && h('div', h('dt.soft', t(name)), h('dd', value));
  return h(
    'dl.booker',
    line('guest', guest.nickname),
    booker && [
      line('name', booker.name),
      line('phone', h('a', { href: `tel:${booker.phone.replace(/[^+\d]/g, '')}` }, booker.phone)),
      line('email', booker.email && h('a', { href: `mailto:${booker.email}` }, booker.email)),
      line('noteShort', booker.note),
    ],
  );
}

function buttons(order, side, below) {
  const { status, space, date } = order;
  if (status === 'WAITING' && side === 'placed') {
    const href = address({ space: space.id, at: date });
    return h('a.button.primary', { href, 'data-space': space.id, 'data-at': date }, t('continue'));
  }
  if (status !== 'COMPLETED') return [];
  const cancel =
    isOpen(order) && button('cancel', ({ target }) => void askCancel(order, side, below, target));
  const canReview = side === 'placed' && serverNow() >= stayEnds(order) && !order.review;
  const review = canReview && button('review', ({ target }) => openReview(order, below, target));
  return [cancel, review];
}

const button = (text, click, kind = '') => h(`button.button${kind}`, { type: 'button', click }, t(text));

/** Asks once, with the refund as it is right now. */
function askCancel(order, side, below, opener) {
  const cancel = cancelling(order.id);
  const trying = (action) =>
    busily(below.parentElement, () =>
      action().catch((error) => {
        opener.hidden = false;
        below.replaceChildren(errorBox(error, error.code === 'NETWORK' && (() => void trying(action))));
      }),
    );
  const send = () => trying(async () => announceOrder(await cancel()));
  const close = () => {
    opener.hidden = false;
    below.replaceChildren();
    opener.focus();
  };
  return trying(async () => {
    const { percent, refund } = (await findOrder(order.id)).cancellationQuote;
    const key = side === 'placed' ? 'confirmCancel' : 'confirmCancelHost';
    const question = t(key, { n: number(refund), percent });
    const answers = h('div.row.wrapping', button('confirm', send, '.primary'), button('keep', close));
    below.replaceChildren(
      h('div.notice', { role: 'group', 'aria-label': question }, h('p', question), answers),
    );
    opener.hidden = true;
    answers.firstElementChild.focus();
  });
}

function openReview({ id }, below, opener) {
  opener.hidden = true;
  const form = reviewForm(id, async () => announceOrder(await findOrder(id)));
  below.replaceChildren(form);
  form.querySelector('input').focus();
}

/** Looks what has become of an order whose hold is over; by the server's clock that may be a moment later. */
async function followEnd({ id }) {
  const order = await findOrder(id).catch(() => null);
  if (order?.status === 'WAITING') setTimeout(() => void followEnd(order), 1000);
  else if (order) announceOrder(order);
}
