import type { CategoryScenes } from './category-scenes.js';
import { plant } from './props-home.js';
import { chair, stool } from './props-seats.js';
import { guitarOnStand, micStand } from './props-music.js';
import { deck, grill, loungeChair, parasol, planter, railing, sky, skyline, skyOf } from './props-outdoor.js';
import { bottle, bunting, glass, stringLights } from './props-party.js';
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

/** Sky, city, railing and boards. */
function roof(brush: Brush): string {
  const { p } = brush;
  return (
    sky(brush, 0, 0, 720, 330) +
    skyline(brush, 0, 322, 720, 190) +
    railing(330, mix(p.dark, skyOf(brush).near, 0.35)) +
    deck(328, mix(p.wood, p.floor, 0.25))
  );
}

function poles(brush: Brush): string {
  const post = (x: number) =>
    line(`M${x} 400V72`, darker(brush.p.wood, 0.35), 7) +
    rect(x - 20, 392, 40, 14, darker(brush.p.wood, 0.45), 4);
  return post(26) + post(694) + stringLights(26, 76, 372, 96, 30, 8) + stringLights(348, 96, 694, 76, 30, 8);
}

/** A pergola of beams hung with lights. */
function pergola({ p }: Brush): string {
  const wood = lighter(p.wood, 0.05);
  return (
    rect(70, 70, 16, 324, wood) +
    rect(634, 70, 16, 324, wood) +
    rect(40, 62, 640, 18, lighter(wood, 0.12)) +
    times(9, (index) => rect(74 + index * 70, 48, 12, 18, darker(wood, 0.15))) +
    stringLights(80, 82, 360, 82, 36, 7) +
    stringLights(360, 82, 640, 82, 36, 7)
  );
}

function banquet(brush: Brush, width: number): string {
  const { p, r } = brush;
  const drinks = [p.accent, p.second, p.third];
  return (
    desk(brush, width, lighter(p.wood, 0.15)) +
    times(5, (index) => {
      const x = ((index + 0.5) / 5 - 0.5) * (width - 30);
      return r.pick([
        () => place(x, -80, bottle(index % 2 ? p.green : p.accent), 0.8),
        () => place(x, -80, glass(drinks[index % 3]!), 0.95),
        () =>
          ellipse(x, -82, 20, 5, p.light) +
          circle(x - 6, -88, 7, drinks[index % 3]!) +
          circle(x + 6, -88, 7, p.green),
        () => rect(x - 7, -100, 14, 20, '#fff6da', 3) + circle(x, -92, 18, '#ffdf8a', 0.35),
      ])();
    })
  );
}

function cover(brush: Brush): string {
  const { p, r } = brush;
  const shade = r.pick([
    () => poles(brush),
    () => pergola(brush),
    () => poles(brush) + bunting(brush, 26, 118, 694, 26),
  ])();
  const middle = r.pick([
    () =>
      times(4, (index) =>
        stand(230 + index * 88, 402, chair(brush, index % 2 ? p.second : p.accent), 56, 0.95),
      ) + stand(360, 440, banquet(brush, 380), 380),
    () =>
      stand(300, 418, parasol(brush, p.accent), 60, 1.16) +
      stand(300, 432, desk(brush, 150, p.light), 140, 0.8) +
      stand(150, 446, loungeChair(brush, p.second), 130, 1.15) +
      stand(452, 446, loungeChair(brush, p.second), 130, 1.15, true),
    () =>
      stand(252, 396, sofaOfPallets(brush, p.accent), 270, 1.1) +
      stand(460, 388, sofaOfPallets(brush, p.second), 230, 0.86) +
      stand(360, 450, banquet(brush, 200), 200, 0.8),
  ])();
  const right = r.pick([
    () => stand(618, 430, grill(brush), 80, 1.2),
    () =>
      stand(610, 420, guitarOnStand(brush, p.accent), 44, 1.1) + stand(560, 440, micStand(brush), 44, 1.1),
    () => stand(626, 420, plant(brush, 'palm'), 56, 1.35),
  ])();
  return (
    roof(brush) +
    place(120, 346, planter(brush, 180), 1) +
    place(580, 346, planter(brush, 200), 1) +
    shade +
    middle +
    right +
    stand(70, 440, plant(brush, r.pick(['bush', 'cactus', 'palm'])), 56, 1.2)
  );
}

/** A bench of pallets with cushions, 260 wide. */
function sofaOfPallets({ p }: Brush, colour: string): string {
  return (
    rect(-130, -30, 260, 10, p.wood, 2) +
    rect(-130, -16, 260, 10, darker(p.wood, 0.12), 2) +
    times(3, (index) => rect(-124 + index * 116, -30, 16, 30, darker(p.wood, 0.25))) +
    rect(-126, -50, 252, 22, p.light, 9) +
    times(4, (index) => rect(-122 + index * 62, -84, 56, 42, index % 2 ? colour : lighter(colour, 0.35), 12))
  );
}

function detail(brush: Brush): string {
  const { p } = brush;
  const { bottom } = skyOf(brush);
  return (
    sky(brush, 0, 0, 720, 350) +
    skyline(brush, 0, 352, 720, 220) +
    stringLights(-20, 20, 380, 50, 40, 8) +
    stringLights(340, 50, 740, 20, 40, 8) +
    rect(0, 348, 720, 132, lighter(p.wood, 0.1)) +
    times(3, (index) => rect(0, 386 + index * 32, 720, 2, darker(p.wood, 0.1))) +
    rect(0, 348, 720, 8, mix(p.wood, bottom, 0.4)) +
    circle(170, 330, 110, '#ffdf8a', 0.22) +
    rect(126, 280, 88, 130, mix(p.dark, p.wood, 0.3), 8) +
    rect(136, 294, 68, 102, '#ffe9b3', 4) +
    path('M160 396V356H180V396z', '#fffdf3') +
    ellipse(170, 344, 6, 13, '#ffb43a') +
    line('M140 282Q170 226 200 282', mix(p.dark, p.wood, 0.3), 6) +
    place(354, 424, glass(p.accent), 4) +
    place(462, 436, glass(p.second), 4) +
    place(590, 412, bottle(p.green), 3.4) +
    place(
      268,
      442,
      ellipse(0, 0, 56, 12, p.light) +
        circle(-18, -14, 18, p.accent) +
        circle(14, -12, 16, p.third) +
        circle(0, -30, 15, p.green),
    )
  );
}

function side(brush: Brush): string {
  const { p } = brush;
  return (
    roof(brush) +
    path('M150 92 30 404H270z', p.light) +
    path('M150 92 30 404H90z', '#000', 0.07) +
    path('M150 92 106 404H194z', darker(p.accent, 0.35)) +
    path('M150 92 106 404 84 404z', lighter(p.light, 0.2)) +
    bunting(brush, 150, 92, 694, 40) +
    line('M694 400V84', darker(p.wood, 0.35), 7) +
    place(360, 348, planter(brush, 190)) +
    stand(560, 404, grill(brush), 80, 1.6) +
    stand(652, 420, desk(brush, 120), 110, 0.9) +
    place(630, 348, bottle(p.green), 0.8) +
    place(660, 348, bottle(p.accent), 0.8) +
    stand(370, 432, banquet(brush, 210), 200, 0.92) +
    stand(262, 446, stool(brush, p.second), 46, 1) +
    stand(482, 448, stool(brush, p.second), 46, 1) +
    stand(60, 450, plant(brush, 'bush'), 56, 1.3)
  );
}

export const rooftopScenes: CategoryScenes = {
  cover,
  detail,
  side,
  companion: (brush) => loungeChair(brush, brush.p.accent),
  emblem: ({ p }) =>
    path('M-34 4Q-26-28 0-30 26-28 34 4 24-4 17 4 8-4 0 4-8-4-17 4-24-4-34 4z', p.third) +
    line('M0 2V30', p.light, 5),
};
