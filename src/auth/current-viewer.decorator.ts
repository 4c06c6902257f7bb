import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { GqlExecutionContext } from '@nestjs/graphql';
import type { ViewerCarrier } from './auth.guard.js';
import type { Viewer } from './viewer.js';

/** The viewer as a parameter of a resolver or controller; null where the operation is public and nobody signed in. */
export const CurrentViewer = createParamDecorator(
  (_: unknown, execution: ExecutionContext): Viewer | null => {
    const carrier: ViewerCarrier =
      execution.getType<string>() === 'graphql'
        ? GqlExecutionContext.create(execution).getContext<ViewerCarrier>()
        : execution.switchToHttp().getRequest<ViewerCarrier>();
    return carrier.viewer ?? null;
  },
);
