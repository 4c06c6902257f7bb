import { makeRandom, type Random } from '../rooms/random.js';
import { type Palette, paletteOf } from '../rooms/pictures/palettes.js';
import { circle, line, mix, path, rect, times } from '../rooms/pictures/svg.js';

const size = 640;

/** The cover of a playlist: a square picture in the colours of the rooms it suits, another one for each index. */
export function coverOf(categoryId: number, index: number): string {
  const random = makeRandom(7_919 * (index + 1));
  const palette = paletteOf(categoryId, index);
  const motif = motifs[index % motifs.length] ?? record;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${size} ${size}" width="${size}" height="${size}">
<defs><linearGradient id="g" x2="0.4" y2="1"><stop stop-color="${palette.wall}"/><stop offset="1" stop-color="${mix(palette.wall, palette.second, 0.55)}"/></linearGradient></defs>
${rect(0, 0, size, size, 'url(#g)')}${motif(palette, random)}${label(palette)}
</svg>
`;
}

/** Nobody should take it for the cover of something real. */
function label({ dark, light }: Palette): string {
  return `${rect(24, 568, 104, 44, dark, 22)}<text x="76" y="598" font-family="system-ui, sans-serif" font-size="22" font-weight="700" text-anchor="middle" fill="${light}">DEMO</text>`;
}

type Motif = (palette: Palette, random: Random) => string;

const record: Motif = ({ dark, light, accent, third }, random) => {
  const [x, y] = [random.integer(260, 380), random.integer(250, 340)];
  const grooves = times(6, (ring) => ringAt(x, y, 110 + 22 * ring, mix(dark, light, 0.12), 3));
  return (
    circle(x, y, 244, dark) +
    grooves +
    circle(x, y, 84, accent) +
    circle(x, y, 46, third) +
    circle(x, y, 10, dark)
  );
};

const bars: Motif = ({ light, accent, third }, random) =>
  times(11, (index) => {
    const height = random.integer(70, 400);
    return rect(
      62 + index * 48,
      520 - height,
      30,
      height,
      [light, accent, third][index % 3] ?? light,
      15,
      0.92,
    );
  });

const hills: Motif = ({ accent, third, light, dark }, random) => {
  const sun = circle(random.integer(180, 460), random.integer(150, 240), 96, third);
  const ridge = (base: number, fill: string) => {
    const [a, b] = [random.integer(60, 150), random.integer(60, 150)];
    return path(
      `M0 ${base} C160 ${base - a} 240 ${base + b} 360 ${base - 30} S560 ${base - b} 640 ${base} V640 H0z`,
      fill,
    );
  };
  return (
    sun + ridge(360, mix(accent, light, 0.25)) + ridge(430, accent) + ridge(510, mix(accent, dark, 0.55))
  );
};

const waves: Motif = ({ light, accent, third }, random) =>
  times(7, (index) => {
    const [y, swing] = [130 + index * 62, random.integer(20, 74)];
    const stroke = [light, accent, third][index % 3] ?? light;
    return line(`M40 ${y} q70 ${-swing} 140 0 t140 0 t140 0 t140 0`, stroke, 18 - index, 0.95);
  });

const confetti: Motif = ({ light, accent, second, third }, random) =>
  times(46, () => {
    const fill = random.pick([light, accent, second, third]);
    const [x, y, r] = [random.integer(30, 610), random.integer(30, 540), random.integer(8, 34)];
    return random.chance(0.5) ? circle(x, y, r, fill, 0.95) : rect(x, y, r * 1.6, r * 0.8, fill, 6, 0.95);
  });

const arches: Motif = ({ light, accent, third, dark }, random) => {
  const x = random.integer(290, 350);
  const colours = [dark, accent, third, light];
  return colours
    .map((colour, index) => {
      const r = 250 - index * 58;
      return path(`M${x - r} 640 V${330} A${r} ${r} 0 0 1 ${x + r} 330 V640z`, colour);
    })
    .join('');
};

const motifs: readonly Motif[] = [record, bars, hills, waves, confetti, arches];

function ringAt(x: number, y: number, r: number, stroke: string, width: number): string {
  return `<circle cx="${x}" cy="${y}" r="${r}" fill="none" stroke="${stroke}" stroke-width="${width}"/>`;
}
