import type { ApolloServerPlugin } from '@apollo/server';
import { maxAliasesRule } from '@escape.tech/graphql-armor-max-aliases';
import { maxDepthRule } from '@escape.tech/graphql-armor-max-depth';
import { getNamedType, GraphQLError, isListType, isNonNullType, type GraphQLOutputType, type GraphQLSchema, type ValidationContext, type ValidationRule } from 'graphql';
import { type ComplexityEstimatorArgs, getComplexity } from 'graphql-query-complexity';

/** Limits on one operation. Each is documented in docs/limits.md. */
export const OPERATION_LIMITS = {
  /** Levels of selection. */
  depth: 12,
  /** Renamed fields. */
  aliases: 30,
  /** Fields as they would be answered: a page counts as many times as it may have rows. */
  complexity: 20_000,
  /** Bytes of one request. */
  requestBytes: 256 * 1024,
} as const;

const DEFAULT_PAGE = 50;
/** What a list without pages is counted for. */
const LIST = 5;

export const validationRules: ValidationRule[] = [
  rule(maxDepthRule({ n: OPERATION_LIMITS.depth, ignoreIntrospection: true, flattenFragments: true, exposeLimits: true })),
  rule(maxAliasesRule({ n: OPERATION_LIMITS.aliases, exposeLimits: true })),
];

/** Queries and mutations go over HTTP, where limits, tracing and one snapshot per operation hold. */
export const onlySubscriptions: ValidationRule = (context: ValidationContext) => ({
  OperationDefinition(node) {
    if (node.operation !== 'subscription') context.reportError(limitError('a WebSocket carries subscriptions only; send queries and mutations over HTTP'));
  },
});

export function complexityPlugin(): ApolloServerPlugin {
  return {
    async requestDidStart() {
      return {
        async didResolveOperation({ schema, document, request }) {
          refuseComplex(schema, document, request.variables ?? {}, request.operationName);
        },
      };
    },
  };
}

function refuseComplex(schema: GraphQLSchema, query: Parameters<typeof getComplexity>[0]['query'], variables: Record<string, unknown>, operationName?: string): void {
  const complexity = getComplexity({ schema, query, variables, ...(operationName ? { operationName } : {}), estimators: [estimate] });
  if (complexity > OPERATION_LIMITS.complexity) {
    throw limitError(`this operation may answer ${complexity} fields, the limit is ${OPERATION_LIMITS.complexity}; ask for smaller pages or fewer fields`);
  }
}

function estimate({ field, args, childComplexity }: ComplexityEstimatorArgs): number {
  if (getNamedType(field.type).name.endsWith('Connection')) {
    const first = typeof args['first'] === 'number' && args['first'] > 0 ? args['first'] : DEFAULT_PAGE;
    return 1 + first * childComplexity;
  }
  // The edges and nodes of a connection are already counted by its page.
  const counted = field.name === 'edges' || field.name === 'nodes' || !isList(field.type) ? 1 : LIST;
  return 1 + counted * childComplexity;
}

function isList(type: GraphQLOutputType): boolean {
  return isListType(isNonNullType(type) ? type.ofType : type);
}

function limitError(message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code: 'LIMIT_EXCEEDED' } });
}

/** The rule's own error has no code; what it refuses is a limit. */
function rule(create: (context: ValidationContext) => object): ValidationRule {
  return (context) => {
    const limited = Object.create(context) as ValidationContext;
    limited.reportError = (error: GraphQLError) => context.reportError(limitError(error.message));
    return create(limited) as ReturnType<ValidationRule>;
  };
}
