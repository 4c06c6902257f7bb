import { confirming } from './confirmation.js';
import { blockDates, deleteRoom, unblockDates, updateRoom } from './hosting-requests.js';
import { likeCount } from './likes.js';
import { roomFacts } from './room-card.js';
import { clearFaults, faultWords, priceFields, showFault, subtitleField, titleField } from './room-fields.js';
import { soundtrackForm } from './soundtrack-form.js';
import {
  address,
  busily,
  dateText,
  errorBox,
  field,
  h,
  KOREAN,
  lastDate,
  local,
  t,
  today,
  won,
} from './ui.js';

/**
 * A room of the viewer with what its host can do about it.
 * @param {{ onChange(room: object): void, onDelete(room: object): void }} listener
 */
export function hostedRoom(room, { onChange, onDelete }) {
  const { id, title, subtitle, district, category, fromPrice, images } = room;
  const below = h('div.result');
  const button = (text, click) =>
    h('button.button', { type: 'button', 'aria-label': `${t(text)}: ${title}`, click }, t(text));
  /** Opens a form below, or closes it. */
  const toggling = (name, make) => () => {
    if (below.firstElementChild?.name === name) return below.replaceChildren();
    const form = make(room, onChange);
    form.name = name;
    below.replaceChildren(form);
    form.querySelector('input').focus();
  };
  const ask = ({ currentTarget }) => {
    const question = t('confirmDelete', { title });
    const texts = { question, yes: t('yesDelete'), words: wordsOfConflict };
    confirming(currentTarget, below, texts, async () => {
      await deleteRoom(id);
      onDelete(room);
    });
  };
  const [cover] = images;
  return h(
    'li.order.hosted',
    { 'data-hosted': id, tabindex: -1 },
    cover && h('div.cover', h('img', { src: local(cover.url), alt: '', loading: 'lazy' })),
    h('p.soft', KOREAN, `${district.name} · ${category.name}`),
    h('h3', KOREAN, h('a', { href: address({ space: id }), 'data-space': id }, title)),
    h('p.soft', KOREAN, subtitle),
    roomFacts(room, likeCount(room)),
    h('strong', t('from', { price: won(fromPrice) })),
    h(
      'div.row.wrapping',
      button('edit', toggling('edit', editForm)),
      button('closedDates', toggling('closedDates', datesForm)),
      button('soundtrack', toggling('soundtrack', soundtrackForm)),
      button('delete', ask),
    ),
    below,
  );
}

function editForm(room, onChange) {
  const prices = priceFields(room.options);
  const result = h('div.result');
  const send = async () => {
    clearFaults(form);
    result.replaceChildren();
    const options = prices.read();
    if (options.length === 0) return void showFault(form, 'input.options', t('needOption'));
    try {
      const { title, subtitle } = Object.fromEntries(new FormData(form));
      onChange(await updateRoom(room.id, { title, subtitle, options }));
    } catch (error) {
      if (!showFault(form, error.details?.argument, faultWords(error)))
        result.replaceChildren(errorBox(error));
    }
  };
  const form = h(
    'form.booking-form',
    { submit: (event) => (event.preventDefault(), void busily(form, send)) },
    titleField(room.title),
    subtitleField(room.subtitle),
    prices.node,
    h('button.button.primary', t('save')),
    result,
  );
  return form;
}

function datesForm({ id }) {
  const result = h('div.result');
  const date = (label) =>
    field(label, { type: 'date', required: '', min: today(), max: lastDate(), value: today() });
  const [from, to] = [date(t('fromDate')), date(t('toDate'))];
  const [first, last] = [from, to].map((node) => node.querySelector('input'));
  first.addEventListener('change', () => (last.min = first.value));
  const send = async ({ submitter }) => {
    result.replaceChildren();
    const [change, done] =
      submitter?.value === 'unblock' ? [unblockDates, 'unblocked'] : [blockDates, 'blocked'];
    try {
      await change(id, first.value, last.value);
      const [start, end] = [first, last].map(({ value }) => dateText(value, { dateStyle: 'medium' }));
      result.replaceChildren(h('p', { role: 'status' }, t(done, { from: start, to: end })));
    } catch (error) {
      result.replaceChildren(errorBox(error, null, wordsOfConflict(error)));
    }
  };
  const form = h(
    'form.booking-form',
    { submit: (event) => (event.preventDefault(), void busily(form, () => send(event))) },
    h('div.pair', from, to),
    h(
      'div.row.wrapping',
      h('button.button.primary', { value: 'block' }, t('block')),
      h('button.button', { value: 'unblock' }, t('unblock')),
    ),
    result,
  );
  return form;
}

/** What stands in the way, where the API tells. */
function wordsOfConflict({ details: { bookings, dates } = {} }) {
  if (bookings) return t('bookingsAhead', { n: bookings });
  if (dates)
    return t('bookedDates', {
      dates: dates.map((date) => dateText(date, { dateStyle: 'medium' })).join(', '),
    });
  return undefined;
}
