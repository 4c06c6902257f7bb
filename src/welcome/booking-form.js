import { countdown } from './countdown.js';
import { placing } from './order-requests.js';
import { viewer } from './session.js';
import { busily, dateText, errorBox, field, h, instantText, longDate, t, won } from './ui.js';

/** The field of DayAvailability that tells of an option. */
const STATE_OF = { DAY: 'day', NIGHT: 'night', ALL: 'all' };

/**
 * Which option of a date, how many people, and the button that holds it.
 * @param {object} space the room: its id, `options`, `minCount` and `maxCount`
 * @param {{ date: string, option?: string, headCount?: number }} wish what is chosen already
 * @param {{ onHeld(order: object): void, onDate(date: string, option: string): void, onDay(day: object): void }} listener
 * `onDate`: another date shall be looked at; `onDay`: the date has turned out to be otherwise
 */
export function bookingForm(space, { date, option, headCount = space.minCount }, { onHeld, onDate, onDay }) {
  const place = placing();
  let day = null;

  const people = field(t('headCount', { min: space.minCount, max: space.maxCount }), {
    name: 'headCount',
    type: 'number',
    min: space.minCount,
    max: space.maxCount,
    value: headCount,
    required: '',
  });
  const button = h('button.button.primary');
  const result = h('div.result');
  const choices = space.options.map((choice) => optionChoice(choice, choice.option === option));
  const node = h(
    'form.booking-form',
    { submit: (event) => (event.preventDefault(), void send()), change: settle },
    h('h4', { tabindex: -1 }, longDate(date)),
    h('fieldset.options', h('legend.sr', t('option')), choices),
    people,
    button,
    result,
  );

  /** Takes in what the date has become. */
  function update(availability) {
    day = availability;
    for (const choice of choices) {
      const radio = choice.querySelector('input');
      const state = day?.[STATE_OF[radio.value]];
      radio.disabled = state !== 'FREE';
      choice.querySelector('.state').textContent = state && state !== 'FREE' ? t(state) : '';
    }
    // What was chosen stays chosen as long as it can be had.
    const free = choices.map((choice) => choice.querySelector('input')).filter((radio) => !radio.disabled);
    if (!free.some((radio) => radio.checked) && free.length > 0) free[0].checked = true;
    settle();
  }

  const chosen = () => node.querySelector('[name=option]:checked:enabled')?.value;

  function settle() {
    button.textContent = t(viewer() ? 'hold' : 'logInToBook');
    button.toggleAttribute('data-sign-in', !viewer());
    button.type = viewer() ? 'submit' : 'button';
    button.disabled = Boolean(viewer()) && !chosen();
  }

  const send = (wanted = chosen()) =>
    busily(node, async () => {
      result.replaceChildren();
      try {
        const wish = { spaceId: space.id, date, option: wanted, headCount: Number(node.headCount.value) };
        const answer = await place(wish);
        if (answer.__typename === 'Order') return onHeld(answer);
        result.replaceChildren(slotTaken(answer, wanted, onDate));
        onDay(answer.availability);
      } catch (error) {
        result.replaceChildren(errorBox(error, error.code === 'NETWORK' && (() => send(wanted))));
      }
      result.scrollIntoView({ block: 'nearest' });
    });

  settle();
  return { node, update, settle, send };
}

const optionChoice = ({ option, price }, isChosen) =>
  h(
    'label.option',
    h('input', { type: 'radio', name: 'option', value: option, checked: isChosen && '', disabled: '' }),
    h('span', t(option)),
    h('span.soft.state'),
    h('strong', won(price)),
  );

/** Why a slot cannot be had, and what can. */
function slotTaken({ message, availability, heldUntil, nextFreeDates }, option, onDate) {
  const free = Object.keys(STATE_OF).filter((choice) => availability[STATE_OF[choice]] === 'FREE');
  const options = free.map((choice) => t(choice)).join(', ');
  const dateButton = (date) =>
    h(
      'button.button',
      { type: 'button', click: () => onDate(date, option) },
      dateText(date, { weekday: 'short', month: 'short', day: 'numeric' }),
    );
  return h(
    'div.notice',
    { role: 'alert' },
    h('strong', t('slotTaken')),
    h('p.soft', { lang: 'en' }, message),
    heldUntil &&
      h(
        'p',
        t('heldUntil', { time: instantText(heldUntil) }),
        ' ',
        countdown(heldUntil, () => undefined),
      ),
    h('p', free.length > 0 ? t('stillFree', { options }) : t('nothingFree')),
    nextFreeDates.length > 0 && [h('p', t('nextFree')), h('div.row.wrapping', nextFreeDates.map(dateButton))],
  );
}
