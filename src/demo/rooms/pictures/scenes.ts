import type { CategoryScenes } from './category-scenes.js';
import { bandScenes } from './scenes-band.js';
import { facade, windowCorner } from './scenes-common.js';
import { danceScenes } from './scenes-dance.js';
import { venueScenes } from './scenes-venue.js';
import { guesthouseScenes } from './scenes-guesthouse.js';
import { partyScenes } from './scenes-party.js';
import { photoScenes } from './scenes-photo.js';
import { practiceScenes } from './scenes-practice.js';
import { rooftopScenes } from './scenes-rooftop.js';
import { studioScenes } from './scenes-studio.js';
import { studyScenes } from './scenes-study.js';
import type { Brush } from './svg.js';

const byCategory: Readonly<Record<number, CategoryScenes>> = {
  1: bandScenes,
  2: practiceScenes,
  3: studioScenes,
  4: partyScenes,
  5: venueScenes,
  6: danceScenes,
  7: studyScenes,
  8: photoScenes,
  9: rooftopScenes,
  10: guesthouseScenes,
};

/** The content of one view of a room; throws a RangeError for an unknown category or view. */
export function drawScene(categoryId: number, view: number, brush: Brush): string {
  const scenes = byCategory[categoryId];
  if (!scenes) throw new RangeError(`no scenes for category ${categoryId}`);
  switch (view) {
    case 0:
      return scenes.cover(brush);
    case 1:
      return scenes.detail(brush);
    case 2:
      return scenes.side(brush);
    case 3:
      return windowCorner(scenes, brush);
    case 4:
      return facade(scenes, brush);
    default:
      throw new RangeError(`no view ${view}`);
  }
}
