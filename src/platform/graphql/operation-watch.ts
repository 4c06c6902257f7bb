import { Injectable } from '@nestjs/common';
import { type DocumentNode, Kind, type OperationDefinitionNode, type SelectionSetNode } from 'graphql';
import { Config } from '../config.js';
import { fragmentsIn } from './fragments.js';
import { Log } from '../ops/log.js';
import { Metrics } from '../ops/metrics.js';
import { currentScope } from '../ops/scope.js';
import { fail, startSpan } from '../ops/tracing.js';

/** An operation that runs. */
export interface WatchedOperation {
  /** Tells that it is over, and with which codes of errors. */
  end(codes: readonly unknown[]): void;
}

/** Measures operations under the name of their root field: names that clients give are without number. */
@Injectable()
export class OperationWatch {
  private readonly names = new WeakMap<OperationDefinitionNode, string>();

  constructor(
    private readonly metrics: Metrics,
    private readonly config: Config,
    private readonly log: Log,
  ) {}

  /** Begins with an operation that has been validated; what it asks of others is then part of its span. */
  begin(document: DocumentNode, operation: OperationDefinitionNode): WatchedOperation {
    const labels = { type: operation.operation, operation: this.nameOf(document, operation) };
    const begin = performance.now();
    const scope = currentScope();
    const request = scope?.span ?? null;
    const span = startSpan(`${labels.type} ${labels.operation}`, {
      'graphql.operation.type': labels.type,
      'graphql.operation.name': labels.operation,
    });
    if (scope && span) scope.span = span;
    const statements: string[] | null = this.config.logSql && scope ? (scope.statements = []) : null;
    return {
      end: (codes) => {
        const ms = performance.now() - begin;
        this.metrics.operationSeconds.observe(labels, ms / 1000);
        if (statements) this.tell(`${labels.type} ${labels.operation}`, ms, statements);
        this.count(codes);
        if (!scope || !span) return;
        if (codes.length > 0) fail(span, String(codes[0]));
        span.end();
        scope.span = request;
      },
    };
  }

  /** Looked up once for each document, which Apollo keeps. */
  private nameOf(document: DocumentNode, operation: OperationDefinitionNode): string {
    const name = this.names.get(operation) ?? rootFieldOf(document, operation);
    this.names.set(operation, name);
    return name;
  }

  /** One line for an operation: each statement once, in the order of the first, with how often it was sent. */
  private tell(operation: string, ms: number, statements: readonly string[]): void {
    const times = new Map<string, number>();
    for (const text of statements.map((sql) => sql.replace(/\s+/g, ' ').trim())) {
      times.set(text, (times.get(text) ?? 0) + 1);
    }
    const sql = [...times].map(([text, count]) => (count === 1 ? text : `${count} × ${text}`));
    this.log.info(
      { operation, statements: statements.length, ms: Math.round(ms * 10) / 10, sql },
      'statements',
    );
  }

  /** Counts the errors of an answer. */
  count(codes: readonly unknown[]): void {
    for (const code of codes) this.metrics.operationErrors.inc({ code: String(code) });
  }
}

/** The one field at the root of an operation, or `several`. */
function rootFieldOf(document: DocumentNode, operation: OperationDefinitionNode): string {
  const fragments = new Map(Object.entries(fragmentsIn(document)));
  const names = new Set<string>();
  const visit = ({ selections }: SelectionSetNode): void => {
    for (const selection of selections) {
      if (selection.kind === Kind.FIELD) names.add(selection.name.value);
      else if (selection.kind === Kind.INLINE_FRAGMENT) visit(selection.selectionSet);
      else {
        const fragment = fragments.get(selection.name.value);
        // Each once, however often it is spread.
        fragments.delete(selection.name.value);
        if (fragment) visit(fragment.selectionSet);
      }
    }
  };
  visit(operation.selectionSet);
  const [name = 'several'] = names;
  return names.size === 1 ? name : 'several';
}
