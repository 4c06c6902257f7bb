import { expect, it } from 'vitest';
import { servedWidth } from './image.rules.js';

it.each([
  [1, 1000, 160],
  [160, 1000, 160],
  [161, 1000, 320],
  [960, 1000, 960],
  // Never enlarged: the original serves.
  [961, 1000, undefined],
  [1000, 1000, undefined],
  [160, 160, undefined],
  [160, 100, undefined],
  [5000, 4000, 1920],
  [1920, 1921, 1920],
])('for %i pixels wanted of %i, %s are served', (wanted, original, served) => {
  expect(servedWidth(wanted, original)).toBe(served);
});
