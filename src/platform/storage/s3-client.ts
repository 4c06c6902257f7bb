import { S3Client, S3ServiceException } from '@aws-sdk/client-s3';
import type { S3Settings } from '../config.js';
import { traced } from '../ops/tracing.js';

/** Bounds of one request, in ms. */
export interface S3Limits {
  readonly connectMs: number;
  /** Until the head of the answer, the sending of a part included; and between two chunks that a reader waits for. */
  readonly answerMs: number;
  /** How long a reader who pauses keeps his connection. */
  readonly pauseMs: number;
}

/** With its three attempts, a request to an S3 that hangs is given up within a minute. */
export const defaultLimits: S3Limits = { connectMs: 3000, answerMs: 15_000, pauseMs: 1000 };

/** Every listener holds a socket while bytes flow; left at the SDK's 50, the next would wait. */
const MAX_SOCKETS = Infinity;

/** A client that gives up in time. It connects when it is first used. */
export function connectS3({ endpoint, region, forcePathStyle }: S3Settings, limits: S3Limits): S3Client {
  const client = new S3Client({
    region,
    forcePathStyle,
    ...(endpoint && { endpoint }),
    maxAttempts: 3,
    // The signature covers the bytes already, and servers that are not Amazon's stumble over the SDK's own checksums.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    requestHandler: {
      connectionTimeout: limits.connectMs,
      requestTimeout: limits.answerMs,
      throwOnRequestTimeout: true,
      // It would count the pauses of a listener.
      socketTimeout: 0,
      httpAgent: { maxSockets: MAX_SOCKETS },
      httpsAgent: { maxSockets: MAX_SOCKETS },
    },
  });
  // A server may say 501 to a condition it does not know (OpenStack Swift does): then it is asked without.
  client.middlewareStack.add(
    (next) => async (args) => {
      try {
        return await next(args);
      } catch (error) {
        const unknown = error instanceof S3ServiceException && error.$metadata.httpStatusCode === 501;
        if (!unknown || !('IfNoneMatch' in args.input)) throw error;
        return next({ ...args, input: { ...args.input, IfNoneMatch: undefined } });
      }
    },
    { step: 'initialize', name: 'withoutUnknownCondition' },
  );
  client.middlewareStack.add(
    (next, { commandName = '' }) =>
      (args) =>
        traced(`S3 ${commandName.replace(/Command$/, '')}`, { 'rpc.system.name': 'aws-api' }, () =>
          next(args),
        ),
    { step: 'initialize', name: 'traced', priority: 'high' },
  );
  return client;
}
