import { type Brush, circle, darker, ellipse, lighter, line, path, place, rect, times } from './svg.js';

// Every prop stands on its origin: x is 0 in its middle, y is 0 on the floor and negative above.

const steel = '#9aa3ad';
const brass = '#e3b23c';

function cymbal(x: number, y: number, width: number, turn: number, floor: number): string {
  const plate =
    ellipse(0, 0, width / 2, 6, brass) +
    ellipse(0, -2, width / 2 - 6, 3, '#f6d77a') +
    circle(0, -4, 4, '#b98a25');
  return line(`M${x} ${y}V${floor}`, steel, 3) + place(x, y, plate, 1, turn);
}

function drum(x: number, y: number, w: number, h: number, shell: string, head: string): string {
  return (
    rect(x - w / 2, y, w, h, shell, 6) +
    rect(x - w / 2, y, w * 0.28, h, lighter(shell, 0.25), 6) +
    rect(x - w / 2 - 2, y + h - 6, w + 4, 6, steel, 3) +
    ellipse(x, y + 1, w / 2 + 2, 8, steel) +
    ellipse(x, y, w / 2 - 1, 6, head)
  );
}

/** A drum kit for the right-handed seen from the front, about 260 x 200. */
export function drumKit({ p, r }: Brush): string {
  const shell = r.pick([p.accent, p.second, p.third]);
  const sign = shell === p.third ? p.dark : shell;
  const emblem = r.pick([
    circle(0, -62, 22, sign, 0.9) + circle(0, -62, 12, p.light),
    path('M0-90 7-70 28-70 11-57 17-36 0-49-17-36-11-57-28-70-7-70z', sign),
    path('M6-92-18-56H-2L-8-32 18-68H2z', sign),
    rect(-26, -66, 52, 8, sign, 4) + rect(-18, -80, 36, 8, sign, 4) + rect(-18, -52, 36, 8, sign, 4),
  ]);
  return place(
    0,
    0,
    cymbal(-108, -176, 84, -10, -4) +
      cymbal(104, -184, 92, 12, -4) +
      cymbal(128, -104, 58, 0, -2) +
      line('M-118-2-108-24-98-2M94-2 104-24 114-2M118-2 128-20 138-2', steel, 3) +
      drum(-86, -84, 62, 34, lighter(shell, 0.35), p.light) +
      line('M-112-50-104 0M-60-50-68 0', steel, 3) +
      drum(86, -92, 70, 66, shell, p.light) +
      line('M56-30V0M116-30V0', steel, 3) +
      line('M-30-118V-134M30-118V-134', steel, 4) +
      place(-34, -158, drum(0, 0, 62, 38, shell, p.light), 1, 5) +
      place(34, -160, drum(0, 0, 62, 38, shell, p.light), 1, -5) +
      circle(0, -62, 66, darker(shell, 0.35)) +
      circle(0, -62, 61, shell) +
      circle(0, -62, 54, p.light) +
      emblem +
      line('M-54-20-64 0M54-20 64 0', steel, 4),
    1,
    0,
    true,
  );
}

/** An amplifier: a cabinet of the given size, its head on top of it. */
export function amp({ p, r }: Brush, width = 96, height = 96, speakers = 2): string {
  const cloth = r.pick([darker(p.wood, 0.1), lighter(p.dark, 0.18), p.third]);
  const body = r.pick([p.dark, darker(p.accent, 0.25), darker(p.second, 0.35)]);
  const top = -height - 34;
  const radius = Math.min((width - 24) / speakers / 2, height / 2 - 12);
  return (
    rect(-width / 2, -height, width, height - 4, body, 7) +
    rect(-width / 2 + 7, -height + 7, width - 14, height - 18, cloth, 4) +
    times(speakers, (index) => {
      const x = ((index + 0.5) / speakers - 0.5) * (width - 18);
      return (
        circle(x, -height / 2 - 2, radius, '#000', 0.2) +
        circle(x, -height / 2 - 2, radius * 0.34, '#000', 0.25)
      );
    }) +
    rect(-width / 2 + 3, top, width - 6, 32, body, 6) +
    rect(-width / 2 + 10, top + 8, width - 20, 16, lighter(body, 0.16), 3) +
    times(5, (index) => circle(-width / 2 + 20 + index * ((width - 46) / 4), top + 16, 3.6, p.light)) +
    circle(width / 2 - 16, top + 16, 3, '#ff5a4d') +
    line(`M-16 ${top}C-14 ${top - 9} 14 ${top - 9} 16 ${top}`, darker(body, 0.3), 4) +
    rect(-width / 2 + 8, -4, 14, 4, '#15151b') +
    rect(width / 2 - 22, -4, 14, 4, '#15151b')
  );
}

/** An electric guitar upright, 175 tall, its body at the origin. */
export function electricGuitar({ p }: Brush, colour: string): string {
  return (
    rect(-4, -150, 8, 90, p.wood, 2) +
    times(6, (index) => rect(-4, -142 + index * 13, 8, 1.4, '#e8e0cf')) +
    path('M-5-148-8-172C-8-178 8-180 9-172L5-148z', darker(p.wood, 0.25)) +
    path(
      'M-26-8C-42-20-36-44-25-50C-20-58-34-74-25-82C-16-88-7-76-5-66H5C8-78 17-84 23-77C29-68 19-58 22-50C35-43 40-19 25-8C12 3-11 3-26-8z',
      darker(colour, 0.3),
    ) +
    path(
      'M-24-11C-39-22-33-44-23-50C-18-58-32-73-24-80C-16-85-8-74-5-63H4C7-76 16-81 21-75C26-67 17-58 20-50C32-43 36-21 23-11C11 0-10 0-24-11z',
      colour,
    ) +
    path('M-4-62H6C16-54 18-36 12-26C4-20-6-30-8-38z', p.light, 0.9) +
    rect(-9, -52, 17, 5, '#23232b', 2) +
    rect(-9, -38, 17, 5, '#23232b', 2) +
    rect(-8, -24, 15, 6, steel, 2) +
    circle(17, -16, 2.6, p.light) +
    line('M-1.5-150V-22M1.5-150V-22', '#f3ead6', 0.8, 0.8)
  );
}

/** An acoustic guitar upright, 180 tall, its body at the origin. */
export function acousticGuitar({ p }: Brush): string {
  return (
    rect(-4.5, -156, 9, 84, darker(p.wood, 0.35), 2) +
    path('M-7-154-9-180H9L7-154z', darker(p.wood, 0.45)) +
    path(
      'M0-92C22-92 28-74 22-60C18-52 34-46 34-24C34-2 16 0 0 0S-34-2-34-24C-34-46-18-52-22-60C-28-74-22-92 0-92z',
      darker(p.wood, 0.3),
    ) +
    path(
      'M0-89C19-89 25-74 19-61C14-51 30-45 30-24C30-6 14-3 0-3S-30-6-30-24C-30-45-14-51-19-61C-25-74-19-89 0-89z',
      lighter(p.wood, 0.28),
    ) +
    circle(0, -52, 13, darker(p.wood, 0.2)) +
    circle(0, -52, 10, '#2a1d18') +
    rect(-13, -24, 26, 5, darker(p.wood, 0.45), 2) +
    line('M-2-156V-24M2-156V-24', '#f3ead6', 0.9, 0.8)
  );
}

/** A guitar leaning in its stand. */
export function guitarOnStand(brush: Brush, colour: string): string {
  return line('M-20 0 0-34 20 0', '#2b2b33', 4) + place(0, -10, electricGuitar(brush, colour), 0.98, -6);
}

/** Piano keys in a strip of the given width. */
export function keys(x: number, y: number, width: number, height: number): string {
  const count = Math.round(width / 9);
  const step = width / count;
  return (
    rect(x, y, width, height, '#fdfaf2', 1) +
    times(count - 1, (index) => rect(x + (index + 1) * step - 0.4, y, 0.8, height, '#c9c3b6')) +
    times(count - 1, (index) =>
      index % 7 === 2 || index % 7 === 6
        ? ''
        : rect(x + (index + 1) * step - step * 0.28, y, step * 0.56, height * 0.6, '#24242c'),
    )
  );
}

/** A stage keyboard on a crossed stand, 170 wide. */
export function keyboard({ p }: Brush): string {
  return (
    line('M-52 0 46-74M52 0-46-74', '#30323b', 5) +
    rect(-86, -96, 172, 24, p.dark, 5) +
    rect(-86, -96, 172, 8, lighter(p.dark, 0.12), 4) +
    keys(-80, -87, 160, 11) +
    times(4, (index) => circle(-70 + index * 12, -92, 2, p.third)) +
    rect(40, -94.5, 26, 5, p.second, 2)
  );
}

/** An upright piano from the front with its bench, 190 x 140. */
export function uprightPiano({ p, r }: Brush): string {
  const body = r.pick([darker(p.wood, 0.35), p.dark, darker(p.accent, 0.3), p.wood]);
  return (
    rect(-92, -146, 184, 142, body, 4) +
    rect(-98, -152, 196, 10, lighter(body, 0.1), 4) +
    rect(-80, -134, 76, 42, lighter(body, 0.06), 3) +
    rect(4, -134, 76, 42, lighter(body, 0.06), 3) +
    rect(-98, -88, 196, 10, lighter(body, 0.14), 3) +
    keys(-86, -78, 172, 11) +
    rect(-98, -68, 196, 9, darker(body, 0.2), 3) +
    rect(-92, -60, 12, 60, darker(body, 0.12)) +
    rect(80, -60, 12, 60, darker(body, 0.12)) +
    rect(-22, -6, 10, 4, brass, 2) +
    rect(-5, -6, 10, 4, brass, 2) +
    rect(12, -6, 10, 4, brass, 2) +
    path('M-34-128H34L38-94H-38z', p.light) +
    times(4, (index) => rect(-26, -120 + index * 7, 52, 1.5, '#a9a294')) +
    bench(p.accent, darker(body, 0.1))
  );
}

function bench(seat: string, legs: string): string {
  return (
    rect(-38, -20, 6, 34, legs) +
    rect(32, -20, 6, 34, legs) +
    rect(-44, -34, 88, 16, seat, 6) +
    rect(-44, -26, 88, 8, darker(seat, 0.2), 4)
  );
}

/** A grand piano with its lid up, 260 x 190. */
export function grandPiano({ p }: Brush): string {
  const body = darker(p.dark, 0.1);
  return (
    line('M-92-60V0M40-60V0M104-56V0', darker(body, 0.2), 9) +
    path('M-112-96-60-176C10-206 96-168 126-96z', lighter(body, 0.1)) +
    path('M-96-96-52-164C8-190 82-156 108-96z', p.wood) +
    line('M28-96 74-142', steel, 4) +
    path('M-124-96H126C128-76 116-58 92-56H-124z', body) +
    rect(-124, -98, 250, 8, lighter(body, 0.16), 3) +
    rect(-138, -78, 30, 22, body, 4) +
    keys(-136, -84, 52, 9)
  );
}

/** A microphone on a straight stand, 165 tall. */
export function micStand({ p }: Brush, boom = false): string {
  const head = (x: number, y: number, turn: number) =>
    place(
      x,
      y,
      rect(-4, -2, 8, 26, '#2b2d36', 3) + circle(0, -6, 9.5, '#aeb6bf') + rect(-9.5, -3, 19, 4, p.accent, 2),
      1,
      turn,
    );
  if (!boom) {
    return ellipse(0, -2, 24, 5, '#2b2d36') + line('M0-4V-140', '#4a4e59', 4) + head(0, -158, 20);
  }
  return (
    line('M-26 0 0-16 26 0M0-14V-120', '#4a4e59', 4) +
    line('M34-104-44-150', '#4a4e59', 4) +
    circle(0, -124, 5, '#22242c') +
    head(-50, -162, -38)
  );
}

/** A studio microphone in its cradle with a pop screen, hanging from an arm; the origin is its middle. */
export function condenserMic({ p }: Brush): string {
  return (
    rect(-17, -6, 34, 62, '#3b3f4a', 12) +
    rect(-17, -46, 34, 48, '#c9ced5', 15) +
    line('M-13-30H13M-15-18H15M-13-38H13', '#8d949e', 2) +
    rect(-17, -4, 34, 6, p.accent) +
    circle(0, 22, 4, p.light) +
    line('M-26 4-12 14M26 4 12 14M-26 44-12 32M26 44 12 32', p.accent, 2.5) +
    line('M-28 0V50H28V0', '#22252d', 4)
  );
}
