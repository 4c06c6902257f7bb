import { shell } from './backdrop.js';
import type { CategoryScenes } from './category-scenes.js';
import {
  floorLamp,
  frame,
  hangingPlant,
  mug,
  pendant,
  plant,
  rug,
  suitcase,
  wallShelf,
} from './props-home.js';
import { armchair, bed, chair } from './props-seats.js';
import { acousticGuitar } from './props-music.js';
import { window } from './props-outdoor.js';
import { desk } from './props-studio.js';
import {
  type Brush,
  circle,
  darker,
  ellipse,
  lighter,
  line,
  mix,
  path,
  place,
  rect,
  stand,
  times,
} from './svg.js';

/** Sliding doors of paper and lattice, as in a hanok. */
function latticeDoors({ p }: Brush, x: number, y: number, w: number, h: number): string {
  const bar = darker(p.wood, 0.25);
  const half = w / 2;
  const door = (left: number) =>
    rect(left, y, half - 4, h, '#fdf4dd') +
    rect(left, y + h * 0.78, half - 4, h * 0.22, lighter(p.wood, 0.12)) +
    times(4, (index) => rect(left + ((index + 1) * (half - 4)) / 5 - 1.5, y, 3, h * 0.78, bar)) +
    times(6, (index) => rect(left, y + ((index + 1) * h * 0.78) / 7 - 1.5, half - 4, 3, bar)) +
    rect(left, y, half - 4, 6, bar) +
    rect(left, y, 6, h, bar) +
    rect(left + half - 10, y, 6, h, bar) +
    rect(left, y + h * 0.78, half - 4, 5, bar);
  return rect(x - 10, y - 10, w + 16, h + 10, darker(bar, 0.2)) + door(x) + door(x + half);
}

function houseCover(brush: Brush): string {
  const { p, r } = brush;
  const hanok = r.chance(0.4);
  const view = hanok
    ? latticeDoors(brush, 400, 92, 250, 240)
    : r.pick([
        () => window(brush, 424, 84, 220, 160, 2),
        () => window(brush, 424, 78, 176, 170, 2) + wallShelf(brush, 620, 150, 86),
      ])();
  const beams = hanok
    ? rect(0, 30, 720, 16, darker(p.wood, 0.25)) +
      times(
        9,
        (index) =>
          circle(40 + index * 80, 20, 15, darker(p.wood, 0.1)) +
          circle(40 + index * 80, 20, 10, lighter(p.wood, 0.15)),
      )
    : '';
  return (
    shell(brush, r.pick(hanok ? ['plain'] : ['plain', 'panel', 'stripes'])) +
    beams +
    view +
    r.pick([
      () => frame(brush, 116, 84, 74, 92) + frame(brush, 208, 84, 74, 92),
      () => wallShelf(brush, 110, 144, 170),
      () => frame(brush, 130, 76, 140, 96),
    ])() +
    place(352, 0, hanok ? '' : hangingPlant(brush)) +
    r.pick([() => place(350, 426, rug(brush, 470, 82)), () => place(400, 430, rug(brush, 360, 74))])() +
    stand(206, 386, bed(brush, r.pick([p.accent, p.second, p.third, p.green])), 260, 1.3) +
    stand(
      414,
      382,
      rect(-30, -56, 60, 56, p.wood, 4) +
        rect(-24, -48, 48, 20, lighter(p.wood, 0.15), 2) +
        circle(0, -38, 3, p.dark) +
        place(-8, -56, mug(p.accent), 0.9) +
        path('M6-70H20L26-92H0z', p.third) +
        rect(11, -70, 4, 14, p.dark),
      60,
      1.1,
    ) +
    r.pick([
      () => stand(600, 396, armchair(brush, p.second), 100, 1.12),
      () => stand(650, 392, plant(brush, 'palm'), 56, 1.3) + stand(560, 404, suitcase(brush, p.accent), 80),
      () => stand(640, 396, floorLamp(brush), 50, 1.2) + stand(560, 404, suitcase(brush, p.second), 80),
    ])() +
    r.pick([
      () => stand(500, 442, plant(brush, 'bush'), 56),
      () => stand(508, 448, place(0, -4, acousticGuitar(brush), 0.84, -8), 60),
      () => '',
    ])()
  );
}

function houseDetail(brush: Brush): string {
  const { p } = brush;
  return (
    rect(0, 0, 720, 480, p.wall) +
    window(brush, 396, 40, 260, 190, 2) +
    frame(brush, 90, 50, 110, 130) +
    rect(-20, 200, 300, 150, p.wood, 14) +
    rect(-20, 300, 760, 190, p.light) +
    rect(-30, 226, 210, 100, lighter(p.light, 0.4), 30) +
    rect(150, 240, 190, 94, mix(p.light, p.third, 0.35), 30) +
    path('M-10 372C120 330 300 344 420 340S660 330 740 350V490H-10z', p.accent) +
    path(
      'M-10 372C120 330 300 344 420 340S660 330 740 350V384C600 364 480 372 400 376S120 366-10 410z',
      lighter(p.accent, 0.4),
    ) +
    ellipse(470, 424, 168, 36, '#000', 0.14) +
    rect(304, 386, 332, 34, lighter(p.wood, 0.1), 16) +
    rect(304, 386, 332, 14, lighter(p.wood, 0.3), 7) +
    place(382, 390, mug(p.second), 2.6) +
    ellipse(500, 388, 66, 10, '#fff') +
    path('M448 384Q462 346 500 352T552 384z', '#d99a4e') +
    line('M472 372 480 356M498 370 503 352M524 372 524 356', '#b87a35', 4) +
    path('M588 386V352H604V386z', p.light) +
    circle(590, 338, 10, p.accent) +
    circle(604, 334, 11, p.third) +
    circle(597, 322, 9, p.second) +
    circle(612, 346, 8, p.green)
  );
}

function houseSide(brush: Brush): string {
  const { p } = brush;
  const cabinet = mix(p.second, p.light, 0.15);
  return (
    shell(brush, 'tiles', 'tiles') +
    wallShelf(brush, 70, 110, 220) +
    wallShelf(brush, 70, 178, 220) +
    window(brush, 344, 76, 150, 130, 2) +
    rect(548, 66, 118, 300, lighter(p.second, 0.2), 10) +
    rect(548, 176, 118, 5, darker(p.second, 0.1)) +
    rect(562, 120, 7, 40, p.light, 3.5) +
    rect(562, 200, 7, 60, p.light, 3.5) +
    rect(50, 262, 480, 108, cabinet) +
    times(
      4,
      (index) =>
        rect(60 + index * 119, 280, 103, 80, lighter(cabinet, 0.12), 4) +
        rect(102 + index * 119, 290, 20, 5, p.dark, 2.5),
    ) +
    rect(40, 248, 500, 16, p.light, 4) +
    path('M118 248V216H176V248z', '#5b616d') +
    rect(110, 208, 74, 10, '#454a55', 5) +
    line('M134 196q-8-12 0-22M156 196q-8-12 0-22', '#fff', 3, 0.5) +
    line('M420 248V212Q420 200 434 200T446 212', '#a7adb6', 6) +
    place(250, 248, mug(p.accent), 1.2) +
    place(284, 248, mug(p.third), 1.2) +
    place(326, 248, plant(brush, 'bush'), 0.5) +
    [230, 400].map((x) => place(x, 60, pendant(brush, 40, 230))).join('') +
    stand(320, 458, desk(brush, 260), 250) +
    place(270, 378, mug(p.second), 1) +
    ellipse(340, 378, 34, 6, '#fff') +
    circle(330, 370, 9, p.accent) +
    circle(346, 368, 10, p.third) +
    stand(154, 462, chair(brush, p.accent), 60, 1.05) +
    stand(486, 462, chair(brush, p.accent), 60, 1.05) +
    stand(650, 440, plant(brush, 'palm'), 56, 1.2)
  );
}

export const guesthouseScenes: CategoryScenes = {
  cover: houseCover,
  detail: houseDetail,
  side: houseSide,
  companion: (brush) => suitcase(brush, brush.p.accent),
  emblem: ({ p }) => path('M-34 2 0-28 34 2H24V28H-24V2z', p.light) + path('M-8 28V8H8V28z', p.accent),
};
