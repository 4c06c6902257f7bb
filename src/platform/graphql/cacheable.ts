import { Extensions } from '@nestjs/graphql';

/** For how many seconds an answer may be kept, and given out: as new, and then while a new one is fetched. */
export interface Lifetime {
  readonly fresh: number;
  readonly stale: number;
}

// Named by how old an answer may be at most when somebody gets it.
export const aDay: Lifetime = { fresh: 3600, stale: 82_800 };
export const tenMinutes: Lifetime = { fresh: 300, stale: 300 };
export const aMinute: Lifetime = { fresh: 30, stale: 30 };
export const fiveSeconds: Lifetime = { fresh: 3, stale: 2 };

/** What the schema knows of a field, in its `extensions`, about keeping its value. */
export interface CacheFacts {
  /** Absent: nobody may keep it. By its arguments, where they make a difference. */
  readonly lifetime?: Lifetime | ((args: Readonly<Record<string, unknown>>) => Lifetime);
  /** Whether it is fetched, and so has to say for itself what other fields take from the one above them. */
  readonly batch?: true;
}

/**
 * Declares that a field of a query, or a batch field, tells everybody the same, and how old it may be when somebody gets
 * it. Without it nobody may keep an answer in which it is selected: so with all that depends on the viewer, and all
 * that is told under the terms of others.
 */
export const Cacheable = <Args extends object>(lifetime: Lifetime | ((args: Args) => Lifetime)) =>
  Extensions({ lifetime });
