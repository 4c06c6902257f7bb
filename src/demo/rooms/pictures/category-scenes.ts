import type { Brush } from './svg.js';

/** How one category of rooms is drawn. A scene fills the canvas. */
export interface CategoryScenes {
  /** The whole room. */
  readonly cover: (brush: Brush) => string;
  /** One thing seen from near. */
  readonly detail: (brush: Brush) => string;
  /** The other side of the room. */
  readonly side: (brush: Brush) => string;
  /** What stands beside the window; its origin is on the floor. */
  readonly companion: (brush: Brush) => string;
  /** The sign above the door, about 64 pixels wide around its origin. */
  readonly emblem: (brush: Brush) => string;
}
