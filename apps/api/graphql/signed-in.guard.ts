import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { GqlExecutionContext } from '@nestjs/graphql';
import type { GraphqlContext } from '../../../libs/collaboration/serving/scope.decorator.js';

/** Nothing is recorded without knowing who records it. */
@Injectable()
export class SignedInGuard implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    return Boolean(GqlExecutionContext.create(context).getContext<GraphqlContext>().scope.signedIn);
  }
}
