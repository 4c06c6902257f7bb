/** How much is in a database. */
export interface Size {
  readonly name: 'S' | 'L';
  readonly database: string;
  readonly spaces: number;
  readonly ordersPerSpace: number;
}

export const sizes = {
  S: { name: 'S', database: 'hapju_bench_s', spaces: 10_000, ordersPerSpace: 20 },
  L: { name: 'L', database: 'hapju_bench_l', spaces: 1_000_000, ordersPerSpace: 10 },
} as const satisfies Record<string, Size>;

/** Claims lie within so many days from the day of the fill on; later dates are free for storms. */
export const claimedDays = 192;

/** A database is filled anew when the claims in it begin so many days ago. */
export const freshDays = 30;
