import type { CategoryWords } from './category-words.js';
import { gatheringWords } from './words-gathering.js';
import { musicWords } from './words-music.js';
import { spaceWords } from './words-space.js';

const words: Readonly<Record<number, CategoryWords>> = { ...musicWords, ...gatheringWords, ...spaceWords };

/** The words of a category; throws a RangeError for an unknown id. */
export function wordsOf(categoryId: number): CategoryWords {
  const found = words[categoryId];
  if (!found) throw new RangeError(`no words for category ${categoryId}`);
  return found;
}
