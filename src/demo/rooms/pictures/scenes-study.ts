import { glow, shell } from './backdrop.js';
import type { CategoryScenes } from './category-scenes.js';
import {
  bookshelf,
  floorLamp,
  frame,
  hangingPlant,
  laptop,
  mug,
  pendant,
  plant,
  rug,
  wallClock,
  wallShelf,
} from './props-home.js';
import { armchair, chair, sofa } from './props-seats.js';
import { window } from './props-outdoor.js';
import { desk } from './props-studio.js';
import { type Brush, circle, darker, lighter, line, path, place, rect, stand, times } from './svg.js';

/** A white board with drawings on it, from its upper left corner. */
function whiteboard({ p, r }: Brush, x: number, y: number, w: number, h: number): string {
  const drawing = r.pick([
    () =>
      line(
        `M24 ${h - 26}H${w * 0.5}M24 ${h - 26}V24M30 ${h - 40}L${w * 0.18} ${h * 0.5} ${w * 0.3} ${h * 0.58} ${w * 0.46} ${h * 0.26}`,
        p.second,
        4,
      ),
    () =>
      line(`M${w * 0.12} ${h * 0.3}h40M${w * 0.34} ${h * 0.3}h40M${w * 0.22} ${h * 0.7}h40`, p.second, 14) +
      line(
        `M${w * 0.2} ${h * 0.36}L${w * 0.27} ${h * 0.6}M${w * 0.4} ${h * 0.36}L${w * 0.3} ${h * 0.6}`,
        p.dark,
        3,
      ),
    () =>
      times(5, (index) => line(`M20 ${26 + index * 12}H${w * 0.52}`, '#b9b6ae', 2)) +
      [40, 66, 92, 118]
        .map(
          (left, index) =>
            circle(left, 50 + ((index * 17) % 30), 6, p.dark) +
            line(`M${left + 5} ${50 + ((index * 17) % 30)}v-28`, p.dark, 2.5),
        )
        .join(''),
  ])();
  const notes = times(4, (index) =>
    place(
      w * 0.66 + (index % 2) * 36,
      24 + Math.floor(index / 2) * 38,
      rect(0, 0, 28, 28, [p.third, p.accent, p.green, p.second][index]!, 1),
      1,
      index % 2 ? 4 : -4,
    ),
  );
  return place(
    x,
    y,
    rect(-5, -5, w + 10, h + 10, '#8f96a0', 4) +
      rect(0, 0, w, h, '#fdfdfb', 2) +
      drawing +
      notes +
      rect(w * 0.2, h + 3, w * 0.6, 6, '#70767f', 3) +
      rect(w * 0.3, h - 1, 22, 5, p.accent, 2) +
      rect(w * 0.48, h - 1, 22, 5, p.second, 2),
  );
}

function cover(brush: Brush): string {
  const { p, r } = brush;
  const width = r.integer(360, 430);
  const seats = r.pick([4, 5]);
  const left = r.pick([
    () => stand(82, 366, bookshelf(brush, 130, 250, 6), 130),
    () => window(brush, 40, 84, 130, 190, 2) + stand(84, 388, plant(brush, 'bush'), 56, 1.1),
    () => frame(brush, 44, 90, 90, 120) + stand(84, 382, plant(brush, 'palm'), 56, 1.3),
  ])();
  const right = r.pick([
    () => window(brush, 532, 84, 150, 160, 2) + stand(650, 392, plant(brush, 'palm'), 56, 1.1),
    () => stand(632, 368, bookshelf(brush, 130, 230, 5), 130),
    () => wallShelf(brush, 540, 140, 150) + stand(640, 388, armchair(brush, p.second), 100, 1.05),
  ])();
  return (
    shell(brush, r.pick(['plain', 'panel', 'stripes'])) +
    left +
    whiteboard(brush, 206, 92, 280, 130) +
    right +
    r.pick([() => place(510, 0, hangingPlant(brush)), () => wallClock(brush, 524, 70)])() +
    [240, 360, 480].map((x) => place(x, 74, pendant(brush, 60, 240))).join('') +
    times(seats, (index) =>
      stand(
        360 + ((index + 0.5) / seats - 0.5) * (width - 20),
        392,
        chair(brush, index % 2 ? p.second : p.accent),
        56,
        1,
      ),
    ) +
    stand(360, 432, desk(brush, width, lighter(p.wood, 0.14)), width, 1) +
    place(360 - width * 0.28, 352, laptop(brush), 1) +
    place(360 + width * 0.24, 352, laptop(brush), 1) +
    place(360 - width * 0.06, 352, mug(p.accent), 0.9) +
    place(
      360 + width * 0.08,
      352,
      r.pick([rect(-20, -7, 40, 7, p.second, 1.5) + rect(-16, -14, 34, 7, p.third, 1.5), mug(p.third)]),
      1,
    ) +
    stand(360 - width * 0.3, 468, chair(brush, p.third), 60, 1.06) +
    stand(360 + width * 0.3, 468, chair(brush, p.third), 60, 1.06)
  );
}

function detail(brush: Brush): string {
  const { p } = brush;
  return (
    rect(0, 0, 720, 480, p.wall) +
    glow(560, 150, 250, '#ffe7a8') +
    wallShelf(brush, 60, 110, 190) +
    frame(brush, 300, 40, 120, 100) +
    rect(0, 360, 720, 120, lighter(p.wood, 0.12)) +
    rect(0, 360, 720, 10, lighter(p.wood, 0.3)) +
    path('M520 190 400 372H716z', '#fff1c4', 0.3) +
    line('M628 388V290L560 200', p.dark, 9) +
    circle(628, 290, 9, p.accent) +
    place(548, 190, path('M-24-26H24L50 26H-50z', p.accent) + rect(-50, 24, 100, 7, '#fff5d2', 3), 1.1, -28) +
    rect(592, 382, 74, 14, p.dark, 7) +
    place(300, 404, laptop(brush), 3.4) +
    place(
      92,
      420,
      rect(-64, -22, 128, 22, p.accent, 3) +
        rect(-58, -20, 120, 16, p.light, 2) +
        rect(-58, -44, 116, 22, p.second, 3) +
        rect(-52, -41, 108, 16, p.light, 2) +
        rect(-50, -64, 104, 20, p.third, 3) +
        rect(-44, -61, 96, 14, p.light, 2),
    ) +
    place(482, 430, mug(p.second), 2.7) +
    place(
      626,
      450,
      path('M-22-50H22L18 0H-18z', p.second) +
        line('M-10-50-18-92M0-50 2-104M10-50 20-88', p.third, 6) +
        path('M-24-52H24V-40H-23z', lighter(p.second, 0.15)),
    ) +
    place(
      330,
      448,
      path('M-80-14H-2V16H-90zM2-14H80L90 16H2z', '#fffdf6') +
        times(3, (index) => line(`M-72 ${-6 + index * 7}H-14M14 ${-6 + index * 7}H72`, '#b9b3a6', 1.6)),
    )
  );
}

function side(brush: Brush): string {
  const { p } = brush;
  return (
    shell(brush, 'panel') +
    stand(120, 372, bookshelf(brush, 180, 300, 7), 180) +
    stand(600, 372, bookshelf(brush, 180, 300, 7), 180) +
    window(brush, 256, 66, 208, 160, 3) +
    place(360, 430, rug(brush, 470, 84)) +
    stand(360, 398, sofa(brush, 250, p.second), 250, 1.02) +
    stand(180, 416, floorLamp(brush), 50, 1.24) +
    stand(360, 454, desk(brush, 150), 140, 0.62) +
    place(340, 404, mug(p.accent), 0.9) +
    place(376, 404, rect(-20, -6, 40, 6, p.accent, 1.5) + rect(-16, -12, 34, 6, p.third, 1.5)) +
    stand(540, 430, plant(brush, 'palm'), 56, 1.2)
  );
}

export const studyScenes: CategoryScenes = {
  cover,
  detail,
  side,
  companion: (brush) => bookshelf(brush, 90, 130, 3),
  emblem: ({ p }) =>
    path('M0-16C-10-24-24-26-34-24V20C-24 18-10 20 0 28 10 20 24 18 34 20V-24C24-26 10-24 0-16z', p.light) +
    line('M0-14V26', darker(p.light, 0.4), 3),
};
