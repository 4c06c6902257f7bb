const dayMs = 86_400_000;

/** The date in Seoul, so many days from now. */
export function dayAhead(days: number): string {
  return new Date(Date.now() + 9 * 3_600_000 + days * dayMs).toISOString().slice(0, 10);
}

export const today = () => dayAhead(0);
