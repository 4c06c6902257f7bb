import type { Ground } from '../ground.js';

/** What came out of a measurement: how the table shows it, and what `--json` says. */
export interface Finding {
  readonly figure: string;
  readonly range?: string;
  readonly notes?: string;
  readonly data: object;
}

export interface Measure {
  readonly name: string;
  readonly meaning: string;
  /** Whether a quick run holds it. */
  readonly quick: boolean;
  run(ground: Ground): Promise<Finding>;
}
