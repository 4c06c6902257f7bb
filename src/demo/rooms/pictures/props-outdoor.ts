import {
  type Brush,
  canvas,
  circle,
  darker,
  ellipse,
  lighter,
  line,
  mix,
  path,
  place,
  rect,
  times,
} from './svg.js';

const skies = {
  day: { top: '#8fcdf0', bottom: '#e6f5fb', far: '#b9d6e4', near: '#8fb4c9', window: '#d9ecf5' },
  dusk: { top: '#7d6bb5', bottom: '#ffc49a', far: '#b98bb0', near: '#7e5f93', window: '#ffd98f' },
  night: { top: '#141b3f', bottom: '#49427d', far: '#2f3167', near: '#1d2049', window: '#ffd677' },
} as const;

/** The colours of the sky and of the houses below it. */
export function skyOf({ p }: Brush) {
  return skies[p.sky];
}

/** A sky with sun and clouds, or with a moon and stars, in a box. */
export function sky(brush: Brush, x: number, y: number, w: number, h: number): string {
  const { r, p } = brush;
  const { top, bottom } = skyOf(brush);
  const field =
    `<defs><linearGradient id="${p.sky}" x2="0" y2="1"><stop stop-color="${top}"/><stop offset="1" stop-color="${bottom}"/></linearGradient></defs>` +
    rect(x, y, w, h, `url(#${p.sky})`);
  const sun = { x: x + w * (0.2 + r.next() * 0.6), y: y + h * (0.18 + r.next() * 0.2) };
  if (p.sky === 'night') {
    const stars = times(Math.round((w * h) / 6000), () =>
      circle(x + r.next() * w, y + r.next() * h * 0.6, 0.8 + r.next(), '#fdf6d8', 0.85),
    );
    return (
      field +
      stars +
      circle(sun.x, sun.y, h * 0.075, '#fbeec4') +
      circle(sun.x + h * 0.035, sun.y - h * 0.02, h * 0.065, mix(top, bottom, 0.2))
    );
  }
  const light = p.sky === 'dusk' ? '#fff0c4' : '#fff6d6';
  const low = p.sky === 'dusk' ? h * 0.3 : 0;
  return (
    field +
    circle(sun.x, sun.y + low, h * 0.11, light, 0.5) +
    circle(sun.x, sun.y + low, h * 0.075, light) +
    times(3, (index) =>
      cloud(x + w * ((index + r.next()) / 3.2), y + h * (0.12 + r.next() * 0.32), w * 0.05 + 10),
    )
  );
}

function cloud(x: number, y: number, size: number): string {
  return (
    rect(x, y, size * 2.6, size * 0.5, '#fff', size * 0.25, 0.6) +
    rect(x + size * 0.5, y - size * 0.35, size * 1.3, size * 0.6, '#fff', size * 0.3, 0.6)
  );
}

/** Hills, the tower on Namsan and two rows of houses, standing on a line. */
export function skyline(brush: Brush, x: number, base: number, w: number, height: number): string {
  const { r } = brush;
  const { far, near, window, bottom } = skyOf(brush);
  const hill = mix(far, bottom, 0.35);
  const peak = x + w * (0.25 + r.next() * 0.5);
  const tower = height * 0.62;
  const hills =
    path(
      `M${x} ${base}C${x + w * 0.1} ${base - height * 0.75} ${x + w * 0.3} ${base - height * 0.7} ${x + w * 0.48} ${base}z`,
      hill,
    ) +
    path(
      `M${x + w * 0.5} ${base}C${x + w * 0.7} ${base - height * 0.7} ${x + w * 0.9} ${base - height * 0.72} ${x + w} ${base - height * 0.3}V${base}z`,
      hill,
    ) +
    path(
      `M${peak - w * 0.24} ${base}C${peak - w * 0.1} ${base - height * 0.6} ${peak - w * 0.05} ${base - height * 0.84} ${peak} ${base - height * 0.84}S${peak + w * 0.12} ${base - height * 0.6} ${peak + w * 0.26} ${base}z`,
      hill,
    ) +
    rect(peak - 2, base - height * 0.8 - tower * 0.7, 4, tower * 0.7, hill) +
    rect(peak - 7, base - height * 0.8 - tower * 0.5, 14, tower * 0.12, hill, 2) +
    rect(peak - 0.8, base - height * 0.8 - tower, 1.6, tower * 0.4, hill);
  return (
    hills +
    houses(brush, x, base, w, height * 0.62, far, window) +
    houses(brush, x, base, w, height * 0.42, near, window)
  );
}

function houses(
  { r }: Brush,
  x: number,
  base: number,
  w: number,
  height: number,
  colour: string,
  window: string,
): string {
  let drawn = '';
  let left = x;
  while (left < x + w) {
    const width = Math.min(r.integer(26, 54), x + w - left);
    const h = height * (0.45 + r.next() * 0.55);
    drawn += rect(left, base - h, width + 0.5, h, colour);
    if (width > 20) {
      if (r.chance(0.3)) drawn += rect(left + width * 0.4, base - h - 9, width * 0.25, 10, colour);
      const columns = Math.floor(width / 11);
      drawn += times(columns * Math.floor(h / 15), (index) =>
        r.chance(0.28)
          ? rect(
              left + 4 + (index % columns) * 11,
              base - h + 6 + Math.floor(index / columns) * 15,
              5,
              7,
              window,
              0,
              0.75,
            )
          : '',
      );
    }
    left += width;
  }
  return drawn;
}

/** A window in a wall from its upper left corner: frame, panes, sky, city, sill and curtains. */
export function window(brush: Brush, x: number, y: number, w: number, h: number, panes = 2): string {
  const { p, r } = brush;
  const trim = lighter(p.wood, 0.12);
  const drape = r.chance(0.5);
  const cloth = mix(p.light, p.accent, 0.18);
  return (
    rect(x - 8, y - 8, w + 16, h + 16, darker(trim, 0.15), 3) +
    `<svg x="${x}" y="${y}" width="${w}" height="${h}" viewBox="0 0 ${w} ${h}">${sky(brush, 0, 0, w, h)}${skyline(brush, 0, h, w, h * 0.52)}</svg>` +
    path(
      `M${x + w * 0.08} ${y + h}L${x + w * 0.34} ${y}h${w * 0.1}L${x + w * 0.18} ${y + h}z`,
      '#fff',
      0.14,
    ) +
    times(panes - 1, (index) => rect(x + ((index + 1) * w) / panes - 3, y, 6, h, trim)) +
    rect(x, y + h * 0.34, w, 5, trim) +
    rect(x - 14, y + h + 6, w + 28, 9, lighter(trim, 0.2), 3) +
    (drape
      ? path(
          `M${x - 18} ${y - 14}H${x + w * 0.2}Q${x + w * 0.16} ${y + h * 0.5} ${x - 4} ${y + h + 8}H${x - 18}z`,
          cloth,
        ) +
        path(
          `M${x + w + 18} ${y - 14}H${x + w * 0.8}Q${x + w * 0.84} ${y + h * 0.5} ${x + w + 4} ${y + h + 8}H${x + w + 18}z`,
          cloth,
        ) +
        rect(x - 26, y - 18, w + 52, 6, darker(p.wood, 0.3), 3)
      : '')
  );
}

/** A floor of boards running away from the viewer. */
export function deck(y: number, colour: string): string {
  return (
    rect(0, y, canvas.width, canvas.height - y, colour) +
    times(15, (index) => {
      const top = (index - 7) * 62 + 360;
      const bottom = (index - 7) * 104 + 360;
      return path(`M${top} ${y}L${bottom} 480h4L${top + 1.5} ${y}z`, darker(colour, 0.22));
    }) +
    rect(0, y, canvas.width, 7, '#000', 0, 0.12)
  );
}

/** A parasol with a striped cover, 210 tall. */
export function parasol({ p }: Brush, colour: string): string {
  const cover = lighter(p.light, 0.2);
  return (
    ellipse(0, -3, 26, 7, '#3b3d46') +
    line('M0-4V-196', darker(p.wood, 0.15), 6) +
    path('M-118-140Q-86-204 0-212 86-204 118-140z', colour) +
    path('M-60-140Q-50-200 0-212 50-200 60-140z', cover) +
    path('M-20-140Q-16-200 0-212 16-200 20-140z', colour) +
    times(8, (index) =>
      ellipse(
        -103 + index * 29.5,
        -140,
        14.8,
        7,
        index === 2 || index === 5 ? cover : index % 2 ? darker(colour, 0.12) : darker(colour, 0.05),
      ),
    )
  );
}

/** A canvas lounge chair, 130 x 80. */
export function loungeChair({ p }: Brush, colour: string): string {
  return (
    line('M-58 0-16-46M56 0 8-46M-58-2H52', p.wood, 6) +
    path('M-64-84Q-46-40-10-32L58-26 60-34 0-44Q-34-50-52-88z', colour) +
    path('M-58-86Q-40-44-6-38L58-30 60-34 0-44Q-34-50-52-88z', lighter(colour, 0.35))
  );
}

/** A kettle grill, 96 tall. */
export function grill({ p }: Brush): string {
  return (
    line('M-22-44-34 0M22-44 34 0M-28-20H28', '#3d4048', 5) +
    circle(34, -4, 7, '#24262d') +
    path('M-44-62H44Q42-30 0-28T-44-62z', p.dark) +
    rect(-48, -68, 96, 8, lighter(p.dark, 0.25), 4) +
    times(4, (index) => rect(-34 + index * 18, -76, 13, 8, index % 2 ? p.accent : '#9c4a35', 4)) +
    line('M-20-84Q-28-98-18-108T-22-130M10-84Q2-98 12-108T8-134', '#fff', 3, 0.35)
  );
}

/** A railing along the edge of a roof, its foot on a line. */
export function railing(y: number, colour: string): string {
  return (
    rect(0, y - 56, 720, 6, colour) +
    times(19, (index) => rect(index * 40, y - 54, 4, 54, colour)) +
    rect(0, y - 6, 720, 6, colour)
  );
}

/** A tree of the street, 210 tall. */
export function tree({ p }: Brush): string {
  return (
    path('M-7 0-4-110H5L8 0z', darker(p.wood, 0.35)) +
    circle(-30, -128, 36, darker(p.green, 0.18)) +
    circle(30, -130, 38, darker(p.green, 0.1)) +
    circle(0, -164, 44, p.green) +
    circle(-14, -178, 18, lighter(p.green, 0.14)) +
    circle(24, -146, 13, lighter(p.green, 0.1))
  );
}

/** A box with flowers, `width` wide, 40 tall. */
export function planter({ p, r }: Brush, width: number): string {
  const flowers = [p.accent, p.third, p.second, p.light];
  const count = Math.floor(width / 17);
  return (
    times(count, (index) =>
      circle(
        -width / 2 + 12 + index * ((width - 24) / (count - 1)),
        -34 - (index % 2) * 9,
        13,
        index % 2 ? p.green : darker(p.green, 0.15),
      ),
    ) +
    times(count, (index) =>
      r.chance(0.7)
        ? circle(
            -width / 2 + 12 + index * ((width - 24) / (count - 1)),
            -42 - (index % 2) * 9,
            5,
            flowers[index % 4]!,
          )
        : '',
    ) +
    rect(-width / 2, -28, width, 28, darker(p.wood, 0.12), 3) +
    rect(-width / 2, -28, width, 6, p.wood, 3)
  );
}

/** A lamp of the street with its glow, 210 tall. */
export function streetLamp(brush: Brush): string {
  const lit = brush.p.sky !== 'day';
  return (
    (lit ? circle(0, -206, 54, '#ffe3a0', 0.16) + circle(0, -206, 30, '#ffe3a0', 0.22) : '') +
    line('M0 0V-190', '#33363f', 6) +
    rect(-9, -8, 18, 8, '#33363f', 2) +
    place(
      0,
      -206,
      path('M-13 16-17-12H17L13 16z', lit ? '#fff1c2' : '#e8eef2') +
        path('M-20-12H20L10-24H-10z', '#33363f') +
        rect(-14, 14, 28, 5, '#33363f', 2),
    )
  );
}
