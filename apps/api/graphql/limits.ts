import type { ApolloServerPlugin } from '@apollo/server';
import { maxAliasesRule } from '@escape.tech/graphql-armor-max-aliases';
import { maxDepthRule } from '@escape.tech/graphql-armor-max-depth';
import {
  getNamedType,
  getVariableValues,
  GraphQLError,
  isListType,
  isNonNullType,
  type GraphQLOutputType,
  type GraphQLSchema,
  type OperationDefinitionNode,
  type ValidationContext,
  type ValidationRule,
} from 'graphql';
import { type ComplexityEstimatorArgs, getComplexity } from 'graphql-query-complexity';
import { DEFAULT_PAGE } from '../../../libs/collaboration/serving/connection.js';
import { LIMITS } from '../../../libs/ledger/limits.js';

/** Limits on one operation. Each is documented in docs/limits.md. */
export const OPERATION_LIMITS = {
  /** Levels of selection. */
  depth: 12,
  /** Renamed fields. */
  aliases: 30,
  /** Fields as they would be answered: a page counts as many times as it may have rows. */
  complexity: 20_000,
  /** Words and signs of one operation's text. */
  tokens: 4_000,
  /** Bytes of one request. */
  requestBytes: 256 * 1024,
} as const;

/** Limits on subscriptions. Each is documented in docs/limits.md. */
export const SUBSCRIPTION_LIMITS = {
  /** Open WebSockets of one server. */
  sockets: 1_000,
  /** Subscriptions on one WebSocket. */
  perSocket: 20,
  /** Bytes of one message from a client. */
  messageBytes: 64 * 1024,
  /** Events read at once; the reader's own pace decides when the next are read, so nothing piles up. */
  feedBatch: 100,
  /** A consumer that leaves one item untaken this long is closed with its last position. */
  slowConsumerMs: 60_000,
} as const;

/** What a list without pages is counted for. */
const LIST = 5;

export const parseOptions = { maxTokens: OPERATION_LIMITS.tokens } as const;

export const validationRules: ValidationRule[] = [
  maxDepthRule({ n: OPERATION_LIMITS.depth, ignoreIntrospection: true, flattenFragments: true, ...reported() }),
  maxAliasesRule({ n: OPERATION_LIMITS.aliases, allowList: [], ...reported() }),
] as ValidationRule[];

/** Queries and mutations go over HTTP, where limits, tracing and one snapshot per operation hold. */
export const onlySubscriptions: ValidationRule = (context: ValidationContext) => ({
  OperationDefinition(node) {
    if (node.operation !== 'subscription')
      context.reportError(badInput('a WebSocket carries subscriptions only; send queries and mutations over HTTP'));
  },
});

export function operationPlugin(): ApolloServerPlugin {
  return {
    async requestDidStart() {
      return {
        async didResolveOperation({ schema, document, operation, request }) {
          if (!operation) return;
          if (operation.operation === 'subscription') throw badInput('subscriptions go over a WebSocket (graphql-transport-ws)');
          refuseComplex(schema, document, operation, request.variables ?? {});
        },
      };
    },
  };
}

type Document = Parameters<typeof getComplexity>[0]['query'];

function refuseComplex(
  schema: GraphQLSchema,
  query: Document,
  operation: OperationDefinitionNode,
  variables: Record<string, unknown>,
): void {
  // What is wrong with the variables is said when the operation is carried out, all of it at once.
  if (getVariableValues(schema, operation.variableDefinitions ?? [], variables, { maxErrors: 1 }).errors) return;
  const complexity = complexityOf({
    schema,
    query,
    variables,
    estimators: [estimate],
    ...(operation.name ? { operationName: operation.name.value } : {}),
  });
  if (complexity <= OPERATION_LIMITS.complexity) return;
  throw limitError(`this operation may answer more than ${OPERATION_LIMITS.complexity} fields; ask for smaller pages or fewer fields`);
}

function complexityOf(options: Parameters<typeof getComplexity>[0]): number {
  try {
    return getComplexity(options);
  } catch {
    // The estimate itself is bounded: fragments within fragments can stand for any number of fields.
    return Number.POSITIVE_INFINITY;
  }
}

function estimate({ field, args, childComplexity }: ComplexityEstimatorArgs): number {
  const paged = field.args.some(({ name }) => name === 'first');
  const page = getNamedType(field.type).name.endsWith('Connection') ? DEFAULT_PAGE : LIMITS.pageSize;
  if (paged) return 1 + (typeof args['first'] === 'number' && args['first'] > 0 ? args['first'] : page) * childComplexity;
  // The edges and nodes of a connection are already counted by its page.
  const counted = field.name === 'edges' || field.name === 'nodes' || !isList(field.type) ? 1 : LIST;
  return 1 + counted * childComplexity;
}

function isList(type: GraphQLOutputType): boolean {
  return isListType(isNonNullType(type) ? type.ofType : type);
}

function limitError(message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code: 'LIMIT_EXCEEDED', http: { status: 400 } } });
}

function badInput(message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code: 'BAD_USER_INPUT', http: { status: 400 } } });
}

/** The rules of the library throw errors without a code; what they refuse is a limit, and is said beside whatever else is wrong. */
function reported() {
  return {
    exposeLimits: true,
    propagateOnRejection: false,
    onReject: [
      (context: ValidationContext | null, error: GraphQLError) =>
        context?.reportError(limitError(error.message.replace('Syntax Error: ', ''))),
    ],
  };
}
