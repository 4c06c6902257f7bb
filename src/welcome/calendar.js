import { request } from './graphql.js';
import { dateText, errorBox, h, icon, lastDate, t, today } from './ui.js';

const MONTH_QUERY = `query Month($id: ID!, $from: LocalDate!, $to: LocalDate!) {
  space(id: $id) { availability(from: $from, to: $to) { date day night } }
}`;
const STATES = ['FREE', 'HELD', 'TAKEN', 'CLOSED'];
const WEEK = [0, 1, 2, 3, 4, 5, 6];

const monthOf = (date) => date.slice(0, 7);

/** The date `day` of the month that lies `months` after `month`; day 0 is the last of the month before. */
function dateIn(month, months, day) {
  const [year, index] = month.split('-').map(Number);
  return new Date(Date.UTC(year, index - 1 + months, day)).toISOString().slice(0, 10);
}

/** The part of a date's month that can be asked for: from today to the last date that can be booked. */
export function monthRange(date) {
  const [first, last] = [dateIn(monthOf(date), 0, 1), dateIn(monthOf(date), 1, 0)];
  return { from: first < today() ? today() : first, to: last > lastDate() ? lastDate() : last };
}

/**
 * A month of one room, both halves of each date, with buttons to the months around it.
 * @param {string} spaceId
 * @param {string | undefined} chosen the LocalDate to mark, whose month is shown first (else today's)
 * @param {{ date: string, day: string, night: string }[]} days that month's availability
 */
export function calendar(spaceId, chosen, days) {
  let month = monthOf(chosen ?? today());
  const title = h('strong', { 'aria-live': 'polite' });
  const grid = h('div');
  const previous = stepButton('left', 'previousMonth', () => go(-1));
  const next = stepButton('right', 'nextMonth', () => go(1));

  function show(availability) {
    title.textContent = dateText(`${month}-01`, { year: 'numeric', month: 'long' });
    previous.disabled = month <= monthOf(today());
    next.disabled = month >= monthOf(lastDate());
    grid.replaceChildren(monthTable(month, chosen, availability));
  }

  async function go(months) {
    const asked = (month = monthOf(dateIn(month, months, 1)));
    show([]);
    try {
      const { data } = await request(MONTH_QUERY, { id: spaceId, ...monthRange(`${asked}-01`) });
      if (month === asked) show(data.space?.availability ?? []);
    } catch (error) {
      if (month === asked) grid.replaceChildren(errorBox(error, () => go(0)));
    }
  }

  show(days);
  return h('div.calendar', h('div.row.spread', previous, title, next), grid, legend());
}

const stepButton = (symbol, label, click) =>
  h('button.icon-button', { type: 'button', 'aria-label': t(label), click }, icon(symbol));

const half = (state) => h(`span.half.${state.toLowerCase()}`, { 'aria-hidden': 'true' });

const legend = () =>
  h(
    'ul.legend',
    STATES.map((state) => h('li.row', half(state), t(state))),
    h('li.soft', t('halves')),
  );

/** Six weeks always, so that the page does not jump between months. */
function monthTable(month, chosen, availability) {
  const states = new Map(availability.map((day) => [day.date, day]));
  const offset = new Date(`${month}-01`).getUTCDay();
  const cell = (day) => {
    const date = dateIn(month, 0, day);
    return monthOf(date) === month ? dayCell(date, date === chosen, states.get(date)) : h('td');
  };
  const weeks = [0, 1, 2, 3, 4, 5].map((week) =>
    h(
      'tr',
      WEEK.map((day) => cell(week * 7 + day - offset + 1)),
    ),
  );
  const head = h('tr', WEEK.map(weekday));
  return h('table', h('caption.sr', t('availability')), h('thead', head), h('tbody', weeks));
}

function weekday(day) {
  const date = `2026-02-0${day + 1}`; // the 1st was a Sunday
  return h(
    'th',
    { scope: 'col', abbr: dateText(date, { weekday: 'long' }) },
    dateText(date, { weekday: 'narrow' }),
  );
}

function dayCell(date, chosen, states) {
  const name = h('time', { datetime: date }, String(Number(date.slice(8))));
  if (!states) return h('td.date.outside', name, half('none'), half('none'));
  const words = t('dayNight', { day: t(states.day), night: t(states.night) });
  const cell = h(
    'td.date',
    { title: words },
    name,
    half(states.day),
    half(states.night),
    h('span.sr', words),
  );
  cell.classList.toggle('chosen', chosen);
  cell.classList.toggle('today', date === today());
  return cell;
}
