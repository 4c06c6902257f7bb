import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { GqlExecutionContext } from '@nestjs/graphql';
import type { FastifyRequest } from 'fastify';
import { type Access, accessKey } from '../platform/access.js';
import type { RequestContext } from '../platform/graphql/request-context.js';
import { authorizationOf } from '../platform/http/authorization.js';
import { Unauthenticated } from './auth.errors.js';
import { TokensService } from './tokens.service.js';
import type { Viewer } from './viewer.js';

/** Whatever carries the viewer from the guard to those who ask for it: the GraphQL context, or the REST request. */
export interface ViewerCarrier {
  viewer?: Viewer | null;
}

/**
 * Stands in front of every operation and every route, closed unless `@Public()` or `@Anonymous()`. Fields below an
 * operation are not guarded: one with its own secrecy asks its service.
 */
@Injectable()
export class AuthGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly tokens: TokensService,
  ) {}

  async canActivate(execution: ExecutionContext): Promise<boolean> {
    const places = [execution.getHandler(), execution.getClass()];
    const access = this.reflector.getAllAndOverride<Access | undefined>(accessKey, places) ?? 'SIGNED_IN';
    if (access === 'ANONYMOUS') return true;
    const { carrier, authorization } = callerOf(execution);
    // An operation of many fields asks once for each.
    carrier.viewer ??= await this.tokens.readAuthorization(authorization);
    if (!carrier.viewer && access === 'SIGNED_IN') throw new Unauthenticated();
    return true;
  }
}

interface Caller {
  readonly carrier: ViewerCarrier;
  readonly authorization: readonly string[];
}

function callerOf(execution: ExecutionContext): Caller {
  if (execution.getType<string>() === 'graphql') {
    const context = GqlExecutionContext.create(execution).getContext<RequestContext & ViewerCarrier>();
    return { carrier: context, authorization: context.authorization };
  }
  const request = execution.switchToHttp().getRequest<FastifyRequest & ViewerCarrier>();
  return { carrier: request, authorization: authorizationOf(request.raw) };
}
