import { serverNow } from './graphql.js';
import { clock, h, number, t } from './ui.js';

/** How many seconds before the end it is said aloud. */
const SAID = [300, 120, 60, 30, 10];

/**
 * The time left until an instant of the server, as minutes and seconds. It stops when it is taken off the page.
 * @param {string} until DateTime
 * @param {() => void} onEnd called once, when nothing is left
 * @param {boolean} isSaid whether screen readers are told now and then
 */
export function countdown(until, onEnd, isSaid = false) {
  const digits = h('strong.countdown', { role: 'timer' });
  const words = isSaid && h('span.sr', { 'aria-live': 'polite' });
  const node = h('span', digits, words);

  function tick() {
    const left = Date.parse(until) - serverNow();
    const seconds = Math.max(0, Math.floor(left / 1000));
    digits.textContent = clock(seconds);
    if (words && SAID.includes(seconds)) words.textContent = t('timeLeft', { time: inWords(seconds) });
    setTimeout(() => node.isConnected && (left > 0 ? tick() : onEnd()), left > 0 ? left % 1000 || 1000 : 0);
  }

  tick();
  return node;
}

function inWords(seconds) {
  const [value, unit] = seconds < 60 ? [seconds, 'second'] : [seconds / 60, 'minute'];
  return number(value, { style: 'unit', unit, unitDisplay: 'long' });
}
