import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { GqlExecutionContext } from '@nestjs/graphql';
import type { RequestScope } from './request-scope.js';

export interface GraphqlContext {
  readonly scope: RequestScope;
}

/** The request's scope, first argument of every resolver. */
export const Scope = createParamDecorator(
  (_: unknown, context: ExecutionContext) => GqlExecutionContext.create(context).getContext<GraphqlContext>().scope,
);
