import { AsyncLocalStorage } from 'node:async_hooks';
import type { Span } from '@opentelemetry/api';

/** On whose behalf the present code runs: one request over HTTP, or one message of a WebSocket. */
export interface Scope {
  /** In every line of the log, and in every answer. */
  readonly requestId: string;
  /** What spans that begin now are parts of; null where nothing is traced. */
  span: Span | null;
  /** Where the statements of an operation are noted, while somebody wants to see them. */
  statements?: string[];
}

const scopes = new AsyncLocalStorage<Scope>();

/** The scope of the code that asks, through whatever it waits for; none at the start, and for what is done from time to time. */
export const currentScope = (): Scope | undefined => scopes.getStore();

/** Runs `work`, and all that it begins, in a scope. */
export const inScope = <T>(scope: Scope, work: () => T): T => scopes.run(scope, work);
