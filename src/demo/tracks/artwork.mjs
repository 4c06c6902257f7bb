import sharp from 'sharp';

import { seededRandom } from './synth/random.mjs';

const SIZE = 400;

/** `count` pieces of SVG, drawn by `piece(index)` and joined. */
export function each(count, piece) {
  return Array.from({ length: count }, (_, index) => piece(index)).join('');
}

/** A vertical gradient named `id` through the colours given. */
export function gradient(id, ...colours) {
  const stops = colours
    .map((c, i) => `<stop offset="${i / (colours.length - 1)}" stop-color="${c}"/>`)
    .join('');
  return `<linearGradient id="${id}" x1="0" y1="0" x2="0" y2="1">${stops}</linearGradient>`;
}

/** A glow named `id`, from the colour in its middle to nothing at its rim. */
export function glow(id, colour) {
  return `<radialGradient id="${id}"><stop offset="0" stop-color="${colour}"/><stop offset="1" stop-color="${colour}" stop-opacity="0"/></radialGradient>`;
}

/** The points of a polygon on a circle, every second one drawn in to `inner` (a star or a gear). */
export function star(cx, cy, outer, inner, tips, turn = -Math.PI / 2) {
  return Array.from({ length: tips * 2 }, (_, i) => {
    const radius = i % 2 === 0 ? outer : inner;
    const angle = turn + (i * Math.PI) / tips;
    return `${(cx + radius * Math.cos(angle)).toFixed(1)},${(cy + radius * Math.sin(angle)).toFixed(1)}`;
  }).join(' ');
}

/** Draws a song's cover, 400 by 400, as a JPEG or (few flat colours) a PNG. `draw` gets a seeded random source. */
export async function renderCover(draw, type, seed) {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${SIZE}" height="${SIZE}" viewBox="0 0 ${SIZE} ${SIZE}">${draw(seededRandom(seed))}</svg>`;
  const image = sharp(Buffer.from(svg)).flatten({ background: '#000' });
  return type === 'png'
    ? image.png({ palette: true, colours: 48, compressionLevel: 9 }).toBuffer()
    : image.jpeg({ quality: 76, mozjpeg: true }).toBuffer();
}
