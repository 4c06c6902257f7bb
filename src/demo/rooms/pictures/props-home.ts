import { type Brush, circle, darker, ellipse, lighter, line, mix, path, place, rect, times } from './svg.js';

/** A lamp on the floor with a cone of light, 170 tall. */
export function floorLamp({ p }: Brush): string {
  return (
    path('M-24-132H24L76 0H-76z', '#ffe9b0', 0.12) +
    ellipse(0, -2, 22, 5, '#33353e') +
    line('M0-4V-136', '#4a4d57', 4) +
    path('M-18-172H18L32-130H-32z', p.third) +
    path('M-18-172H-6L-12-130H-32z', '#fff', 0.18)
  );
}

/** A lamp hanging down to its origin on a cable of the given length, with its cone of light. */
export function pendant({ p, r }: Brush, cable: number, beam: number): string {
  const colour = r.pick([p.accent, p.second, p.dark, p.third]);
  return (
    path(`M-22 0H22L${beam * 0.5} ${beam}H${-beam * 0.5}z`, '#ffe7a8', 0.1) +
    line(`M0-30V${-30 - cable}`, darker(p.dark, 0.2), 2) +
    path('M-6-34H6C18-28 28-14 30 0H-30C-28-14-18-28-6-34z', colour) +
    path('M-6-34H0C-10-24-16-12-17 0H-30C-28-14-18-28-6-34z', '#fff', 0.16) +
    ellipse(0, 0, 15, 5, '#fff3c9')
  );
}

/** A plant in a pot: three kinds, 70 to 170 tall. */
export function plant({ p, r }: Brush, kind: 'bush' | 'palm' | 'cactus'): string {
  const pot = r.pick([p.accent, p.light, p.third, darker(p.wood, 0.15)]);
  const vessel = path('M-24-42H24L18 0H-18z', pot) + rect(-27, -48, 54, 9, darker(pot, 0.1), 4);
  if (kind === 'cactus') {
    return (
      rect(-13, -116, 26, 76, p.green, 13) +
      line('M-28-88V-74Q-28-68-12-68M28-98V-84Q28-76 12-76', p.green, 12) +
      line('M0-108V-52M-7-100V-52M7-100V-52', lighter(p.green, 0.3), 1.4) +
      vessel
    );
  }
  if (kind === 'palm') {
    const leaf = (turn: number, colour: string, size: number) =>
      place(
        0,
        -58,
        path('M0 0C-20-34-16-76 0-104 16-76 20-34 0 0z', colour) + line('M0-4V-92', darker(colour, 0.2), 1.5),
        size,
        turn,
      );
    return (
      leaf(-58, darker(p.green, 0.22), 0.8) +
      leaf(58, darker(p.green, 0.22), 0.82) +
      leaf(-32, p.green, 0.98) +
      leaf(34, lighter(p.green, 0.08), 0.95) +
      leaf(0, lighter(p.green, 0.16), 1.08) +
      rect(-3, -64, 6, 20, darker(p.green, 0.4)) +
      vessel
    );
  }
  const blob = (x: number, y: number, radius: number, colour: string) => circle(x, y, radius, colour);
  return (
    blob(-20, -70, 22, darker(p.green, 0.2)) +
    blob(20, -72, 23, darker(p.green, 0.15)) +
    blob(0, -90, 26, p.green) +
    blob(-12, -96, 10, lighter(p.green, 0.2)) +
    blob(14, -78, 8, lighter(p.green, 0.16)) +
    vessel
  );
}

/** A plant hanging from the ceiling, its origin at the hook. */
export function hangingPlant({ p, r }: Brush): string {
  const vine = (x: number, length: number, sway: number) =>
    line(
      `M${x} 56C${x + sway} ${56 + length * 0.4} ${x - sway} ${56 + length * 0.7} ${x + sway} ${56 + length}`,
      p.green,
      4,
    ) +
    times(4, (index) =>
      ellipse(
        x + sway * (index % 2 ? 0.8 : -0.3),
        66 + (index * length) / 4.4,
        7,
        4.5,
        index % 2 ? lighter(p.green, 0.15) : p.green,
      ),
    );
  return (
    line('M0 0-18 42M0 0 18 42', p.light, 1.4, 0.8) +
    vine(-12, r.integer(40, 70), -6) +
    vine(2, r.integer(26, 50), 5) +
    vine(14, r.integer(44, 82), 6) +
    path('M-22 40H22L15 64H-15z', p.accent)
  );
}

/** A picture on the wall, w x h from its upper left corner, with a picture without words. */
export function frame({ p, r }: Brush, x: number, y: number, w: number, h: number): string {
  const paper = r.pick([p.light, p.third, p.second, p.accent]);
  const ink = r.pick([p.dark, p.accent, p.second].filter((colour) => colour !== paper));
  const third = mix(ink, paper, 0.45);
  const art = r.pick([
    circle(w / 2, h * 0.44, w * 0.24, ink) + rect(w * 0.18, h * 0.76, w * 0.64, 4, third, 2),
    path(
      `M0 ${h * 0.8}L${w * 0.34} ${h * 0.42} ${w * 0.56} ${h * 0.66} ${w * 0.74} ${h * 0.48} ${w} ${h * 0.76}V${h}H0z`,
      ink,
    ) + circle(w * 0.7, h * 0.26, w * 0.1, third),
    times(4, (index) =>
      rect(
        w * (0.18 + index * 0.17),
        h * (0.3 + (index % 3) * 0.12),
        w * 0.1,
        h * (0.5 - (index % 3) * 0.12),
        index % 2 ? third : ink,
        2,
      ),
    ),
    circle(w * 0.5, h * 0.5, w * 0.34, ink) +
      circle(w * 0.5, h * 0.5, w * 0.22, third) +
      circle(w * 0.5, h * 0.5, w * 0.08, paper),
    path(
      `M${w * 0.56} ${h * 0.16}L${w * 0.26} ${h * 0.56}H${w * 0.48}L${w * 0.4} ${h * 0.86} ${w * 0.74} ${h * 0.42}H${w * 0.52}z`,
      ink,
    ),
  ]);
  return place(
    x,
    y,
    rect(3, 4, w, h, '#000', 2, 0.15) +
      rect(-3, -3, w + 6, h + 6, darker(p.wood, 0.3), 2) +
      rect(0, 0, w, h, paper) +
      art,
  );
}

/** A rug lying on the floor around its origin. */
export function rug({ p, r }: Brush, width: number, height: number): string {
  const base = r.pick([p.accent, p.second, p.third, mix(p.wall, p.light, 0.5)]);
  const band = r.pick([p.light, darker(base, 0.25), p.third]);
  const rounded = r.chance(0.5);
  if (rounded) {
    return (
      ellipse(0, 3, width / 2, height / 2, '#000', 0.12) +
      ellipse(0, 0, width / 2, height / 2, base) +
      ellipse(0, 0, width * 0.42, height * 0.4, band, 0.55) +
      ellipse(0, 0, width * 0.37, height * 0.34, base)
    );
  }
  const h = height / 2;
  const slant = 34;
  const stripe = (from: number, to: number) => {
    const left = (share: number) => -width / 2 + slant * (1 - share);
    return path(
      `M${left(from)} ${-h + height * from}H${-left(from)}L${-left(to)} ${-h + height * to}H${left(to)}z`,
      band,
      0.6,
    );
  };
  return (
    path(`M${-width / 2 + slant} ${-h}H${width / 2 - slant}L${width / 2} ${h}H${-width / 2}z`, base) +
    stripe(0.1, 0.18) +
    stripe(0.82, 0.9) +
    stripe(0.44, 0.56)
  );
}

/** A book case, w x h, filled with books, boxes and small things. */
export function bookshelf({ p, r }: Brush, w: number, h: number, rows: number): string {
  const step = h / rows;
  const spines = [p.accent, p.second, p.third, p.light, p.green, darker(p.accent, 0.3)];
  const row = (index: number) => {
    const floor = -h + (index + 1) * step - 6;
    let x = -w / 2 + 10;
    let books = '';
    while (x < w / 2 - 24) {
      const width = r.integer(7, 14);
      const height = step - r.integer(16, 30);
      if (r.chance(0.16)) x += r.integer(10, 26);
      else books += rect(x, floor - height, width, height, r.pick(spines), 1.5);
      x += width + 1;
    }
    return (
      rect(-w / 2 + 6, floor - step + 6, w - 12, step - 6, '#000', 0, 0.28) +
      books +
      rect(-w / 2, floor, w, 6, p.wood)
    );
  };
  return (
    rect(-w / 2, -h, w, h, darker(p.wood, 0.16), 3) +
    times(rows, row) +
    rect(-w / 2, -h, 6, h, p.wood) +
    rect(w / 2 - 6, -h, 6, h, p.wood) +
    rect(-w / 2, -h - 4, w, 8, p.wood, 2)
  );
}

/** A board shelf on the wall with small things on it, from its left end. */
export function wallShelf({ p, r }: Brush, x: number, y: number, width: number): string {
  const things = [
    (at: number) =>
      rect(at, -26, 10, 26, p.accent, 1.5) +
      rect(at + 11, -30, 9, 30, p.third, 1.5) +
      rect(at + 21, -23, 9, 23, p.second, 1.5),
    (at: number) =>
      path(`M${at + 4}-16H${at + 24}L${at + 20} 0H${at + 8}z`, p.light) +
      circle(at + 8, -22, 8, p.green) +
      circle(at + 20, -23, 9, p.green) +
      circle(at + 14, -30, 9, lighter(p.green, 0.15)),
    (at: number) => circle(at + 15, -15, 15, p.dark) + circle(at + 15, -15, 5, p.accent),
    (at: number) => rect(at + 2, -20, 26, 20, p.wood, 3) + circle(at + 15, -10, 6, p.light),
    (at: number) =>
      path(
        `M${at + 8} 0C${at} -14 ${at + 12} -18 ${at + 11} -30H${at + 17}C${at + 16} -18 ${at + 28} -14 ${at + 20} 0z`,
        p.second,
      ),
  ];
  const count = Math.floor(width / 40);
  return place(
    x,
    y,
    rect(0, 0, width, 7, p.wood, 2) +
      rect(0, 5, width, 3, '#000', 0, 0.18) +
      r
        .sample(things, count)
        .map((draw, index) => draw(6 + index * (width / count)))
        .join(''),
  );
}

/** A clock on the wall. */
export function wallClock({ p, r }: Brush, x: number, y: number): string {
  return (
    circle(x, y, 24, p.dark) +
    circle(x, y, 20, p.light) +
    place(x, y, line('M0 0V-13', p.dark, 3), 1, r.integer(0, 11) * 30) +
    place(x, y, line('M0 0V-9', p.accent, 3), 1, r.integer(0, 11) * 30)
  );
}

/** A laptop open on a table, 60 wide. */
export function laptop({ p }: Brush): string {
  return (
    rect(-26, -38, 52, 36, '#2c303a', 4) +
    rect(-22, -34, 44, 28, '#dfe8f2', 2) +
    rect(-17, -28, 20, 3, p.accent, 1.5) +
    rect(-17, -21, 30, 3, '#a9b6c6', 1.5) +
    rect(-17, -14, 25, 3, '#a9b6c6', 1.5) +
    rect(-33, -4, 66, 4, '#b9c0ca', 2)
  );
}

/** A mug, 18 tall. */
export function mug(colour: string): string {
  return (
    line('M8-13Q17-13 16-7 15-3 8-4', colour, 3) +
    rect(-9, -18, 18, 18, colour, 4) +
    rect(-9, -18, 6, 18, '#fff', 3, 0.25)
  );
}

/** A suitcase, 76 x 92. */
export function suitcase({ p }: Brush, colour: string): string {
  return (
    line('M-14-84V-98H14V-84', '#3a3d47', 5) +
    rect(-38, -84, 76, 80, colour, 10) +
    rect(-26, -84, 6, 80, darker(colour, 0.2)) +
    rect(20, -84, 6, 80, darker(colour, 0.2)) +
    circle(-26, -2, 4, '#26272e') +
    circle(26, -2, 4, '#26272e') +
    rect(-10, -52, 20, 14, p.light, 3)
  );
}
