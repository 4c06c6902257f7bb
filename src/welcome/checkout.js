import { countdown } from './countdown.js';
import { cancelling, completing, findOrder } from './order-requests.js';
import { refundTable } from './refunds.js';
import { busily, errorBox, field, h, longDate, number, t, won } from './ui.js';

/**
 * An order that waits to be paid: how long it is held, who comes, what cancelling gives back, and the way to pay.
 * @param {object} order
 * @param {{ onOrder(order: object): void, onOver(): void }} listener `onOrder` is told what the order has become,
 * `onOver` that its hold is over
 */
export function checkout(order, { onOrder, onOver }) {
  const [complete, cancel] = [completing(order.id), cancelling(order.id)];
  const result = h('div.result');
  const pay = h('button.button.primary', t('pay', { points: number(order.price) }));
  const giveUp = h('button.button', { type: 'button', click: letGo }, t('giveUp'));

  const form = h(
    'form.booking-form',
    { submit },
    h('h5', t('whoComes')),
    field(t('name'), { name: 'name', required: '', maxlength: 60, autocomplete: 'name' }),
    field(t('phone'), {
      name: 'phone',
      type: 'tel',
      required: '',
      pattern: '\\+?[0-9 \\(\\)\\-]{7,20}',
      title: t('phoneHint'),
      autocomplete: 'tel',
    }),
    field(t('emailOptional'), { name: 'email', type: 'email', maxlength: 254, autocomplete: 'email' }),
    field(t('note'), { name: 'note', maxlength: 1000, rows: 2 }, 'textarea'),
    h('h5', t('refunds')),
    refundTable(order.cancellationQuote),
    h('p.soft', t('thinkAgain')),
    result,
    h('div.row.wrapping', pay, giveUp),
  );

  function submit(event) {
    event?.preventDefault();
    const { name, phone, email, note } = Object.fromEntries(new FormData(form));
    const booker = { name, phone, email: email.trim() || null, note: note.trim() || null };
    void trying(
      async () => {
        const answer = await complete(booker);
        if (answer.__typename === 'Order') onOrder(answer);
        else if (answer.__typename === 'SlotTaken') onOver();
        else show(insufficient(answer));
      },
      () => submit(),
    );
  }

  function letGo() {
    void trying(async () => onOrder(await cancel()), letGo);
  }

  const trying = (action, again) =>
    busily(form, async () => {
      result.replaceChildren();
      try {
        await action();
      } catch (error) {
        // It has been paid, cancelled or let go elsewhere.
        const now = error.code === 'CONFLICT' && (await findOrder(order.id).catch(() => null));
        if (now && now.status !== 'WAITING') return now.status === 'EXPIRED' ? onOver() : onOrder(now);
        show(errorBox(error, error.code === 'NETWORK' && again));
      }
    });

  function show(notice) {
    result.replaceChildren(notice);
    notice.scrollIntoView({ block: 'nearest' });
  }

  // Whoever is paying at the last moment hears from the answer how it went.
  const end = () => form.getAttribute('aria-busy') !== 'true' && onOver();
  const { date, option, headCount, price } = order;
  return h(
    'div',
    h('h4.row.spread', { tabindex: -1 }, t('heldForYou'), countdown(order.holdExpiresAt, end, true)),
    h('p', [longDate(date), t(option), t('heads', { n: headCount }), won(price)].join(' · ')),
    form,
  );
}

const insufficient = ({ needed, balance }) =>
  h(
    'div.notice.error',
    { role: 'alert' },
    h('strong', t('insufficientPoints')),
    h('p', t('neededPoints', { needed: number(needed), balance: number(balance) })),
  );
