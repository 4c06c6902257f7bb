import { Injectable } from '@nestjs/common';
import {
  type DocumentNode,
  execute,
  type ExecutionResult,
  type GraphQLSchema,
  type OperationDefinitionNode,
} from 'graphql';
import { LRUCache } from 'lru-cache';
import { BatchFields } from './batch-fields.js';
import { compile, type Compiled } from './compile.js';
import type { RequestContext } from './request-context.js';

/** A valid operation. */
export interface Execution {
  readonly schema: GraphQLSchema;
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
  /** As the client sent them. */
  readonly variables: Readonly<Record<string, unknown>>;
  /** The same as graphql-js has read them. */
  readonly coerced: Readonly<Record<string, unknown>>;
  /** How many it has, wherever they stand. */
  readonly fields: number;
  readonly context: RequestContext;
}

/** What is known of an operation that has been executed before. */
interface Known {
  readonly fields: number;
  uses: number;
  /** Null when it cannot be compiled. */
  compiled?: Compiled | null;
}

/** Clients have some dozens of operations, of some dozens of fields each. */
const mostKnown = 500;
/** Of all that is known together: a compiled field takes about a kilobyte, and anybody may send operations of 300. */
const mostFieldsKnown = 20_000;

/**
 * Executes queries and mutations. Those that come again and again are compiled, which makes them a good deal cheaper;
 * all others are left to graphql-js, and so is what does not go well. Both answer alike.
 */
@Injectable()
export class Executor {
  /** Compiling costs as much as some twenty executions: nobody shall make the server do it by asking once. */
  usesBeforeCompiling = 2;
  /** How often that has been done since the start. */
  compiled = 0;
  // Apollo keeps the documents that it has parsed, so that the same text comes as the same nodes.
  private readonly known = new LRUCache<OperationDefinitionNode, Known>({
    max: mostKnown,
    maxSize: mostFieldsKnown,
    sizeCalculation: ({ fields }) => fields,
  });

  constructor(private readonly batchFields: BatchFields) {}

  async execute(execution: Execution): Promise<ExecutionResult> {
    const { schema, document, operation, variables, coerced, context } = execution;
    const ran = await this.compiledOf(execution)?.run(context, coerced);
    if (ran && 'data' in ran) return ran;
    // What the roots have resolved to is there; which fields their errors make null is for graphql-js to say.
    if (ran) context.outcomes = ran.outcomes;
    return execute({
      schema,
      document,
      operationName: operation.name?.value,
      contextValue: context,
      variableValues: variables,
    });
  }

  private compiledOf({ schema, document, operation, fields }: Execution): Compiled | null {
    let known = this.known.get(operation);
    if (!known) {
      known = { fields, uses: 0 };
      this.known.set(operation, known);
    }
    known.uses += 1;
    if (known.compiled === undefined && known.uses > this.usesBeforeCompiling) {
      this.compiled += 1;
      known.compiled = compile(schema, document, operation, this.batchFields.selections);
    }
    return known.compiled ?? null;
  }
}
