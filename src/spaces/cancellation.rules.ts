/** A guest who cancels at least so many calendar days before the date gets back so much. */
export interface RefundTier {
  readonly minDays: number;
  /** Percent of the price. */
  readonly percent: number;
}

/** What each policy gives back, the longest notice first; with less notice than any tier asks for, nothing. */
export const refundTiers = {
  FLEXIBLE: [
    { minDays: 7, percent: 100 },
    { minDays: 1, percent: 50 },
  ],
  STANDARD: [
    { minDays: 30, percent: 100 },
    { minDays: 7, percent: 50 },
  ],
  STRICT: [{ minDays: 30, percent: 50 }],
} as const satisfies Record<string, readonly RefundTier[]>;

/** The tiers of a policy in words, as in `100 % until 7 days before the date, then nothing.` */
export function describeTiers(tiers: readonly RefundTier[]): string {
  const days = (count: number) => (count === 1 ? '1 day' : `${count} days`);
  const parts = tiers.map(({ minDays, percent }) => `${percent} % until ${days(minDays)} before the date`);
  return `${[...parts, 'then nothing'].join(', ')}.`;
}
