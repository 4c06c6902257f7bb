import { BadInput } from '../platform/errors.js';

/** How many peaks are stored of a piece of audio. */
export const storedPeaks = 1024;

/**
 * `count` peaks between 0 and 1 from those stored: base64 of one byte for each of 1,024 equal slices. Each is the
 * loudest of the slices it covers.
 * @throws BadInput unless 1 to 1024 are asked for
 */
export function readPeaks(stored: string | null, count: number): number[] | null {
  if (count < 1 || count > storedPeaks) throw new BadInput('count', `must be from 1 to ${storedPeaks}`);
  if (stored === null) return null;
  const bytes = Buffer.from(stored, 'base64');
  return Array.from({ length: count }, (_, index) => {
    const from = Math.floor((index * bytes.length) / count);
    const to = Math.max(Math.floor(((index + 1) * bytes.length) / count), from + 1);
    return Math.round((Math.max(...bytes.subarray(from, to)) / 255) * 1000) / 1000;
  });
}
