import { glow, shell } from './backdrop.js';
import type { CategoryScenes } from './category-scenes.js';
import { floorLamp, frame, hangingPlant, plant, rug, wallShelf } from './props-home.js';
import { armchair, stool } from './props-seats.js';
import { planter, sky, skyline, streetLamp, tree, window } from './props-outdoor.js';
import { stringLights } from './props-party.js';
import {
  type Brush,
  canvas,
  circle,
  darker,
  lighter,
  line,
  mix,
  path,
  place,
  rect,
  stand,
  times,
} from './svg.js';

/** Positions as given or as seen in a mirror; things keep their shape, so that no guitar turns left-handed. */
function sides(brush: Brush): (x: number) => number {
  return brush.r.chance(0.5) ? (x) => canvas.width - x : (x) => x;
}

/** A corner by the big window, with something of the category in it. */
export function windowCorner(scenes: CategoryScenes, brush: Brush): string {
  const { p, r } = brush;
  const at = sides(brush);
  const width = r.pick([300, 360, 400]);
  const left = at(350) - width / 2;
  return (
    shell(brush, r.pick(['plain', 'panel', 'stripes'])) +
    window(brush, left, 54, width, 214, r.pick([3, 4])) +
    place(at(84), 0, hangingPlant(brush)) +
    r.pick([() => wallShelf(brush, at(640) - 50, 132, 100), () => frame(brush, at(640) - 36, 76, 72, 92)])() +
    path(
      `M${left + 20} 344h${width - 40}l70 102h${-width - 100}z`,
      '#fff4cf',
      p.sky === 'night' ? 0.05 : 0.2,
    ) +
    place(at(350), 428, rug(brush, 440, 80)) +
    stand(at(104), 384, floorLamp(brush), 50, 1.24) +
    r.pick([
      () => stand(at(238), 410, armchair(brush, r.pick([p.accent, p.second])), 100, 1.24),
      () => stand(at(238), 412, stool(brush, p.second), 46, 1.3),
    ])() +
    stand(at(656), 402, plant(brush, r.pick(['palm', 'palm', 'cactus', 'bush'])), 56, 1.3) +
    stand(at(432), 416, scenes.companion(brush), 90, 1.16)
  );
}

/** The house from the street, the sign of the category above its door. */
export function facade(scenes: CategoryScenes, brush: Brush): string {
  const { p, r } = brush;
  const at = sides(brush);
  const wall = mix(p.wall, p.accent, 0.18);
  const storeys = r.pick([0, 1]);
  return (
    sky(brush, 0, 0, 720, 406) +
    skyline(brush, 0, 406, 720, 220) +
    rect(128, 40, 464, 366, darker(wall, 0.12)) +
    rect(140, 40, 440, 366, wall) +
    (storeys
      ? rect(120, 28, 480, 20, lighter(wall, 0.2), 3)
      : path('M104 52 128 14H592L616 52z', darker(p.accent, 0.25))) +
    bricks(wall) +
    times(4, (index) => upperWindow(brush, 166 + index * 104)) +
    shop(scenes, brush, wall, at) +
    circle(361, 200, 46, darker(p.dark, 0.1)) +
    circle(361, 200, 41, mix(p.dark, p.accent, 0.3)) +
    place(361, 200, scenes.emblem(brush), 0.92) +
    (p.sky === 'day' ? '' : glow(361, 300, 170, '#ffdf9a')) +
    street(p.floor) +
    stand(at(66), 418, tree(brush), 60, 1.15) +
    stand(at(656), 418, streetLamp(brush), 24, 1.1) +
    stand(at(558), 420, plant(brush, r.pick(['bush', 'cactus'])), 56, 0.9) +
    stringLights(192, 250, 530, 250, 14, 9)
  );
}

function lamplight({ p }: Brush): string {
  return p.sky === 'day' ? mix('#d9ecf5', p.light, 0.4) : '#ffdc8c';
}

function bricks(wall: string): string {
  return times(64, (index) => {
    const [column, row] = [index % 8, Math.floor(index / 8)];
    const [x, y] = [150 + column * 56 - (row % 2) * 20, 62 + row * 42];
    return (column * 5 + row * 3) % 4 ? '' : rect(x, y, 34, 10, darker(wall, 0.08), 2);
  });
}

function upperWindow(brush: Brush, x: number): string {
  const trim = darker(brush.p.wood, 0.2);
  return (
    rect(x - 5, 71, 86, 92, trim, 3) +
    rect(x, 76, 76, 82, lamplight(brush), 2) +
    rect(x + 36, 76, 4, 82, trim) +
    rect(x, 112, 76, 4, trim) +
    path(`M${x + 6} 158l26-82h12l-26 82z`, '#fff', 0.25) +
    place(x + 38, 180, planter(brush, 78), 0.72)
  );
}

/** Show window, door and awning. */
function shop(scenes: CategoryScenes, brush: Brush, wall: string, at: (x: number) => number): string {
  const { p } = brush;
  const lit = lamplight(brush);
  const display = at(268);
  const door = at(398);
  return (
    rect(190, 226, 342, 180, darker(wall, 0.35)) +
    rect(display - 64, 262, 128, 126, lit, 3) +
    rect(display - 64, 318, 128, 5, p.wood) +
    place(display, 388, scenes.companion(brush), 0.62) +
    rect(door - 46, 256, 92, 150, p.second, 4) +
    rect(door - 34, 270, 68, 70, lit, 3) +
    path(`M${door - 26} 340l28-70h14l-28 70z`, '#fff', 0.25) +
    circle(door + 36, 352, 5, '#e3b23c') +
    rect(at(489) - 31, 262, 62, 126, lit, 3) +
    times(9, (index) => path(`M${190 + index * 38} 232h38v30q-19 16-38 0z`, index % 2 ? p.light : p.accent)) +
    rect(190, 226, 342, 8, darker(p.accent, 0.25))
  );
}

function street(ground: string): string {
  return (
    rect(0, 404, 720, 76, mix(ground, '#6f7078', 0.6)) +
    rect(0, 404, 720, 7, '#fff', 0, 0.25) +
    times(9, (index) => line(`M${index * 92} 411l-24 36`, '#000', 2.5, 0.1)) +
    rect(0, 446, 720, 34, '#4b4d57') +
    times(6, (index) => rect(20 + index * 130, 462, 64, 5, '#e9e2c8', 0, 0.7))
  );
}
