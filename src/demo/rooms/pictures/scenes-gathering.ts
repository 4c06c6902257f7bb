import { glow, ledStrip, shell } from './backdrop.js';
import type { CategoryScenes } from './category-scenes.js';
import { armchair, bed, chair, floorLamp, frame, hangingPlant, mug, pendant, plant, rug, sofa, stool, suitcase, wallShelf } from './props-home.js';
import { acousticGuitar } from './props-music.js';
import { window } from './props-outdoor.js';
import { balloons, bottle, bunting, cake, discoBall, flecks, gift, glass, neon, stringLights } from './props-party.js';
import { desk, stageSpeaker } from './props-studio.js';
import { type Brush, circle, darker, ellipse, lighter, line, mix, path, place, rect, stand, times } from './svg.js';

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
    path(`M${x + 6} ${y + 90}L${x + 60} ${y + 50}L${x + 100} ${y + 84}L${x + 140} ${y + 62}L${x + 194} ${y + 94}V${y + 116}H${x + 6}z`, mix(p.accent, '#2a2350', 0.3)) +
    rect(x + 30, y + 98, 140, 7, '#fff', 3.5, 0.85) +
    rect(x + 30, y + 98, 64, 7, p.third, 3.5)
  );
}

function partyCover(brush: Brush): string {
  const { p, r } = brush;
  const ceiling = r.pick([
    () => place(r.integer(300, 420), 92, discoBall(brush, 60), 1.15) + flecks(brush, 26),
    () => stringLights(-10, 14, 250, 30, 34, 6) + stringLights(230, 30, 490, 30, 34, 6) + stringLights(470, 30, 730, 14, 34, 6),
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
    () => stand(600, 372, desk(brush, 150), 140) + place(600, 292, balloons(brush, 6)) + place(560, 292, gift(34, p.accent, p.light)) + place(640, 292, gift(30, p.second, p.third)),
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
    stand(246, 378, sofa(brush, r.pick([250, 280]), r.pick([p.accent, p.second, mix(p.accent, p.third, 0.4)])), 260, 1.14) +
    r.pick([() => stand(62, 404, plant(brush, 'palm'), 56, 1.16), () => place(66, 404, balloons(brush, 7), 1.3), () => stand(62, 398, plant(brush, 'cactus'), 56, 1.2)])() +
    stand(340, 466, feast(brush), 220, 1.02)
  );
}

function partyDetail(brush: Brush): string {
  const { p, r } = brush;
  return (
    rect(0, 0, 720, 480, p.wall) +
    times(20, (index) => circle(r.integer(0, 720), r.integer(0, 340), r.integer(10, 34), [p.accent, p.second, p.third][index % 3]!, 0.2)) +
    bunting(brush, -10, 20, 370, 34) +
    bunting(brush, 350, 20, 730, 34) +
    place(150, 330, balloons(brush, 6), 1.7) +
    rect(0, 372, 720, 108, lighter(p.wood, 0.1)) +
    rect(0, 372, 720, 10, lighter(p.wood, 0.3)) +
    path('M0 400Q45 440 90 400T180 400 270 400 360 400 450 400 540 400 630 400 720 400V480H0z', p.light, 0.9) +
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
  const shelf = (y: number) => rect(130, y, 330, 8, p.wood, 2) + times(11, (index) => (r.chance(0.86) ? place(152 + index * 29, y, bottle(drinks[r.integer(0, 4)]!), 0.95) : ''));
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
  companion: (brush) => place(0, 0, balloons(brush, 6), 1.3) + place(50, 2, gift(50, brush.p.accent, brush.p.light)),
  emblem: ({ p }) => path('M0 28C-46-2-38-34-18-32-6-31 0-20 0-16 0-20 6-31 18-32 38-34 46-2 0 28z', p.accent),
};

/** Sliding doors of paper and lattice, as in a hanok. */
function latticeDoors({ p }: Brush, x: number, y: number, w: number, h: number): string {
  const bar = darker(p.wood, 0.25);
  const half = w / 2;
  const door = (left: number) =>
    rect(left, y, half - 4, h, '#fdf4dd') +
    rect(left, y + h * 0.78, half - 4, h * 0.22, lighter(p.wood, 0.12)) +
    times(4, (index) => rect(left + ((index + 1) * (half - 4)) / 5 - 1.5, y, 3, h * 0.78, bar)) +
    times(6, (index) => rect(left, y + ((index + 1) * h * 0.78) / 7 - 1.5, half - 4, 3, bar)) +
    rect(left, y, half - 4, 6, bar) + rect(left, y, 6, h, bar) + rect(left + half - 10, y, 6, h, bar) + rect(left, y + h * 0.78, half - 4, 5, bar);
  return rect(x - 10, y - 10, w + 16, h + 10, darker(bar, 0.2)) + door(x) + door(x + half);
}

function houseCover(brush: Brush): string {
  const { p, r } = brush;
  const hanok = r.chance(0.4);
  const view = hanok
    ? latticeDoors(brush, 400, 92, 250, 240)
    : r.pick([() => window(brush, 424, 84, 220, 160, 2), () => window(brush, 424, 78, 176, 170, 2) + wallShelf(brush, 620, 150, 86)])();
  const beams = hanok ? rect(0, 30, 720, 16, darker(p.wood, 0.25)) + times(9, (index) => circle(40 + index * 80, 20, 15, darker(p.wood, 0.1)) + circle(40 + index * 80, 20, 10, lighter(p.wood, 0.15))) : '';
  return (
    shell(brush, r.pick(hanok ? ['plain'] : ['plain', 'panel', 'stripes'])) +
    beams +
    view +
    r.pick([() => frame(brush, 116, 84, 74, 92) + frame(brush, 208, 84, 74, 92), () => wallShelf(brush, 110, 144, 170), () => frame(brush, 130, 76, 140, 96)])() +
    place(352, 0, hanok ? '' : hangingPlant(brush)) +
    r.pick([() => place(350, 426, rug(brush, 470, 82)), () => place(400, 430, rug(brush, 360, 74))])() +
    stand(206, 386, bed(brush, r.pick([p.accent, p.second, p.third, p.green])), 260, 1.3) +
    stand(414, 382, rect(-30, -56, 60, 56, p.wood, 4) + rect(-24, -48, 48, 20, lighter(p.wood, 0.15), 2) + circle(0, -38, 3, p.dark) + place(-8, -56, mug(p.accent), 0.9) + path('M6-70H20L26-92H0z', p.third) + rect(11, -70, 4, 14, p.dark), 60, 1.1) +
    r.pick([() => stand(600, 396, armchair(brush, p.second), 100, 1.12), () => stand(650, 392, plant(brush, 'palm'), 56, 1.3) + stand(560, 404, suitcase(brush, p.accent), 80), () => stand(640, 396, floorLamp(brush), 50, 1.2) + stand(560, 404, suitcase(brush, p.second), 80)])() +
    r.pick([() => stand(500, 442, plant(brush, 'bush'), 56), () => stand(508, 448, place(0, -4, acousticGuitar(brush), 0.84, -8), 60), () => ''])()
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
    path('M-10 372C120 330 300 344 420 340S660 330 740 350V384C600 364 480 372 400 376S120 366-10 410z', lighter(p.accent, 0.4)) +
    ellipse(470, 424, 168, 36, '#000', 0.14) +
    rect(304, 386, 332, 34, lighter(p.wood, 0.1), 16) +
    rect(304, 386, 332, 14, lighter(p.wood, 0.3), 7) +
    place(382, 390, mug(p.second), 2.6) +
    ellipse(500, 388, 66, 10, '#fff') +
    path('M448 384Q462 346 500 352T552 384z', '#d99a4e') +
    path('M470 366Q476 352 490 356M500 364Q506 350 520 358', 'none') +
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
    times(4, (index) => rect(60 + index * 119, 280, 103, 80, lighter(cabinet, 0.12), 4) + rect(102 + index * 119, 290, 20, 5, p.dark, 2.5)) +
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
