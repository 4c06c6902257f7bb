import type { Reads } from '../database/reads.js';
import type { Loaders } from './loaders.js';

/** What one operation carries through GraphQL, whether it came over HTTP or over a WebSocket. */
export interface RequestContext {
  readonly requestId: string;
  readonly loaders: Loaders;
  readonly reads: Reads;
  /** The address of the caller. */
  readonly ip: string;
  /** Every value of the Authorization header, as the caller sent it. */
  readonly authorization: readonly string[];
  /** How the fields at the root have ended, by their names in the answer, where that is known already: they are not run again. */
  outcomes?: ReadonlyMap<string, Outcome>;
}

/** What a field at the root has resolved to, with all that hangs on it; or what it has thrown. */
export type Outcome = { readonly value: unknown } | { readonly thrown: unknown };
