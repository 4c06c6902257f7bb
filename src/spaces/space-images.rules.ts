import { BadInput } from '../platform/errors.js';

/** How many pictures a space may have. */
export const mostImages = 10;

/** @throws BadInput unless there are 1 to 10 */
export function checkImageCount(argument: string, count: number): void {
  if (count < 1 || count > mostImages) throw new BadInput(argument, `must be 1 to ${mostImages} pictures`);
}

/** @throws BadInput unless `wanted` names each of `present` exactly once */
export function checkSameIds(argument: string, wanted: readonly string[], present: readonly string[]): void {
  const known = new Set(present);
  const named = new Set(wanted.filter((id) => known.has(id)));
  if (named.size !== present.length || wanted.length !== present.length) {
    throw new BadInput(argument, 'must name each picture of the space exactly once');
  }
}
