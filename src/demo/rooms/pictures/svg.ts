import type { Random } from '../random.js';
import type { Palette } from './palettes.js';

/** What every drawing function is given: the colours of the room and the chance that makes it different. */
export interface Brush {
  readonly p: Palette;
  readonly r: Random;
}

/** The canvas, and the line where wall and floor meet; all drawings use these pixels. */
export const canvas = { width: 720, height: 480, floor: 338 } as const;

// `fill-opacity` and not `opacity`: the latter makes the renderer draw every shape on a layer of its own.
export function rect(x: number, y: number, w: number, h: number, fill: string, rx = 0, opacity = 1): string {
  return `<rect x="${n(x)}" y="${n(y)}" width="${n(w)}" height="${n(h)}" fill="${fill}"${attribute('rx', rx, 0)}${attribute('fill-opacity', opacity, 1)}/>`;
}

export function circle(cx: number, cy: number, radius: number, fill: string, opacity = 1): string {
  return `<circle cx="${n(cx)}" cy="${n(cy)}" r="${n(radius)}" fill="${fill}"${attribute('fill-opacity', opacity, 1)}/>`;
}

export function ellipse(cx: number, cy: number, rx: number, ry: number, fill: string, opacity = 1): string {
  return `<ellipse cx="${n(cx)}" cy="${n(cy)}" rx="${n(rx)}" ry="${n(ry)}" fill="${fill}"${attribute('fill-opacity', opacity, 1)}/>`;
}

export function path(d: string, fill: string, opacity = 1): string {
  return `<path d="${d}" fill="${fill}"${attribute('fill-opacity', opacity, 1)}/>`;
}

/** A path drawn as a line with round ends. */
export function line(d: string, stroke: string, width: number, opacity = 1): string {
  return `<path d="${d}" fill="none" stroke="${stroke}" stroke-width="${n(width)}" stroke-linecap="round" stroke-linejoin="round"${attribute('stroke-opacity', opacity, 1)}/>`;
}

/** Moves a drawing, scales it (a negative `scaleX` mirrors it) and turns it by degrees. */
export function place(x: number, y: number, content: string, scale = 1, turn = 0, mirror = false): string {
  const rotation = turn === 0 ? '' : ` rotate(${n(turn)})`;
  const size = scale === 1 && !mirror ? '' : ` scale(${n(mirror ? -scale : scale)} ${n(scale)})`;
  return `<g transform="translate(${n(x)} ${n(y)})${rotation}${size}">${content}</g>`;
}

/** Puts a thing on the floor with a soft shadow `width` pixels wide below it. */
export function stand(
  x: number,
  y: number,
  content: string,
  width: number,
  scale = 1,
  mirror = false,
): string {
  return ellipse(x, y, (width / 2) * scale, 7 * scale, '#000', 0.16) + place(x, y, content, scale, 0, mirror);
}

/** Draws `count` things by their index. */
export function times(count: number, draw: (index: number) => string): string {
  return Array.from({ length: count }, (_, index) => draw(index)).join('');
}

/** Mixes two `#rrggbb` colours; 0 gives the first, 1 the second. */
export function mix(first: string, second: string, share: number): string {
  const channel = (colour: string, at: number) => parseInt(colour.slice(at, at + 2), 16);
  const mixed = [1, 3, 5].map((at) =>
    Math.round(channel(first, at) * (1 - share) + channel(second, at) * share)
      .toString(16)
      .padStart(2, '0'),
  );
  return `#${mixed.join('')}`;
}

export function darker(colour: string, share = 0.2): string {
  return mix(colour, '#10101c', share);
}

export function lighter(colour: string, share = 0.2): string {
  return mix(colour, '#fffaf0', share);
}

function attribute(name: string, value: number, unless: number): string {
  return value === unless ? '' : ` ${name}="${n(value)}"`;
}

/** Numbers with at most one decimal (two below 10) keep the drawings small. */
function n(value: number): string {
  return String(Math.abs(value) < 10 ? Math.round(value * 100) / 100 : Math.round(value * 10) / 10);
}
