import { request } from './graphql.js';
import { addDays, dateText, errorBox, h, icon, lastDate, t, today } from './ui.js';

const MONTH_QUERY = `query Month($id: ID!, $from: LocalDate!, $to: LocalDate!) {
  space(id: $id) { availability(from: $from, to: $to) { date day night all } }
}`;
const STATES = ['FREE', 'HELD', 'TAKEN', 'CLOSED'];
const WEEK = [0, 1, 2, 3, 4, 5, 6];
/** What keys do in the month: the date to go to from `date`. */
const KEYS = {
  ArrowLeft: (date) => addDays(date, -1),
  ArrowRight: (date) => addDays(date, 1),
  ArrowUp: (date) => addDays(date, -7),
  ArrowDown: (date) => addDays(date, 7),
  Home: (date) => addDays(date, -weekdayOf(date)),
  End: (date) => addDays(date, 6 - weekdayOf(date)),
  PageUp: (date) => sameDayIn(date, -1),
  PageDown: (date) => sameDayIn(date, 1),
};

const monthOf = (date) => date.slice(0, 7);
const weekdayOf = (date) => new Date(date).getUTCDay();
const bookable = (date) => date >= today() && date <= lastDate();
const earlier = (one, other) => (one < other ? one : other);

/** The date `day` of the month that lies `months` after `month`; day 0 is the last of the month before. */
function dateIn(month, months, day) {
  const [year, index] = month.split('-').map(Number);
  return new Date(Date.UTC(year, index - 1 + months, day)).toISOString().slice(0, 10);
}

/** The same day of another month, or the last where that is too short. */
const sameDayIn = (date, months) =>
  earlier(dateIn(monthOf(date), months, Number(date.slice(8))), dateIn(monthOf(date), months + 1, 0));

/** The part of a date's month that can be asked for: from today to the last date that can be booked. */
export function monthRange(date) {
  const [first, last] = [dateIn(monthOf(date), 0, 1), dateIn(monthOf(date), 1, 0)];
  return { from: first < today() ? today() : first, to: earlier(last, lastDate()) };
}

/**
 * A month of one room, both halves of each date, with buttons to the months around it. A date is chosen by pressing
 * it; arrow keys walk over the dates.
 * @param {{ spaceId: string, chosen?: string, days: object[], onChoose(date: string, option?: string): void,
 * onDay(day: object): void }} options `chosen` is the LocalDate whose month is shown first (else today's), `days` that
 * month's availability; `onDay` is told of each date that is asked for anew or changes
 * @returns {{ node: HTMLElement, choose(date: string, option?: string): void, change(day: object): void, reload(): Promise<void> }}
 * `change` shows what a date has become just now, `reload` asks again for all that is shown
 */
export function calendar({ spaceId, chosen, days, onChoose, onDay }) {
  const known = new Map(days.map((day) => [day.date, day]));
  const changedAt = new Map();
  let month = monthOf(chosen ?? today());
  let reachable = chosen ?? today();

  const title = h('strong', { 'aria-live': 'polite' });
  const grid = h('div', { keydown: walk, click: press });
  const notice = h('div');
  const said = h('p.sr', { 'aria-live': 'polite' });
  const previous = stepButton('left', 'previousMonth', () => go(-1));
  const next = stepButton('right', 'nextMonth', () => go(1));
  const button = (date) => grid.querySelector(`[data-date="${date}"]`);

  function show() {
    title.textContent = dateText(`${month}-01`, { year: 'numeric', month: 'long' });
    previous.disabled = month <= monthOf(today());
    next.disabled = month >= monthOf(lastDate());
    notice.replaceChildren();
    grid.replaceChildren(monthTable(month));
    for (const date of known.keys()) fill(date);
    mark();
  }

  /** Shows which date is chosen, and lets Tab reach one date. */
  function mark() {
    if (monthOf(reachable) !== month) reachable = monthRange(`${month}-01`).from;
    for (const node of grid.querySelectorAll('button')) {
      node.setAttribute('aria-pressed', node.dataset.date === chosen);
      node.tabIndex = node.dataset.date === reachable ? 0 : -1;
    }
  }

  function fill(date, before) {
    const day = known.get(date);
    const words = t('dayNight', { day: t(day.day), night: t(day.night) });
    const node = button(date);
    node?.setAttribute('aria-label', `${spoken(date)}: ${words}`);
    node?.setAttribute('title', words);
    node?.replaceChildren(
      dayName(date),
      half(day.day, 'DAY', before && before.day !== day.day),
      half(day.night, 'NIGHT', before && before.night !== day.night),
    );
    onDay(day);
    return words;
  }

  function showMonth(date) {
    reachable = date;
    if (monthOf(date) === month) return mark();
    month = monthOf(date);
    show();
    void load(month);
  }

  const go = (months) => showMonth(monthRange(dateIn(month, months, 1)).from);

  async function load(asked) {
    const start = performance.now();
    try {
      const { data } = await request(MONTH_QUERY, { id: spaceId, ...monthRange(`${asked}-01`) });
      for (const day of data.space?.availability ?? []) {
        // What was told since is newer than this answer.
        if (changedAt.get(day.date) > start) continue;
        known.set(day.date, day);
        fill(day.date);
      }
    } catch (error) {
      if (asked === month) notice.replaceChildren(errorBox(error, () => showMonthAgain(asked)));
    }
  }

  function showMonthAgain(asked) {
    notice.replaceChildren();
    void load(asked);
  }

  function walk(event) {
    const { date } = event.target.dataset;
    if (!date || !KEYS[event.key] || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    const to = KEYS[event.key](date);
    showMonth(to < today() ? today() : earlier(to, lastDate()));
    button(reachable).focus();
  }

  function press({ target }) {
    const { date } = target.closest('button')?.dataset ?? {};
    if (date) choose(date, target.dataset.half);
  }

  function choose(date, option) {
    chosen = date;
    showMonth(date);
    onChoose(date, option);
  }

  function change(day) {
    const before = known.get(day.date);
    if (before && before.day === day.day && before.night === day.night && before.all === day.all) return;
    known.set(day.date, day);
    changedAt.set(day.date, performance.now());
    const states = fill(day.date, before);
    const date = dateText(day.date, { month: 'long', day: 'numeric' });
    said.textContent = t('dayChanged', { date, states });
  }

  async function reload() {
    await Promise.all([...new Set([month, monthOf(chosen ?? `${month}-01`)])].map(load));
  }

  show();
  const head = h('div.row.spread', previous, title, next);
  return { node: h('div.calendar', head, grid, notice, legend(), said), choose, change, reload };
}

const stepButton = (symbol, label, click) =>
  h('button.icon-button', { type: 'button', 'aria-label': t(label), click }, icon(symbol));

const half = (state, option, isNew) =>
  h(`span.half.${state.toLowerCase()}${isNew ? '.new' : ''}`, { 'aria-hidden': 'true', 'data-half': option });

const dayName = (date) => h('time', { datetime: date }, String(Number(date.slice(8))));

/** A date in words that begin with its number: that is what one sees, and says to press it. */
const spoken = (date) =>
  [
    Number(date.slice(8)),
    dateText(date, { weekday: 'long' }),
    dateText(date, { year: 'numeric', month: 'long' }),
  ].join(' ');

const legend = () =>
  h(
    'ul.legend',
    STATES.map((state) => h('li.row', half(state), t(state))),
    h('li.soft', t('halves')),
  );

/** Six weeks always, so that the page does not jump between months. */
function monthTable(month) {
  const offset = weekdayOf(`${month}-01`);
  const cell = (day) => {
    const date = dateIn(month, 0, day);
    return monthOf(date) === month ? dayCell(date) : h('td');
  };
  const weeks = [0, 1, 2, 3, 4, 5].map((week) =>
    h(
      'tr',
      WEEK.map((day) => cell(week * 7 + day - offset + 1)),
    ),
  );
  const head = h('tr', WEEK.map(weekday));
  return h('table', { role: 'grid', 'aria-label': t('availability') }, h('thead', head), h('tbody', weeks));
}

function weekday(day) {
  const date = `2026-02-0${day + 1}`; // the 1st was a Sunday
  return h(
    'th',
    { scope: 'col', abbr: dateText(date, { weekday: 'long' }) },
    dateText(date, { weekday: 'narrow' }),
  );
}

function dayCell(date) {
  const now = date === today() ? '.today' : '';
  if (!bookable(date)) return h('td.outside', dayName(date));
  return h(`td${now}`, h('button.date', { type: 'button', 'data-date': date }, dayName(date)));
}
