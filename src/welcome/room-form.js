import { createRoom } from './hosting-requests.js';
import { picturePicker } from './pictures.js';
import {
  argumentField,
  clearFaults,
  faultWords,
  priceFields,
  showFault,
  subtitleField,
  titleField,
} from './room-fields.js';
import { busily, h, t } from './ui.js';
import { withProgress } from './upload-progress.js';

const POLICIES = ['FLEXIBLE', 'STANDARD', 'STRICT'];

/**
 * The form that registers a room.
 * @param {{ districts: object[], categories: object[], facilities: object[] }} choices
 * @param {{ signal(): AbortSignal, onDone(space: object): void }} listener `signal`: ends an upload
 */
export function roomForm({ districts, categories, facilities }, { signal, onDone }) {
  const prices = priceFields();
  const pictures = picturePicker();
  const result = h('div.result');
  const form = h(
    'form.booking-form.room-form',
    { submit: (event) => (event.preventDefault(), void busily(form, send)) },
    titleField(),
    subtitleField(),
    argumentField('input.address', t('postalAddress'), { required: '', maxlength: 200 }),
    h(
      'div.pair',
      choice('input.categoryId', t('category'), categories),
      choice('input.districtId', t('district'), districts),
    ),
    h('div.pair', count('input.minCount', t('minCount'), 2), count('input.maxCount', t('maxCount'))),
    h(
      'div.pair',
      degrees('input.latitude', t('latitude'), 90),
      degrees('input.longitude', t('longitude'), 180),
    ),
    prices.node,
    ticks('facilityIds', t('facilities'), facilities),
    policies(),
    pictures.node,
    h('button.button.primary', t('register')),
    result,
  );

  async function send() {
    clearFaults(form);
    const [options, images] = [prices.read(), pictures.read()];
    if (options.length === 0) return void showFault(form, 'input.options', t('needOption'));
    if (images.length === 0) return void showFault(form, 'images', t('needPicture'));
    let done = null;
    const put = async (progress) => (done = await createRoom(input(options), images, progress));
    const onError = (error) => showFault(form, error.details?.argument, faultWords(error));
    if (!(await withProgress(result, form.elements.title.value, put, { signal: signal(), onError }))) return;
    pictures.clear();
    onDone(done);
  }

  function input(options) {
    const data = new FormData(form);
    const text = (name) => data.get(name).trim();
    const figure = (name) => (text(name) === '' ? null : Number(text(name)));
    return {
      ...{ title: text('title'), subtitle: text('subtitle'), address: text('address') },
      ...{ categoryId: text('categoryId'), districtId: text('districtId') },
      ...{ minCount: figure('minCount'), maxCount: figure('maxCount') },
      ...{ latitude: figure('latitude'), longitude: figure('longitude') },
      ...{ options, facilityIds: data.getAll('facilityIds'), cancellationPolicy: text('cancellationPolicy') },
    };
  }

  return form;
}

function choice(argument, label, values) {
  const node = argumentField(argument, label, { required: '' }, 'select');
  const options = values.map(({ id, name }) => h('option', { value: id }, name));
  node.querySelector('select').append(h('option', { value: '' }, t('choose')), ...options);
  return node;
}

const count = (argument, label, value) =>
  argumentField(argument, label, { type: 'number', min: 1, max: 1000, step: 1, required: '', value });

const degrees = (argument, label, most) =>
  argumentField(argument, label, { type: 'number', min: -most, max: most, step: 'any' });

function ticks(name, label, values) {
  const tick = ({ id, name: words }) =>
    h('label.chip', h('input', { type: 'checkbox', name, value: id }), words);
  return h(
    'fieldset',
    { 'data-argument': `input.${name}` },
    h('legend.soft', label),
    h('div.row.wrapping.ticks', values.map(tick)),
  );
}

function policies() {
  const line = (policy, index) =>
    h(
      'label.row.policy',
      h('input', { type: 'radio', name: 'cancellationPolicy', value: policy, checked: index === 0 && '' }),
      t(policy),
    );
  return h(
    'fieldset.policies',
    { 'data-argument': 'input.cancellationPolicy' },
    h('legend.soft', t('policy')),
    POLICIES.map(line),
  );
}
