import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { ApolloServerPlugin } from '@apollo/server';
import type { ApolloDriverConfig } from '@nestjs/apollo';
import { GraphQLError } from 'graphql';
import type { Logger } from 'pino';
import type { GraphqlContext } from '../../../libs/collaboration/serving/scope.decorator.js';
import { Fault } from '../../../libs/ledger/errors.js';
import type { LedgerNode } from '../node/ledger-node.js';
import { openScope } from './authenticate.js';
import { CodeFirstDriver } from './code-first-driver.js';
import type { Telemetry } from '../telemetry/telemetry.js';
import { operationTelemetry } from '../telemetry/operation-telemetry.js';
import { formatFault } from './faults.js';
import { operationPlugin, parseOptions, validationRules } from './limits.js';

export const GRAPHQL_PATH = '/graphql';

export interface GraphqlSettings {
  readonly node: LedgerNode;
  readonly logger: Logger;
  readonly telemetry: Telemetry;
  /** Origins besides the server's own whose pages may open a WebSocket. */
  readonly origins: readonly string[];
}

/** Queries and mutations, over HTTP; subscriptions have a socket of their own (web-socket.ts). */
export function graphqlOptions({ node, logger, telemetry }: GraphqlSettings): ApolloDriverConfig {
  return {
    driver: CodeFirstDriver,
    path: GRAPHQL_PATH,
    introspection: true,
    graphiql: false,
    includeStacktraceInErrorResponses: false,
    formatError: formatFault(logger, randomUUID),
    parseOptions,
    validationRules,
    plugins: [operationTelemetry(telemetry), operationPlugin(), closeScopes()],
    context: async ({ req }: { req: IncomingMessage }) => ({
      scope: await asGraphqlError(() => openScope(node, req.headers.authorization, req.headers['traceparent'] as string | undefined)),
    }),
  };
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
