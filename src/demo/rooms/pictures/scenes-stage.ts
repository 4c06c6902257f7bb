import { shell } from './backdrop.js';
import type { CategoryScenes } from './category-scenes.js';
import { frame, plant, stool } from './props-home.js';
import { amp, drumKit, grandPiano, guitarOnStand, keyboard, micStand } from './props-music.js';
import { crowd, curtains, neon, spotlight, truss, valance } from './props-party.js';
import { monitor, stageSpeaker } from './props-studio.js';
import { type Brush, circle, darker, ellipse, lighter, line, mix, path, place, rect, stand, times } from './svg.js';

/** Backs of seats in rows, nearest last. */
function seats({ p }: Brush, colour: string): string {
  return times(2, (row) => {
    const size = 1 + row * 0.25;
    const y = 444 + row * 40;
    return times(11, (index) => {
      const x = 360 + (index - 5) * 74 * size + (row % 2) * 36;
      const cloth = row ? darker(colour, 0.3) : darker(colour, 0.12);
      return rect(x - 30 * size, y - 34 * size, 60 * size, 70, cloth, 14) + rect(x - 22 * size, y - 28 * size, 44 * size, 6, lighter(cloth, 0.12), 3) + rect(x + 31 * size, y - 4, 6, 50, darker(p.wood, 0.3), 2);
    });
  });
}

function cover(brush: Brush): string {
  const { p, r } = brush;
  const drape = r.pick([p.accent, p.second, '#a83248']);
  const beams = [p.third, p.second, '#fff2cc', p.accent];
  const back = mix(p.wall, p.dark, 0.5);
  const band = r.pick([
    () =>
      place(360, 362, drumKit(brush), 0.86) + place(196, 366, amp(brush, 100, 84, 2), 0.9) + place(526, 366, amp(brush, 96, 110, 1), 0.9) + place(270, 386, micStand(brush), 0.94) + place(446, 386, guitarOnStand(brush, p.third), 0.86),
    () => place(392, 384, grandPiano(brush), 1.02) + place(238, 388, micStand(brush), 0.96) + place(240, 388, stool(brush), 0.8),
    () =>
      place(248, 386, keyboard(brush), 0.86) + place(462, 364, drumKit(brush), 0.76) + place(354, 388, micStand(brush), 1) + place(570, 386, guitarOnStand(brush, p.second), 0.8),
  ])();
  return (
    rect(0, 0, 720, 480, back) +
    times(12, (index) => rect(index * 60, 0, 30, 330, darker(back, 0.14))) +
    (r.chance(0.5) ? place(360, 128, neon(brush, r.pick([p.accent, p.third])), 1.3) : circle(360, 190, 120, mix(back, p.accent, 0.22)) + circle(360, 190, 84, mix(back, p.accent, 0.36))) +
    truss(40, '#5a5f6d') +
    times(6, (index) => place(110 + index * 100, 66, spotlight((2.5 - index) * r.integer(7, 13), beams[index % 4]!, 330, 0.13))) +
    rect(0, 326, 720, 76, mix(p.wood, p.dark, 0.3)) +
    times(9, (index) => rect(index * 84 + 20, 340 + (index % 3) * 18, 66, 2, darker(p.wood, 0.5))) +
    ellipse(360, 366, 210, 28, '#fff1c9', 0.14) +
    rect(0, 396, 720, 30, darker(p.dark, 0.1)) +
    rect(0, 396, 720, 5, lighter(p.wood, 0.1)) +
    times(13, (index) => circle(24 + index * 56, 412, 3.5, '#ffe3a0')) +
    band +
    place(96, 396, stageSpeaker(brush), 0.96) +
    place(624, 396, stageSpeaker(brush), 0.96) +
    curtains(r.integer(84, 120), 404, drape) +
    valance(64, drape) +
    seats(brush, r.pick([p.accent, p.second, '#7a2f3d']))
  );
}

function detail(brush: Brush): string {
  const { p, r } = brush;
  const back = mix(p.wall, p.dark, 0.55);
  return (
    rect(0, 0, 720, 480, back) +
    times(22, (index) => circle(r.integer(0, 720), r.integer(20, 430), r.integer(12, 44), [p.accent, p.second, p.third][index % 3]!, 0.16)) +
    place(110, -10, spotlight(-24, p.third, 560, 0.16), 1) +
    place(620, -10, spotlight(26, p.accent, 560, 0.16), 1) +
    place(
      372,
      214,
      line('M0 40V330', '#8d949e', 12) +
        path('M-24 20H24L16 160H-16z', '#2a2d36') +
        rect(-22, 92, 44, 12, p.accent, 4) +
        circle(0, -30, 74, '#bcc4cc') +
        path('M-74-30A74 74 0 0 1-10-103 120 120 0 0 0-40 36 74 74 0 0 1-74-30z', '#fff', 0.28) +
        times(7, (index) => line(`M${-72 + Math.abs(index - 3) * 6} ${-78 + index * 16}H${72 - Math.abs(index - 3) * 6}`, '#8d949e', 2.5)) +
        times(7, (index) => line(`M${-54 + index * 18} ${-84 + Math.abs(index - 3) * 7}V${24 - Math.abs(index - 3) * 7}`, '#8d949e', 2.5)) +
        rect(-78, -36, 156, 20, '#59606c', 8) +
        rect(-34, 34, 68, 16, '#59606c', 6),
      1.15,
      12,
    ) +
    crowd(brush, 446, darker(back, 0.5))
  );
}

function side(brush: Brush): string {
  const { p } = brush;
  const hall = mix(p.wall, p.dark, 0.3);
  const colours = [p.third, p.accent, p.second];
  return (
    rect(0, 0, 720, 480, hall) +
    times(4, (index) => rect(0, 250 + index * 34, 720, 34, darker(hall, 0.12 * (index + 1)))) +
    rect(60, 150, 600, 96, darker(hall, 0.2)) +
    rect(60, 150, 600, 8, p.wood) +
    times(15, (index) => circle(84 + index * 39, 188, 11, darker(hall, 0.5)) + rect(68 + index * 39, 198, 32, 48, darker(hall, 0.5), 12)) +
    times(5, (index) => place(90 + index * 135, 20, spotlight((2 - index) * 9, colours[index % 3]!, 470, 0.2))) +
    truss(0, '#5a5f6d') +
    crowd(brush, 330, darker(hall, 0.45)) +
    crowd(brush, 398, darker(hall, 0.7)) +
    rect(0, 452, 720, 28, p.wood) +
    rect(0, 452, 720, 6, lighter(p.wood, 0.2)) +
    place(130, 456, monitor(brush), 0.9) +
    place(580, 456, stageSpeaker(brush), 0.7) +
    place(360, 470, micStand(brush), 1.5)
  );
}

export const venueScenes: CategoryScenes = {
  cover,
  detail,
  side,
  companion: (brush) => stageSpeaker(brush),
  emblem: ({ p }) => path('M0-32 9-10 32-9 14 6 20 29 0 16-20 29-14 6-32-9-9-10z', p.third),
};

/** What a mirror shows of the wall behind the viewer: a window and a lamp, pale. */
function reflection({ p }: Brush, x: number, y: number, w: number, h: number, glass: string): string {
  const frame = mix(glass, p.wood, 0.35);
  return (
    rect(x - 6, y - 6, w + 12, h + 12, frame, 2) +
    rect(x, y, w, h, lighter(glass, 0.6)) +
    rect(x, y + h * 0.6, w, h * 0.4, mix(glass, p.second, 0.18)) +
    times(3, (index) => rect(x + ((index + 1) * w) / 4 - 2, y, 4, h, frame)) +
    rect(x, y + h * 0.4, w, 4, frame) +
    rect(x + w * 1.34, y + h * 0.1, w * 0.3, h * 1.44, mix(glass, p.accent, 0.25), 3) +
    circle(x + w * 1.6, y + h * 0.9, 4, lighter(glass, 0.7)) +
    rect(x - w * 0.34, y + h * 0.2, w * 0.22, h * 0.5, mix(glass, p.third, 0.5), 2)
  );
}

/** A wall of mirrors with a barre: what it reflects is a paler room. */
function mirrors(brush: Brush, x: number, y: number, w: number, h: number, panels: number): string {
  const { p } = brush;
  const glass = mix(p.wall, '#dcebf2', 0.62);
  const step = w / panels;
  return (
    rect(x - 8, y - 8, w + 16, h + 16, darker(p.wood, 0.1), 3) +
    rect(x, y, w, h, glass) +
    rect(x, y + h * 0.74, w, h * 0.26, mix(glass, p.floor, 0.5)) +
    reflection(brush, x + w * 0.2, y + h * 0.12, w * 0.42, h * 0.4, glass) +
    rect(x, y + h * 0.71, w, h * 0.03, lighter(glass, 0.5)) +
    times(panels, (index) => path(`M${x + step * (index + 0.12)} ${y + h}L${x + step * (index + 0.5)} ${y}h${step * 0.2}L${x + step * (index + 0.32)} ${y + h}z`, '#fff', 0.22)) +
    times(panels - 1, (index) => rect(x + step * (index + 1) - 1.5, y, 3, h, mix(glass, '#7b97a8', 0.5)))
  );
}

function barre({ p }: Brush, x: number, width: number, y: number): string {
  return times(4, (index) => rect(x + 30 + (index * (width - 64)) / 3, y, 5, 24, '#70747f')) + rect(x, y - 4, width, 8, lighter(p.wood, 0.15), 4) + rect(x, y + 20, width, 6, p.wood, 3);
}

function ball(colour: string): string {
  return circle(0, -42, 42, colour) + path('M-42-42A42 42 0 0 1 0-84 62 62 0 0 0-26-10-42-42z', '#fff', 0.18) + path('M-41-50Q0-30 41-50M-41-34Q0-14 41-34', 'none') + line('M-40-52Q0-34 40-52', darker(colour, 0.16), 3);
}

function bag({ p }: Brush, colour: string): string {
  return line('M-24-44Q0-82 24-44', darker(colour, 0.3), 6) + rect(-50, -50, 100, 50, colour, 16) + rect(-30, -50, 8, 50, p.light, 0, 0.8) + rect(22, -50, 8, 50, p.light, 0, 0.8);
}

function danceCover(brush: Brush): string {
  const { p, r } = brush;
  const wide = r.integer(440, 520);
  const left = r.integer(60, 110);
  const lamps = r.pick([
    () => times(5, (index) => rect(70 + index * 130, 14, 90, 8, '#fffbe8', 4) + path(`M${70 + index * 130} 22h90l30 120h-150z`, '#fff8d8', 0.12)),
    () => times(4, (index) => place(120 + index * 160, 14, spotlight(r.integer(-14, 14), r.pick([p.accent, p.third, p.second]), 330, 0.16))),
    () => place(left + wide / 2, 120, neon(brush, r.pick([p.accent, p.second])), 1.2),
  ])();
  return (
    shell(brush, r.pick(['plain', 'stripes', 'panel'])) +
    mirrors(brush, left, 60, wide, 258, r.pick([3, 4])) +
    lamps +
    barre(brush, left - 10, wide + 20, 214) +
    path(`M${left} 350H${left + wide}L${left + wide + 60} 452H${left - 60}z`, '#fff', 0.1) +
    r.pick([() => stand(650, 400, stageSpeaker(brush), 90, 1.15), () => stand(656, 388, plant(brush, 'palm'), 56, 1.25), () => frame(brush, left + wide + 40, 90, 76, 110)])() +
    r.pick([() => stand(120, 436, ball(p.accent), 70, 1.05), () => stand(130, 438, bag(brush, p.second), 100), () => stand(120, 432, monitor(brush), 60, 1.1)])() +
    r.pick([() => stand(r.integer(300, 420), 440, bag(brush, p.accent), 100, 0.9), () => stand(r.integer(300, 420), 448, ball(p.second), 66, 0.8), () => ''])()
  );
}

/** A high training shoe pointing right, 200 x 120. */
function sneaker(colour: string, lace: string): string {
  return (
    path('M-96-16V-112Q-70-124-40-112L-20-74Q30-52 82-44 104-38 104-16z', colour) +
    path('M-96-16V-60Q-70-70-60-16z', darker(colour, 0.2)) +
    path('M58-16Q60-44 86-43 104-38 104-16z', lace) +
    rect(-100, -20, 208, 20, '#fffdf6', 9) +
    rect(-100, -9, 208, 4, darker(colour, 0.2)) +
    times(4, (index) => line(`M${-40 + index * 17} ${-98 + index * 15}l20-11`, lace, 5)) +
    circle(-66, -86, 12, lace)
  );
}

function danceDetail(brush: Brush): string {
  const { p } = brush;
  return (
    rect(0, 0, 720, 480, p.wall) +
    mirrors(brush, 40, 34, 640, 250, 3) +
    barre(brush, 0, 720, 128) +
    rect(0, 310, 720, 170, p.floor) +
    times(5, (index) => rect(0, 324 + index * 34, 720, 2, darker(p.floor, 0.15))) +
    stand(574, 420, stageSpeaker(brush), 90, 1.7) +
    stand(190, 404, sneaker(darker(p.accent, 0.15), p.light), 200, 1.05) +
    stand(300, 448, sneaker(p.accent, p.light), 210, 1.3)
  );
}

function danceSide(brush: Brush): string {
  const { p } = brush;
  const locker = (x: number, index: number) =>
    rect(x, 92, 58, 236, [p.accent, p.second, p.third][index % 3]!, 4) + times(3, (slot) => rect(x + 14, 108 + slot * 9, 30, 4, '#000', 2, 0.2)) + circle(x + 48, 214, 4, p.light) + rect(x, 210, 58, 2, '#000', 0, 0.12);
  return (
    shell(brush, 'plain') +
    times(5, (index) => locker(44 + index * 62, index)) +
    mirrors(brush, 420, 70, 250, 256, 2) +
    barre(brush, 408, 274, 214) +
    rect(70, 366, 290, 14, p.wood, 4) +
    rect(92, 380, 12, 34, darker(p.wood, 0.3)) +
    rect(324, 380, 12, 34, darker(p.wood, 0.3)) +
    place(150, 366, bag(brush, p.second), 0.84) +
    place(280, 366, sneaker(p.accent, p.light), 0.42) +
    stand(590, 428, ball(p.accent), 70) +
    stand(500, 446, ball(p.third), 60, 0.72) +
    stand(394, 404, plant(brush, 'palm'), 56, 1.05)
  );
}

export const danceScenes: CategoryScenes = {
  cover: danceCover,
  detail: danceDetail,
  side: danceSide,
  companion: ({ p }) => ball(p.accent) + place(84, 0, ball(p.second), 0.7),
  emblem: ({ p }) => circle(6, -24, 8, p.light) + line('M-24-12-6-6 10-8 24-22M2-4 4 10-12 30M4 10 18 16 22 30', p.light, 7),
};
