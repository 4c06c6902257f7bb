import { reviewStay } from './order-requests.js';
import { busily, errorBox, field, h, icon, t } from './ui.js';

/** Stars and words about a stay; `onDone` is told, in words, that it has been reviewed, now or before. */
export function reviewForm(orderId, onDone) {
  const result = h('div.result');
  const star = (n) =>
    h(
      'label.star',
      h('input', { type: 'radio', name: 'rating', value: n, required: '', 'aria-label': t('stars', { n }) }),
      icon('star'),
    );
  const form = h(
    'form.booking-form',
    { submit },
    h('fieldset.stars', h('legend.sr', t('yourRating')), [1, 2, 3, 4, 5].map(star)),
    field(t('yourReview'), { name: 'text', required: '', maxlength: 2000, rows: 3 }, 'textarea'),
    h('button.button.primary', t('sendReview')),
    result,
  );

  function submit(event) {
    event.preventDefault();
    void busily(form, async () => {
      result.replaceChildren();
      try {
        await reviewStay(orderId, { rating: Number(form.rating.value), text: form.text.value });
        onDone(t('reviewThanks'));
      } catch (error) {
        // The stay is over, so all that can stand in the way is a review that is there already.
        if (error.code === 'CONFLICT') return onDone(t('reviewedAlready'));
        result.replaceChildren(errorBox(error, error.code === 'NETWORK' && (() => form.requestSubmit())));
      }
    });
  }

  return form;
}
