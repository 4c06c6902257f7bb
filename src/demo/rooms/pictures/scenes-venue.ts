import type { CategoryScenes } from './category-scenes.js';
import { stool } from './props-seats.js';
import { amp, drumKit, grandPiano, guitarOnStand, keyboard, micStand } from './props-music.js';
import { crowd, curtains, neon, spotlight, truss, valance } from './props-party.js';
import { monitor, stageSpeaker } from './props-studio.js';
import { type Brush, circle, darker, ellipse, lighter, line, mix, path, place, rect, times } from './svg.js';

/** Backs of seats in rows, nearest last. */
function seats({ p }: Brush, colour: string): string {
  return times(2, (row) => {
    const size = 1 + row * 0.25;
    const y = 444 + row * 40;
    return times(11, (index) => {
      const x = 360 + (index - 5) * 74 * size + (row % 2) * 36;
      const cloth = row ? darker(colour, 0.3) : darker(colour, 0.12);
      return (
        rect(x - 30 * size, y - 34 * size, 60 * size, 70, cloth, 14) +
        rect(x - 22 * size, y - 28 * size, 44 * size, 6, lighter(cloth, 0.12), 3) +
        rect(x + 31 * size, y - 4, 6, 50, darker(p.wood, 0.3), 2)
      );
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
      place(360, 362, drumKit(brush), 0.86) +
      place(196, 366, amp(brush, 100, 84, 2), 0.9) +
      place(526, 366, amp(brush, 96, 110, 1), 0.9) +
      place(270, 386, micStand(brush), 0.94) +
      place(446, 386, guitarOnStand(brush, p.third), 0.86),
    () =>
      place(392, 384, grandPiano(brush), 1.02) +
      place(238, 388, micStand(brush), 0.96) +
      place(240, 388, stool(brush), 0.8),
    () =>
      place(248, 386, keyboard(brush), 0.86) +
      place(462, 364, drumKit(brush), 0.76) +
      place(354, 388, micStand(brush), 1) +
      place(570, 386, guitarOnStand(brush, p.second), 0.8),
  ])();
  return (
    rect(0, 0, 720, 480, back) +
    times(12, (index) => rect(index * 60, 0, 30, 330, darker(back, 0.14))) +
    (r.chance(0.5)
      ? place(360, 128, neon(brush, r.pick([p.accent, p.third])), 1.3)
      : circle(360, 190, 120, mix(back, p.accent, 0.22)) + circle(360, 190, 84, mix(back, p.accent, 0.36))) +
    truss(40, '#5a5f6d') +
    times(6, (index) =>
      place(110 + index * 100, 66, spotlight((2.5 - index) * r.integer(7, 13), beams[index % 4]!, 330, 0.13)),
    ) +
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
    times(22, (index) =>
      circle(
        r.integer(0, 720),
        r.integer(20, 430),
        r.integer(12, 44),
        [p.accent, p.second, p.third][index % 3]!,
        0.16,
      ),
    ) +
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
        times(7, (index) =>
          line(
            `M${-72 + Math.abs(index - 3) * 6} ${-78 + index * 16}H${72 - Math.abs(index - 3) * 6}`,
            '#8d949e',
            2.5,
          ),
        ) +
        times(7, (index) =>
          line(
            `M${-54 + index * 18} ${-84 + Math.abs(index - 3) * 7}V${24 - Math.abs(index - 3) * 7}`,
            '#8d949e',
            2.5,
          ),
        ) +
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
    times(
      15,
      (index) =>
        circle(84 + index * 39, 188, 11, darker(hall, 0.5)) +
        rect(68 + index * 39, 198, 32, 48, darker(hall, 0.5), 12),
    ) +
    times(5, (index) =>
      place(90 + index * 135, 20, spotlight((2 - index) * 9, colours[index % 3]!, 470, 0.2)),
    ) +
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
