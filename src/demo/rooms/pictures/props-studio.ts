import { keys } from './props-music.js';
import { type Brush, circle, darker, ellipse, lighter, line, path, place, rect, times } from './svg.js';

/** A loudspeaker of a studio, upright, 64 x 96, standing on its origin. */
export function monitor({ p }: Brush): string {
  const body = lighter(p.dark, 0.06);
  return (
    rect(-32, -96, 64, 96, body, 6) +
    rect(-32, -96, 10, 96, lighter(body, 0.12), 6) +
    circle(2, -72, 13, '#15161c') +
    circle(2, -72, 6, '#555b66') +
    circle(2, -34, 24, '#15161c') +
    circle(2, -34, 19, p.third) +
    circle(2, -34, 8, '#15161c')
  );
}

/** A tall loudspeaker of a stage, 84 x 150. */
export function stageSpeaker({ p }: Brush): string {
  return (
    rect(-42, -150, 84, 150, darker(p.dark, 0.15), 5) +
    rect(-36, -144, 72, 138, lighter(p.dark, 0.1), 3) +
    rect(-28, -136, 56, 24, '#111219', 3) +
    path('M-20-130H20L10-118H-10z', '#4a4e58') +
    times(
      2,
      (index) =>
        circle(0, -84 + index * 54, 25, '#111219') +
        circle(0, -84 + index * 54, 19, '#363a44') +
        circle(0, -84 + index * 54, 8, '#111219'),
    )
  );
}

/** A mixing desk with faders, `width` wide, standing on a table top at its origin. */
export function mixingDesk({ p, r }: Brush, width = 260): string {
  const strips = Math.round(width / 22);
  const knobs = [p.accent, p.second, p.third, p.light];
  return (
    path(`M${-width / 2} 0 ${-width / 2 + 14}-52H${width / 2 - 14}L${width / 2} 0z`, lighter(p.dark, 0.14)) +
    path(`M${-width / 2} 0H${width / 2}V12H${-width / 2}z`, darker(p.dark, 0.2)) +
    times(strips, (index) => {
      const x = ((index + 0.5) / strips - 0.5) * (width - 26);
      const fader = r.integer(-20, -8);
      return (
        circle(x, -44, 3.6, knobs[index % 4]!) +
        circle(x, -34, 3.2, p.light) +
        rect(x - 1, -26, 2, 22, '#0f1016') +
        rect(x - 4, fader, 8, 5, knobs[(index * 3) % 4]!, 1.5)
      );
    })
  );
}

/** A screen with the waves of a recording, 130 x 84, standing on its origin. */
export function waveScreen({ p, r }: Brush): string {
  const track = (y: number, colour: string) =>
    times(16, (index) => {
      const height = r.integer(2, 15);
      return rect(-56 + index * 7.1, y - height / 2, 4.5, height, colour, 1);
    });
  return (
    rect(-8, -16, 16, 16, '#3a3d47') +
    rect(-26, -4, 52, 4, '#3a3d47', 2) +
    rect(-66, -96, 132, 82, '#14161d', 5) +
    rect(-61, -91, 122, 70, '#222838', 3) +
    track(-78, p.accent) +
    track(-57, p.third) +
    track(-36, p.second)
  );
}

/** A table on four legs with its top at -78. */
export function desk({ p }: Brush, width: number, colour = p.wood): string {
  return (
    rect(-width / 2 + 12, -70, 9, 70, darker(colour, 0.3)) +
    rect(width / 2 - 21, -70, 9, 70, darker(colour, 0.3)) +
    rect(-width / 2, -80, width, 12, colour, 3) +
    rect(-width / 2, -72, width, 5, darker(colour, 0.2), 2)
  );
}

/** Headphones lying or hanging, 60 x 60, around the origin. */
export function headphones({ p }: Brush): string {
  return (
    line('M-24 8V-4A24 24 0 0 1 24-4V8', p.dark, 6) +
    rect(-32, 0, 15, 28, p.accent, 7) +
    rect(17, 0, 15, 28, p.accent, 7) +
    rect(-22, 3, 7, 22, '#1b1c22', 3) +
    rect(15, 3, 7, 22, '#1b1c22', 3)
  );
}

/** A music stand with a sheet, 120 tall. */
export function musicStand({ p }: Brush): string {
  return (
    line('M-20 0 0-18 20 0M0-16V-90', '#3b3e48', 4) +
    path('M-36-122H36L32-84H-32z', '#2a2c35') +
    path('M-28-130H-1V-92H-26zM1-130H28L26-92H1z', p.light) +
    times(4, (index) => line(`M-22 ${-122 + index * 8}H-5M5 ${-122 + index * 8}H22`, '#9a958a', 1.4)) +
    rect(-34, -88, 68, 5, '#1d1f26', 2)
  );
}

/** Acoustic foam: a field of squares, each with a lit and a shaded side. */
export function foam(
  x: number,
  y: number,
  columns: number,
  rows: number,
  size: number,
  colours: readonly string[],
): string {
  return times(columns * rows, (index) => {
    const left = x + (index % columns) * size;
    const top = y + Math.floor(index / columns) * size;
    const colour = colours[(index + Math.floor(index / columns)) % colours.length]!;
    const s = size - 3;
    return (
      rect(left, top, s, s, colour, 2) +
      path(`M${left} ${top}h${s}L${left + s / 2} ${top + s / 2}z`, '#fff', 0.09) +
      path(`M${left} ${top + s}h${s}L${left + s / 2} ${top + s / 2}z`, '#000', 0.16)
    );
  });
}

/** A metronome, 62 x 92. */
export function metronome({ p }: Brush): string {
  return (
    path('M-30 0-16-86Q0-98 16-86L30 0z', darker(p.wood, 0.1)) +
    path('M-20-10-11-78Q0-86 11-78L20-10z', lighter(p.wood, 0.35)) +
    line('M0-14 14-80', '#30323b', 3) +
    path('M4-52 13-50 10-38 2-40z', p.accent) +
    rect(-34, -6, 68, 8, darker(p.wood, 0.3), 3)
  );
}

/** A photographer's camera on a tripod, 165 tall. */
export function tripodCamera({ p }: Brush): string {
  return (
    line('M-34 0 0-96 34 0M0-96V0', '#34363f', 5) +
    rect(-6, -112, 12, 20, '#34363f') +
    rect(-32, -156, 64, 46, p.dark, 7) +
    rect(-16, -166, 26, 14, p.dark, 4) +
    rect(-32, -146, 64, 8, lighter(p.dark, 0.16)) +
    circle(0, -132, 19, '#0f1016') +
    circle(0, -132, 13, '#41506b') +
    circle(-4, -136, 4, '#cfe2ff') +
    circle(22, -160, 4, p.accent)
  );
}

/** A soft box on its stand facing right, 200 tall. */
export function softbox({ p }: Brush): string {
  return (
    line('M-26 0 0-20 26 0M0-18V-150', '#34363f', 5) +
    place(
      4,
      -172,
      path('M-34-8 26-46V46L-34 8z', p.dark) +
        path('M26-48 40-44V44L26 48z', '#fffdf2') +
        circle(-34, 0, 10, '#2a2c33'),
      1,
      16,
    )
  );
}

/** A photographer's umbrella on its stand, 200 tall. */
export function umbrellaLight({ p }: Brush): string {
  return (
    line('M-26 0 0-20 26 0M0-18V-176', '#34363f', 5) +
    place(
      0,
      -166,
      path('M-62 20A66 66 0 0 1 62 20Q46 8 31 20 15 8 0 20-15 8-31 20-46 8-62 20z', p.light) +
        path('M0-46A66 66 0 0 1 62 20Q46 8 31 20 22 4 0-46z', '#000', 0.07) +
        line('M0-44V20', '#555a66', 2),
      1,
      24,
    )
  );
}

/** A small synthesizer lying on a table, 120 wide. */
export function synth({ p }: Brush): string {
  return (
    rect(-64, -26, 128, 26, lighter(p.dark, 0.08), 4) +
    rect(-64, -26, 6, 26, p.wood, 2) +
    rect(58, -26, 6, 26, p.wood, 2) +
    keys(-54, -13, 108, 12) +
    times(8, (index) => circle(-48 + index * 13, -19.5, 3, index % 3 ? p.light : p.accent))
  );
}

/** A guitar pedal seen from above, 30 x 44, around the origin. */
export function pedal(colour: string): string {
  return (
    rect(-15, -22, 30, 44, colour, 5) +
    rect(-15, 14, 30, 8, darker(colour, 0.25), 4) +
    circle(-6, -12, 4, '#f7f1e2') +
    circle(6, -12, 4, '#f7f1e2') +
    ellipse(0, 8, 6, 5, '#c9ced5') +
    circle(0, -2, 1.8, '#ff4d4d')
  );
}
