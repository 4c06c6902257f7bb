import { serverNow } from './graphql.js';
import { h, instantText, number, t } from './ui.js';

/** A tier ends before its instant: of midnight, the last minute of the day before is shown. */
const lastMoment = (until) => instantText(Date.parse(until) - 1);

/** The table of refunds of an order. */
export function refundTable({ tiers }) {
  const line = ({ until, percent }) => h('li', t('refundTier', { until: lastMoment(until), percent }));
  if (tiers.length === 0) return h('p', t('refundNone'));
  return h('ul.tiers', tiers.map(line), h('li', t('refundAfter')));
}

/** What cancelling gives back to the guest now, and what it will give later. */
export function quoteText({ refund, percent, tiers }) {
  if (percent === 0) return t('refundNone');
  const [tier, next] = tiers.filter((each) => Date.parse(each.until) > serverNow());
  const parts = [t('quoteNow', { n: number(refund), percent })];
  const until = tier && lastMoment(tier.until);
  if (tier)
    parts.push(next ? t('quoteThen', { until, percent: next.percent }) : t('quoteNothing', { until }));
  return `${parts.join(', ')}.`;
}
