import { AsyncLocalStorage } from 'node:async_hooks';
import type { Span } from '@opentelemetry/api';
import type { Config } from '../config.js';

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
const [major] = process.versions.node.split('.');
/** Before Node 24 whoever is followed pays for it with every promise, a tenth of all that a request costs. */
const costsLittle = Number(major) >= 24;
let following = true;

/**
 * Whether scopes are followed from here on: in production before Node 24 only where traces or lines for debugging want it.
 * Lines of the log that come from deep within a request then lack its id; those about its end and its errors have it.
 */
export function followScopes({
  production,
  otlpEndpoint,
  logLevel,
}: Pick<Config, 'production' | 'otlpEndpoint' | 'logLevel'>): void {
  following = costsLittle || !production || otlpEndpoint !== null || ['debug', 'trace'].includes(logLevel);
}

/**
 * The scope of the code that asks, through whatever it waits for; none at the start, for what is done from time to time,
 * and where nobody follows.
 */
export const currentScope = (): Scope | undefined => (following ? scopes.getStore() : undefined);

/** Runs `work`, and all that it begins, in a scope. */
export const inScope = <T>(scope: Scope, work: () => T): T => (following ? scopes.run(scope, work) : work());
