import { glow, ledStrip, shell } from './backdrop.js';
import type { CategoryScenes } from './category-scenes.js';
import { floorLamp, mug, pendant, plant, rug, wallShelf } from './props-home.js';
import { chair, sofa, stool } from './props-seats.js';
import { acousticGuitar, condenserMic, guitarOnStand, micStand } from './props-music.js';
import {
  desk,
  foam,
  headphones,
  mixingDesk,
  monitor,
  musicStand,
  synth,
  waveScreen,
} from './props-studio.js';
import { type Brush, circle, darker, lighter, line, mix, path, place, rect, stand, times } from './svg.js';

/** The pane between control room and booth, with the booth behind it. */
function boothWindow(brush: Brush, x: number, y: number, w: number, h: number): string {
  const { p } = brush;
  const wall = mix(p.wall, p.accent, 0.28);
  return (
    rect(x - 10, y - 10, w + 20, h + 20, darker(p.wood, 0.2), 5) +
    `<svg x="${x}" y="${y}" width="${w}" height="${h}">` +
    rect(0, 0, w, h, wall) +
    foam(0, 0, Math.ceil(w / 56), 2, 56, [darker(wall, 0.14), darker(wall, 0.22)]) +
    rect(0, h * 0.8, w, h * 0.2, darker(p.floor, 0.1)) +
    circle(w * 0.5, h * 0.3, 90, '#ffe2a0', 0.16) +
    place(w * 0.5, h * 0.92, micStand(brush, true), 0.9) +
    place(w * 0.74, h * 0.9, musicStand(brush), 0.8) +
    place(w * 0.22, h * 0.92, acousticGuitar(brush), 0.7, -6) +
    path(`M${w * 0.1} ${h}L${w * 0.3} 0h${w * 0.08}L${w * 0.18} ${h}z`, '#fff', 0.1) +
    '</svg>'
  );
}

function console(brush: Brush): string {
  const { p, r } = brush;
  return (
    stand(360, 424, desk(brush, 470), 450, 1.06) +
    place(142 + 40, 340, monitor(brush), 0.96) +
    place(538, 340, monitor(brush), 0.96) +
    r.pick([
      () => place(286, 340, waveScreen(brush), 1.02) + place(434, 340, waveScreen(brush), 1.02),
      () => place(360, 340, waveScreen(brush), 1.24),
    ])() +
    place(360, 348, mixingDesk(brush, 270), 0.98) +
    place(538 - 60, 340, mug(p.accent), 0.9) +
    stand(360, 470, chair(brush, p.second), 60, 1.12)
  );
}

function cover(brush: Brush): string {
  const { p, r } = brush;
  const booth = r.chance(0.55);
  const back = booth
    ? boothWindow(brush, 206, 64, 308, 150)
    : foam(216, 62, 6, 3, 48, [p.accent, darker(p.accent, 0.14), mix(p.accent, p.second, 0.5)]);
  return (
    shell(brush, r.pick(['slats', 'panel', 'plain']), 'boards') +
    (r.chance(0.5)
      ? ledStrip(r.pick([p.accent, p.third, p.second]))
      : [120, 600].map((x) => place(x, 80, pendant(brush, 60, 250))).join('')) +
    back +
    r.pick([
      () => wallShelf(brush, 40, 128, 130),
      () => foam(38, 84, 3, 3, 44, [p.second, darker(p.second, 0.15)]),
    ])() +
    r.pick([
      () => wallShelf(brush, 552, 132, 130),
      () => foam(552, 84, 3, 3, 44, [p.second, darker(p.second, 0.15)]),
    ])() +
    place(360, 440, rug(brush, 520, 70)) +
    r.pick([
      () => stand(66, 404, plant(brush, 'palm'), 56, 1.2),
      () => stand(70, 410, guitarOnStand(brush, p.accent), 44, 1.14),
    ])() +
    r.pick([
      () => stand(660, 404, floorLamp(brush), 50, 1.14),
      () => stand(656, 410, guitarOnStand(brush, p.third), 44, 1.14),
    ])() +
    console(brush)
  );
}

function detail(brush: Brush): string {
  const { p } = brush;
  return (
    rect(0, 0, 720, 480, p.wall) +
    foam(-14, -20, 11, 8, 68, [darker(p.wall, 0.1), darker(p.wall, 0.2), mix(p.wall, p.accent, 0.3)]) +
    glow(360, 220, 290, '#ffe0a0') +
    line('M720 60 470 150 372 108', '#2a2d36', 12) +
    circle(470, 150, 13, p.accent) +
    line('M360 100V150', '#2a2d36', 10) +
    place(360, 260, condenserMic(brush), 2.7) +
    line('M150 480Q170 340 232 262', '#2a2d36', 8) +
    circle(240, 232, 66, '#22252d') +
    circle(240, 232, 58, mix(p.wall, '#3a3f4b', 0.6), 0.92) +
    times(5, (index) => line(`M${192 + index * 24} 190V274`, '#22252d', 1.4, 0.5)) +
    place(594, 394, headphones(brush), 2.1, 8)
  );
}

function side(brush: Brush): string {
  const { p } = brush;
  return (
    shell(brush, 'slats') +
    ledStrip(p.third) +
    foam(60, 74, 4, 3, 46, [p.accent, darker(p.accent, 0.15)]) +
    wallShelf(brush, 470, 110, 190) +
    wallShelf(brush, 470, 176, 190) +
    place(330, 90, pendant(brush, 80, 270)) +
    stand(176, 404, sofa(brush, 270, p.second), 270, 1.04) +
    place(330, 440, rug(brush, 460, 72)) +
    stand(560, 410, desk(brush, 230), 220) +
    place(560, 330, synth(brush), 1.36) +
    place(490, 294, monitor(brush), 0.5) +
    place(632, 294, monitor(brush), 0.5) +
    stand(556, 462, stool(brush), 46, 1.1) +
    stand(370, 432, micStand(brush, true), 50, 1.2) +
    place(452, 330, headphones(brush), 0.7, 10)
  );
}

export const studioScenes: CategoryScenes = {
  cover,
  detail,
  side,
  companion: (brush) => micStand(brush, true) + place(60, 0, musicStand(brush)),
  emblem: ({ p }) =>
    rect(-13, -32, 26, 42, p.light, 13) +
    line('M-24-6A24 24 0 0 0 24-6M0 18V30M-14 30H14', p.accent, 5) +
    line('M-8-20H8M-8-10H8', lighter(p.accent, 0.2), 3),
};
