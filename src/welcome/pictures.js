import { dropZone } from './drop-zone.js';
import { h, icon, t } from './ui.js';

const MOST = 10;
const ACCEPT = 'image/jpeg,image/png,image/webp,image/avif';

/** Chooses pictures and puts them in order; `read` gives the files. */
export function picturePicker() {
  let pictures = [];
  const list = h('ol.pictures');
  const notice = h('p.soft', { role: 'status' });
  const zone = dropZone({ label: t('choosePictures'), hint: t('picturesHint'), accept: ACCEPT }, add);
  const node = h(
    'fieldset.picture-picker',
    { 'data-argument': 'images' },
    h('legend.soft', t('photos')),
    zone,
    notice,
    list,
  );

  function add(files) {
    const room = MOST - pictures.length;
    pictures.push(...files.slice(0, room).map((file) => ({ file, url: URL.createObjectURL(file) })));
    notice.textContent = files.length > room ? t('tooManyPictures') : '';
    render();
  }

  function remove(index) {
    const [{ url }] = pictures.splice(index, 1);
    URL.revokeObjectURL(url);
    notice.textContent = '';
    render();
    focus(Math.min(index, pictures.length - 1), 'remove');
  }

  function move(from, to, button) {
    pictures.splice(to, 0, ...pictures.splice(from, 1));
    render();
    focus(to, button);
  }

  /** Where the finger or the focus was is where it goes on; a button that has nothing to do gives way to another. */
  function focus(index, name) {
    const item = list.children[index];
    (
      item?.querySelector(`.${name}:enabled`) ??
      item?.querySelector(':enabled') ??
      zone.querySelector('input')
    ).focus();
  }

  function render() {
    list.replaceChildren(...pictures.map(item));
  }

  function item({ file, url }, index) {
    const n = index + 1;
    const act = (name, symbol, label, click, disabled = false) =>
      h(
        `button.icon-button.${name}`,
        { type: 'button', 'aria-label': label, click, disabled: disabled && '' },
        icon(symbol),
      );
    const isLast = n === pictures.length;
    return h(
      'li',
      { 'data-argument': `images.${index}` },
      h('div.cover', h('img', { src: url, alt: t('pictureNumber', { n, name: file.name }) })),
      h(
        'div.row.spread',
        act('earlier', 'left', t('earlier', { n }), () => move(index, index - 1, 'earlier'), index === 0),
        act('remove', 'close', t('removePicture', { n }), () => remove(index)),
        act('later', 'right', t('later', { n }), () => move(index, index + 1, 'later'), isLast),
      ),
    );
  }

  return {
    node,
    read: () => pictures.map(({ file }) => file),
    clear: () => pictures.forEach(({ url }) => URL.revokeObjectURL(url)),
  };
}
