import { type Brush, darker, lighter, line, path, place, rect, times } from './svg.js';

/** A sofa, `width` wide and 92 tall. */
export function sofa({ p, r }: Brush, width: number, colour: string): string {
  const half = width / 2;
  const seats = width > 190 ? 3 : 2;
  const seat = (width - 44) / seats;
  return (
    rect(-half + 16, -10, 10, 10, darker(p.wood, 0.3)) +
    rect(half - 26, -10, 10, 10, darker(p.wood, 0.3)) +
    rect(-half + 10, -92, width - 20, 70, darker(colour, 0.14), 16) +
    times(seats, (index) => rect(-half + 24 + index * seat, -86, seat - 4, 46, colour, 10)) +
    times(seats, (index) => rect(-half + 22 + index * seat, -44, seat - 1, 26, lighter(colour, 0.12), 8)) +
    rect(-half + 10, -26, width - 20, 18, darker(colour, 0.2), 6) +
    rect(-half, -62, 28, 54, lighter(colour, 0.05), 12) +
    rect(half - 28, -62, 28, 54, lighter(colour, 0.05), 12) +
    cushion(-half + 46, -58, r.pick([p.third, p.light])) +
    cushion(half - 48, -58, p.second)
  );
}

function cushion(x: number, y: number, colour: string): string {
  return place(x, y, rect(-18, -18, 36, 36, colour, 7) + line('M-10-8 10 8', darker(colour, 0.14), 3), 1, 14);
}

/** An armchair, 104 x 104. */
export function armchair({ p }: Brush, colour: string): string {
  return (
    line('M-34-14-40 0M34-14 40 0', darker(p.wood, 0.2), 6) +
    rect(-40, -104, 80, 80, darker(colour, 0.12), 24) +
    rect(-32, -98, 64, 62, colour, 20) +
    rect(-36, -46, 72, 26, lighter(colour, 0.14), 10) +
    rect(-52, -66, 22, 50, lighter(colour, 0.05), 11) +
    rect(30, -66, 22, 50, lighter(colour, 0.05), 11) +
    rect(-44, -24, 88, 12, darker(colour, 0.22), 6)
  );
}

/** A wooden chair from the front, 100 tall. */
export function chair({ p }: Brush, colour = p.accent): string {
  const legs = darker(p.wood, 0.25);
  return (
    line('M-20-44-24 0M20-44 24 0M-18-44V-92M18-44V-92', legs, 5) +
    rect(-22, -98, 44, 26, colour, 8) +
    rect(-26, -52, 52, 12, lighter(colour, 0.1), 6)
  );
}

/** A round stool, 62 tall. */
export function stool({ p }: Brush, colour = p.accent): string {
  return (
    line('M-13-52-20 0M13-52 20 0M0-52V-4M-17-20H17', darker(p.wood, 0.2), 4) +
    rect(-24, -62, 48, 13, colour, 6)
  );
}

/** A bed from its side, 260 x 110, head board at the left. */
export function bed({ p }: Brush, colour: string): string {
  return (
    rect(-130, -118, 14, 118, p.wood, 5) +
    rect(118, -64, 12, 64, p.wood, 4) +
    rect(-124, -38, 250, 22, p.wood, 3) +
    rect(-118, -60, 238, 28, p.light, 8) +
    rect(-112, -82, 66, 28, p.light, 12) +
    rect(-112, -66, 66, 12, '#000', 6, 0.06) +
    path('M-40-64C-20-78 70-76 116-66V-24H-48z', colour) +
    path('M-40-64C-32-70-20-72-6-73L-16-24H-48z', lighter(colour, 0.3)) +
    line('M20-72 12-26M66-72 62-26', darker(colour, 0.12), 3)
  );
}
