import { cables, glow, ledStrip, shell } from './backdrop.js';
import type { CategoryScenes } from './category-scenes.js';
import { frame, pendant, plant, rug, wallShelf } from './props-home.js';
import { sofa, stool } from './props-seats.js';
import { amp, drumKit, electricGuitar, guitarOnStand, keyboard, micStand } from './props-music.js';
import { neon, stringLights } from './props-party.js';
import { desk, pedal, stageSpeaker } from './props-studio.js';
import { type Brush, circle, darker, lighter, line, path, place, rect, stand, times } from './svg.js';

function ceiling(brush: Brush): string {
  const { p, r } = brush;
  return r.pick([
    () => ledStrip(r.pick([p.accent, p.second, p.third])),
    () => stringLights(-10, 20, 370, 26, 40, 8) + stringLights(350, 26, 730, 20, 40, 8),
    () => [150, 360, 570].map((x) => place(x, 84, pendant(brush, 70, 250))).join(''),
  ])();
}

function cover(brush: Brush): string {
  const { p, r } = brush;
  const wallArt = r.pick([
    () => place(360, 118, neon(brush, r.pick([p.accent, p.third, p.second]))),
    () => frame(brush, 250, 86, 62, 78) + frame(brush, 330, 78, 62, 78) + frame(brush, 410, 88, 62, 78),
    () => wallShelf(brush, 270, 134, 180),
  ])();
  const left = r.pick([
    () => stand(104, 366, amp(brush, 124, 104, 2), 130),
    () => stand(104, 366, stageSpeaker(brush), 90, 1.12),
  ])();
  const right = r.pick([
    () => stand(618, 364, amp(brush, 104, 138, 1), 110),
    () => stand(618, 364, amp(brush, 128, 100, 2), 130),
  ])();
  const front = r.pick([
    () => stand(560, 432, keyboard(brush), 130, 1.06),
    () => stand(566, 424, guitarOnStand(brush, p.second), 44, 1.08),
    () =>
      stand(560, 444, micStand(brush), 44, 1.14) + stand(622, 428, guitarOnStand(brush, p.third), 44, 0.98),
  ])();
  return (
    shell(brush, r.pick(['foam', 'brick', 'slats', 'panel'])) +
    wallArt +
    ceiling(brush) +
    place(360, 416, rug(brush, r.integer(430, 500), 104)) +
    left +
    right +
    stand(350, 408, drumKit(brush), 250, r.pick([1.02, 1.1])) +
    cables(brush) +
    stand(204, 424, guitarOnStand(brush, r.pick([p.accent, p.third, p.light])), 44, 1.06) +
    stand(150, 458, micStand(brush, r.chance(0.5)), 44, 1.16) +
    front
  );
}

function detail(brush: Brush): string {
  const { p } = brush;
  return (
    shell(brush, 'slats', 'plain') +
    glow(360, 200, 300, p.third) +
    stand(96, 432, amp(brush, 150, 150, 1), 150, 1.3) +
    stand(640, 436, amp(brush, 150, 130, 2), 150, 1.3) +
    stand(368, 468, drumKit(brush), 260, 1.86)
  );
}

function side(brush: Brush): string {
  const { p, r } = brush;
  const colours = r.sample([p.accent, p.second, p.third, p.light, p.green, darker(p.accent, 0.4)], 6);
  return (
    shell(brush, 'panel') +
    rect(60, 74, 600, 8, lighter(p.wood, 0.1), 3) +
    times(
      6,
      (index) =>
        line(`M${112 + index * 99} 80v22`, '#c9ccd2', 4) +
        place(112 + index * 99, 268, electricGuitar(brush, colours[index]!), 1.02),
    ) +
    [150, 360, 570].map((x) => place(x, 36, pendant(brush, 30, 250))).join('') +
    stand(206, 402, sofa(brush, 250, p.second), 250) +
    stand(470, 396, desk(brush, 210), 200) +
    times(5, (index) => place(396 + index * 37, 309, pedal(colours[index]!), 0.5)) +
    stand(452, 440, stool(brush), 46) +
    stand(652, 404, plant(brush, 'palm'), 56, 1.2)
  );
}

export const bandScenes: CategoryScenes = {
  cover,
  detail,
  side,
  companion: (brush) => guitarOnStand(brush, brush.p.accent) + place(72, 4, amp(brush, 84, 70, 1)),
  emblem: ({ p }) =>
    circle(0, 6, 26, p.accent) +
    circle(0, 6, 19, p.light) +
    path('M0-10 5 2H18L8 10 12 22 0 14-12 22-8 10-18 2H-5z', p.accent) +
    line('M-34-22-14-8M34-22 14-8', p.light, 5),
};
