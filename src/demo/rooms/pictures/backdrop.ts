import { foam } from './props-studio.js';
import { type Brush, canvas, circle, darker, lighter, line, path, rect, times } from './svg.js';

export type WallStyle = 'plain' | 'panel' | 'slats' | 'brick' | 'foam' | 'stripes' | 'tiles';

const { width, height, floor } = canvas;

/** Wall and floor of a room. */
export function shell(
  brush: Brush,
  wall: WallStyle,
  ground: 'boards' | 'plain' | 'tiles' = 'boards',
): string {
  const { p } = brush;
  return (
    rect(0, 0, width, floor, p.wall) +
    covering(brush, wall) +
    rect(0, 0, width, 26, '#000', 0, 0.07) +
    rect(0, floor - 12, width, 12, lighter(p.wall, 0.28)) +
    rect(0, floor - 3, width, 3, '#000', 0, 0.14) +
    rect(0, floor, width, height - floor, p.floor) +
    flooring(brush, ground) +
    rect(0, floor, width, 10, '#000', 0, 0.1)
  );
}

function covering({ p, r }: Brush, style: WallStyle): string {
  const deep = darker(p.wall, 0.09);
  const pale = lighter(p.wall, 0.08);
  switch (style) {
    case 'plain':
      return '';
    case 'panel':
      return (
        rect(0, 222, width, floor - 222, deep) +
        rect(0, 218, width, 6, lighter(p.wall, 0.25)) +
        times(
          6,
          (index) =>
            rect(14 + index * 119, 238, 97, floor - 262, pale, 2) +
            rect(18 + index * 119, 242, 89, floor - 270, deep, 2),
        )
      );
    case 'slats':
      return times(20, (index) => rect(index * 36 + 4, 0, 22, floor, deep));
    case 'brick':
      return times(12, (row) =>
        times(13, (index) =>
          r.chance(0.26)
            ? rect(index * 60 - (row % 2) * 30, row * 28 + 3, 55, 23, r.chance(0.5) ? deep : pale, 2)
            : '',
        ),
      );
    case 'foam':
      return foam(r.integer(-30, 0), 22, 11, 4, 68, [darker(p.wall, 0.16), darker(p.wall, 0.24)]);
    case 'stripes':
      return times(9, (index) => rect(index * 80, 0, 40, floor, pale));
    case 'tiles':
      return times(6 * 12, (index) =>
        rect(
          (index % 12) * 60 + 1.5,
          Math.floor(index / 12) * 56 + 1.5,
          57,
          53,
          index % 2 === Math.floor(index / 12) % 2 ? pale : deep,
          2,
        ),
      );
  }
}

function flooring({ p }: Brush, style: 'boards' | 'plain' | 'tiles'): string {
  if (style === 'plain') return rect(0, 430, width, 50, '#000', 0, 0.05);
  const seam = darker(p.floor, 0.16);
  if (style === 'tiles') {
    return (
      times(13, (index) =>
        path(
          `M${(index - 6) * 66 + 360} ${floor}L${(index - 6) * 112 + 360} 480h3L${(index - 6) * 66 + 361.5} ${floor}z`,
          seam,
        ),
      ) + [364, 402, 448].map((y) => rect(0, y, width, 2, seam)).join('')
    );
  }
  return [356, 378, 404, 436]
    .map(
      (y, row) =>
        rect(0, y, width, 2, seam) +
        times(5, (index) => rect(((index * 173 + row * 97) % 760) - 20, y, 2, [22, 26, 32, 44][row]!, seam)),
    )
    .join('');
}

/** A band of light below the ceiling. */
export function ledStrip(colour: string): string {
  return (
    rect(0, 26, width, 26, colour, 0, 0.1) +
    rect(0, 26, width, 12, colour, 0, 0.16) +
    rect(0, 26, width, 4, lighter(colour, 0.3))
  );
}

/** A round glow on the wall. */
export function glow(x: number, y: number, radius: number, colour: string): string {
  return (
    circle(x, y, radius, colour, 0.08) +
    circle(x, y, radius * 0.72, colour, 0.08) +
    circle(x, y, radius * 0.46, colour, 0.1)
  );
}

/** Cables lying on the floor. */
export function cables({ r }: Brush): string {
  return times(2, (index) => {
    const x = r.integer(60, 240) + index * 260;
    return line(
      `M${x} ${r.integer(366, 380)}q40 ${r.integer(20, 44)} 90 ${r.integer(10, 24)}t120 ${r.integer(-16, 26)}`,
      '#17171d',
      3,
      0.55,
    );
  });
}
