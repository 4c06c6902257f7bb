import { randomUUID } from 'node:crypto';
import {
  type ExecutionArgs,
  type ExecutionResult,
  getOperationAST,
  GraphQLError,
  type GraphQLFormattedError,
  type GraphQLSchema,
  locatedError,
  type OperationDefinitionNode,
  subscribe,
} from 'graphql';
import {
  type Context,
  makeServer,
  type OperationResult,
  type Server,
  type SubscribePayload,
} from 'graphql-ws';
import { AppError, ErrorCode } from '../errors.js';
import { currentScope } from '../ops/scope.js';
import type { ErrorLog } from './error-log.js';
import { formatError } from './format-error.js';
import { Loaders } from './loaders.js';
import type { RequestContext } from './request-context.js';
import type { OperationWatch } from './operation-watch.js';
import { readSubscription } from './subscription-document.js';

/** Subscriptions of one WebSocket. */
export const mostSubscriptions = 100;

type Stream = AsyncIterable<unknown> & { return?(): unknown };

/** The operations of one WebSocket, from `subscribe` to `complete`, and all that they hold until then. */
export class SubscriptionConnection {
  /** Speaks the protocol, and calls back here. */
  readonly server: Server<null>;
  private readonly requestIds = new WeakMap<SubscribePayload, string>();
  /** Every operation that runs, with its stream once it has one. Ids would not do: clients may use them again at once. */
  private readonly running = new Map<SubscribePayload, Stream | null>();

  constructor(
    private readonly schema: GraphQLSchema,
    private readonly production: boolean,
    private readonly ip: string,
    private readonly errorLog: ErrorLog,
    private readonly operations: OperationWatch,
  ) {
    this.server = makeServer<Record<string, unknown> | undefined, null>({
      subscribe: (args) => this.run(args),
      connectionInitWaitTimeout: 3000,
      onSubscribe: (connection, _, payload) => this.admit(connection, payload),
      onOperation: (_, __, payload, ___, result) => this.hold(payload, result),
      onNext: (_, __, payload, ___, result) => this.translateResult(payload, result),
      onError: (_, __, payload, errors) => errors.map((error) => this.translate(payload, error)),
      onComplete: (_, __, payload) => void this.running.delete(payload),
      onClose: () => this.release(),
    });
  }

  /** How many subscriptions run. */
  get size(): number {
    return this.running.size;
  }

  private admit(
    { connectionParams = {} }: Context<Record<string, unknown> | undefined, null>,
    payload: SubscribePayload,
  ): ExecutionArgs | readonly GraphQLError[] {
    const requestId = currentScope()?.requestId ?? randomUUID();
    this.requestIds.set(payload, requestId);
    const read = readSubscription(this.schema, payload, this.production);
    if (!('document' in read)) return read;
    if (this.running.size >= mostSubscriptions) {
      const originalError = new AppError(
        ErrorCode.RATE_LIMITED,
        `A connection holds ${mostSubscriptions} subscriptions at most; end one of them first.`,
        { retryAfter: 1 },
      );
      return [new GraphQLError(originalError.message, { originalError })];
    }
    this.running.set(payload, null);
    const contextValue: RequestContext = {
      requestId,
      loaders: new Loaders(),
      reads: { mayLag: false },
      ip: this.ip,
      authorization: [connectionParams['authorization'], connectionParams['Authorization']].filter(
        (value) => typeof value === 'string',
      ),
    };
    return { ...read, contextValue };
  }

  private hold(payload: SubscribePayload, result: OperationResult): void {
    if (Symbol.asyncIterator in result) this.running.set(payload, result as Stream);
  }

  private async release(): Promise<void> {
    await Promise.all([...this.running.values()].map((stream) => stream?.return?.()));
  }

  private translateResult(payload: SubscribePayload, result: ExecutionResult) {
    if (!result.errors) return;
    return { ...result, errors: result.errors.map((error) => this.translate(payload, error)) };
  }

  private translate(payload: SubscribePayload, error: GraphQLError): GraphQLFormattedError {
    // What is thrown by a stream comes without the path by which a resolver's error is known.
    const thrown = error.path === undefined && error.extensions['code'] === undefined;
    const known = thrown ? locatedError(error.originalError ?? error, undefined, []) : error;
    this.errorLog.note(known, this.requestIds.get(payload) as string, payload.operationName ?? undefined);
    const formatted = formatError(known.toJSON(), known);
    this.operations.count([formatted.extensions?.['code']]);
    return { ...formatted, path: error.path };
  }

  /** A fault before the first event, such as a resolver that returns no stream, is an error of the operation. */
  private async run(
    args: ExecutionArgs,
  ): Promise<AsyncGenerator<ExecutionResult, void, void> | ExecutionResult> {
    const operation = getOperationAST(args.document, args.operationName) as OperationDefinitionNode;
    const watched = this.operations.begin(args.document, operation);
    try {
      return await subscribe(args);
    } catch (error) {
      return { errors: [locatedError(error, undefined)] };
    } finally {
      // Its errors are counted as they are told.
      watched.end([]);
    }
  }
}
