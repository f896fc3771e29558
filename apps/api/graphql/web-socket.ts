import { randomUUID } from 'node:crypto';
import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { GraphQLError, parse, specifiedRules, validate, type DocumentNode, type GraphQLFormattedError, type GraphQLSchema } from 'graphql';
import { useServer } from 'graphql-ws/use/ws';
import { WebSocketServer } from 'ws';
import { openScope } from './authenticate.js';
import { formatFault } from './faults.js';
import { GRAPHQL_PATH, type GraphqlSettings } from './graphql-options.js';
import { onlySubscriptions, parseOptions, SUBSCRIPTION_LIMITS, validationRules } from './limits.js';

/** How long a client may take to say goodbye when the server stops. */
const GOODBYE_MS = 2_000;

export interface SubscriptionSettings extends GraphqlSettings {
  readonly schema: GraphQLSchema;
}

/** Serves subscriptions on the HTTP server's own port. Answers how to stop: every socket is told that the server goes away. */
export function serveSubscriptions(http: Server, settings: SubscriptionSettings): () => Promise<void> {
  const sockets = new WebSocketServer({ noServer: true, maxPayload: SUBSCRIPTION_LIMITS.messageBytes });
  const connections = new Set<Connection>();
  settings.telemetry.metrics.watchSockets({
    sockets: () => sockets.clients.size,
    subscriptions: () => [...connections].reduce((open, { subscriptions }) => open + Object.keys(subscriptions).length, 0),
  });
  const served = useServer(subscriptionOptions(settings, connections), sockets);
  http.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    const refused = refusal(request, settings.origins, sockets.clients.size);
    if (refused) return void socket.end(`HTTP/1.1 ${refused}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
    sockets.handleUpgrade(request, socket, head, (opened) => sockets.emit('connection', opened, request));
  });
  return async () => {
    const impatience = setTimeout(() => sockets.clients.forEach((client) => client.terminate()), GOODBYE_MS);
    await served.dispose();
    clearTimeout(impatience);
  };
}

/** A page of another site must not open a socket with this browser's rights; programs send no origin. */
function refusal({ url = '', headers }: IncomingMessage, origins: readonly string[], open: number): string | undefined {
  if (url.split('?')[0] !== GRAPHQL_PATH) return '404 Not Found';
  const { origin, host } = headers;
  const ownOrigin = origin === undefined || origins.includes(origin) || (URL.canParse(origin) && new URL(origin).host === host);
  if (!ownOrigin) return '403 Forbidden';
  return open >= SUBSCRIPTION_LIMITS.sockets ? '503 Service Unavailable' : undefined;
}

interface Connection {
  readonly connectionParams?: Readonly<Record<string, unknown>>;
  readonly subscriptions: Readonly<Record<string, unknown>>;
  readonly extra: { authorization?: string };
}

function subscriptionOptions({ node, schema, logger }: SubscriptionSettings, connections: Set<Connection>) {
  const format = formatFault(logger, randomUUID);
  const unreadable = new WeakMap<DocumentNode, GraphQLError>();
  const formatted = (errors: readonly GraphQLError[]) =>
    errors.map((error) => (lineIsLost(error) ? error.toJSON() : format(withCode(error), error)));
  const scopeOf = async ({ extra }: Connection) => openScope(node, extra.authorization);
  return {
    schema,
    // A wrong token gets no socket; what a subscription may see is judged again for every event, and its token with every batch.
    onConnect: async (connection: Connection) => {
      const { authorization, Authorization = authorization } = connection.connectionParams ?? {};
      connection.extra.authorization = typeof Authorization === 'string' ? Authorization : '';
      connections.add(connection);
      return scopeOf(connection).then(
        () => true,
        () => false,
      );
    },
    onClose: (connection: Connection) => void connections.delete(connection),
    // A scope for each operation, and the means to ask again who it is.
    context: async (connection: Connection) => ({
      scope: await scopeOf(connection),
      stillAllowed: async () => void (await scopeOf(connection)),
    }),
    // What cannot be read is answered like what is not valid; the library would close the socket, and log the text.
    parse: (source: string) => {
      try {
        return parse(source, parseOptions);
      } catch (error) {
        const nothing = parse('subscription { __typename }');
        unreadable.set(nothing, error as GraphQLError);
        return nothing;
      }
    },
    validate: (known: GraphQLSchema, document: DocumentNode) => {
      const error = unreadable.get(document);
      return error ? [error] : validate(known, document, [...specifiedRules, ...validationRules, onlySubscriptions]);
    },
    onSubscribe: async (connection: Connection) => {
      if (Object.keys(connection.subscriptions).length > SUBSCRIPTION_LIMITS.perSocket) {
        return [
          new GraphQLError(`a WebSocket may carry ${SUBSCRIPTION_LIMITS.perSocket} subscriptions`, {
            extensions: { code: 'LIMIT_EXCEEDED' },
          }),
        ];
      }
      // The token may have expired since the socket was opened.
      return scopeOf(connection).then(
        () => undefined,
        (fault: Error) => [new GraphQLError(fault.message, { originalError: fault })],
      );
    },
    onError: (_: unknown, _id: string, _payload: unknown, errors: readonly GraphQLError[]) => formatted(errors),
    onNext: (_: unknown, _id: string, _payload: unknown, _args: unknown, result: { errors?: readonly GraphQLError[] }) =>
      result.errors ? { ...result, errors: formatted(result.errors) } : undefined,
  } as object as Parameters<typeof useServer>[0];
}

/** A client that went away in the middle of a message is nobody's error, and hears no answer. */
function lineIsLost({ originalError }: GraphQLError): boolean {
  return originalError !== undefined && 'code' in originalError && ['EPIPE', 'ECONNRESET'].includes(String(originalError.code));
}

/** GraphQL's own errors have no code; one that wraps something thrown is judged by what was thrown. */
function withCode(error: GraphQLError): GraphQLFormattedError {
  const formatted = error.toJSON();
  return error.originalError && !(error.originalError instanceof GraphQLError)
    ? formatted
    : { ...formatted, extensions: { code: 'BAD_USER_INPUT', ...formatted.extensions } };
}
