import { shell } from './backdrop.js';
import type { CategoryScenes } from './category-scenes.js';
import { frame, plant } from './props-home.js';
import { neon, spotlight } from './props-party.js';
import { monitor, stageSpeaker } from './props-studio.js';
import { type Brush, circle, darker, lighter, line, mix, path, place, rect, stand, times } from './svg.js';

/** What a mirror shows of the wall behind the viewer: a window and a lamp, pale. */
function reflection({ p }: Brush, x: number, y: number, w: number, h: number, glass: string): string {
  const trim = mix(glass, p.wood, 0.35);
  return (
    rect(x - 6, y - 6, w + 12, h + 12, trim, 2) +
    rect(x, y, w, h, lighter(glass, 0.6)) +
    rect(x, y + h * 0.6, w, h * 0.4, mix(glass, p.second, 0.18)) +
    times(3, (index) => rect(x + ((index + 1) * w) / 4 - 2, y, 4, h, trim)) +
    rect(x, y + h * 0.4, w, 4, trim) +
    rect(x + w * 1.34, y + h * 0.1, w * 0.3, h * 1.44, mix(glass, p.accent, 0.25), 3) +
    circle(x + w * 1.6, y + h * 0.9, 4, lighter(glass, 0.7)) +
    rect(x - w * 0.34, y + h * 0.2, w * 0.22, h * 0.5, mix(glass, p.third, 0.5), 2)
  );
}

/** A wall of mirrors with a barre: what it reflects is a paler room. */
function mirrors(brush: Brush, x: number, y: number, w: number, h: number, panels: number): string {
  const { p } = brush;
  const glass = mix(p.wall, '#dcebf2', 0.62);
  const step = w / panels;
  return (
    rect(x - 8, y - 8, w + 16, h + 16, darker(p.wood, 0.1), 3) +
    rect(x, y, w, h, glass) +
    rect(x, y + h * 0.74, w, h * 0.26, mix(glass, p.floor, 0.5)) +
    reflection(brush, x + w * 0.2, y + h * 0.12, w * 0.42, h * 0.4, glass) +
    rect(x, y + h * 0.71, w, h * 0.03, lighter(glass, 0.5)) +
    times(panels, (index) =>
      path(
        `M${x + step * (index + 0.12)} ${y + h}L${x + step * (index + 0.5)} ${y}h${step * 0.2}L${x + step * (index + 0.32)} ${y + h}z`,
        '#fff',
        0.22,
      ),
    ) +
    times(panels - 1, (index) => rect(x + step * (index + 1) - 1.5, y, 3, h, mix(glass, '#7b97a8', 0.5)))
  );
}

function barre({ p }: Brush, x: number, width: number, y: number): string {
  return (
    times(4, (index) => rect(x + 30 + (index * (width - 64)) / 3, y, 5, 24, '#70747f')) +
    rect(x, y - 4, width, 8, lighter(p.wood, 0.15), 4) +
    rect(x, y + 20, width, 6, p.wood, 3)
  );
}

function ball(colour: string): string {
  return (
    circle(0, -42, 42, colour) +
    path('M-42-42A42 42 0 0 1 0-84 62 62 0 0 0-26-10-42-42z', '#fff', 0.18) +
    line('M-40-52Q0-34 40-52', darker(colour, 0.16), 3)
  );
}

function bag({ p }: Brush, colour: string): string {
  return (
    line('M-24-44Q0-82 24-44', darker(colour, 0.3), 6) +
    rect(-50, -50, 100, 50, colour, 16) +
    rect(-30, -50, 8, 50, p.light, 0, 0.8) +
    rect(22, -50, 8, 50, p.light, 0, 0.8)
  );
}

function danceCover(brush: Brush): string {
  const { p, r } = brush;
  const wide = r.integer(440, 520);
  const left = r.integer(60, 110);
  const lamps = r.pick([
    () =>
      times(
        5,
        (index) =>
          rect(70 + index * 130, 14, 90, 8, '#fffbe8', 4) +
          path(`M${70 + index * 130} 22h90l30 120h-150z`, '#fff8d8', 0.12),
      ),
    () =>
      times(4, (index) =>
        place(
          120 + index * 160,
          14,
          spotlight(r.integer(-14, 14), r.pick([p.accent, p.third, p.second]), 330, 0.16),
        ),
      ),
    () => place(left + wide / 2, 120, neon(brush, r.pick([p.accent, p.second])), 1.2),
  ])();
  return (
    shell(brush, r.pick(['plain', 'stripes', 'panel'])) +
    mirrors(brush, left, 60, wide, 258, r.pick([3, 4])) +
    lamps +
    barre(brush, left - 10, wide + 20, 214) +
    path(`M${left} 350H${left + wide}L${left + wide + 60} 452H${left - 60}z`, '#fff', 0.1) +
    r.pick([
      () => stand(650, 400, stageSpeaker(brush), 90, 1.15),
      () => stand(656, 388, plant(brush, 'palm'), 56, 1.25),
      () => frame(brush, left + wide + 40, 90, 76, 110),
    ])() +
    r.pick([
      () => stand(120, 436, ball(p.accent), 70, 1.05),
      () => stand(130, 438, bag(brush, p.second), 100),
      () => stand(120, 432, monitor(brush), 60, 1.1),
    ])() +
    r.pick([
      () => stand(r.integer(300, 420), 440, bag(brush, p.accent), 100, 0.9),
      () => stand(r.integer(300, 420), 448, ball(p.second), 66, 0.8),
      () => '',
    ])()
  );
}

/** A high training shoe pointing right, 200 x 120. */
function sneaker(colour: string, lace: string): string {
  return (
    path('M-96-16V-112Q-70-124-40-112L-20-74Q30-52 82-44 104-38 104-16z', colour) +
    path('M-96-16V-60Q-70-70-60-16z', darker(colour, 0.2)) +
    path('M58-16Q60-44 86-43 104-38 104-16z', lace) +
    rect(-100, -20, 208, 20, '#fffdf6', 9) +
    rect(-100, -9, 208, 4, darker(colour, 0.2)) +
    times(4, (index) => line(`M${-40 + index * 17} ${-98 + index * 15}l20-11`, lace, 5)) +
    circle(-66, -86, 12, lace)
  );
}

function danceDetail(brush: Brush): string {
  const { p } = brush;
  return (
    rect(0, 0, 720, 480, p.wall) +
    mirrors(brush, 40, 34, 640, 250, 3) +
    barre(brush, 0, 720, 128) +
    rect(0, 310, 720, 170, p.floor) +
    times(5, (index) => rect(0, 324 + index * 34, 720, 2, darker(p.floor, 0.15))) +
    stand(574, 420, stageSpeaker(brush), 90, 1.7) +
    stand(190, 404, sneaker(darker(p.accent, 0.15), p.light), 200, 1.05) +
    stand(300, 448, sneaker(p.accent, p.light), 210, 1.3)
  );
}

function danceSide(brush: Brush): string {
  const { p } = brush;
  const locker = (x: number, index: number) =>
    rect(x, 92, 58, 236, [p.accent, p.second, p.third][index % 3]!, 4) +
    times(3, (slot) => rect(x + 14, 108 + slot * 9, 30, 4, '#000', 2, 0.2)) +
    circle(x + 48, 214, 4, p.light) +
    rect(x, 210, 58, 2, '#000', 0, 0.12);
  return (
    shell(brush, 'plain') +
    times(5, (index) => locker(44 + index * 62, index)) +
    mirrors(brush, 420, 70, 250, 256, 2) +
    barre(brush, 408, 274, 214) +
    rect(70, 366, 290, 14, p.wood, 4) +
    rect(92, 380, 12, 34, darker(p.wood, 0.3)) +
    rect(324, 380, 12, 34, darker(p.wood, 0.3)) +
    place(150, 366, bag(brush, p.second), 0.84) +
    place(280, 366, sneaker(p.accent, p.light), 0.42) +
    stand(590, 428, ball(p.accent), 70) +
    stand(500, 446, ball(p.third), 60, 0.72) +
    stand(394, 404, plant(brush, 'palm'), 56, 1.05)
  );
}

export const danceScenes: CategoryScenes = {
  cover: danceCover,
  detail: danceDetail,
  side: danceSide,
  companion: ({ p }) => ball(p.accent) + place(84, 0, ball(p.second), 0.7),
  emblem: ({ p }) =>
    circle(6, -24, 8, p.light) + line('M-24-12-6-6 10-8 24-22M2-4 4 10-12 30M4 10 18 16 22 30', p.light, 7),
};
