import { glow, shell } from './backdrop.js';
import type { CategoryScenes } from './category-scenes.js';
import { frame, plant, wallClock } from './props-home.js';
import { armchair, chair, stool } from './props-seats.js';
import { acousticGuitar, electricGuitar } from './props-music.js';
import { window } from './props-outdoor.js';
import { desk, softbox, tripodCamera, umbrellaLight } from './props-studio.js';
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

/** A roll of coloured paper that hangs down and runs out over the floor. */
function sweep(x: number, width: number, colour: string): string {
  return (
    rect(x - 14, 40, width + 28, 12, '#4a4d57', 5) +
    line(`M${x - 10} 46V380M${x + width + 10} 46V380`, '#4a4d57', 5) +
    rect(x, 38, width, 18, lighter(colour, 0.2), 8) +
    rect(x, 50, width, 300, colour) +
    path(`M${x} 344H${x + width}L${x + width + 62} 456H${x - 62}z`, lighter(colour, 0.1)) +
    rect(x, 322, width, 24, '#fff', 0, 0.07)
  );
}

function subject(brush: Brush, x: number): string {
  const { p, r } = brush;
  return r.pick([
    () =>
      stand(x, 410, stool(brush, p.dark), 46, 1.25) +
      place(x, 336, place(0, 0, acousticGuitar(brush), 0.8, -14)),
    () => stand(x, 406, armchair(brush, p.second), 100, 1.16),
    () =>
      stand(x, 414, rect(-44, -70, 88, 70, p.light, 3) + rect(-44, -70, 26, 70, '#000', 3, 0.06), 88) +
      place(x - 10, 344, path('M-12 0C-26-20-6-34-8-60H8C6-34 26-20 12 0z', p.accent)) +
      line(
        `M${x - 10} 286C${x - 30} 256 ${x - 24} 240 ${x - 34} 226M${x - 10} 286C${x - 4} 250 ${x + 8} 240 ${x + 6} 214`,
        p.green,
        4,
      ) +
      circle(x - 34, 224, 10, p.third) +
      circle(x + 6, 212, 11, p.accent) +
      circle(x + 26, 330, 15, p.second),
    () =>
      stand(x, 410, chair(brush, p.accent), 60, 1.2) +
      place(x + 54, 406, electricGuitar(brush, p.second), 0.92, 9),
    () =>
      stand(x - 30, 410, plant(brush, 'palm'), 56, 1.3) +
      stand(x + 40, 414, rect(-30, -44, 60, 44, p.light, 3), 60),
  ])();
}

function cover(brush: Brush): string {
  const { p, r } = brush;
  const x = r.integer(212, 262);
  const width = r.integer(230, 270);
  const middle = x + width / 2;
  return (
    shell(brush, r.pick(['plain', 'brick', 'panel']), r.pick(['boards', 'plain'])) +
    r.pick([
      () => window(brush, 36, 70, 120, 200, 2),
      () => frame(brush, 44, 92, 100, 130),
      () =>
        rect(44, 96, 20, 240, p.accent, 8) +
        rect(72, 120, 20, 216, p.third, 8) +
        rect(100, 106, 20, 230, p.second, 8),
    ])() +
    r.pick([
      () => window(brush, 570, 70, 120, 200, 2),
      () => frame(brush, 584, 96, 90, 112),
      () => wallClock(brush, 640, 110),
    ])() +
    sweep(
      x,
      width,
      r.pick([p.accent, p.third, p.second, mix(p.second, p.light, 0.55), mix(p.accent, p.light, 0.6)]),
    ) +
    ellipse(middle, 200, 110, 130, '#fff', 0.1) +
    subject(brush, middle) +
    stand(x - 74, 424, softbox(brush), 60, 1.16) +
    r.pick([
      () => stand(x + width + 76, 424, softbox(brush), 60, 1.16, true),
      () => stand(x + width + 82, 424, umbrellaLight(brush), 60, 1.16, true),
    ])() +
    stand(middle + r.integer(-110, -70), 470, tripodCamera(brush), 70, 1.05) +
    r.pick([
      () => stand(660, 440, plant(brush, 'bush'), 56, 1.1),
      () => stand(654, 450, stool(brush, p.accent), 46, 1.15),
      () => '',
    ])()
  );
}

function detail(brush: Brush): string {
  const { p, r } = brush;
  const body = p.dark;
  return (
    rect(0, 0, 720, 480, mix(p.wall, p.accent, 0.25)) +
    times(16, (index) =>
      circle(
        r.integer(0, 720),
        r.integer(0, 480),
        r.integer(14, 46),
        [p.light, p.third, p.accent][index % 3]!,
        0.2,
      ),
    ) +
    place(620, 430, softbox(brush), 1.9, 0, true) +
    line('M340 480V372', '#34363f', 40) +
    rect(262, 366, 160, 26, '#4a4d57', 8) +
    rect(120, 138, 440, 236, body, 34) +
    path('M232 140 262 84H418L448 140z', body) +
    rect(282, 96, 116, 26, lighter(body, 0.18), 6) +
    rect(120, 196, 440, 118, lighter(body, 0.13)) +
    rect(120, 138, 70, 236, darker(body, 0.25), 30) +
    rect(158, 116, 50, 26, lighter(body, 0.25), 8) +
    circle(490, 128, 24, lighter(body, 0.22)) +
    rect(486, 104, 8, 18, p.light, 3) +
    circle(500, 172, 10, p.accent) +
    circle(340, 256, 118, '#0d0e13') +
    circle(340, 256, 106, '#2c303b') +
    circle(340, 256, 88, '#0d0e13') +
    circle(340, 256, 70, mix(p.second, '#101528', 0.45)) +
    circle(340, 256, 46, mix(p.second, '#101528', 0.72)) +
    circle(340, 256, 22, '#0d0e13') +
    path('M286 222A62 62 0 0 1 330 190Q312 206 300 236z', '#fff', 0.6) +
    circle(374, 288, 10, '#fff', 0.3) +
    times(24, (index) => place(340, 256, rect(-2, -118, 4, 10, '#4a4f5c'), 1, index * 15))
  );
}

/** A mirror for making up, with bulbs around it. */
function vanity(brush: Brush, x: number, y: number): string {
  const { p } = brush;
  const glass = mix(p.wall, '#e4eef4', 0.7);
  const bulb = (bx: number, by: number) =>
    circle(bx, by, 13, '#ffe9b0', 0.4) + circle(bx, by, 6.5, '#fffbe6');
  return (
    rect(x - 16, y - 16, 192, 152, darker(p.wood, 0.1), 8) +
    rect(x, y, 160, 120, glass, 3) +
    path(`M${x + 20} ${y + 120}L${x + 70} ${y}h30L${x + 50} ${y + 120}z`, '#fff', 0.3) +
    times(4, (index) => bulb(x - 8, y + 12 + index * 32) + bulb(x + 168, y + 12 + index * 32)) +
    times(4, (index) => bulb(x + 20 + index * 40, y - 8))
  );
}

function side(brush: Brush): string {
  const { p } = brush;
  const clothes = [p.accent, p.second, p.third, p.light, p.green, mix(p.accent, p.dark, 0.4)];
  return (
    shell(brush, 'plain') +
    glow(540, 160, 200, '#fff1c9') +
    line('M70 400V110H330V400M50 400H90M310 400H350', '#3d4049', 6) +
    times(6, (index) => {
      const x = 102 + index * 38;
      const colour = clothes[index]!;
      return (
        line(`M${x} 110v10l-12 10M${x} 120l12 10`, '#6b6f7a', 2.5) +
        path(
          `M${x - 14} 128H${x + 14}L${x + 24} 160 ${x + 15} 168 ${x + 18} ${index % 2 ? 330 : 270}H${x - 18}L${x - 15} 168 ${x - 24} 160z`,
          colour,
        ) +
        path(
          `M${x - 14} 128H${x - 4}L${x - 8} ${index % 2 ? 330 : 270}H${x - 18}L${x - 15} 168 ${x - 24} 160z`,
          '#000',
          0.08,
        )
      );
    }) +
    rect(120, 380, 46, 20, p.accent, 6) +
    rect(180, 384, 46, 16, p.dark, 6) +
    rect(240, 380, 46, 20, p.second, 6) +
    vanity(brush, 456, 94) +
    stand(536, 390, desk(brush, 250, p.light), 240, 1.2) +
    place(
      440,
      294,
      rect(-7, -26, 14, 26, p.accent, 3) +
        rect(12, -18, 14, 18, p.second, 3) +
        rect(30, -30, 8, 30, p.third, 2),
    ) +
    place(
      600,
      294,
      path('M-18-26H18L14 0H-14z', p.second) + line('M-8-26-14-52M0-26V-58M8-26 16-50', p.dark, 3),
    ) +
    stand(530, 446, stool(brush, p.accent), 46, 1.4) +
    stand(390, 430, plant(brush, 'palm'), 56, 1.15) +
    stand(
      676,
      424,
      rect(-32, -210, 18, 210, p.second, 8) +
        rect(-10, -236, 18, 236, p.accent, 8) +
        rect(12, -190, 18, 190, p.third, 8),
      70,
    )
  );
}

export const photoScenes: CategoryScenes = {
  cover,
  detail,
  side,
  companion: (brush) => tripodCamera(brush),
  emblem: ({ p }) =>
    rect(-32, -18, 64, 44, p.light, 8) +
    path('M-14-18-8-28H8L14-18z', p.light) +
    circle(0, 4, 15, p.dark) +
    circle(0, 4, 8, p.accent),
};
