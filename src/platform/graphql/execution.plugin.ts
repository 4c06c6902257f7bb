import {
  type ApolloServerPlugin,
  type GraphQLRequestListener,
  type GraphQLResponse,
  HeaderMap,
} from '@apollo/server';
import { Plugin } from '@nestjs/apollo';
import {
  type FormattedExecutionResult,
  getVariableValues,
  GraphQLError,
  type GraphQLFormattedError,
  type OperationDefinitionNode,
} from 'graphql';
import { Config } from '../config.js';
import { AppError, ErrorCode, httpStatusOf } from '../errors.js';
import { Turns } from '../turns.js';
import { excessOf, mostFaults } from './document-limits.js';
import { weigh, type Weight } from './document-weight.js';
import { ErrorLog } from './error-log.js';
import { Executor } from './executor.js';
import { formatError } from './format-error.js';
import type { RequestContext } from './request-context.js';

/** Values that answers in the making may hold together: some 30 MB of memory. */
const mostValues = 150_000;
/** An answer of fewer is no burden, and never waits behind those that are. */
const lightValues = 2000;
const patience = { ms: 5000, most: 1000 };

/** So many heavy answers are in the making that memory would not last for another; nothing has been executed. */
class TooBusy extends AppError {
  constructor() {
    super(ErrorCode.UNAVAILABLE, 'Too many large answers are wanted at once; ask for less, or try again.');
  }
}

/**
 * Executes what comes over HTTP. What asks for too much is refused before any of it is executed, and a few faults are
 * told of what is refused; large answers wait until there is memory for them.
 */
@Plugin()
export class ExecutionPlugin implements ApolloServerPlugin<RequestContext> {
  private readonly weights = new WeakMap<OperationDefinitionNode, Weight>();
  private readonly turns = new Turns(mostValues, patience, () => new TooBusy());

  constructor(
    private readonly executor: Executor,
    private readonly errors: ErrorLog,
    private readonly config: Config,
  ) {}

  async requestDidStart(): Promise<GraphQLRequestListener<RequestContext>> {
    let planned: Plan | null = null;
    return {
      didResolveOperation: async ({ schema, document, operation, request }) => {
        // An operation that is not there, and variables that cannot be read, are refused by Apollo's own execution.
        if (!operation) return;
        const definitions = operation.variableDefinitions ?? [];
        const { coerced } = getVariableValues(schema, definitions, request.variables ?? {}, { maxErrors: 1 });
        const weight = this.weightOf(schema, document, operation, coerced ?? {});
        const excess = excessOf(document, operation, weight);
        if (excess) {
          const extensions = { code: ErrorCode.BAD_USER_INPUT, http: { status: 400 } };
          throw new GraphQLError(excess, { extensions });
        }
        if (coerced) planned = { weight, coerced };
      },
      responseForOperation: async (context) => planned && this.respond(context, planned),
      willSendResponse: async ({ response: { body } }) => {
        if (body.kind !== 'single' || body.singleResult.data) return;
        body.singleResult.errors = body.singleResult.errors?.slice(0, mostFaults);
      },
    };
  }

  /** What does not depend on variables is weighed once for each document, which Apollo keeps. */
  private weightOf(...[schema, document, operation, variables]: Parameters<typeof weigh>): Weight {
    const known = this.weights.get(operation);
    if (known) return known;
    const weight = weigh(schema, document, operation, variables);
    if (!weight.varies) this.weights.set(operation, weight);
    return weight;
  }

  private async respond(
    { schema, document, operation, operationName, request, contextValue }: Executable,
    { weight: { fields, values }, coerced }: Plan,
  ): Promise<GraphQLResponse> {
    const variables = request.variables ?? {};
    const execution = { schema, document, operation, variables, coerced, fields, context: contextValue };
    const execute = () => this.executor.execute(execution);
    try {
      const result = await (values < lightValues ? execute() : this.turns.run(execute, values));
      // Apollo tells its hooks of errors only when it executes by itself.
      const errors = result.errors?.map((error) => this.told(error, contextValue, operationName));
      return answer({ ...result, errors });
    } catch (error) {
      const known =
        error instanceof TooBusy ? error : new GraphQLError(String(error), { originalError: error as Error });
      const status = httpStatusOf[known instanceof TooBusy ? known.code : ErrorCode.INTERNAL];
      return answer({ errors: [this.told(known, contextValue, operationName)] }, status);
    }
  }

  /** An error as the client is told of it, when the log has it whole. */
  private told(
    error: GraphQLError | AppError,
    { requestId }: RequestContext,
    operationName: string | null,
  ): GraphQLFormattedError {
    this.errors.note(error, requestId, operationName ?? undefined);
    return formatError(error instanceof AppError ? error : error.toJSON(), error, this.config.production);
  }
}

function answer(singleResult: FormattedExecutionResult, status?: number): GraphQLResponse {
  return { http: { status, headers: new HeaderMap() }, body: { kind: 'single', singleResult } };
}

/** What is known of an operation that may be executed. */
interface Plan {
  readonly weight: Weight;
  readonly coerced: Readonly<Record<string, unknown>>;
}

type Executable = Parameters<NonNullable<GraphQLRequestListener<RequestContext>['responseForOperation']>>[0];
