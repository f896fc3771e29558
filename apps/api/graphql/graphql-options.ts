import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { ApolloServerPlugin } from '@apollo/server';
import { ApolloDriver, type ApolloDriverConfig } from '@nestjs/apollo';
import { GraphQLError, specifiedRules, validate } from 'graphql';
import type { Logger } from 'pino';
import type { GraphqlContext } from '../../../libs/collaboration/serving/scope.decorator.js';
import { Fault } from '../../../libs/ledger/errors.js';
import type { LedgerNode } from '../node/ledger-node.js';
import { openScope } from './authenticate.js';
import { formatFault } from './faults.js';
import { complexityPlugin, onlySubscriptions, validationRules } from './limits.js';

export interface GraphqlSettings {
  readonly node: LedgerNode;
  readonly logger: Logger;
  /** Origins besides the server's own whose pages may open a WebSocket. */
  readonly origins: readonly string[];
}

export function graphqlOptions({ node, logger, origins }: GraphqlSettings): ApolloDriverConfig {
  return {
    driver: ApolloDriver,
    path: '/graphql',
    autoSchemaFile: true,
    sortSchema: true,
    introspection: true,
    graphiql: false,
    includeStacktraceInErrorResponses: false,
    formatError: formatFault(logger, randomUUID),
    validationRules,
    plugins: [complexityPlugin(), closeScopes()],
    context: async ({ req }: { req: IncomingMessage }) => ({
      scope: await asGraphqlError(() => openScope(node, req.headers.authorization, req.headers['traceparent'] as string | undefined)),
    }),
    subscriptions: { 'graphql-ws': webSocketOptions(node, origins) },
  };
}

function webSocketOptions(node: LedgerNode, origins: readonly string[]) {
  return {
    // A token is judged at connect; what it may see is judged again for every event.
    onConnect: async ({ connectionParams, extra }: WebSocketContext) => {
      if (!originAllowed(extra.request, origins)) return false;
      extra.authorization = String(connectionParams?.['authorization'] ?? connectionParams?.['Authorization'] ?? '');
      await openScope(node, extra.authorization);
      return true;
    },
    context: async ({ extra }: WebSocketContext) => ({ scope: await openScope(node, extra.authorization) }),
    validate: (schema: Parameters<typeof validate>[0], document: Parameters<typeof validate>[1]) =>
      validate(schema, document, [...specifiedRules, ...validationRules, onlySubscriptions]),
    onError: (_: unknown, _id: string, __: unknown, errors: readonly GraphQLError[]) => errors.map(withCode),
  } as object;
}

interface WebSocketContext {
  readonly connectionParams?: Readonly<Record<string, unknown>>;
  readonly extra: { readonly request: IncomingMessage; authorization?: string };
}

/** A page of another site must not open a socket with this browser's rights; programs send no origin. */
function originAllowed(request: IncomingMessage, origins: readonly string[]): boolean {
  const { origin, host } = request.headers;
  if (origin === undefined) return true;
  return origins.includes(origin) || (URL.canParse(origin) && new URL(origin).host === host);
}

function withCode(error: GraphQLError): GraphQLError {
  const fault = error.originalError;
  const code = fault instanceof Fault ? fault.category : (error.extensions['code'] ?? 'BAD_USER_INPUT');
  return new GraphQLError(error.message, { extensions: { ...(fault instanceof Fault ? fault.details : {}), code } });
}

/** The snapshot of an operation lives as long as its answer. */
function closeScopes(): ApolloServerPlugin<GraphqlContext> {
  return {
    async requestDidStart() {
      return {
        async willSendResponse({ contextValue }) {
          await contextValue.scope?.close();
        },
      };
    },
  };
}

/** Apollo masks what a context function throws, unless it is a GraphQL error. */
async function asGraphqlError<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    throw new GraphQLError(error.message, { extensions: { ...error.details, code: error.category, http: { status: 401 } } });
  }
}
