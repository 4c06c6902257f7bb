type Range = readonly [from: number, to: number];

/** What rooms of one category are like, in numbers. */
export interface CategoryProfile {
  readonly categoryId: number;
  /** How many of the 200 rooms are of this category. */
  readonly rooms: number;
  readonly minCount: Range;
  readonly maxCount: Range;
  /** Prices in thousands of won; null where rooms of this kind never sell the option. */
  readonly day: Range;
  readonly night: Range | null;
  /** Facilities every such room has, and those that about half of them have. */
  readonly always: readonly number[];
  readonly often: readonly number[];
}

/** Categories in the order of their ids; facility ids as in the reference data. */
export const profiles: readonly CategoryProfile[] = [
  {
    categoryId: 1,
    rooms: 36,
    minCount: [2, 3],
    maxCount: [5, 10],
    day: [30, 90],
    night: [35, 85],
    always: [1, 2, 3, 5, 6, 9],
    often: [4, 8, 13, 16, 17, 18, 24],
  },
  {
    categoryId: 2,
    rooms: 28,
    minCount: [1, 2],
    maxCount: [3, 6],
    day: [20, 55],
    night: [22, 50],
    always: [7, 9, 16],
    often: [4, 5, 13, 14, 17, 18, 23, 24],
  },
  {
    categoryId: 3,
    rooms: 20,
    minCount: [1, 2],
    maxCount: [4, 8],
    day: [80, 220],
    night: [90, 240],
    always: [5, 6, 8, 9],
    often: [2, 4, 7, 16, 17, 18, 24],
  },
  {
    categoryId: 4,
    rooms: 32,
    minCount: [2, 4],
    maxCount: [8, 30],
    day: [80, 220],
    night: [120, 350],
    always: [13, 16, 17],
    often: [5, 10, 11, 12, 18, 19, 21, 22, 23],
  },
  {
    categoryId: 5,
    rooms: 14,
    minCount: [10, 20],
    maxCount: [40, 120],
    day: [200, 480],
    night: [260, 620],
    always: [1, 2, 3, 5, 6, 10],
    often: [4, 7, 8, 11, 17, 18, 23],
  },
  {
    categoryId: 6,
    rooms: 16,
    minCount: [2, 4],
    maxCount: [10, 25],
    day: [40, 110],
    night: [45, 120],
    always: [13, 14, 17],
    often: [9, 10, 16, 18, 23, 24],
  },
  {
    categoryId: 7,
    rooms: 16,
    minCount: [2, 2],
    maxCount: [4, 14],
    day: [30, 80],
    night: null,
    always: [15, 16, 17],
    often: [11, 13, 18, 23, 24],
  },
  {
    categoryId: 8,
    rooms: 14,
    minCount: [2, 3],
    maxCount: [6, 16],
    day: [90, 260],
    night: [90, 280],
    always: [10, 14, 17],
    often: [13, 16, 18, 22, 23],
  },
  {
    categoryId: 9,
    rooms: 12,
    minCount: [2, 6],
    maxCount: [12, 35],
    day: [100, 240],
    night: [150, 350],
    always: [10, 13],
    often: [5, 11, 16, 18, 19, 20, 22],
  },
  {
    categoryId: 10,
    rooms: 12,
    minCount: [2, 2],
    maxCount: [4, 12],
    day: [70, 160],
    night: [110, 300],
    always: [16, 17, 19],
    often: [11, 13, 18, 20, 21, 22, 23],
  },
];
