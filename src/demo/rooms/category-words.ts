/** What a title calls the room; a kind may tie the room to a floor and to facilities it boasts of. */
export interface RoomKind {
  readonly text: string;
  readonly floor?: string;
  readonly facilities?: readonly number[];
}

/** The language of one category. A subtitle is an opening followed by a closing. */
export interface CategoryWords {
  readonly kinds: readonly RoomKind[];
  /** Proper names, one for each room of the category. */
  readonly names: readonly string[];
  readonly openings: readonly string[];
  readonly closings: readonly string[];
  /** Sentences of content guests. */
  readonly praise: readonly string[];
}
