import { glow, shell } from './backdrop.js';
import type { CategoryScenes } from './category-scenes.js';
import {
  bookshelf,
  floorLamp,
  frame,
  hangingPlant,
  pendant,
  plant,
  rug,
  wallClock,
  wallShelf,
} from './props-home.js';
import { armchair, stool } from './props-seats.js';
import { acousticGuitar, grandPiano, keys, keyboard, micStand, uprightPiano } from './props-music.js';
import { window } from './props-outdoor.js';
import { metronome, musicStand } from './props-studio.js';
import { type Brush, circle, darker, lighter, line, path, place, rect, stand } from './svg.js';

function cover(brush: Brush): string {
  const { p, r } = brush;
  const instrument = r.pick([
    () =>
      stand(420, 384, uprightPiano(brush), 190, 1.12) +
      frame(brush, 352, 76, 56, 70) +
      frame(brush, 430, 70, 72, 82),
    () => stand(424, 392, grandPiano(brush), 250, 1.12) + place(424, 62, pendant(brush, 30, 240)),
    () =>
      stand(420, 392, keyboard(brush), 150, 1.24) +
      wallShelf(brush, 330, 148, 180) +
      stand(420, 440, stool(brush, p.dark), 46),
  ])();
  const corner = r.pick([
    () => stand(642, 386, plant(brush, 'palm'), 56, 1.25),
    () => stand(646, 380, floorLamp(brush), 50, 1.16),
    () => stand(644, 376, bookshelf(brush, 96, 220, 5), 100),
  ])();
  const view = r.pick([
    () => window(brush, 66, 76, 170, 170),
    () => frame(brush, 92, 84, 120, 150) + wallClock(brush, 262, 200),
    () => window(brush, 84, 66, 128, 190, 2) + wallClock(brush, 268, 190),
  ])();
  const player = r.pick([
    () => stand(226, 432, musicStand(brush), 44, 1.2),
    () => stand(222, 446, micStand(brush), 44, 1.18),
    () =>
      stand(
        214,
        424,
        place(0, -4, acousticGuitar(brush), 0.95, -7) + line('M-20 0 0-30 20 0', '#2b2b33', 4),
        50,
        1.05,
      ),
  ])();
  return (
    shell(brush, r.pick(['plain', 'panel', 'stripes'])) +
    view +
    place(r.integer(270, 310), 0, hangingPlant(brush)) +
    place(390, 424, rug(brush, r.integer(400, 460), 92)) +
    corner +
    instrument +
    stand(100, 388, armchair(brush, r.pick([p.second, p.accent])), 100, 1.06) +
    player
  );
}

function detail(brush: Brush): string {
  const { p } = brush;
  const body = darker(p.wood, 0.3);
  return (
    rect(0, 0, 720, 480, p.wall) +
    glow(540, 120, 260, p.third) +
    frame(brush, 70, 30, 110, 86) +
    rect(0, 150, 720, 330, body) +
    rect(0, 150, 720, 12, lighter(body, 0.16)) +
    rect(0, 178, 720, 112, darker(body, 0.24)) +
    path('M214 66H506L520 270H200z', lighter(p.light, 0.3)) +
    path('M358 66H362V270H358z', '#c9c1ad') +
    [92, 132, 172, 212]
      .map(
        (y) =>
          [0, 6, 12, 18]
            .map((step) => line(`M226 ${y + step}H346M374 ${y + step}H494`, '#8c877b', 1.4))
            .join('') +
          [240, 268, 300, 328, 392, 420, 446, 478]
            .map((x, index) => circle(x, y + ((index * 7 + y) % 20), 4.6, '#2b2a31'))
            .join(''),
      )
      .join('') +
    rect(0, 290, 720, 14, lighter(body, 0.2)) +
    rect(0, 304, 720, 6, p.accent) +
    place(0, 310, keys(-4, 0, 99, 16), 8) +
    rect(0, 436, 720, 44, lighter(body, 0.08)) +
    rect(0, 436, 720, 6, '#000', 0, 0.2) +
    place(622, 290, metronome(brush), 1.8) +
    place(92, 290, plant(brush, 'bush'), 1.3)
  );
}

function side(brush: Brush): string {
  const { p } = brush;
  return (
    shell(brush, 'plain') +
    glow(250, 150, 220, p.light) +
    stand(120, 372, bookshelf(brush, 170, 270, 6), 170) +
    wallShelf(brush, 250, 120, 160) +
    wallShelf(brush, 290, 190, 160) +
    frame(brush, 500, 70, 120, 150) +
    place(360, 430, rug(brush, 470, 88)) +
    stand(300, 396, musicStand(brush), 44, 1.35) +
    stand(420, 404, armchair(brush, p.accent), 100, 1.2) +
    stand(524, 388, floorLamp(brush), 50, 1.3) +
    stand(632, 410, place(0, -6, acousticGuitar(brush), 1.15, 8), 60)
  );
}

export const practiceScenes: CategoryScenes = {
  cover,
  detail,
  side,
  companion: (brush) => musicStand(brush),
  emblem: ({ p }) =>
    rect(-30, -24, 60, 48, p.light, 6) +
    path('M-12-18H-4V8H-12zM4-18H12V8H4z', p.dark) +
    line('M-10 10V22M10 10V22', p.dark, 2),
};
