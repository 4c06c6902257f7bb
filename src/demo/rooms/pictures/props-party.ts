import { type Brush, circle, darker, ellipse, lighter, line, path, place, rect, times } from './svg.js';

/** Bulbs on a sagging cable from one point to another. */
export function stringLights(
  x1: number,
  y1: number,
  x2: number,
  y2: number,
  sag: number,
  count: number,
): string {
  const middle = { x: (x1 + x2) / 2, y: (y1 + y2) / 2 + sag * 2 };
  const at = (t: number) => ({
    x: (1 - t) ** 2 * x1 + 2 * t * (1 - t) * middle.x + t ** 2 * x2,
    y: (1 - t) ** 2 * y1 + 2 * t * (1 - t) * middle.y + t ** 2 * y2,
  });
  return (
    line(`M${x1} ${y1}Q${middle.x} ${middle.y} ${x2} ${y2}`, '#1d1a26', 1.6, 0.7) +
    times(count, (index) => {
      const { x, y } = at((index + 0.5) / count);
      return (
        circle(x, y + 7, 12, '#ffdf8a', 0.2) +
        rect(x - 2.5, y - 1, 5, 5, '#3a3540') +
        circle(x, y + 8, 5, '#fff0bf')
      );
    })
  );
}

/** Small flags on a sagging line. */
export function bunting({ p }: Brush, x1: number, y: number, x2: number, sag: number): string {
  const colours = [p.accent, p.second, p.third, p.light, p.green];
  const count = Math.round((x2 - x1) / 34);
  const height = (t: number) => y + sag * 4 * t * (1 - t);
  return (
    line(`M${x1} ${y}Q${(x1 + x2) / 2} ${y + sag * 2} ${x2} ${y}`, p.light, 1.5) +
    times(count, (index) => {
      const [from, to] = [(index + 0.1) / count, (index + 0.9) / count];
      const [a, b] = [x1 + (x2 - x1) * from, x1 + (x2 - x1) * to];
      return path(
        `M${a} ${height(from)}L${b} ${height(to)} ${(a + b) / 2} ${height((from + to) / 2) + 28}z`,
        colours[index % 5]!,
      );
    })
  );
}

/** A bunch of balloons, tied together at its origin. */
export function balloons({ p, r }: Brush, count: number): string {
  const colours = [p.accent, p.second, p.third, p.light, lighter(p.accent, 0.4)];
  const spots = [
    [0, -128],
    [-30, -104],
    [32, -106],
    [-14, -82],
    [16, -80],
    [-50, -76],
    [50, -78],
  ] as const;
  return r
    .sample(spots, count)
    .sort((a, b) => a[1] - b[1])
    .map(([x, y], index) => {
      const colour = colours[index % 5]!;
      return (
        line(`M${x} ${y + 24}Q${x * 0.2} ${y * 0.3} 0 0`, p.light, 1.2, 0.7) +
        ellipse(x, y, 21, 25, colour) +
        path(`M${x - 4} ${y + 29}L${x} ${y + 23}L${x + 4} ${y + 29}z`, darker(colour, 0.15)) +
        place(x - 8, y - 9, ellipse(0, 0, 4, 8, '#fff', 0.45), 1, 24)
      );
    })
    .join('');
}

/** A mirror ball on its cable; the origin is its middle. */
export function discoBall({ p }: Brush, cable: number, radius = 34): string {
  const tiles = ['#eef4fb', '#b9c8dd', p.accent, '#8fa3c2', p.third, '#d5e0ee'];
  const size = radius / 3.4;
  const rows = 6;
  return (
    line(`M0 ${-radius}V${-radius - cable}`, '#8b8fa0', 2) +
    circle(0, 0, radius, '#7d8db0') +
    times(rows * 7, (index) => {
      const row = Math.floor(index / 7) - (rows - 1) / 2;
      const column = (index % 7) - 3;
      const y = row * size * 1.08;
      const reach = Math.sqrt(Math.max(0, radius ** 2 - (Math.abs(y) + size / 2) ** 2));
      const x = (column / 3.5) * reach;
      const width = (reach / 3.5) * 0.86;
      return rect(
        x - width / 2,
        y - size / 2,
        width,
        size * 0.92,
        tiles[(index * 5 + Math.floor(index / 7) * 3) % 6]!,
        1,
      );
    }) +
    ellipse(-radius * 0.3, -radius * 0.36, radius * 0.3, radius * 0.2, '#fff', 0.35)
  );
}

/** Flecks of light that a mirror ball throws over the wall. */
export function flecks({ p, r }: Brush, count: number): string {
  const colours = [p.accent, p.third, p.second, '#ffffff'];
  return times(count, (index) =>
    ellipse(
      r.integer(10, 710),
      r.integer(20, 320),
      r.integer(4, 9),
      r.integer(3, 6),
      colours[index % 4]!,
      0.3,
    ),
  );
}

/** A sign of glowing tube; the origin is its middle, about 110 wide. */
export function neon({ r }: Brush, colour: string): string {
  const shape = r.pick([
    'M0 34C-46 2-46-34-20-36-6-36 0-24 0-20 0-24 6-36 20-36 46-34 46 2 0 34z',
    'M0-40 11-12 40-10 17 9 25 38 0 22-25 38-17 9-40-10-11-12z',
    'M-14 30A11 9 0 1 1-14 29V-30L26-40V18A11 9 0 1 1 26 17M-14-14 26-24',
    'M10-44-24 8H0L-10 44 26-12H2z',
    'M22-36A40 40 0 1 0 22 36 32 32 0 1 1 22-36z',
    'M-46 10Q-34-18-22 10T2 10 26 10 46 4',
  ]);
  return (
    line(shape, colour, 16, 0.16) +
    line(shape, colour, 9, 0.3) +
    line(shape, colour, 5) +
    line(shape, lighter(colour, 0.75), 2)
  );
}

/** A cake on its stand, 90 x 92. */
export function cake({ p, r }: Brush): string {
  const cream = r.pick([p.light, lighter(p.accent, 0.55), lighter(p.third, 0.3)]);
  return (
    path('M-10-14H10L16 0H-16z', '#d9dee6') +
    rect(-48, -20, 96, 7, '#eef1f5', 3.5) +
    rect(-38, -52, 76, 32, cream, 5) +
    path('M-38-46Q-30-34-24-44T-10-42 4-44 18-42 30-44 38-46V-52H-38z', p.accent) +
    rect(-25, -72, 50, 21, lighter(cream, 0.3), 5) +
    path('M-25-66Q-18-56-12-64T0-63 12-64 25-66V-72H-25z', p.accent) +
    times(
      3,
      (index) =>
        rect(-15 + index * 13, -88, 4, 16, index % 2 ? p.second : p.third) +
        circle(-13 + index * 13, -93, 6, '#ffcf5a', 0.35) +
        ellipse(-13 + index * 13, -92, 2.4, 4, '#ffb627'),
    )
  );
}

/** A bottle, 58 tall. */
export function bottle(colour: string): string {
  return (
    path('M-9 0V-32Q-9-40-4-43V-58H4V-43Q9-40 9-32V0z', colour) +
    rect(-9, -26, 18, 14, '#fdf3dc') +
    rect(-6, -38, 3, 36, '#fff', 1.5, 0.3) +
    rect(-5, -61, 10, 6, darker(colour, 0.35), 2)
  );
}

/** A stemmed glass with a drink, 36 tall. */
export function glass(drink: string): string {
  return (
    rect(-8, -2, 16, 2.5, '#e8eef4', 1) +
    rect(-1, -16, 2, 15, '#e8eef4') +
    path('M-11-36H11Q11-16 0-16T-11-36z', '#fff', 0.4) +
    path('M-10-28H10Q8-17 0-17T-10-28z', drink)
  );
}

/** A wrapped present, `size` wide. */
export function gift(size: number, paper: string, ribbon: string): string {
  return (
    rect(-size / 2, -size * 0.8, size, size * 0.8, paper, 3) +
    rect(-size / 2 - 2, -size * 0.86, size + 4, size * 0.24, lighter(paper, 0.15), 3) +
    rect(-size * 0.07, -size * 0.86, size * 0.14, size * 0.86, ribbon) +
    line(
      `M0 ${-size * 0.86}C${-size * 0.4} ${-size * 1.3} ${-size * 0.5} ${-size * 0.9} 0 ${-size * 0.86}C${size * 0.5} ${-size * 0.9} ${size * 0.4} ${-size * 1.3} 0 ${-size * 0.86}`,
      ribbon,
      4,
    )
  );
}

/** A lamp of a stage hanging at its origin, its beam turned by degrees. */
export function spotlight(turn: number, colour: string, length: number, opacity = 0.2): string {
  return place(
    0,
    0,
    path(`M-12 22H12L${length * 0.26} ${length}H${-length * 0.26}z`, colour, opacity) +
      rect(-4, -14, 8, 14, '#22242c') +
      path('M-11-4H11L15 24H-15z', '#2d3039') +
      ellipse(0, 24, 14, 4, lighter(colour, 0.6)),
    1,
    turn,
  );
}

/** A truss below the ceiling. */
export function truss(y: number, colour: string): string {
  return (
    rect(0, y, 720, 4, colour) +
    rect(0, y + 24, 720, 4, colour) +
    line(
      `M0 ${y + 26}${times(12, (index) => `L${index * 60 + 30} ${y + 2}L${index * 60 + 60} ${y + 26}`)}`,
      colour,
      3,
    )
  );
}

/** Heads and raised hands of a crowd along the bottom of the picture. */
export function crowd({ r }: Brush, y: number, colour: string): string {
  return times(17, (index) => {
    const x = index * 45 + r.integer(-10, 10);
    const top = y + r.integer(-14, 16);
    const arm = r.chance(0.4)
      ? line(`M${x + 14} ${top + 40}L${x + 22} ${top - 6}L${x + 18} ${top - 34}`, colour, 10)
      : '';
    return (
      arm +
      circle(x, top, 19, colour) +
      path(`M${x - 34} 490Q${x - 34} ${top + 22} ${x} ${top + 20}T${x + 34} 490z`, colour)
    );
  });
}

/** Curtains that hang down both sides, `width` wide each. */
export function curtains(width: number, height: number, colour: string): string {
  const folds = 4;
  const fold = width / folds;
  const side = times(folds, (index) =>
    path(
      `M${index * fold} 0H${(index + 1) * fold}Q${(index + 1) * fold + 8} ${height * 0.6} ${(index + 1) * fold - index * 5} ${height}H${index * fold}z`,
      index % 2 ? colour : darker(colour, 0.22),
    ),
  );
  return side + place(720, 0, side, 1, 0, true);
}

/** Scalloped cloth along the top of a stage. */
export function valance(height: number, colour: string): string {
  return times(9, (index) =>
    path(
      `M${index * 80} 0H${index * 80 + 80}V${height * 0.55}Q${index * 80 + 40} ${height * 1.3} ${index * 80} ${height * 0.55}z`,
      index % 2 ? colour : darker(colour, 0.14),
    ),
  );
}
