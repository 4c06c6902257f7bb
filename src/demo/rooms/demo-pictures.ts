import sharp from 'sharp';
import type { DemoRoom } from './demo-rooms.js';
import { paletteOf, palettesPerCategory } from './pictures/palettes.js';
import { drawScene } from './pictures/scenes.js';
import { canvas } from './pictures/svg.js';
import { makeRandom } from './random.js';

/** A drawn picture as an encoded WebP, and where it hangs. */
export interface RoomPicture {
  readonly roomIndex: number;
  readonly position: number;
  readonly bytes: Buffer;
  readonly width: number;
  readonly height: number;
}

/** Views besides the cover, view 0: detail, other side, window, street. */
const otherViews = [1, 2, 3, 4] as const;

/** Pictures under way. libuv runs four renders at a time; the rest wait, so that no thread idles behind a slow one. */
const underWay = 16;

/**
 * Draws a room as SVG of 720 x 480 pixels. `view` is 0 for the cover to 4 for the street; the seed decides colours and
 * furniture. Throws a RangeError for an unknown category or view.
 */
export function drawPicture(seed: number, categoryId: number, view: number): string {
  const brush = { p: paletteOf(categoryId, seed), r: makeRandom((seed * 16 + categoryId) * 8 + view) };
  const { width, height } = canvas;
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">` +
    `${drawScene(categoryId, view, brush)}</svg>`
  );
}

/** Renders a drawing to WebP. Flat colours stay clean at this quality; effort 2 is where size stops falling fast. */
export function renderPicture(svg: string): Promise<Buffer> {
  return sharp(Buffer.from(svg)).removeAlpha().webp({ quality: 38, effort: 2 }).toBuffer();
}

/**
 * Draws all pictures of the rooms, in order. Every room has a cover of its own; its other pictures come from a pool with
 * the same category and colours, rendered once, which keeps the first start of the server short.
 */
export async function* roomPictures(rooms: readonly DemoRoom[]): AsyncGenerator<RoomPicture> {
  const pool = new Map<string, Promise<Buffer>>();
  const running: Promise<RoomPicture>[] = [];

  function bytesOf(seed: number, categoryId: number, view: number): Promise<Buffer> {
    const key = `${seed} ${categoryId} ${view}`;
    const bytes = pool.get(key) ?? renderPicture(drawPicture(seed, categoryId, view));
    if (view !== 0) pool.set(key, bytes);
    return bytes;
  }

  for (const [roomIndex, room] of rooms.entries()) {
    for (const [position, view] of viewsOf(roomIndex, room.pictures).entries()) {
      const seed = view === 0 ? roomIndex : roomIndex % palettesPerCategory;
      const { width, height } = canvas;
      const picture = bytesOf(seed, room.categoryId, view).then((bytes) => ({
        roomIndex,
        position,
        bytes,
        width,
        height,
      }));
      // A failure surfaces when its turn comes; until then it must not count as unhandled.
      picture.catch(() => undefined);
      running.push(picture);
      if (running.length === underWay) yield await running.shift()!;
    }
  }
  for (const picture of running) yield await picture;
}

function viewsOf(roomIndex: number, pictures: number): number[] {
  return [0, ...makeRandom(roomIndex).sample(otherViews, pictures - 1)];
}
