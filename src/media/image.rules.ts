/** Bytes of a picture that somebody sends. */
export const mostImageBytes = 15 * 1024 * 1024;

/** The widths in pixels that are made of a picture; few, so that each is made once and then found in the cache. */
export const imageWidths = [160, 320, 640, 960, 1280, 1920] as const;

/**
 * The width to serve when `wanted` pixels are asked for: the least that is no smaller, or the largest. Undefined
 * means the original, which is never enlarged.
 */
export function servedWidth(wanted: number, original: number): number | undefined {
  const width = imageWidths.find((each) => each >= wanted) ?? imageWidths.at(-1);
  return width !== undefined && width < original ? width : undefined;
}
