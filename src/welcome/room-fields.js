import { field, h, t } from './ui.js';

export const OPTIONS = ['DAY', 'NIGHT', 'ALL'];
const MOST_WON = 1_000_000_000;

/** A control of an argument: the API's complaints about `argument` are shown at it. */
export function argumentField(argument, label, attributes, tag) {
  const node = field(label, { ...attributes, name: argument.replace('input.', '') }, tag);
  node.dataset.argument = argument;
  return node;
}

export const titleField = (value) =>
  argumentField('input.title', t('title'), { value, required: '', maxlength: 100 });
export const subtitleField = (value) =>
  argumentField('input.subtitle', t('subtitle'), { value, required: '', maxlength: 200 });

/** Which options are sold, each with its price once it is ticked; `read` gives them as `PriceOptionInput`s. */
export function priceFields(sold = []) {
  const lines = OPTIONS.map((option) => {
    const price = sold.find((each) => each.option === option)?.price;
    const label = t('priceOf', { option: t(option) });
    const amount = h('input', {
      ...{ type: 'number', min: 0, max: MOST_WON, step: 1, inputmode: 'numeric', required: '' },
      ...{ 'aria-label': label, placeholder: t('inWon'), value: price },
    });
    const tick = h('input', { type: 'checkbox', change: settle });
    tick.checked = price !== undefined;
    function settle() {
      amount.disabled = !tick.checked;
      if (tick.checked) amount.focus();
    }
    amount.disabled = !tick.checked;
    const node = h('div.price', h('label.row', tick, t(`${option}_HOURS`)), h('div.field', amount));
    return { option, amount, tick, node };
  });
  const node = h(
    'fieldset.price-fields',
    { 'data-argument': 'input.options' },
    h('legend.soft', t('prices')),
    lines.map((line) => line.node),
  );

  function read() {
    for (const line of lines) delete line.node.dataset.argument;
    const ticked = lines.filter(({ tick }) => tick.checked);
    return ticked.map((line, index) => {
      line.node.dataset.argument = `input.options.${index}`;
      return { option: line.option, price: Number(line.amount.value) };
    });
  }

  return { node, read };
}

/** Shows a complaint at the control of `argument`, or of what it is a part of; false: there is none in this form. */
export function showFault(form, argument = '', words) {
  const path = argument.split('.');
  while (path.length > 0) {
    const node = form.querySelector(`[data-argument="${CSS.escape(path.join('.'))}"]`);
    if (node) return markFault(node, words);
    path.pop();
  }
  return false;
}

/** The next complaint stands alone. */
export function clearFaults(form) {
  for (const node of form.querySelectorAll('.fault')) node.remove();
  for (const node of form.querySelectorAll('[aria-describedby=fault]')) {
    node.removeAttribute('aria-invalid');
    node.removeAttribute('aria-describedby');
  }
}

function markFault(node, words) {
  const fault = h('p.fault', { id: 'fault', role: 'alert' }, words);
  node.append(fault);
  const control =
    node.querySelector('[type=number]:enabled') ?? node.querySelector('input, select, button:enabled');
  if (!control.matches('button')) control.setAttribute('aria-invalid', 'true');
  control.setAttribute('aria-describedby', fault.id);
  control.focus();
  fault.scrollIntoView({ block: 'nearest' });
  return true;
}

/** What the API says about an argument, in the reader's words and its own, without the path that names the place. */
export const faultWords = ({ code, message }) => [
  h('strong', t(code)),
  ' ',
  h('span', { lang: 'en' }, message.replace(/^[\w.]+: /, '')),
];
