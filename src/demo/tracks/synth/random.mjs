/**
 * A seeded source of numbers in [0, 1), so that a song is the same each time it is rendered
 * (Marsaglia, "Xorshift RNGs", 2003, the 32-bit triple 13, 17, 5).
 */
export function seededRandom(seed) {
  let state = Math.imul(seed + 1, 0x9e3779b1) >>> 0 || 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
}
