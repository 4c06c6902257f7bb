import { reviewStay } from './order-requests.js';
import { busily, errorBox, field, h, icon, t } from './ui.js';

/** Stars and words about a stay; `onDone` is called when it has been reviewed. */
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
        await post({ rating: Number(form.rating.value), text: form.text.value });
        await onDone();
      } catch (error) {
        result.replaceChildren(errorBox(error, error.code === 'NETWORK' && (() => form.requestSubmit())));
      }
    });
  }

  const post = (review) =>
    reviewStay(orderId, review).catch((error) => {
      // The stay is over, so all that can stand in the way is a review made elsewhere meanwhile.
      if (error.code !== 'CONFLICT') throw error;
    });

  return form;
}
