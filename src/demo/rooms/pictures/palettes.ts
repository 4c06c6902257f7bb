/** The colours of one room, as `#rrggbb`. */
export interface Palette {
  readonly wall: string;
  readonly floor: string;
  readonly wood: string;
  /** Bodies of machines and amplifiers. */
  readonly dark: string;
  /** Paper, keys, lamp shades. */
  readonly light: string;
  readonly accent: string;
  readonly second: string;
  readonly third: string;
  readonly green: string;
  readonly sky: 'day' | 'dusk' | 'night';
}

function palette(sky: Palette['sky'], colours: string): Palette {
  const [wall, floor, wood, dark, light, accent, second, third, green] = colours
    .split(' ')
    .map((colour) => `#${colour}`) as [
    string,
    string,
    string,
    string,
    string,
    string,
    string,
    string,
    string,
  ];
  return { wall, floor, wood, dark, light, accent, second, third, green, sky };
}

//                             wall   floor  wood   dark   light  accent second third  green
const cellar = palette('night', '245463 93603f b77a4b 22303c f6ead3 e8694a f2a65a f0cb6d 5f9a75');
const brick = palette('dusk', 'a8583f 5c463a c0874f 2e2a30 f8ecd6 f0b84a 2f9588 f4dfb8 6f9f68');
const forest = palette('day', '346154 b5824f c8935a 24332f f7efdc ef9d55 d4614a f3d58a 8fbf7f');
const morning = palette('day', 'f2e2cc c9955f b87d4b 3b3a44 fff8ea df7658 5f9c86 f0c987 6fa372');
const mint = palette('day', 'c7e2df d8b286 c0905c 33424f fffaf0 ee7f56 4d709f f5c64c 62a583');
const blush = palette('dusk', 'f2cdc5 b87f66 a96c4c 40343f fff5ec c4533d 548988 ffcf9c 7a9f78');
const navy = palette('night', '28365f 5a4560 b27a50 1c2340 f7ecd8 f6a23f 6cabf5 ef6461 5fa08c');
const mustard = palette('day', 'e7b755 8e5d38 b8773f 2c3a46 fff3d6 2d627f d04f5b fff0cc 5c9270');
const lilac = palette('dusk', 'cdbfe8 8f78a8 b07c5c 382f50 fff6e6 6d51a2 fb8873 ffe9b8 74a78c');
const charcoal = palette('night', '3b414d 2d3038 9a6b4a 1b1e25 f4eee2 fa5f5b fdb44b 74d6ea 5d9a7d');
const sage = palette('day', 'bccbab ab7a4f b98452 364038 fdf5e0 c55f3e 416e66 f3dfb2 6c9a62');
const plum = palette('night', '402d60 2c2048 8d5a6b 1f1736 fbeede ff6c9c ffd05f 54c6ee 5fae9b');
const rose = palette('night', '6b2d4f 43203c a86a5c 2a1730 ffeede ff8fa3 ffc857 8ad7e0 6fb08e');
const snow = palette('day', 'e9e6e1 c8c1b8 bd9468 33353c ffffff e2725b 6a8caf e9c46a 7ba182');

const byCategory: Readonly<Record<number, readonly [Palette, Palette, Palette]>> = {
  1: [cellar, brick, charcoal],
  2: [morning, sage, mint],
  3: [navy, forest, charcoal],
  4: [plum, rose, lilac],
  5: [charcoal, rose, navy],
  6: [mint, blush, snow],
  7: [sage, morning, mustard],
  8: [snow, blush, mustard],
  9: [plum, lilac, mint],
  10: [morning, forest, blush],
};

/** How many palettes each category has. */
export const palettesPerCategory = 3;

/** The palette a seed picks; throws a RangeError for an unknown category. */
export function paletteOf(categoryId: number, seed: number): Palette {
  const found = byCategory[categoryId]?.[seed % palettesPerCategory];
  if (!found) throw new RangeError(`no palette for category ${categoryId}`);
  return found;
}
