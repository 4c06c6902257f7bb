import { glow, ledStrip, shell } from './backdrop.js';
import type { CategoryScenes } from './category-scenes.js';
import { floorLamp, frame, pendant, plant, rug } from './props-home.js';
import { armchair, sofa, stool } from './props-seats.js';
import { window } from './props-outdoor.js';
import {
  balloons,
  bottle,
  bunting,
  cake,
  discoBall,
  flecks,
  gift,
  glass,
  neon,
  stringLights,
} from './props-party.js';
import { desk, stageSpeaker } from './props-studio.js';
import { type Brush, circle, darker, lighter, mix, path, place, rect, stand, times } from './svg.js';

/** A low table with something to celebrate on it. */
function feast(brush: Brush): string {
  const { p, r } = brush;
  return (
    desk(brush, 230, lighter(p.wood, 0.1)) +
    place(0, -80, cake(brush), 0.9) +
    place(-84, -80, bottle(r.pick([p.green, p.accent])), 0.9) +
    place(-56, -80, glass(p.accent), 0.95) +
    place(58, -80, glass(p.second), 0.95) +
    place(86, -80, glass(p.third), 0.95)
  );
}

/** A screen with a picture on it and the karaoke machine below. */
function karaoke(brush: Brush, x: number, y: number): string {
  const { p } = brush;
  return (
    rect(x, y, 200, 122, '#15131f', 6) +
    rect(x + 6, y + 6, 188, 110, mix(p.second, '#2a2350', 0.35), 3) +
    circle(x + 150, y + 44, 22, p.third, 0.8) +
    path(
      `M${x + 6} ${y + 90}L${x + 60} ${y + 50}L${x + 100} ${y + 84}L${x + 140} ${y + 62}L${x + 194} ${y + 94}V${y + 116}H${x + 6}z`,
      mix(p.accent, '#2a2350', 0.3),
    ) +
    rect(x + 30, y + 98, 140, 7, '#fff', 3.5, 0.85) +
    rect(x + 30, y + 98, 64, 7, p.third, 3.5)
  );
}

function partyCover(brush: Brush): string {
  const { p, r } = brush;
  const ceiling = r.pick([
    () => place(r.integer(300, 420), 92, discoBall(brush, 60), 1.15) + flecks(brush, 26),
    () =>
      stringLights(-10, 14, 250, 30, 34, 6) +
      stringLights(230, 30, 490, 30, 34, 6) +
      stringLights(470, 30, 730, 14, 34, 6),
    () => bunting(brush, -10, 16, 370, 30) + bunting(brush, 350, 16, 730, 30),
    () => ledStrip(r.pick([p.accent, p.third])) + place(360, 84, discoBall(brush, 50, 28)),
  ])();
  const wallArt = r.pick([
    () => place(250, 160, neon(brush, r.pick([p.accent, p.third, p.second])), 1.25),
    () => karaoke(brush, 150, 96),
    () => frame(brush, 150, 110, 74, 92) + frame(brush, 244, 100, 58, 70) + frame(brush, 320, 116, 74, 92),
    () => window(brush, 140, 92, 210, 130, 3),
  ])();
  const right = r.pick([
    () =>
      stand(600, 372, desk(brush, 150), 140) +
      place(600, 292, balloons(brush, 6)) +
      place(560, 292, gift(34, p.accent, p.light)) +
      place(640, 292, gift(30, p.second, p.third)),
    () => stand(560, 376, stageSpeaker(brush), 86, 1.05) + stand(640, 408, balloons(brush, 7), 20, 1.35),
    () => stand(634, 382, floorLamp(brush), 50, 1.15) + stand(548, 398, balloons(brush, 6), 20, 1.25),
    () => stand(600, 378, armchair(brush, p.second), 100, 1.14) + place(520, 388, balloons(brush, 5), 1.2),
  ])();
  return (
    shell(brush, r.pick(['plain', 'stripes', 'panel', 'brick']), r.pick(['boards', 'tiles'])) +
    glow(250, 170, 230, p.accent) +
    wallArt +
    ceiling +
    place(300, 424, rug(brush, r.integer(440, 500), 96)) +
    right +
    stand(
      246,
      378,
      sofa(brush, r.pick([250, 280]), r.pick([p.accent, p.second, mix(p.accent, p.third, 0.4)])),
      260,
      1.14,
    ) +
    r.pick([
      () => stand(62, 404, plant(brush, 'palm'), 56, 1.16),
      () => place(66, 404, balloons(brush, 7), 1.3),
      () => stand(62, 398, plant(brush, 'cactus'), 56, 1.2),
    ])() +
    stand(340, 466, feast(brush), 220, 1.02)
  );
}

function partyDetail(brush: Brush): string {
  const { p, r } = brush;
  return (
    rect(0, 0, 720, 480, p.wall) +
    times(20, (index) =>
      circle(
        r.integer(0, 720),
        r.integer(0, 340),
        r.integer(10, 34),
        [p.accent, p.second, p.third][index % 3]!,
        0.2,
      ),
    ) +
    bunting(brush, -10, 20, 370, 34) +
    bunting(brush, 350, 20, 730, 34) +
    place(150, 330, balloons(brush, 6), 1.7) +
    rect(0, 372, 720, 108, lighter(p.wood, 0.1)) +
    rect(0, 372, 720, 10, lighter(p.wood, 0.3)) +
    path(
      'M0 400Q45 440 90 400T180 400 270 400 360 400 450 400 540 400 630 400 720 400V480H0z',
      p.light,
      0.9,
    ) +
    place(372, 404, cake(brush), 3) +
    place(566, 408, bottle(p.green), 2.5) +
    place(632, 420, glass(p.accent), 2.5) +
    place(214, 428, glass(p.second), 2.3) +
    place(96, 424, gift(110, p.accent, p.third))
  );
}

function partySide(brush: Brush): string {
  const { p, r } = brush;
  const drinks = [p.accent, p.second, p.third, p.green, darker(p.accent, 0.3)];
  const shelf = (y: number) =>
    rect(130, y, 330, 8, p.wood, 2) +
    times(11, (index) =>
      r.chance(0.86) ? place(152 + index * 29, y, bottle(drinks[r.integer(0, 4)]!), 0.95) : '',
    );
  return (
    shell(brush, 'tiles', 'tiles') +
    glow(300, 140, 240, p.third) +
    shelf(118) +
    shelf(206) +
    [190, 300, 410].map((x) => place(x, 46, pendant(brush, 30, 250))).join('') +
    rect(90, 268, 420, 124, mix(p.accent, p.dark, 0.35)) +
    times(10, (index) => rect(104 + index * 41, 290, 28, 90, mix(p.accent, p.dark, 0.22), 3)) +
    rect(74, 254, 452, 18, lighter(p.wood, 0.15), 5) +
    place(150, 254, glass(p.second), 1.1) +
    place(190, 254, glass(p.accent), 1.1) +
    place(440, 254, cake(brush), 0.86) +
    times(3, (index) => stand(176 + index * 124, 440, stool(brush, p.second), 46, 1.5)) +
    place(618, 150, neon(brush, p.accent), 1.05) +
    place(624, 414, balloons(brush, 7), 1.5)
  );
}

export const partyScenes: CategoryScenes = {
  cover: partyCover,
  detail: partyDetail,
  side: partySide,
  companion: (brush) =>
    place(0, 0, balloons(brush, 6), 1.3) + place(50, 2, gift(50, brush.p.accent, brush.p.light)),
  emblem: ({ p }) =>
    path('M0 28C-46-2-38-34-18-32-6-31 0-20 0-16 0-20 6-31 18-32 38-34 46-2 0 28z', p.accent),
};
