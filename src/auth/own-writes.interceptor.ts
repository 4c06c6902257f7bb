import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import { GqlExecutionContext } from '@nestjs/graphql';
import type { FastifyRequest } from 'fastify';
import { type GraphQLResolveInfo, OperationTypeNode } from 'graphql';
import { defer, lastValueFrom, type Observable } from 'rxjs';
import { RecentWrites } from '../platform/database/recent-writes.js';
import type { RequestContext } from '../platform/graphql/request-context.js';
import type { ViewerCarrier } from './auth.guard.js';

/**
 * Lets everybody see what he has written himself, although replicas lag: queries of somebody who has changed anything a
 * moment ago are not for them, through whichever process they come.
 */
@Injectable()
export class OwnWrites implements NestInterceptor {
  constructor(private readonly recent: RecentWrites) {}

  async intercept(execution: ExecutionContext, next: CallHandler): Promise<Observable<unknown>> {
    if (execution.getType<string>() !== 'graphql') {
      const request = execution.switchToHttp().getRequest<FastifyRequest & ViewerCarrier>();
      return ['GET', 'HEAD'].includes(request.method) ? next.handle() : this.noted(request, next);
    }
    const graphql = GqlExecutionContext.create(execution);
    const context = graphql.getContext<RequestContext & ViewerCarrier>();
    const { operation } = graphql.getInfo<GraphQLResolveInfo>().operation;
    if (operation === OperationTypeNode.MUTATION) return this.noted(context, next);
    const { viewer, reads } = context;
    if (operation === OperationTypeNode.QUERY) reads.mayLag = !viewer || !(await this.recent.has(viewer.id));
    return next.handle();
  }

  /** Also what fails may have been written: the answer of the database may be all that was lost. */
  private noted({ viewer }: ViewerCarrier, next: CallHandler): Observable<unknown> {
    if (!viewer) return next.handle();
    return defer(async () => {
      try {
        return await lastValueFrom(next.handle(), { defaultValue: undefined });
      } finally {
        await this.recent.note(viewer.id);
      }
    });
  }
}
