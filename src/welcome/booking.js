import { bookingForm } from './booking-form.js';
import { checkout } from './checkout.js';
import { orderCard } from './order-card.js';
import { announceOrder, listHolds } from './order-requests.js';
import { viewer } from './session.js';
import { h, t } from './ui.js';

/**
 * Booking in an open room: what comes next for the chosen date. That is choosing an option, or paying for what the
 * viewer holds already, or what has become of it.
 * @param {object} space
 * @param {{ onDate(date: string, option?: string): void, onDay(day: object): void }} listener `onDate`: another date is
 * to be chosen; `onDay`: what a date has turned out to be
 * @param {AbortSignal} signal ends it
 * @returns {{ node: HTMLElement, show(date: string, option?: string): void, update(day: object): void }} `show` is for
 * another date; `update` tells what can be booked on a date
 */
export function booking(space, { onDate, onDay }, signal) {
  const body = h('div');
  const days = new Map();
  let holds = new Map();
  let date = null;
  let form = null;

  function put(node) {
    const focused = body.contains(document.activeElement);
    body.replaceChildren(node);
    if (focused) body.querySelector('[tabindex]')?.focus();
  }

  function show(shown, option) {
    date = shown;
    const held = holds.get(date);
    if (held) showHeld(held);
    else showForm({ option });
  }

  function showForm(wish) {
    form = bookingForm(space, { ...wish, date }, { onHeld, onDate, onDay });
    form.update(days.get(date));
    put(form.node);
  }

  function onHeld(order) {
    holds.set(order.date, order);
    announceOrder(order);
    showHeld(order);
  }

  function showHeld(order) {
    form = null;
    put(checkout(order, { onOrder: (now) => onOrder(now), onOver: () => onOver(order) }));
  }

  function onOrder(order) {
    holds.delete(order.date);
    announceOrder(order);
    if (order.status !== 'COMPLETED') return showForm(order);
    const title = h('h4', { tabindex: -1 }, t('booked'));
    const follow = ({ detail: { id, status } }) => {
      if (id === order.id && status === 'CANCELLED') title.textContent = t('bookingCancelled');
    };
    document.addEventListener('order', follow, { signal });
    put(h('div', title, h('ul.orders', orderCard(order, 'placed'))));
  }

  function onOver(order) {
    holds.delete(order.date);
    const again = () => {
      showForm(order);
      void form.send(order.option);
    };
    put(
      h(
        'div.notice',
        { role: 'alert', tabindex: -1 },
        h('p', t('holdOver')),
        h('button.button.primary', { type: 'button', click: again }, t('holdAgain')),
      ),
    );
  }

  /** Whoever signs in while looking at a room may hold it already. */
  async function followViewer() {
    form?.settle();
    const mine = viewer() ? await listHolds().catch(() => []) : [];
    if (signal.aborted) return;
    const before = holds.get(date)?.id;
    holds = new Map(mine.filter((order) => order.space.id === space.id).map((order) => [order.date, order]));
    const [latest] = holds.keys();
    if (!date && latest) onDate(latest);
    else if (date && (!form || holds.get(date)?.id !== before)) show(date);
  }

  function update(day) {
    days.set(day.date, day);
    if (day.date === date) form?.update(day);
  }

  document.addEventListener('viewer', followViewer, { signal });
  void followViewer();
  body.append(h('p.soft', t('chooseDate')));
  return { node: body, show, update };
}
