import { ApiError } from './graphql.js';
import { TEXTS } from './texts.js';

/** What the address bar remembers; empty values are left out of it. */
export const params = () => new URLSearchParams(location.search);

/** The address of this page with some parameters changed. */
export function address(changes) {
  const next = params();
  for (const [name, value] of Object.entries(changes)) value ? next.set(name, value) : next.delete(name);
  return `${location.pathname}${next.size ? `?${next}` : ''}`;
}

let language = params().get('lang') ?? (navigator.language.startsWith('ko') ? 'ko' : 'en');

/** The text of `key` in the chosen language, `{name}` replaced by `values.name`. */
export function t(key, values = {}) {
  return TEXTS[key][language === 'ko' ? 0 : 1].replace(/\{(\w+)\}/g, (_, name) => values[name]);
}

/** Attribute of what rooms, places and kinds are called: Korean, whatever the language of the page. */
export const KOREAN = { lang: 'ko' };

/** Fills the marked elements below `root`: `data-t` (text), `data-t-label` (aria-label), `data-t-hint` (placeholder). */
export function translate(root = document) {
  document.documentElement.lang = language;
  for (const node of root.querySelectorAll('[data-t]')) node.textContent = t(node.dataset.t);
  for (const node of root.querySelectorAll('[data-t-label]'))
    node.setAttribute('aria-label', t(node.dataset.tLabel));
  for (const node of root.querySelectorAll('[data-t-hint]')) node.placeholder = t(node.dataset.tHint);
}

export function switchLanguage() {
  language = language === 'ko' ? 'en' : 'ko';
  history.replaceState(history.state, '', address({ lang: language }));
  translate();
}

/**
 * Makes an element: `h('p.soft', { title: 'x' }, child, …)`. Functions become listeners; null, undefined and false are
 * left out; text stays text.
 */
export function h(name, ...parts) {
  const [tag, ...classes] = name.split('.');
  const node = document.createElement(tag);
  if (classes.length > 0) node.className = classes.join(' ');
  for (const part of parts.flat()) {
    if (part?.constructor === Object) setAttributes(node, part);
    else if (part !== null && part !== undefined && part !== false) node.append(part);
  }
  return node;
}

function setAttributes(node, attributes) {
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === 'function') node.addEventListener(name, value);
    else if (value !== null && value !== undefined && value !== false) node.setAttribute(name, value);
  }
}

const drawing = document.querySelector('svg.icon');

export function icon(name) {
  const svg = drawing.cloneNode(true);
  svg.firstElementChild.setAttribute('href', `#icon-${name}`);
  return svg;
}

/** The friendly face of a failure: what it is by its stable code, the code itself, and a way on when there is one. */
export function errorBox(error, retry, title) {
  const code = error instanceof ApiError ? error.code : 'INTERNAL';
  return h(
    'div.notice.error',
    { role: 'alert' },
    h('strong', title ?? t(code in TEXTS ? code : 'failed')),
    ' ',
    h('code', code),
    h('p', { lang: 'en' }, error.message),
    retry && h('button.button', { type: 'button', click: ({ target }) => again(target) }, t('retry')),
  );
  function again(button) {
    // The button goes away: the focus stays in the part of the page it was in.
    button.closest('[tabindex="-1"]')?.focus({ preventScroll: true });
    retry();
  }
}

/**
 * Runs what a form or a card was asked to do, once at a time. It is marked as busy; its buttons are not disabled, which
 * would take the focus from them.
 */
export async function busily(node, action) {
  if (node.getAttribute('aria-busy') === 'true') return;
  node.setAttribute('aria-busy', 'true');
  await action().finally(() => node.setAttribute('aria-busy', 'false'));
}

/** A labelled control; `attributes` are those of the input, or of the element named by `tag`. */
export const field = (label, attributes, tag = 'input') =>
  h('label.field', h('span.soft', label), h(tag, attributes));

/** This server's media by whatever name the browser reached it: the policy allows pictures and sound of this origin only. */
export const local = (url) => {
  const { pathname, search } = new URL(url, location.origin);
  return pathname + search;
};

export const number = (value, options) => new Intl.NumberFormat(language, options).format(value);
export const won = (value) => (language === 'ko' ? `${number(value)}원` : `₩${number(value)}`);
export const rating = (value) => number(value, { minimumFractionDigits: 1, maximumFractionDigits: 1 });
export const clock = (seconds) =>
  `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, '0')}`;

/** A LocalDate (YYYY-MM-DD) or DateTime in words; LocalDates are read and written in UTC so that no zone can move them. */
export const dateText = (date, options, timeZone = 'UTC') =>
  new Intl.DateTimeFormat(language, { timeZone, ...options }).format(new Date(date));
export const longDate = (date) => dateText(date, { weekday: 'long', month: 'long', day: 'numeric' });
/** An instant as the clocks of Seoul show it, with its date. */
export const instantText = (instant) =>
  dateText(
    instant,
    { month: 'short', day: 'numeric', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' },
    'Asia/Seoul',
  );
export const addDays = (date, days) =>
  new Date(Date.parse(date) + days * 86_400_000).toISOString().slice(0, 10);
export const today = () => new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Seoul' }).format();
/** Last date that can be booked. */
export const lastDate = () => addDays(today(), 365);
